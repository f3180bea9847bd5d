# SPDX-License-Identifier: AGPL-3.0-or-later
"""The web server's own log, in the form of every other line: without what people typed."""

from typing import Any

from gunicorn.glogging import Logger

from cydwaith.settings.logs import StructuredFormatter


class StructuredLogger(Logger):
    """Gunicorn's logger with the site's formatter; a fault that escapes Django would else print its text."""

    def setup(self, cfg: Any) -> None:
        """Set the handlers up as gunicorn does, then give them the site's formatter."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(StructuredFormatter())

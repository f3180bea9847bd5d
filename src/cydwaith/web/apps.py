# SPDX-License-Identifier: AGPL-3.0-or-later
"""The application that brings the pages' static files."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """Pages, templates and static files; it has no tables."""

    name = "cydwaith.web"
    label = "web"
    verbose_name = _("Web pages")

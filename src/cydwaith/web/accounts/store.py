# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sessions in the database, read by a statement that is kept compiled: it is asked on every page."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from cydwaith.kernel.prepared import MOMENT, TEXT, Kept, given


def _session() -> Any:
    rows = Session.objects.filter(
        session_key=given("key", None, TEXT), expire_date__gt=given("now", None, MOMENT)
    )
    return rows.values_list("session_data")


_SESSION = Kept(_session)


class SessionStore(db.SessionStore):
    """As Django's, but for how a session is fetched."""

    @classmethod
    def get_model_class(cls) -> Any:
        """The table is Django's own."""
        return Session

    def _get_session_from_db(self) -> Any:
        key = str(self.session_key)
        rows = _SESSION.rows(key=key, now=timezone.now()) if key.isalnum() else []
        if rows:
            return SimpleNamespace(session_data=rows[0][0])
        self._session_key = None
        return None

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who is signed in, and as what: one statement a request instead of two."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from cydwaith.partnerships.queries.members import account_with_parts


class AccountBackend(AuthenticationBackend):
    """Signs in as allauth does; an account is read together with its parts (`user.parts_in_force`)."""

    def get_user(self, user_id: int) -> Any:
        """The account of a session, None where it is gone or closed."""
        found = account_with_parts(user_id)
        if found is None or not self.user_can_authenticate(found[0]):
            return None
        user: Any = found[0]
        user.parts_in_force = found[1]  # for `web.actors`
        return user

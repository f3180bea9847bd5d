# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters by mail: plain text, in the reader's language or in both, and nothing in them that tells a diagnosis.

The subject, the sender and the words name the site, at most an organisation's neutral public name; never a
programme, a person supported, or why somebody has an account.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from cydwaith.kernel.bilingual import Bilingual

Words = Callable[[], str]
RULE = "\n\n" + "-" * 40 + "\n\n"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter before its language is known: each line is made when it is written. `link` stands on its own line."""

    subject: Words
    lines: tuple[Words, ...]
    link: str = ""
    after: tuple[Words, ...] = field(default=())

    def written(self, language: str) -> tuple[str, str]:
        """Subject and body in "en" or "cy"."""
        with translation.override(language):
            paragraphs = [line() for line in self.lines]
            if self.link:
                paragraphs.append(self.link)
            paragraphs += [line() for line in self.after]
            paragraphs.append("Cydwaith")
            return self.subject(), "\n\n".join(paragraphs)


def send(letter: Letter, *, to: str, language: str) -> None:
    """Send it in "en" or "cy"; with any other language, in both (Welsh first, as is usual in Wales)."""
    languages = (language,) if language in ("en", "cy") else ("cy", "en")
    written = [letter.written(one) for one in languages]
    subject = " / ".join(dict.fromkeys(" ".join(one.split()) for one, _body in written))
    body = RULE.join(one for _subject, one in written) + "\n"
    EmailMessage(subject=subject, body=body, to=[to]).send()


def invitation(link: str, *, place: Bilingual, days: int) -> Letter:
    """An invitation to an account, with the secret in its link."""
    return Letter(
        subject=lambda: _("An invitation to Cydwaith"),
        lines=(
            lambda: f"{_('Invited by')}: {place}",
            lambda: _(
                "You have been invited to have an account on Cydwaith. Follow this link to choose a password:"
            ),
        ),
        link=link,
        after=(
            lambda: f"{_('Days for which the link works, once')}: {days}",
            lambda: _("If you did not expect this email, ignore it: without the link nothing happens."),
        ),
    )


def address_to_check(link: str) -> Letter:
    """To colleagues: an invitation waits until one of them has checked its address. The link leads to the record."""
    return Letter(
        subject=lambda: _("An address to check"),
        lines=(
            lambda: _(
                "A colleague has written an invitation to sign in. Before the link goes out, somebody else checks the"
                " address with the person:"
            ),
        ),
        link=link,
    )


def role_given(link: str, *, place: Bilingual) -> Letter:
    """To those who look after roles too: somebody was given one that opens people's records. It names nobody."""
    return Letter(
        subject=lambda: _("A role was given"),
        lines=(
            lambda: f"{_('Organisation')}: {place}",
            lambda: _(
                "Somebody was given, or invited to, a role that opens people's records. Look whether that is right:"
            ),
        ),
        link=link,
    )


def _notice(what: Words) -> Letter:
    return Letter(
        subject=lambda: _("A change to your account"),
        lines=(
            what,
            lambda: _(
                "If it was not you: choose a new password, sign out everywhere from your account page, and tell"
                " whoever looks after your account."
            ),
        ),
    )


def second_step_off() -> Letter:
    """To somebody whose second step an administrator took off."""
    return _notice(lambda: _("Your organisation's administrator took the second step off your account."))


def _reset(context: dict[str, Any]) -> Letter:
    return Letter(
        subject=lambda: _("A new password"),
        lines=(
            lambda: _("Somebody asked for a new password for this address. If it was you, follow this link:"),
        ),
        link=context["password_reset_url"],
        after=(
            lambda: _("The link works once, for four hours."),
            lambda: _("If it was not you, ignore this email: your password stays as it is."),
        ),
    )


def _no_account(_context: dict[str, Any]) -> Letter:
    return Letter(
        subject=lambda: _("A new password"),
        lines=(
            lambda: _("Somebody asked for a new password for this address. It has no account on Cydwaith."),
            lambda: _(
                "If it was you: perhaps your account has another address. If it was not you, ignore this email."
            ),
        ),
    )


def _new_address(context: dict[str, Any]) -> Letter:
    return Letter(
        subject=lambda: _("Your new email address"),
        lines=(lambda: _("Follow this link to use this address from now on:"),),
        link=context["activate_url"],
        after=(lambda: _("If you did not ask for this, ignore this email: nothing changes."),),
    )


def _taken(_context: dict[str, Any]) -> Letter:
    return Letter(
        subject=lambda: _("Your email address"),
        lines=(
            lambda: _(
                "Somebody tried to use this address for another account. It stays yours; nothing has changed."
            ),
        ),
    )


# Letters of allauth by its template's name. One that is not here is not sent.
_LETTERS: dict[str, Callable[[dict[str, Any]], Letter]] = {
    "account/email/password_reset_key": _reset,
    "account/email/unknown_account": _no_account,
    "account/email/email_confirmation": _new_address,
    "account/email/account_already_exists": _taken,
    "account/email/password_changed": lambda _c: _notice(lambda: _("Your password was changed.")),
    "account/email/password_reset": lambda _c: _notice(
        lambda: _("Your password was changed by a link in an email.")
    ),
    "account/email/password_set": lambda _c: _notice(lambda: _("A password was set.")),
    "account/email/email_changed": lambda _c: _notice(lambda: _("Your email address was changed.")),
    "mfa/email/totp_activated": lambda _c: _notice(lambda: _("A second step was set up for signing in.")),
    "mfa/email/totp_deactivated": lambda _c: _notice(
        lambda: _("The second step was taken off your account.")
    ),
    "mfa/email/recovery_codes_generated": lambda _c: _notice(lambda: _("New recovery codes were made.")),
}


def of_allauth(name: str, context: dict[str, Any]) -> Letter | None:
    """Our letter in place of allauth's of that name; None for one that is not sent."""
    make = _LETTERS.get(name)
    return make(context) if make else None

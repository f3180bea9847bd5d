# SPDX-License-Identifier: AGPL-3.0-or-later
"""The second step's secrets are kept encrypted, and what it says is in our words."""

from __future__ import annotations

import base64
import hashlib
import secrets

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext_lazy as _

_SALT = b"cydwaith.second-step|"


def _key(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(_SALT + secret.encode()).digest()))


def _keys() -> MultiFernet:
    """Encrypts with the site's secret key; old keys (SECRET_KEY_FALLBACKS) still open."""
    secrets_of_site = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([_key(str(secret)) for secret in secrets_of_site])


class SecondStepAdapter(DefaultMFAAdapter):
    """What allauth asks of us about codes from an app and recovery codes."""

    error_messages = {
        "add_email_blocked": _("Take the second step off your account before you change your address."),
        "cannot_delete_authenticator": _("The second step cannot be taken off this account."),
        "cannot_generate_recovery_codes": _("Set up the second step first."),
        "incorrect_code": _(
            "This code is not right. Codes change every half a minute: look at the newest one."
        ),
        "unverified_email": _("Follow the link in the email that we sent to your new address first."),
    }

    def encrypt(self, text: str) -> str:
        """The text as it is kept."""
        return _keys().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """The kept text, opened. One that no key of the site opens turns into a secret that no code fits."""
        try:
            return _keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode("ascii")

    def build_totp_svg(self, url: str) -> str:
        """The square code on white, so that it is read on a dark page too."""
        import qrcode
        from qrcode.image.svg import SvgPathFillImage

        return str(qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode"))

    def get_totp_issuer(self) -> str:
        """The name that stands in the app on a phone: neutral, since others see that screen."""
        return "Cydwaith"

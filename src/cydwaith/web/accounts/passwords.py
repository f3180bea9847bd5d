# SPDX-License-Identifier: AGPL-3.0-or-later
"""What makes a password good enough, said in our words. The rules are Django's."""

from typing import Any

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class LongEnough(password_validation.MinimumLengthValidator):
    """Length is what counts (NIST SP 800-63B, 3.1.1): three words in a row do."""

    def get_error_message(self) -> str:
        """What to do."""
        return ngettext(
            "Use %(least)d character or more. Three random words are good.",
            "Use %(least)d characters or more. Three random words are good.",
            self.min_length,
        ) % {"least": self.min_length}

    def get_help_text(self) -> str:
        """What to do, before anything is typed."""
        return self.get_error_message()


class NotCommon(password_validation.CommonPasswordValidator):
    """Not one of the 20,000 that are tried first."""

    def get_error_message(self) -> str:
        """What to do."""
        return _("Many people use this password, so it is tried first. Choose another one.")

    def get_help_text(self) -> str:
        """Nothing beforehand: it would be one more rule to read."""
        return ""


class NotLikeYou(password_validation.UserAttributeSimilarityValidator):
    """Not one's own name or address."""

    def get_error_message(self) -> str:
        """What to do."""
        return _("This is too much like your name or email address. Choose something else.")

    def get_help_text(self) -> str:
        """Nothing beforehand."""
        return ""


def hint(validators: Any = None) -> str:
    """The one thing to know before choosing a password."""
    texts = password_validation.password_validators_help_texts(validators)
    return " ".join(text for text in texts if text)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The forms of signing in: django-allauth's checks with our words and looks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from cydwaith.kernel.models import User
from cydwaith.web.forms.base import Form, FormMixin, Look

from . import passwords

EMAIL = Look(type="email", autocomplete="email", inputmode="email", spellcheck=False, width=20)
LOGIN = Look(type="email", autocomplete="username", inputmode="email", spellcheck=False)
PASSWORD = Look(autocomplete="current-password", spellcheck=False)
NEW_PASSWORD = Look(autocomplete="new-password", spellcheck=False)
CODE = Look(autocomplete="one-time-code", inputmode="numeric", width=10, spellcheck=False)
LANGUAGES = (("en", "English"), ("cy", "Cymraeg"))


class _Words(FormMixin):
    """Gives allauth's fields our labels, hints and messages; placeholders are no labels and go."""

    words: ClassVar[
        Mapping[str, tuple[Any, Any, Any]]
    ] = {}  # field -> label, hint, what to do when it is empty
    dropped: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.dropped:
            self.fields.pop(name, None)
        for name, (label, hint, required) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint() if callable(hint) else hint
            field.error_messages["required"] = required
            field.widget.attrs.pop("placeholder", None)


_EMAIL_WORDS = (_("Email address"), "", _("Write your email address."))
_PASSWORD_WORDS = (_("Password"), "", _("Write your password."))
_NEW_PASSWORD_WORDS = (_("New password"), passwords.hint, _("Choose a password."))


class SignInForm(_Words, account.LoginForm):
    """Email address and password."""

    words: ClassVar = {"login": _EMAIL_WORDS, "password": _PASSWORD_WORDS}
    looks: ClassVar = {"login": LOGIN, "password": PASSWORD}


class NewEmailForm(_Words, account.AddEmailForm):
    """Another address for the account."""

    words: ClassVar = {"email": (_("New email address"), "", _("Write the new address."))}
    looks: ClassVar = {"email": EMAIL}


class ChangePasswordForm(_Words, account.ChangePasswordForm):
    """Old and new password; the new one once, since a forgotten one is soon replaced."""

    words: ClassVar = {
        "oldpassword": (_("Password of now"), "", _("Write your password of now.")),
        "password1": _NEW_PASSWORD_WORDS,
    }
    looks: ClassVar = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD}
    dropped: ClassVar = ("password2",)


class SetPasswordForm(_Words, account.SetPasswordForm):
    """A first password, for an account that has none."""

    words: ClassVar = {"password1": _NEW_PASSWORD_WORDS}
    looks: ClassVar = {"password1": NEW_PASSWORD}
    dropped: ClassVar = ("password2",)


class ForgottenPasswordForm(_Words, account.ResetPasswordForm):
    """Where to send the link for a new password."""

    words: ClassVar = {"email": _EMAIL_WORDS}
    looks: ClassVar = {"email": EMAIL}


class NewPasswordForm(_Words, account.ResetPasswordKeyForm):
    """The new password after a link."""

    words: ClassVar = {"password1": _NEW_PASSWORD_WORDS}
    looks: ClassVar = {"password1": NEW_PASSWORD}
    dropped: ClassVar = ("password2",)


class ConfirmPasswordForm(_Words, account.ReauthenticateForm):
    """The password once more, before something that matters."""

    words: ClassVar = {"password": _PASSWORD_WORDS}
    looks: ClassVar = {"password": PASSWORD}


class SecondStepForm(_Words, mfa.AuthenticateForm):
    """A code from the app, or a recovery code."""

    words: ClassVar = {
        "code": (
            _("Code"),
            _("Six figures from your app, or one of your recovery codes."),
            _("Write the code from your app, or a recovery code."),
        )
    }
    looks: ClassVar = {"code": CODE}


class SecondStepAgainForm(_Words, mfa.ReauthenticateForm):
    """The same, before something that matters."""

    words: ClassVar = SecondStepForm.words
    looks: ClassVar = {"code": CODE}


class SetUpAppForm(_Words, totp.ActivateTOTPForm):
    """The first code from the app."""

    words: ClassVar = {
        "code": (
            _("Code from the app"),
            _("Six figures. They change every half a minute."),
            _("Write the code."),
        )
    }
    looks: ClassVar = {"code": CODE}


class InvitationForm(Form):
    """A new account: name, password, language."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As others here should see it."),
        max_length=200,
        error_messages={"required": _("Write your name.")},
    )
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput,
        strip=False,
        max_length=256,
        error_messages={"required": _("Choose a password.")},
    )
    language = forms.ChoiceField(
        label=_("In which language shall we write to you?"), choices=LANGUAGES, widget=forms.RadioSelect
    )
    looks: ClassVar = {
        "name": Look(autocomplete="name", spellcheck=False),
        "password": NEW_PASSWORD,
        "language": Look(inline=True),
    }

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password"].help_text = passwords.hint()

    def clean(self) -> dict[str, Any]:
        """Judge the password against the name and address it belongs to."""
        cleaned = super().clean() or self.cleaned_data
        password = cleaned.get("password")
        if password:
            try:
                password_validation.validate_password(
                    password, User(email=self.email, name=cleaned.get("name", ""))
                )
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


class LanguageForm(Form):
    """The language of letters and of the first page after signing in."""

    language = forms.ChoiceField(
        label=_("Language of pages and emails"), choices=LANGUAGES, widget=forms.RadioSelect
    )
    looks: ClassVar = {"language": Look(inline=True)}

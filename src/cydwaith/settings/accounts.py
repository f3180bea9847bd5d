# SPDX-License-Identifier: AGPL-3.0-or-later
"""How people sign in and how long they stay signed in: django-allauth's settings and the session's, in one file.

Reviewed as one: a change here changes who may get in.
"""

import os
from typing import Any

from cydwaith.settings import environment

# A demonstration's invented personas sign in with one click; a site of real people never has this.
CYDWAITH_DEMO = environment.flag("CYDWAITH_DEMO", default=False)

AUTHENTICATION_BACKENDS = ["cydwaith.web.accounts.backend.AccountBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account:start"
LOGOUT_REDIRECT_URL = "account_login"

# --- Accounts come by invitation alone (web.accounts.adapter closes sign-up) ------------------------------
ACCOUNT_ADAPTER = "cydwaith.web.accounts.adapter.AccountAdapter"
ACCOUNT_TEMPLATE_EXTENSION = "html"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # of a changed address; a first one was proved by the invitation
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 2  # the one in use, and a new one until it is proved
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = (
    True  # a letter either way: no difference in time, and no guess which address it was
)
ACCOUNT_SESSION_REMEMBER = False  # the cookie goes when the browser is closed: computers are shared
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = (
    False  # this session stays; all others end, since their hash no longer fits
)
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60  # seconds
ACCOUNT_FORMS = {
    "login": "cydwaith.web.accounts.forms.SignInForm",
    "add_email": "cydwaith.web.accounts.forms.NewEmailForm",
    "change_password": "cydwaith.web.accounts.forms.ChangePasswordForm",
    "set_password": "cydwaith.web.accounts.forms.SetPasswordForm",
    "reset_password": "cydwaith.web.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "cydwaith.web.accounts.forms.NewPasswordForm",
    "reauthenticate": "cydwaith.web.accounts.forms.ConfirmPasswordForm",
}
# Guessing is slowed down by where it comes from, never by whom it is aimed at: whoever knows the password and tries
# from another place still gets in. "key" of a failed sign-in is address and place together (see the adapter); for
# the second step it is the account, which only somebody who already has the password can reach.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",  # a whole office behind one address
    "login_failed": "20/m/ip,5/5m/key",
    "reset_password": "20/m/ip,3/10m/key",
    "reauthenticate": "10/m/user",
    "change_password": "10/m/user",
    "manage_email": "10/m/user",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "1/60s/key",
}

# How many proxies of our own stand before the site: the place of a try is read from what they tell. A site that
# counts too few takes its proxy for the one place where everybody tries from.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("CYDWAITH_PROXIES", "0"))

# --- The second step -------------------------------------------------------------------------------------
MFA_ADAPTER = "cydwaith.web.accounts.second_step.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # periods of 30 seconds before and after: telephones' clocks differ
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_COUNT = 10
MFA_RECOVERY_CODE_DIGITS = 10
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a changed address that waits for its proof must not keep staff out
MFA_FORMS = {
    "authenticate": "cydwaith.web.accounts.forms.SecondStepForm",
    "reauthenticate": "cydwaith.web.accounts.forms.SecondStepAgainForm",
    "activate_totp": "cydwaith.web.accounts.forms.SetUpAppForm",
}

# --- Passwords: length counts, rules about signs do not ----------------------------------------------------
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "cydwaith.web.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "cydwaith.web.accounts.passwords.NotCommon"},
    {
        "NAME": "cydwaith.web.accounts.passwords.NotLikeYou",
        "OPTIONS": {"user_attributes": ("email", "name"), "max_similarity": 0.7},
    },
]
PASSWORD_RESET_TIMEOUT = 4 * 60 * 60  # seconds

# --- How long one stays signed in, in seconds: without doing anything, and at most --------------------------
CYDWAITH_STAFF_IDLE = 30 * 60
CYDWAITH_STAFF_AT_MOST = 12 * 60 * 60
CYDWAITH_PERSON_IDLE = 2 * 60 * 60
CYDWAITH_PERSON_AT_MOST = 24 * 60 * 60
SESSION_COOKIE_AGE = CYDWAITH_PERSON_AT_MOST
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- Counts of tries, shared by every process and host ------------------------------------------------------
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_tries",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Settings that every way of running shares.

Paths that depend on the place a site runs in come from ``environment.home()``. What differs between
an embedded site, a production one and the tests stands in the module of that name.
"""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from cydwaith.settings import environment
from cydwaith.settings.accounts import *  # noqa: F403  # sign-in has one file of its own, reviewed as one

PACKAGE = Path(__file__).resolve().parent.parent
HOME = environment.home()

# --- Applications -----------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "cydwaith.kernel",
    "cydwaith.partnerships",
    "cydwaith.people",
    "cydwaith.journeys",
    "cydwaith.outcomes",
    "cydwaith.intake",
    "cydwaith.web",
    "cydwaith.web.accounts",
]
AUTH_USER_MODEL = "kernel.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cydwaith.web.policy.PolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages weigh a quarter of it. The length of an answer tells nothing: Django adds a random piece to each.
    "django.middleware.gzip.GZipMiddleware",
    "cydwaith.web.accounts.middleware.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Right after: whoever's session is over is nobody for everything below.
    "cydwaith.web.accounts.middleware.SessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # Last, so that it meets the view only after the token check, and knows who is signed in.
    "cydwaith.web.forms.drafts.DraftMiddleware",
]
CSRF_FAILURE_VIEW = "cydwaith.web.errors.stale"
ROOT_URLCONF = "cydwaith.urls"
WSGI_APPLICATION = "cydwaith.wsgi.application"

# --- Templates: ours are Jinja2; libraries bring Django ones ------------------------------------------
_CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
_JINJA: dict[str, Any] = {
    "BACKEND": "cydwaith.web.templating.Jinja2",
    "NAME": "jinja2",
    "DIRS": [PACKAGE / "web" / "templates"],
    "APP_DIRS": False,
    "OPTIONS": {"environment": "cydwaith.web.jinja.environment"},
}
TEMPLATES: list[dict[str, Any]] = [
    _JINJA,
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "django",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT_PROCESSORS},
    },
]

# --- Database ---------------------------------------------------------------------------------------
DATABASES = {
    "default": environment.database(
        os.environ.get("CYDWAITH_DATABASE_URL"), default_path=HOME / "site.sqlite3"
    )
}

# Reads that are opened all day keep their compiled SQL (see kernel.prepared).
CYDWAITH_KEEP_PREPARED = True

# --- Jobs: kept in the site's own database, run by `cydwaith worker` ------------------------------------
TASKS: dict[str, Any] = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# What comes round by itself: function without arguments, seconds between two runs (see cli.periodic).
_HOUR = 3600.0
PERIODIC: list[tuple[str, float]] = [
    ("cydwaith.kernel.audit.seal_all", 5.0),
    ("cydwaith.people.access_log.spread", 15.0),
    ("cydwaith.cli.anchors.export_today", _HOUR),
    ("cydwaith.intake.tasks.forget_old", _HOUR),
    ("cydwaith.outcomes.tasks.count_tonight", _HOUR),
]

# --- Language and time ------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("cy", _("Welsh"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "cydwaith_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

# --- Files ------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "files"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Files of people are never public: nothing serves MEDIA_ROOT, a view checks and streams.
MEDIA_URL = ""
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes of a request outside its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- Security ---------------------------------------------------------------------------------------
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
SESSION_COOKIE_NAME = "cydwaith_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "cydwaith.web.accounts.store"
# What is said in passing may name somebody: but for our own plain words it stays on the server, in no cookie.
MESSAGE_STORAGE = "cydwaith.web.passing.PassingStorage"
CSRF_COOKIE_NAME = "cydwaith_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# Everything comes from the site itself; nothing inline, so injected markup has nothing to run.
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # data: carries the QR code of a second factor
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

# --- Mail -------------------------------------------------------------------------------------------
EMAIL_SUBJECT_PREFIX = ""
DEFAULT_FROM_EMAIL = os.environ.get("CYDWAITH_MAIL_FROM", "cydwaith@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Logs: one JSON object a line, and never personal data -------------------------------------------
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"structured": {"()": "cydwaith.settings.logs.StructuredFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "cydwaith": {"level": "INFO"},
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        # Django logs the path of each refused request; a path holds a person's reference.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "WARNING"},
    },
}

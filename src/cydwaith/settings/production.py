# SPDX-License-Identifier: AGPL-3.0-or-later
"""A site behind a proxy with TLS: nothing is guessed, what is missing stops the start with its name."""

import os

from django.core.exceptions import ImproperlyConfigured

from cydwaith.settings import environment
from cydwaith.settings.base import *  # noqa: F403  # a way of running is the base with a few lines changed


def _required(name: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"Set {name}: see docs/how-to/run-a-site.md.")
    return value


DEBUG = False
SECRET_KEY = _required("CYDWAITH_SECRET_KEY")
ALLOWED_HOSTS = environment.words("CYDWAITH_HOSTS")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set CYDWAITH_HOSTS to the site's host names, separated by commas.")
CSRF_TRUSTED_ORIGINS = environment.words(
    "CYDWAITH_TRUSTED_ORIGINS", default=tuple(f"https://{host}" for host in ALLOWED_HOSTS)
)

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("CYDWAITH_PROXIES", "1"))  # see settings.accounts
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^-/"]  # a load balancer asks over plain HTTP
SECURE_HSTS_SECONDS = 31_536_000  # a year
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-cydwaith_session"
CSRF_COOKIE_NAME = "__Host-cydwaith_csrf"

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _required("CYDWAITH_MAIL_HOST")
EMAIL_PORT = int(os.environ.get("CYDWAITH_MAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("CYDWAITH_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("CYDWAITH_MAIL_PASSWORD", "")
EMAIL_USE_TLS = environment.flag("CYDWAITH_MAIL_TLS", default=True)
EMAIL_TIMEOUT = 20  # seconds

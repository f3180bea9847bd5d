# SPDX-License-Identifier: AGPL-3.0-or-later
"""A whole site in one directory (``CYDWAITH_HOME``, default ``./var``): the default way of running.

SQLite, jobs beside the web server, mail into an outbox folder. Good for a demonstration, for one small
partnership behind a proxy, and for development (``CYDWAITH_DEBUG=yes``).
"""

from cydwaith.settings import environment
from cydwaith.settings.base import *  # noqa: F403  # a way of running is the base with a few lines changed
from cydwaith.settings.base import HOME

SECRET_KEY = environment.own_secret(HOME)
DEBUG = environment.flag("CYDWAITH_DEBUG", default=False)
ALLOWED_HOSTS = environment.words("CYDWAITH_HOSTS", default=("localhost", "127.0.0.1", "[::1]", "0.0.0.0"))  # noqa: S104  # a Host header, not an address to bind
CSRF_TRUSTED_ORIGINS = environment.words("CYDWAITH_TRUSTED_ORIGINS")

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(HOME / "outbox")

# Served over plain HTTP on the machine itself; a proxy with TLS in front says so.
_TLS = environment.flag("CYDWAITH_TLS", default=False)
SESSION_COOKIE_SECURE = _TLS
CSRF_COOKIE_SECURE = _TLS
if _TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

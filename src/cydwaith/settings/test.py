# SPDX-License-Identifier: AGPL-3.0-or-later
"""Settings of the tests: nothing leaves the process, everything is quick.

``CYDWAITH_TEST_DB`` is ``sqlite`` (in memory, the default) or ``postgresql``; the latter's server is
``CYDWAITH_TEST_POSTGRES`` (a URL), else the one that answers on this machine's usual socket or port.
"""

import os
import tempfile
from pathlib import Path

from cydwaith.settings import environment
from cydwaith.settings.base import *  # noqa: F403  # a way of running is the base with a few lines changed
from cydwaith.settings.base import LOGGING, STORAGES

SECRET_KEY = "not a secret: only tests use it"  # noqa: S105  # it says so itself
DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

_kind = os.environ.get("CYDWAITH_TEST_DB", "sqlite")
if _kind == "postgresql":
    _database = environment.database(
        os.environ.get("CYDWAITH_TEST_POSTGRES") or "postgresql://localhost/postgres", default_path=Path()
    )
    _database["CONN_MAX_AGE"] = 0
elif _kind == "sqlite":
    _database = environment.sqlite(":memory:")
    _database["CONN_MAX_AGE"] = 0
else:
    raise environment.ConfigurationError(f"CYDWAITH_TEST_DB is {_kind!r}; write sqlite or postgresql.")
# In memory must be said: left out, pytest-django takes our engine for one with files and makes one a worker.
_usual = ":memory:" if _kind == "sqlite" else f"test_cydwaith_{os.getuid()}"
_database["TEST"] = {"NAME": os.environ.get("CYDWAITH_TEST_DB_NAME") or _usual}
DATABASES = {"default": _database}

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
]  # quick; the real ones have a test of their own
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# A manifest needs collected files: without them live_server serves no CSS, and nobody notices.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MEDIA_ROOT = Path(tempfile.gettempdir()) / f"cydwaith-tests-{os.getpid()}"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = {**LOGGING, "root": {"handlers": [], "level": "WARNING"}}
CYDWAITH_KEEP_PREPARED = False  # a test that alters a rule must see it at once
CYDWAITH_ALLOW_FLUSH = True  # transactional tests empty the database, append-only tables too

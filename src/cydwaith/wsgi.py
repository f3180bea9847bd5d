# SPDX-License-Identifier: AGPL-3.0-or-later
"""The WSGI application that every web server of a site loads."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from cydwaith.kernel.db.postgresql.plans import keep_plans

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cydwaith.settings.embedded")

application = get_wsgi_application()
keep_plans()

# Load every page's module now: a fault stops the start instead of the first visitor, and the web
# server's processes, forked from here, share the memory.
get_resolver().url_patterns  # noqa: B018  # reading it is what loads them

# What was loaded stays for good: the collector of garbage need not look through it again and again, nor so often at
# what a page makes and drops (a list makes some ten thousand things, all of them gone at its end).
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)

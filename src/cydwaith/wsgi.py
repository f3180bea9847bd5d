# SPDX-License-Identifier: AGPL-3.0-or-later
"""The WSGI application that every web server of a site loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cydwaith.settings.embedded")

application = get_wsgi_application()

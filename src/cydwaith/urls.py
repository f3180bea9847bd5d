# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every route of the site. All pages have a twin under ``/cy/``."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

# Address below the language, module with the routes. One line an audience; those that share no beginning come last,
# so that a page of the others is not looked for among all of theirs.
AUDIENCES = (
    ("account/", "cydwaith.web.accounts.urls"),
    ("me/", "cydwaith.web.me.urls"),
    ("advice/", "cydwaith.web.advice.urls"),
    ("manage/", "cydwaith.web.manage.urls"),
    ("figures/", "cydwaith.web.figures.urls"),
    ("published/", "cydwaith.web.figures.public_urls"),
    ("operate/", "cydwaith.web.operate.urls"),
    ("supporting/", "cydwaith.web.supporting.urls"),
    ("e/", "cydwaith.web.employer.urls"),
    ("", "cydwaith.web.public.urls"),
    ("", "cydwaith.web.urls"),
)


_pages: list[URLPattern | URLResolver] = [path(address, include(module)) for address, module in AUDIENCES]
if settings.DEBUG or getattr(settings, "CYDWAITH_DEMO", False):
    _pages.append(path("gallery/", include("cydwaith.web.gallery.urls")))

urlpatterns: list[URLPattern | URLResolver] = [
    path("-/", include("cydwaith.web.health")),
    *i18n_patterns(*_pages, prefix_default_language=False),
]

handler403 = "cydwaith.web.errors.gone"
handler404 = "cydwaith.web.errors.gone"
handler500 = "cydwaith.web.errors.broken"

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Routes that belong to no audience: how the site looks to somebody."""

from django.urls import path, re_path
from django.urls.resolvers import URLPattern

from cydwaith.web import preferences

app_name = "web"
urlpatterns: list[URLPattern] = [
    path("preferences/density/", preferences.density, name="density"),
    re_path(
        r"^preferences/colours/(?P<teal>[0-9a-f]{6})-(?P<heather>[0-9a-f]{6})\.css$",
        preferences.colours,
        name="colours",
    ),
]

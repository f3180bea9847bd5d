# SPDX-License-Identifier: AGPL-3.0-or-later
"""Routes that belong to no audience: how one likes to read, and the gallery of components."""

from django.urls import path
from django.urls.resolvers import URLPattern

from cydwaith.web import preferences

app_name = "web"
urlpatterns: list[URLPattern] = [
    path("preferences/density/", preferences.density, name="density"),
]

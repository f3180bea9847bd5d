# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of what was given out, for anybody."""

from __future__ import annotations

from django.urls import path
from django.urls.resolvers import URLPattern

from . import published

app_name = "published"
urlpatterns: list[URLPattern] = [
    path("", published.published, name="home"),
    path("releases.json", published.every_json, name="every_json"),
    path("<slug:code>/", published.one, name="one"),
    path("<slug:code>/figures.json", published.as_json, name="json"),
    path("<slug:code>/figures.csv", published.as_csv, name="csv"),
]

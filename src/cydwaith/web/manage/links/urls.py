# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the linkage reviewer's pages. Part of the namespace "manage"."""

from __future__ import annotations

from django.urls import path
from django.urls.resolvers import URLPattern

from . import views

urlpatterns: list[URLPattern] = [
    path("", views.home, name="links"),
    path("decided/", views.decided, name="links_decided"),
    path("rules/", views.rules, name="link_rules"),
    path("rules/<slug:code>/", views.rule, name="link_rule"),
    path("<int:link_id>/", views.case, name="link"),
    path("<int:link_id>/again/", views.again, name="link_again"),
]

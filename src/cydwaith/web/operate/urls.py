# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the site operator."""

from __future__ import annotations

from django.urls import path
from django.urls.resolvers import URLPattern

from . import views

app_name = "operate"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("health/", views.health, name="health"),
    path("organisations/new/", views.new_organisation, name="new_organisation"),
    path("organisations/<int:organisation_id>/", views.organisation, name="organisation"),
    path("partnerships/new/", views.new_partnership, name="new_partnership"),
]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of a supporter, by the random reference of the person they help."""

from django.urls import path
from django.urls.resolvers import URLPattern

from . import views

app_name = "supporting"
urlpatterns: list[URLPattern] = [
    path("<str:reference>/", views.home, name="home"),
    path("<str:reference>/steps/<int:step_id>/done/", views.step, {"done": True}, name="step_done"),
    path("<str:reference>/steps/<int:step_id>/again/", views.step, {"done": False}, name="step_again"),
]

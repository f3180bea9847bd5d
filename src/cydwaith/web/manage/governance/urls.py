# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the governance lead's pages. Part of the namespace "manage"."""

from __future__ import annotations

from django.urls import path
from django.urls.resolvers import URLPattern

from . import asked, log

urlpatterns: list[URLPattern] = [
    path("", asked.home, name="governance"),
    path("looks/", log.looks, name="looks"),
    path("emergencies/", asked.emergencies, name="emergencies"),
    path("emergencies/<int:emergency_id>/", asked.emergency, name="emergency"),
    path("questions/", asked.questions, name="questions"),
    path("questions/<int:question_id>/", asked.question, name="question"),
    path("corrections/", asked.corrections, name="corrections"),
    path("corrections/<int:correction_id>/", asked.correction, name="correction"),
]

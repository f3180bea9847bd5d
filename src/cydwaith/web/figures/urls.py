# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of figures."""

from __future__ import annotations

from django.urls import path
from django.urls.resolvers import URLPattern

from . import overview, programme

app_name = "figures"
urlpatterns: list[URLPattern] = [
    path("", overview.home, name="home"),
    path("count/<slug:code>/", overview.count, name="count"),
    path("measures/<slug:rulebook>/<slug:measure>/", overview.measure, name="measure"),
    path("figure/<int:figure_id>/", overview.figure, name="figure"),
    path("programmes/", programme.programmes, name="programmes"),
    path("programmes/<int:programme_id>/", programme.programme, name="programme"),
    path("programmes/<int:programme_id>/contract/", programme.contract, name="contract"),
    path("programmes/<int:programme_id>/contracts/<int:contract_id>/", programme.profile, name="profile"),
]

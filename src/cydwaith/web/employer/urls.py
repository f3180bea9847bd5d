# SPDX-License-Identifier: AGPL-3.0-or-later
"""One short address that tells nothing by itself."""

from django.urls import path
from django.urls.resolvers import URLPattern

from . import views

app_name = "employer"
urlpatterns: list[URLPattern] = [path("<str:token>/", views.letter, name="letter")]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses that anybody may open."""

from django.urls import path
from django.urls.resolvers import URLPattern

from cydwaith.web import questions

from . import asking, views

app_name = "public"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("help/", asking.start, name="help"),
    *(
        path(f"help/{key}/", asking.question, {"key": key}, name=f"help_{key}")
        for key in questions.keys(asking.QUESTIONS)
    ),
    path("help/check/", asking.check, name="help_check"),
    path("help/sent/", asking.sent, name="help_sent"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("contact/", views.contact, name="contact"),
]

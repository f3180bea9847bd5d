# SPDX-License-Identifier: AGPL-3.0-or-later
"""Routes of the gallery."""

from django.urls import path
from django.urls.resolvers import URLPattern

from cydwaith.web.gallery import views

app_name = "gallery"
urlpatterns: list[URLPattern] = [
    path("", views.staff, name="staff"),
    path("person/", views.person, name="person"),
    path("question/", views.question, name="question"),
    path("employer/", views.employer, name="employer"),
    path("gone/", views.gone, name="gone"),
]

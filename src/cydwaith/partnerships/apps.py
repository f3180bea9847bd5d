# SPDX-License-Identifier: AGPL-3.0-or-later
"""Partnerships as a Django app."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "cydwaith.partnerships"
    label = "partnerships"

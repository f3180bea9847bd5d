# SPDX-License-Identifier: AGPL-3.0-or-later
"""The kernel as a Django app."""

from django.apps import AppConfig
from django.core.checks import Tags, register


class KernelConfig(AppConfig):
    name = "cydwaith.kernel"
    label = "kernel"

    def ready(self) -> None:
        from . import checks

        register(checks.closure, Tags.security)
        register(checks.privacy, Tags.security)

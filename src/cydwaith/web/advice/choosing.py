# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which journey something belongs to: asked only of somebody who is on several."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cydwaith.web.forms.base import Form


class OfJourney(Form):
    """A form about a person that says to which of their open journeys the answers belong."""

    def __init__(self, *args: Any, journeys: list[tuple[str, str]], **kwargs: Any) -> None:
        """`journeys`: id and programme of each open one. With one or none there is nothing to choose."""
        super().__init__(*args, **kwargs)
        if len(journeys) > 1:
            self.ask_journey(journeys)

    def ask_journey(self, journeys: list[tuple[str, str]]) -> None:
        """Ask which journey is meant; what was sent stays chosen."""
        self.fields["journey_id"] = forms.ChoiceField(
            label=_("For which programme?"),
            widget=forms.RadioSelect,
            choices=journeys,
            error_messages={"required": _("Choose the programme.")},
        )

    def journey_id(self) -> int | None:
        """The chosen journey; None where there was nothing to choose."""
        chosen = self.cleaned_data.get("journey_id")
        return int(chosen) if chosen else None

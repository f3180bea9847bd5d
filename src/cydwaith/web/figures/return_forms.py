# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms of returns: what it holds and how it is protected; the note that everybody may read."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cydwaith.outcomes import counting
from cydwaith.outcomes.vocabulary import Protection
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.fields import DateField

CUTS = (
    (counting.WHOLE, gettext_lazy("As one period")),
    ("year", gettext_lazy("By year")),
    ("quarter", gettext_lazy("By quarter")),
)


class ReturnForm(Form):
    """A return: its title, period, rulebooks, groups and how it is kept from telling of anybody."""

    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=200)
    title_cy = forms.CharField(label=gettext_lazy("Title in Welsh"), max_length=200, required=False)
    first_day = DateField(label=gettext_lazy("First day of the period"))
    last_day = DateField(label=gettext_lazy("Last day of the period"))
    step = forms.ChoiceField(
        label=gettext_lazy("How the period is cut"), choices=CUTS, widget=forms.RadioSelect
    )
    rulebooks = forms.MultipleChoiceField(
        label=gettext_lazy("By which rulebooks"), widget=forms.CheckboxSelectMultiple
    )
    programme = forms.ChoiceField(label=gettext_lazy("Programme"), required=False)
    grouping = forms.MultipleChoiceField(
        label=gettext_lazy("Also by"),
        required=False,
        choices=(
            ("programme", gettext_lazy("Programme")),
            ("partner", gettext_lazy("Organisation")),
            ("area", gettext_lazy("Area")),
        ),
        widget=forms.CheckboxSelectMultiple,
    )
    funder = forms.TypedChoiceField(
        label=gettext_lazy("For which funder"), coerce=int, required=False, empty_value=None
    )
    protection = forms.ChoiceField(
        label=gettext_lazy("How people are kept from being recognised"),
        choices=Protection.choices,
        widget=forms.RadioSelect,
    )
    threshold = forms.IntegerField(
        label=gettext_lazy("Counts under this number are hidden"), min_value=1, max_value=100
    )
    base = forms.IntegerField(
        label=gettext_lazy("All others are rounded to the nearest"), min_value=1, max_value=100
    )
    looks: ClassVar = {
        "title_cy": Look(lang="cy"),
        "threshold": Look(width=3),
        "base": Look(width=3),
        "step": Look(inline=True),
    }

    def __init__(
        self, *args: Any, programmes: Any, funders: dict[int, Any], books: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["rulebooks"].choices = [(one.name, _(one.title)) for one in books]
        fields["programme"].choices = [
            ("", _("All programmes")),
            *((p.code, str(p.name)) for p in programmes),
        ]
        fields["funder"].choices = [("", _("Not said")), *((pk, str(name)) for pk, name in funders.items())]


class NoteForm(Form):
    """Why something that was given out is withdrawn or corrected."""

    note_en = forms.CharField(
        label=gettext_lazy("Why, in English"),
        help_text=gettext_lazy("Everybody reads this beside the figures. Name nobody."),
        widget=forms.Textarea,
        max_length=2000,
        error_messages={"required": gettext_lazy("Write what everybody may read of why.")},
    )
    note_cy = forms.CharField(
        label=gettext_lazy("Why, in Welsh"), widget=forms.Textarea, max_length=2000, required=False
    )
    looks: ClassVar = {"note_cy": Look(lang="cy")}

# SPDX-License-Identifier: AGPL-3.0-or-later
"""A form with every kind of field."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.fields import DateField, DurationField, MoneyField


class EveryField(Form):
    """One of each."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    called = forms.CharField(label=_("How they like to be called"), required=False)
    born = DateField(
        label=_("Date of birth"), help_text=_("For example, 3 March 1998"), not_after="today", birthday=True
    )
    language = forms.ChoiceField(
        label=_("Language for talking"),
        widget=forms.RadioSelect,
        choices=[("cy", _("Welsh")), ("en", _("English")), ("other", _("Another language"))],
    )
    which = forms.CharField(label=_("Which language"), required=False)
    needs = forms.MultipleChoiceField(
        label=_("What helps when we talk or write"),
        help_text=_("Choose all that fit."),
        widget=forms.CheckboxSelectMultiple,
        choices=[("large", _("Large print")), ("easy", _("Easy read")), ("quiet", _("A quiet place"))],
    )
    wants = forms.CharField(label=_("What they want from work"), widget=forms.Textarea, max_length=2000)
    place = forms.ChoiceField(
        label=_("Where you met"), choices=[("", "---"), ("lib", _("Library")), ("home", _("At home"))]
    )
    minutes = DurationField(label=_("How long it took"))
    pay = MoneyField(label=_("Pay an hour"), required=False)
    letter = forms.FileField(label=_("A letter"), required=False)
    agreed = forms.BooleanField(label=_("We wrote this together"))

    looks = {
        "language": Look(opens={"other": ("which",)}),
        "which": Look(width=20),
        "wants": Look(whose="person"),
        "minutes": Look(width=10, suffix=_("minutes")),
        "pay": Look(width=5, prefix="£"),
    }


class OneQuestion(Form):
    """A page with one question."""

    way = forms.ChoiceField(
        label=_("How would you like us to get in touch?"),
        widget=forms.RadioSelect,
        choices=[
            ("call", _("Call me")),
            ("text", _("Send me a text message")),
            ("letter", _("Write me a letter")),
            ("someone", _("Talk to somebody I trust")),
        ],
    )
    who = forms.CharField(label=_("Who should we talk to?"), required=False)
    looks = {
        "way": Look(
            heading=True,
            hints={"text": _("From the number of the person you will meet.")},
            opens={"someone": ("who",)},
        )
    }

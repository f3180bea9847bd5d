# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms of the administrator and the team manager."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cydwaith.engines import pathways
from cydwaith.kernel.roles import ROLES
from cydwaith.kernel.vocabulary import CATEGORY_LABELS, PURPOSE_LABELS
from cydwaith.partnerships.areas import choices as areas
from cydwaith.partnerships.rules import INVITED_ROLES
from cydwaith.web.accounts.forms import EMAIL, LANGUAGES
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.fields import DateField

CYMRAEG = Look(lang="cy")
_ROLE_CHOICES = [(role.value, ROLES[role].name) for role in INVITED_ROLES]
_ROLE_HINTS = {role.value: ROLES[role].about for role in INVITED_ROLES}
KINDS = (
    ("council", _("Council")),
    ("health", _("Health board or trust")),
    ("charity", _("Charity")),
    ("provider", _("Provider")),
    ("college", _("College")),
    ("social_enterprise", _("Social enterprise")),
    ("co_operative", _("Co-operative")),
    ("user_led", _("User-led service")),
    ("employer", _("Employer")),
)


def _english(label: Any, required: Any = None, *, hint: Any = "", maximum: int = 200) -> forms.CharField:
    messages = {"required": required} if required else {}
    return forms.CharField(
        label=label,
        max_length=maximum,
        help_text=hint,
        required=required is not None,
        error_messages=messages,
    )


class OrganisationForm(Form):
    """Names, neutral names, how to reach the organisation."""

    name_en = _english(_("Name in English"), _("Write the name."))
    name_cy = _english(_("Name in Welsh"))
    public_name_en = _english(
        _("Neutral name in English"),
        _("Write the name that may be seen outside."),
        hint=_(
            "Stands on letters and on what employers read. It must not tell what kind of support people get."
        ),
    )
    public_name_cy = _english(_("Neutral name in Welsh"))
    email = forms.EmailField(label=_("Email address"), required=False)
    phone = _english(_("Phone"), maximum=40)
    area = forms.ChoiceField(
        label=_("Council area"),
        help_text=_("For which its people count in figures by area. Leave it open where there are several."),
        required=False,
    )
    takes_self_referrals = forms.BooleanField(
        label=_("People may ask us for help on the public pages"), required=False
    )
    looks: ClassVar = {
        "name_cy": CYMRAEG,
        "public_name_cy": CYMRAEG,
        "email": EMAIL,
        "phone": Look(type="tel", width=20),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", _("None, or several")), *areas()]  # type: ignore[attr-defined]


class NewOrganisationForm(OrganisationForm):
    """An organisation that is new on the site, and its first administrator."""

    kind = forms.ChoiceField(label=_("What kind of organisation it is"), choices=[("", _("Choose")), *KINDS])
    administrator = forms.EmailField(
        label=_("Its first administrator's email address"),
        help_text=_("They get an email with an invitation."),
        error_messages={"required": _("Write the address of somebody who will let others in.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the email"), choices=LANGUAGES, widget=forms.RadioSelect, initial="en"
    )
    looks: ClassVar = {**OrganisationForm.looks, "administrator": EMAIL, "language": Look(inline=True)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("takes_self_referrals")
        self.fields.pop("area")
        self.order_fields(["kind"])


class AdministratorForm(Form):
    """Another administrator for an organisation that has none."""

    email = forms.EmailField(label=_("Email address"))
    language = forms.ChoiceField(
        label=_("Language of the email"), choices=LANGUAGES, widget=forms.RadioSelect, initial="en"
    )
    looks: ClassVar = {"email": EMAIL, "language": Look(inline=True)}


class ColoursForm(Form):
    """The two colours of the organisation's pages."""

    ink = forms.CharField(
        label=_("Colour of links and buttons"),
        help_text=_("As # and six figures or letters, such as #0f5c5c. Empty for the site's own."),
        required=False,
        max_length=7,
    )
    accent = forms.CharField(
        label=_("Colour of a person's own words"),
        help_text=_("As # and six figures or letters, such as #6b3f7d."),
        required=False,
        max_length=7,
    )
    looks: ClassVar = {"ink": Look(width=10, spellcheck=False), "accent": Look(width=10, spellcheck=False)}


class InviteForm(Form):
    """Whom to invite, as what."""

    email = forms.EmailField(
        label=_("Email address"), error_messages={"required": _("Write whom to invite.")}
    )
    name = _english(_("Name"), hint=_("They can correct it."))
    name.required = False
    role = forms.ChoiceField(
        label=_("As what"),
        choices=_ROLE_CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the roles.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the email"), choices=LANGUAGES, widget=forms.RadioSelect, initial="en"
    )
    looks: ClassVar = {
        "email": Look(type="email", autocomplete="off", inputmode="email", spellcheck=False),
        "name": Look(autocomplete="off", spellcheck=False),
        "role": Look(hints=_ROLE_HINTS),
        "language": Look(inline=True),
    }


class MemberForm(Form):
    """A member's role, title and hours."""

    role = forms.ChoiceField(label=_("Role"), choices=_ROLE_CHOICES, widget=forms.RadioSelect)
    title = _english(_("Job title"), maximum=120)
    hours_share = forms.IntegerField(
        label=_("Share of full time"),
        help_text=_("The limit of their caseload follows from it."),
        min_value=1,
        max_value=100,
        error_messages={
            "min_value": _("Write a share of full time from 1 to 100."),
            "max_value": _("Write a share of full time from 1 to 100."),
        },
    )
    looks: ClassVar = {"role": Look(hints=_ROLE_HINTS), "hours_share": Look(width=3, suffix="%")}


def _pairs(options: Iterable[tuple[Any, Any]]) -> list[tuple[str, Any]]:
    return [("", _("Choose")), *((str(value), label) for value, label in options)]


class PartnerForm(Form):
    """Which organisation joins a partnership, as what."""

    organisation = forms.TypedChoiceField(label=_("Organisation"), coerce=int)
    role = forms.ChoiceField(
        label=_("As what"),
        choices=(("partner", _("Partner")), ("funder", _("Funder"))),
        widget=forms.RadioSelect,
        initial="partner",
    )
    looks: ClassVar = {"role": Look(inline=True)}

    def __init__(self, *args: Any, organisations: Iterable[tuple[int, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = _pairs(organisations)  # type: ignore[attr-defined]


class NewPartnershipForm(Form):
    """A partnership that is new on the site, and who leads it."""

    name_en = _english(_("Name in English"), _("Write the name."))
    name_cy = _english(_("Name in Welsh"))
    lead = forms.TypedChoiceField(label=_("Lead body"), coerce=int)
    looks: ClassVar = {"name_cy": CYMRAEG}

    def __init__(self, *args: Any, organisations: Iterable[tuple[int, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = _pairs(organisations)  # type: ignore[attr-defined]


class AgreementForm(Form):
    """An information-sharing agreement: its name, days and what it is about."""

    reference = _english(
        _("Name or number of the agreement"),
        _("Write the name or number under which it is kept."),
        maximum=80,
    )
    starts_on = DateField(label=_("First day"), error_messages={"required": _("Write the first day.")})
    ends_on = DateField(
        label=_("Last day"),
        help_text=_("On this day it no longer holds."),
        error_messages={"required": _("Write the last day.")},
    )
    review_on = DateField(
        label=_("Look at it again on"), error_messages={"required": _("Write when it is looked at again.")}
    )
    summary_en = forms.CharField(
        label=_("What it is about, in English"), widget=forms.Textarea, required=False, max_length=4000
    )
    summary_cy = forms.CharField(
        label=_("What it is about, in Welsh"), widget=forms.Textarea, required=False, max_length=4000
    )
    looks: ClassVar = {"summary_cy": CYMRAEG, "reference": Look(width=20)}


class FlowForm(Form):
    """Who may send what to whom, for what, on which lawful basis."""

    source = forms.TypedChoiceField(label=_("Who sends"), coerce=int)
    recipient = forms.TypedChoiceField(label=_("Who receives"), coerce=int)
    purpose = forms.ChoiceField(
        label=_("For what"), choices=_pairs((p.value, w) for p, w in PURPOSE_LABELS.items())
    )
    categories = forms.TypedMultipleChoiceField(
        label=_("What may be sent"),
        choices=[(int(c), words) for c, words in CATEGORY_LABELS.items()],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    lawful_basis = _english(
        _("Lawful basis"),
        _("Write the lawful basis, for example the Act and the section."),
        hint=_("The organisation's own, apart from what a person chooses."),
    )

    def __init__(self, *args: Any, partners: Iterable[tuple[int, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("source", "recipient"):
            self.fields[name].choices = _pairs(partners)  # type: ignore[attr-defined]


class ProgrammeNamesForm(Form):
    """What may be changed of a programme: names, who pays, when it ends."""

    name_en = _english(_("Name in English"), _("Write the name."))
    name_cy = _english(_("Name in Welsh"))
    public_name_en = _english(
        _("Neutral name in English"),
        _("Write the name that may be seen outside."),
        hint=_("What people and employers read. It must not tell what kind of support people get."),
    )
    public_name_cy = _english(_("Neutral name in Welsh"))
    funders = forms.TypedMultipleChoiceField(
        label=_("Who pays for it"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    ends_on = DateField(label=_("It ends on"), required=False)
    looks: ClassVar = {"name_cy": CYMRAEG, "public_name_cy": CYMRAEG}

    def __init__(self, *args: Any, partners: Iterable[tuple[int, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["funders"].choices = _pairs(partners)  # type: ignore[attr-defined]


class ProgrammeForm(ProgrammeNamesForm):
    """A new programme: besides, the pathway it follows and the days on which contract and work begin."""

    pathway = forms.ChoiceField(label=_("Pathway"))
    contract_starts_on = DateField(label=_("The contract starts on"))
    delivery_starts_on = DateField(label=_("The work starts on"))
    field_order = (
        "name_en", "name_cy", "public_name_en", "public_name_cy", "pathway", "contract_starts_on",
        "delivery_starts_on", "ends_on", "funders",
    )  # fmt: skip

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(p.code, getattr(p.name, language)) for p in pathways.all_pathways()]
        self.fields["pathway"].choices = _pairs(choices)  # type: ignore[attr-defined]


class DeliveryForm(Form):
    """Which partner delivers a programme, from when."""

    organisation = forms.TypedChoiceField(label=_("Organisation"), coerce=int)
    starts_on = DateField(label=_("From"))

    def __init__(self, *args: Any, partners: Iterable[tuple[int, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = _pairs(partners)  # type: ignore[attr-defined]


class EndDeliveryForm(Form):
    """From when an organisation delivers a programme no more."""

    ends_on = DateField(label=_("The first day on which it opens no journey"))


class AbsenceForm(Form):
    """Who is away, from when to when, and who covers."""

    member = forms.TypedChoiceField(label=_("Who is away"), coerce=int)
    starts_on = DateField(label=_("First day away"))
    ends_on = DateField(
        label=_("First day back"), required=False, help_text=_("Leave it empty if nobody knows yet.")
    )
    cover = forms.TypedChoiceField(label=_("Who covers"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, members: Iterable[tuple[int, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pairs = _pairs(members)
        for name in ("member", "cover"):
            self.fields[name].choices = pairs  # type: ignore[attr-defined]

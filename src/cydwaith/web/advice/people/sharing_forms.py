# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms about sharing, supporters and referral."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cydwaith.kernel.vocabulary import CATEGORY_LABELS, PURPOSE_LABELS, Purpose
from cydwaith.people.queries import Offer, ReferTo
from cydwaith.people.shapes import Recipient
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.fields import DateField

HOW = (("meeting", _("In a meeting")), ("phone", _("By phone")), ("paper", _("On paper")))
CATEGORIES = [(str(int(category)), label) for category, label in CATEGORY_LABELS.items()]


def mask_of(chosen: list[str]) -> int:
    """The categories ticked, as one number."""
    return sum({int(one) for one in chosen})


class HowForm(Form):
    """How the person told whoever writes it down."""

    how_given = forms.ChoiceField(
        label=_("How did they tell you?"),
        choices=HOW,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how the person told you.")},
    )


class ShareForm(HowForm):
    """A decision that the person made, written down by staff."""

    recipient = forms.ChoiceField(
        label=_("With whom?"), error_messages={"required": _("Choose with whom this is shared.")}
    )
    purpose = forms.ChoiceField(
        label=_("What for?"), error_messages={"required": _("Choose what this is for.")}
    )
    categories = forms.MultipleChoiceField(
        label=_("What may they see?"),
        choices=CATEGORIES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what may be seen.")},
    )
    ends_on = DateField(
        label=_("When does it end?"),
        help_text=_("It stops at the beginning of that day. At most two years from now."),
        error_messages={"required": _("Write the day on which this ends.")},
    )

    field_order = ("recipient", "purpose", "categories", "ends_on", "how_given")

    def __init__(self, *args: Any, offers: list[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = {offer.key: offer for offer in offers}
        names = [(key, label_of(offer)) for key, offer in self.offers.items()]
        self.fields["recipient"].choices = [("", _now("Choose one")), *names]  # type: ignore[attr-defined]
        offered = {purpose for offer in offers for purpose in offer.purposes}
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            ("", _now("Choose one")),
            *((one.value, PURPOSE_LABELS[one]) for one in Purpose if one.value in offered),
        ]

    def choice(self) -> dict[str, Any]:
        """The answers as `decide_sharing` takes them."""
        given = self.cleaned_data
        return {
            "recipient": self.offers[given["recipient"]].recipient,
            "purpose": given["purpose"],
            "categories": mask_of(given["categories"]),
            "ends_on": given["ends_on"],
            "how_given": given["how_given"],
        }


def label_of(offer: Offer) -> str:
    """A recipient as a list names it."""
    if offer.organisation is None:
        return offer.who
    return f"{offer.organisation}: {offer.who}" if offer.who else str(offer.organisation)


class ExcludeForm(HowForm):
    """Whom the person wants kept out: a colleague by name, or a whole organisation."""

    who = forms.ChoiceField(
        label=_("Whom do they want to keep out?"),
        error_messages={"required": _("Choose one person or one organisation.")},
    )

    field_order = ("who", "how_given")

    def __init__(
        self, *args: Any, people: list[tuple[str, str]], places: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            ("", _now("Choose one")),
            (_now("Organisations"), places),
            (_now("People who work here"), people),
        ]

    def who_is_meant(self) -> dict[str, Any]:
        """The answers as `exclude` takes them."""
        kind, _dash, number = self.cleaned_data["who"].partition("-")
        who = {"user_id" if kind == "u" else "organisation_id": int(number)}
        return {**who, "how_given": self.cleaned_data["how_given"]}


class SupporterForm(Form):
    """Somebody who helps the person."""

    name = forms.CharField(
        label=_("Their name"), max_length=200, error_messages={"required": _("Write their name.")}
    )
    relation = forms.CharField(
        label=_("What are they to the person?"),
        help_text=_("Such as sister, advocate or support worker."),
        max_length=60,
        error_messages={"required": _("Write what they are to the person, such as sister or advocate.")},
    )
    email = forms.CharField(label=_("Email address"), required=False, max_length=254)

    looks: ClassVar[dict[str, Look]] = {"email": Look(type="email", spellcheck=False)}


class InviteForm(Form):
    """Where to send the link."""

    email = forms.CharField(
        label=_("Email address"),
        help_text=_("The link goes to this address and works once, for fourteen days."),
        max_length=254,
        error_messages={"required": _("Write an email address, such as name@example.org.")},
    )

    looks: ClassVar[dict[str, Look]] = {"email": Look(type="email", spellcheck=False)}


class InviteSupporterForm(InviteForm):
    """Where to send a supporter's link, and what the person chose to let them see."""

    categories = forms.MultipleChoiceField(
        label=_("What may they see?"),
        help_text=_("As the person told you. They see it once they have accepted."),
        choices=CATEGORIES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    ends_on = DateField(label=_("When does it end?"), required=False)
    how_given = forms.ChoiceField(
        label=_("How did they tell you?"), choices=HOW, widget=forms.RadioSelect, required=False
    )

    looks: ClassVar[dict[str, Look]] = InviteForm.looks


class ReferForm(Form):
    """To whom, and why. What else is sent stands beside the form, word for word."""

    recipient = forms.ChoiceField(label=_("To whom?"), error_messages={"required": _("Choose a partner.")})
    why = forms.CharField(
        label=_("Why do you refer them?"),
        help_text=_("A sentence or two. They read this, and what stands beside it, and nothing else."),
        widget=forms.Textarea,
        error_messages={"required": _("Say why you refer them, in a sentence or two.")},
    )

    looks: ClassVar[dict[str, Look]] = {"why": Look(rows=4)}

    def __init__(self, *args: Any, to: list[ReferTo], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipient"].choices = [  # type: ignore[attr-defined]
            ("", _now("Choose one")),
            *(
                (f"{one.organisation_id}-{purpose}", f"{one.name}: {PURPOSE_LABELS[Purpose(purpose)]}")
                for one in to
                for purpose in one.purposes
            ),
        ]

    def chosen(self) -> tuple[int, str]:
        """The partner's id, and for which purpose."""
        number, _dash, purpose = self.cleaned_data["recipient"].partition("-")
        return int(number), purpose


class WordsForm(Form):
    """One thing to write: a question, an answer, a reason."""

    words = forms.CharField(widget=forms.Textarea, error_messages={"required": _("Write an answer.")})

    def __init__(self, *args: Any, label: Any, hint: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label
        self.fields["words"].help_text = hint


class AcceptForm(Form):
    """Under which record a referral is taken on, and who will work with them."""

    record = forms.ChoiceField(
        label=_("Which record?"), widget=forms.RadioSelect, error_messages={"required": _("Choose a record.")}
    )

    def __init__(
        self, *args: Any, records: list[tuple[str, str]], colleagues: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["record"].choices = [("new", _now("Make a new record")), *records]  # type: ignore[attr-defined]
        self.fields["record"].initial = "new" if not records else None
        if colleagues:
            self.fields["adviser_id"] = forms.ChoiceField(
                label=_("Who will work with them?"),
                choices=[("", _now("Nobody yet")), *colleagues],
                required=False,
            )

    def chosen(self) -> dict[str, Any]:
        """The answers as `accept_referral` takes them."""
        record, adviser = self.cleaned_data["record"], self.cleaned_data.get("adviser_id")
        return {
            "existing_reference": None if record == "new" else record,
            "adviser_id": int(adviser) if adviser else None,
        }


class CorrectionForm(Form):
    """What the person says is wrong."""

    about = forms.CharField(
        label=_("What is it about?"),
        max_length=120,
        error_messages={"required": _("Say what this is about.")},
    )
    wanted = forms.CharField(
        label=_("What is wrong, and what is right?"),
        widget=forms.Textarea,
        error_messages={"required": _("Say what is wrong, and what is right.")},
    )

    looks: ClassVar[dict[str, Look]] = {"wanted": Look(whose="person", rows=4)}


class AnswerForm(Form):
    """The answer to a correction."""

    outcome = forms.ChoiceField(
        label=_("What did you do?"),
        choices=(
            ("changed", _("The record is changed")),
            ("noted", _("What the person says is noted beside it")),
            ("declined", _("The record stays as it is")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )
    answer = forms.CharField(
        label=_("What do you tell the person?"),
        help_text=_("They read this, word for word."),
        widget=forms.Textarea,
        error_messages={"required": _("Write an answer.")},
    )


class EmergencyForm(Form):
    """Which record, and why it has to be opened now."""

    reference = forms.CharField(label=_("Reference"), required=False, max_length=12)
    name = forms.CharField(label=_("Or the whole name"), required=False, max_length=200)
    date_of_birth = DateField(
        label=_("and the date of birth"), required=False, not_after="today", birthday=True
    )
    reason = forms.CharField(
        label=_("What has happened, and what do you need to know?"),
        help_text=_("The person reads this, and your governance lead reviews it."),
        widget=forms.Textarea,
        error_messages={"required": _("Say what has happened and what you need to know.")},
    )

    looks: ClassVar[dict[str, Look]] = {"reference": Look(width=20, spellcheck=False)}


def recipient_words(recipient: Recipient, organisation: Any, who: str) -> str:
    """A recipient in words: the organisation, with the role or the name there."""
    if recipient.organisation_id is None:
        return who
    return f"{organisation}: {who}" if who else str(organisation)

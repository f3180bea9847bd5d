# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom I keep out: somebody by name, or a whole organisation. They are not told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cydwaith.kernel.actor import Actor
from cydwaith.people import actions, queries
from cydwaith.people.queries.keeping_out import staff_named
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.drafts import bind

from .common import ask, form_page, send, verb, who_is

SOMEBODY = "somebody"


class KeepOutForm(Form):
    """Who. Those one has met are listed; anybody else by name."""

    who = forms.ChoiceField(
        label=_("Whom do you want to keep out?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one person or one organisation.")},
    )
    name = forms.CharField(
        label=_("What is their name?"),
        help_text=_("The first or the last name is enough."),
        required=False,
        max_length=100,
    )
    looks = {"who": Look(heading=True, opens={SOMEBODY: ("name",)}), "name": Look(width=20)}

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = queries.record(actor)
        people = {
            f"u-{one.user_id}": who_is(one.organisation, one.name)
            for one in known.involved
            if one.user_id is not None
        }
        places = {
            f"o-{one.recipient.organisation_id}": _now("Everybody at") + f": {one.organisation}"
            for one in queries.offers(actor)
            if one.recipient.organisation_id is not None and one.until is not None
        }
        found = self._found(actor)
        choices = {**people, **found, **places, SOMEBODY: _now("Somebody else who works there")}
        self.fields["who"].choices = list(choices.items())  # type: ignore[attr-defined]
        self.found = found

    def _found(self, actor: Actor) -> dict[str, str]:
        """Staff of the name that was typed, so that one of them can be chosen."""
        typed = str(self.data.get("name", "")) if self.is_bound else ""
        return {f"u-{one.user_id}": who_is(one.organisation, one.name) for one in staff_named(actor, typed)}

    def clean(self) -> dict[str, Any]:
        """A typed name means somebody where it fits one person alone."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("who") == SOMEBODY:
            if len(self.found) == 1:
                data["who"] = next(iter(self.found))
            elif self.found:
                self.add_error("who", _now("Several people have that name. Choose one of them."))
            elif data.get("name"):
                self.add_error(
                    "name", _now("We found nobody of that name. Try the other name, or ask your adviser.")
                )
            else:
                self.add_error("name", _now("Write their name."))
        return data


@form_page
def add(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Keep somebody out, from the next request on."""
    form = bind(request, KeepOutForm, actor=actor)

    def act() -> int:
        kind, _dash, number = form.cleaned_data["who"].partition("-")
        wanted: dict[str, Any] = {"user_id" if kind == "u" else "organisation_id": int(number)}
        return actions.exclude(by=actor, reference=None, **wanted)

    return ask(
        request,
        form,
        act,
        back=f"{reverse('me:sharing')}#kept-out",
        done=_now("They are kept out from now on."),
        names={"user_id": "who", "organisation_id": "who"},
        reason=_now(
            "They see nothing of you, whatever else would let them in. They are not told. You need not say why."
        ),
        seen_by=_now("You, and the manager of the team that works with you, who has to see to it."),
        action_text=_now("Keep them out"),
    )


@verb
def end(request: HttpRequest, actor: Actor, exclusion_id: int) -> HttpResponse:
    """Take somebody off the list."""
    return send(
        request,
        lambda: actions.end_exclusion(by=actor, reference=None, exclusion_id=exclusion_id),
        back=f"{reverse('me:sharing')}#kept-out",
        done=_now("They are no longer kept out. What you shared with them before stays taken back."),
    )

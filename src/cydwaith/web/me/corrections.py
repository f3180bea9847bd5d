# SPDX-License-Identifier: AGPL-3.0-or-later
"""Something is wrong in my record: say so, and read the answer."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cydwaith.kernel.actor import Actor
from cydwaith.people import actions, queries
from cydwaith.people.rules.corrections import ABOUT
from cydwaith.web.advice.saving import token
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.drafts import bind

from .common import ask, form_page, mine

OUTCOMES: dict[str, tuple[Promise, str]] = {
    "changed": (_("It was changed"), "done"),
    "noted": (_("Your words now stand beside it"), "own"),
    "declined": (_("It was left as it is"), "plain"),
}


class CorrectionForm(Form):
    """What it is about, and what is right."""

    about = forms.ChoiceField(
        label=_("What is it about?"),
        widget=forms.RadioSelect,
        choices=[(code, own) for code, (own, _staff) in ABOUT.items()],
        error_messages={"required": _("Say what this is about.")},
    )
    wanted = forms.CharField(
        label=_("What is wrong, and what is right?"),
        widget=forms.Textarea,
        max_length=4_000,
        error_messages={"required": _("Say what is wrong, and what is right.")},
    )
    looks = {"wanted": Look(whose="me", rows=5)}


@mine()
def corrections(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What I asked to have put right, and the answers."""
    found = queries.corrections(actor, open_only=False)
    return render(request, "me/corrections.html", {"corrections": found, "outcomes": OUTCOMES})


@form_page
def add(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Say what is wrong. `?about=` chooses the first answer."""
    form = bind(request, CorrectionForm, initial={"about": request.GET.get("about", "")})
    return ask(
        request,
        form,
        lambda: actions.ask_correction(
            by=actor,
            reference=None,
            about=form.cleaned_data["about"],
            wanted=form.cleaned_data["wanted"],
            token=token(request),
        ),
        back=reverse("me:corrections"),
        done=_now("It is sent. You find the answer on this page."),
        title=_now("Something is wrong in my record"),
        reason=_now("What is kept about you should be right. You may always ask."),
        seen_by=_now(
            "The people who work with you where your record is kept, and the person who watches over information there."
        ),
        action_text=_now("Send"),
    )

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Recording a contact, putting it right, adding a note, moving it to whom it was about."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.journeys import actions
from cydwaith.journeys.queries import editing
from cydwaith.journeys.vocabulary import How
from cydwaith.kernel import reads
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.vocabulary import Category
from cydwaith.people import queries as people
from cydwaith.people.queries import Header
from cydwaith.web import passing
from cydwaith.web.forms.drafts import bind

from .contact_forms import NAMES, ContactForm, CorrectionForm, MoveForm, NoteForm
from .pages import address, draw, edit, form_page, kept_here
from .saving import Attempt, attempt, token, version


@form_page
def record(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """A contact that was just had. From *Today* one comes back to *Today*.

    Sent right, it is saved without drawing the page: what the page shows is read only where it is shown.
    """
    from_today = request.GET.get("then") == "today"
    back = reverse("advice:today") if from_today else reverse("advice:person", args=[reference])
    sent = _recorded(request, actor, reference) if request.method == "POST" else None
    if sent is not None and sent.tried is not None and sent.tried.done:
        reads.forgotten()
        passing.done(request, _("The contact is saved."))
        return redirect(back)
    person = kept_here(actor, reference)
    journeys = _choices(actor, person)
    form = sent.form if sent is not None else bind(request, ContactForm, journeys=journeys)
    if len(journeys) > 1:
        form.ask_journey(journeys)
    # Who comes back with the browser's own button, or after a colleague, sees what is here before it stands twice.
    today = editing.contacts_on(actor, person.person_id, timezone.localdate())
    return draw(
        request,
        form,
        Attempt(),
        person=person,
        title=_("Record a contact"),
        save=_("Save the contact"),
        back=back,
        template="advice/contact.html",
        already=[(str(How(one.how).label), one.summary) for one in today],
    )


@dataclass(frozen=True, slots=True)
class _Sent:
    """A form as it was sent; `tried` None: it has something to mend before any action."""

    form: ContactForm
    tried: Attempt | None


def _recorded(request: HttpRequest, actor: Actor, reference: str) -> _Sent:
    """Try to record what was sent. Which journey it belongs to is taken as sent: the action knows whether it may be."""
    form = ContactForm(data=request.POST, journeys=[])
    if not form.is_valid():
        return _Sent(form, None)
    chosen = request.POST.get("journey_id", "")
    journey_id = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 12 else None
    tried = attempt(
        form,
        lambda: actions.record_contact(
            by=actor,
            reference=reference,
            contact=form.contact(),
            journey_id=journey_id,
            token=token(request),
        ),
        NAMES,
    )
    return _Sent(form, tried)


def _choices(actor: Actor, person: Header) -> list[tuple[str, str]]:
    return [(str(one.id), str(one.programme)) for one in editing.open_journeys(actor, person.person_id)]


@form_page
def correct(request: HttpRequest, actor: Actor, reference: str, contact_id: int) -> HttpResponse:
    """A contact that was recorded wrongly."""
    person = kept_here(actor, reference)
    contact = editing.contact(actor, person.person_id, contact_id)
    fields = {name: getattr(contact, name) for name in CorrectionForm.base_fields}
    form = bind(request, CorrectionForm, initial=fields)
    return edit(
        request,
        form,
        lambda: actions.correct_contact(
            by=actor, contact_id=contact_id, version=version(request), values=form.cleaned_data
        ),
        person=person,
        version=contact.version,
        title=_("Put a contact right"),
        save=_("Save the changes"),
        done=_("The contact is put right."),
        back=address("person_contacts", person, f"contact-{contact_id}"),
    )


@form_page
def note(request: HttpRequest, actor: Actor, reference: str, contact_id: int) -> HttpResponse:
    """One more note to a contact."""
    person = kept_here(actor, reference)
    editing.contact(actor, person.person_id, contact_id)
    form = bind(request, NoteForm)
    return edit(
        request,
        form,
        lambda: actions.add_note(
            by=actor,
            contact_id=contact_id,
            text=form.cleaned_data["text"],
            kept_under=Category(int(form.cleaned_data["kept_under"])),
        ),
        person=person,
        title=_("Add a note"),
        save=_("Save the note"),
        done=_("The note is saved."),
        back=address("person_contacts", person, f"contact-{contact_id}"),
    )


@form_page
def move(request: HttpRequest, actor: Actor, reference: str, contact_id: int) -> HttpResponse:
    """A contact that stands on the wrong record: find the right person, then move it."""
    person = kept_here(actor, reference)
    contact = editing.contact(actor, person.person_id, contact_id)
    asked = request.GET.get("q", "").strip()[:200]
    found = people.search(actor, asked).people if asked else []
    others = [one for one in found if one.reference != reference and one.own]
    form = bind(request, MoveForm, people=[(one.reference, one.name) for one in others])
    return edit(
        request,
        form,
        lambda: actions.move_contact(
            by=actor,
            contact_id=contact_id,
            to_reference=form.cleaned_data["to"],
            reason=form.cleaned_data["reason"],
        ),
        person=person,
        names={"to_reference": "to"},
        title=_("Move a contact to another person"),
        save=_("Move the contact"),
        done=_("The contact is moved. Both records keep a note of it."),
        back=address("person_contacts", person),
        template="advice/move_contact.html",
        contact=contact,
        asked=asked,
        found=others,
    )

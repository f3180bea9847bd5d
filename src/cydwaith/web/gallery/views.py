# SPDX-License-Identifier: AGPL-3.0-or-later
"""The gallery's pages. They read nothing and write nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from cydwaith.web.components.table import Column, Filter, Table
from cydwaith.web.components.words import language_of
from cydwaith.web.forms.drafts import bind
from cydwaith.web.gallery import samples
from cydwaith.web.gallery.forms import EveryField, OneQuestion


def _cy() -> str:
    return language_of(get_language())


def staff(request: HttpRequest) -> HttpResponse:
    """Components of staff pages, and the form with every field (send it empty to see the errors)."""
    language = _cy()
    table = Table.of(
        base=request.path,
        asked=request.GET,
        columns=[
            Column(key="name", label=samples.pick(("Name", "Enw"), language), sortable=True),
            Column(key="stage", label=samples.pick(("Stage", "Cam"), language), sortable=True),
            Column(key="next", label=samples.pick(("Next action", "Cam nesaf"), language)),
            Column(key="on", label=samples.pick(("When", "Pryd"), language), sortable=True),
            Column(key="hours", label=samples.pick(("Time given", "Amser a roddwyd"), language), number=True),
        ],
        filters=[
            Filter(
                key="stage",
                label=samples.pick(("Stage", "Cam"), language),
                choices=[(str(i), samples.pick(stage, language)) for i, stage in enumerate(samples.STAGES)],
            )
        ],
        default_order="on",
    )
    table.total = 1042
    form = bind(request, EveryField)
    if request.method == "POST":
        form.is_valid()
    context = {
        "table": table,
        "form": form,
        "rows": samples.rows(language),
        "stones": samples.journey(language),
    }
    return render(
        request, "gallery/staff.html", {**context, "T": lambda en, cy: samples.pick((en, cy), language)}
    )


def person(request: HttpRequest) -> HttpResponse:
    """Components of a person's own pages."""
    language = _cy()
    context = {"stones": samples.journey(language), "T": lambda en, cy: samples.pick((en, cy), language)}
    return render(request, "gallery/person.html", context)


def question(request: HttpRequest) -> HttpResponse:
    """One question a page."""
    form = bind(request, OneQuestion)
    return render(request, "gallery/question.html", {"form": form})


def employer(request: HttpRequest) -> HttpResponse:
    """The neutral page."""
    language = _cy()
    return render(request, "gallery/employer.html", {"T": lambda en, cy: samples.pick((en, cy), language)})


def gone(request: HttpRequest) -> HttpResponse:
    """What 403 and 404 look like."""
    return render(request, "errors/gone.html", status=404)

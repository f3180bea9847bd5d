# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands around a form's fields: its tags, and the list of what is to be mended."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from cydwaith.web.forms.drafts import OWNER_FIELD, PAGE_FIELD, owner_token
from cydwaith.web.forms.render import field_errors

DRAFT_FORM = "cydwaith_draft_form"
"""Attribute of the request that holds the id of the form that the language toggle keeps."""


def has_errors(*given: forms.BaseForm | None) -> bool:
    """Whether there is something to mend; a draft that came back has nothing to mend yet."""
    return any(form is not None and form.is_bound and bool(form.errors) for form in given)


def is_draft(form: forms.BaseForm | None) -> bool:
    """Whether the form was filled with what its reader had typed before."""
    return bool(getattr(form, "is_draft", False))


def _summary_lines(form: forms.BaseForm) -> list[Markup]:
    lines = [escape(message) for message in form.non_field_errors()]
    for bound in form:
        for message in field_errors(bound):
            colon = "" if str(bound.label).endswith("?") else ":"
            label = Markup('<span class="error-summary__label">{}{}</span>').format(bound.label, colon)
            lines.append(
                Markup('<a href="#{}">{} {}</a>').format(bound.auto_id or bound.html_name, label, message)
            )
    return lines


def error_summary(*given: forms.BaseForm | None) -> Markup:
    """What is to be mended, each line leading to its field; nothing where all is well."""
    faulty = [form for form in given if form is not None and has_errors(form)]
    if not faulty:
        return Markup("")
    lines = [line for form in faulty for line in _summary_lines(form)]
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    return Markup(
        '<div class="error-summary" role="alert" tabindex="-1" data-error-summary>'
        "<h2>{}</h2><ul>{}</ul></div>"
    ).format(_("Something needs another look"), items)


@pass_context
def form_start(
    context: Context,
    form: forms.BaseForm | None = None,
    *,
    action: str = "",
    form_id: str = "form",
    draft: bool = True,
    classes: str = "",
) -> Markup:
    """The opening tag of a post form with its token. ``draft``: the language toggle keeps its answers."""
    request = context["request"]
    if draft and not hasattr(request, DRAFT_FORM):
        setattr(request, DRAFT_FORM, form_id)
    files = form is not None and form.is_multipart()
    hidden = Markup(str(context.get("csrf_input", "")))  # noqa: S704 - Django's own markup
    owner = owner_token(request)
    if owner:
        hidden += Markup('<input type="hidden" name="{}" value="{}">').format(OWNER_FIELD, owner)
    if action:
        page = request.get_full_path()
        hidden += Markup('<input type="hidden" name="{}" value="{}">').format(PAGE_FIELD, page)
    attributes = Markup(' action="{}"').format(action) if action else Markup("")
    attributes += Markup(' enctype="multipart/form-data"') if files else ""
    attributes += Markup(' class="{}"').format(classes) if classes else ""
    attributes += Markup(" data-draft") if draft else ""
    return Markup('<form method="post" id="{}" novalidate{}>{}').format(form_id, attributes, hidden)


def draft_form(request: HttpRequest) -> str:
    """The id of the form on this page that the language toggle keeps; empty where there is none."""
    return str(getattr(request, DRAFT_FORM, ""))


def form_end() -> Markup:
    """The closing tag that goes with ``form_start``."""
    return Markup("</form>")

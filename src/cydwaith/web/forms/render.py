# SPDX-License-Identifier: AGPL-3.0-or-later
"""Draws Django forms with the borrowed accessible macros: labels, hints, errors and what describes what.

A field keeps Django's name and id. Any Django form can be drawn; ours (``forms.base``) may say more by ``looks``.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.widgets import Input
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from cydwaith.web.components.icons import icon
from cydwaith.web.forms.base import PLAIN, Look
from cydwaith.web.forms.fields import DateWidget

Params = dict[str, Any]


def _govuk(component: str, params: Params) -> Markup:
    from cydwaith.web.jinja import govuk  # the environment imports this module for its globals

    return govuk(component, params)


def _look(bound: BoundField) -> Look:
    return getattr(bound.form, "looks", {}).get(bound.name, PLAIN)


def _label(bound: BoundField) -> Markup:
    """The label, and "(optional)" where one need not answer: most answers are needed, so those are not marked.

    What an answer opens is asked of whoever chose that answer, so it is not marked either.
    """
    field = bound.field
    if field.required or isinstance(field.widget, forms.CheckboxInput) or bound.name in _opened(bound.form):
        return escape(bound.label)
    return Markup('{} <span class="optional">({})</span>').format(bound.label, _("optional"))


def field_errors(bound: BoundField) -> list[str]:
    """What is to be mended in one field; nothing for a form that was not sent."""
    return [str(message) for message in bound.errors] if bound.form.is_bound else []


def _common(bound: BoundField) -> Params:
    """What every component takes: id, name, hint, error."""
    errors = field_errors(bound)
    params: Params = {"id": bound.auto_id or bound.html_name, "name": bound.html_name}
    if bound.help_text:
        params["hint"] = {"html": escape(bound.help_text)}
    if errors:
        params["errorMessage"] = {"text": " ".join(errors), "visuallyHiddenText": _("Error")}
    return params


def _size(look: Look) -> str:
    return look.size or ("l" if look.heading else "")


def _label_params(bound: BoundField) -> Params:
    look = _look(bound)
    size = _size(look)
    return {
        "html": _label(bound),
        "isPageHeading": look.heading,
        "classes": f"govuk-label--{size}" if size else "",
    }


def _legend_params(bound: BoundField) -> Params:
    look = _look(bound)
    size = _size(look)
    legend = {
        "html": _label(bound),
        "isPageHeading": look.heading,
        "classes": f"govuk-fieldset__legend--{size}" if size else "",
    }
    return {"legend": legend}


def _attributes(bound: BoundField) -> Params:
    """What the widget itself asks for, and what the field implies."""
    widget = bound.field.widget
    attrs = {**widget.attrs, **bound.field.widget_attrs(widget)}
    look = _look(bound)
    if look.lang:
        attrs["lang"] = look.lang
    for name in ("class", "id", "rows", "cols", "aria-describedby", "required"):
        attrs.pop(name, None)
    # Length is judged by the server, with words; a silent stop in the middle of typing is no help.
    if not isinstance(widget, forms.Textarea):
        attrs.pop("maxlength", None)
    # Numbers are typed into plain boxes (a wheel or an arrow key changes no hours by mistake), which know no limits.
    for name in ("min", "max", "step"):
        attrs.pop(name, None)
    return {
        key: ("" if value is True else value) for key, value in attrs.items() if value not in (False, None)
    }


def _group(look: Look) -> Params:
    names = " ".join(part for part in ("whose--person" if look.whose else "", look.classes) if part)
    return {"classes": names} if names else {}


def _with_speaker(look: Look, params: Params) -> Params:
    """Say above the box whose words it will hold."""
    if look.whose:
        said = _("In your own words") if look.whose == "me" else _("In their own words")
        mark = Markup('<p class="whose__mark">{}{}</p>').format(icon("speech"), said)
        before = "beforeInput"
        params["formGroup"] = {**params.get("formGroup", {}), before: {"html": mark}}
    return params


def _text(bound: BoundField) -> Markup:
    look, widget = _look(bound), bound.field.widget
    attributes = _attributes(bound)
    number = isinstance(widget, forms.NumberInput)
    kind = look.type or ("text" if number else getattr(widget, "input_type", "text"))
    params: Params = {
        **_common(bound),
        "label": _label_params(bound),
        "value": "" if kind == "password" else _shown(bound),
        "type": kind,
        "classes": f"govuk-input--width-{look.width}" if look.width else "",
        "autocomplete": look.autocomplete or attributes.pop("autocomplete", None),
        "inputmode": look.inputmode or attributes.pop("inputmode", None) or ("numeric" if number else None),
        "attributes": attributes,
        "formGroup": _group(look),
    }
    attributes.pop("autocomplete", None)
    attributes.pop("inputmode", None)
    if look.spellcheck is not None:
        params["spellcheck"] = look.spellcheck
    if look.prefix:
        params["prefix"] = {"text": look.prefix}
    if look.suffix:
        params["suffix"] = {"text": look.suffix}
    return _govuk("input", _with_speaker(look, params))


def _shown(bound: BoundField) -> Any:
    """The field's value as text for a box."""
    value = bound.field.widget.format_value(bound.value())
    return "" if value is None else value


def _textarea(bound: BoundField) -> Markup:
    look = _look(bound)
    attributes = _attributes(bound)
    if "maxlength" in attributes:
        attributes["data-left"] = _("Characters left:")
    params: Params = {
        **_common(bound),
        "label": _label_params(bound),
        "value": _shown(bound),
        "rows": look.rows,
        "spellcheck": look.spellcheck if look.spellcheck is not None else True,
        "autocomplete": look.autocomplete or None,
        "attributes": attributes,
        "formGroup": _group(look),
    }
    return _govuk("textarea", _with_speaker(look, params))


def _chosen(bound: BoundField) -> set[str]:
    value = bound.value()
    values = value if isinstance(value, list | tuple | set) else [value]
    return {str(getattr(one, "pk", one)) for one in values if one is not None}


def _options(bound: BoundField) -> list[tuple[str, Any]]:
    """Value and label of each answer, groups flattened, the empty one left out of radios."""
    found: list[tuple[str, Any]] = []
    for value, label in bound.field.choices:  # type: ignore[attr-defined]
        pairs = label if isinstance(label, list | tuple) else [(value, label)]
        found += [(str(getattr(one, "value", one) if one is not None else ""), text) for one, text in pairs]
    return found


def _choice_items(bound: BoundField) -> list[Params]:
    look, chosen = _look(bound), _chosen(bound)
    items: list[Params] = []
    base = bound.auto_id or bound.html_name
    for index, (value, label) in enumerate(option for option in _options(bound) if option[0] != ""):
        if look.exclusive and value == look.exclusive:
            items.append({"divider": _("or")})
        item: Params = {
            "value": value,
            "text": str(label),
            "checked": value in chosen,
            # The first answer has the field's own id, where the error summary leads.
            "id": base if index == 0 else f"{base}_{index}",
        }
        if look.hints and value in look.hints:
            item["hint"] = {"text": str(look.hints[value])}
        opened = (look.opens or {}).get(value, ())
        if opened:
            inner = Markup("").join(render_field(bound.form[name]) for name in opened)
            item["conditional"] = {"html": inner}
        items.append(item)
    return items


def _choices(component: str, bound: BoundField) -> Markup:
    look = _look(bound)
    params: Params = {
        **_common(bound),
        "idPrefix": bound.auto_id or bound.html_name,
        "fieldset": _legend_params(bound),
        "items": _choice_items(bound),
        "classes": "govuk-radios--inline" if look.inline else "",
        "formGroup": _group(look),
    }
    return _govuk(component, params)


def _checkbox(bound: BoundField) -> Markup:
    """One box with its label beside it; its hint stands under the label."""
    common = _common(bound)
    hint = common.pop("hint", None)
    item: Params = {
        "value": "on",
        "html": _label(bound),
        "checked": bool(bound.value()),
        "id": common["id"],
        "attributes": _attributes(bound),
    }
    look = _look(bound)
    if hint:
        item["hint"] = hint
    opened = (look.opens or {}).get("on", ())
    if opened:
        item["conditional"] = {"html": Markup("").join(render_field(bound.form[name]) for name in opened)}
    params = {**common, "idPrefix": common["id"], "items": [item], "formGroup": _group(look)}
    return _govuk("checkboxes", params)


def _select(bound: BoundField) -> Markup:
    chosen = _chosen(bound)
    items = [{"value": v, "text": str(t), "selected": v in chosen} for v, t in _options(bound)]
    for item in items:
        if item["value"] == "" and set(str(item["text"])) <= {"-"}:
            item["text"] = _("Choose")
    params = {
        **_common(bound),
        "label": _label_params(bound),
        "items": items,
        "attributes": _attributes(bound),
        "formGroup": _group(_look(bound)),
    }
    return _govuk("select", params)


def _date(bound: BoundField) -> Markup:
    """Three boxes; the month's takes a number or a name."""
    value = bound.value()
    parts: Sequence[Any] = value if isinstance(value, list | tuple) else bound.field.widget.decompress(value)
    base = bound.auto_id or bound.html_name
    birthday = getattr(bound.field, "birthday", False)
    bad = " govuk-input--error" if field_errors(bound) else ""
    names = (
        (_("Day"), "bday-day", "govuk-input--width-2"),
        (_("Month"), "bday-month", "month"),
        (_("Year"), "bday-year", "govuk-input--width-4"),
    )
    items = [
        {
            "label": label,
            "name": f"{bound.html_name}_{index}",
            "id": base if index == 0 else f"{base}_{index}",
            "value": part or "",
            "classes": classes + bad,
            "autocomplete": autocomplete if birthday else None,
            "inputmode": "text" if index == 1 else "numeric",
        }
        for index, ((label, autocomplete, classes), part) in enumerate(zip(names, parts, strict=True))
    ]
    common = _common(bound)
    params = {
        **common,
        "id": f"{base}_date",
        "items": items,
        "fieldset": _legend_params(bound),
        "formGroup": _group(_look(bound)),
    }
    params.pop("name")
    return _govuk("date-input", params)


def _file(bound: BoundField) -> Markup:
    params = {
        **_common(bound),
        "label": _label_params(bound),
        "attributes": _attributes(bound),
        "multiple": getattr(bound.field.widget, "allow_multiple_selected", False) or None,
        "formGroup": _group(_look(bound)),
    }
    return _govuk("file-upload", params)


# The first kind that fits; narrower kinds stand before wider ones.
_KINDS: tuple[tuple[type[forms.Widget], Any], ...] = (
    (DateWidget, _date),
    (forms.CheckboxSelectMultiple, lambda bound: _choices("checkboxes", bound)),
    (forms.RadioSelect, lambda bound: _choices("radios", bound)),
    (forms.CheckboxInput, _checkbox),
    (forms.FileInput, _file),
    (forms.Textarea, _textarea),
    (forms.Select, _select),
    (Input, _text),
)


def render_field(bound: BoundField) -> Markup:
    """One field with its label, hint and error. Raises ``TypeError`` for a widget that has no drawing."""
    widget = bound.field.widget
    if widget.is_hidden:
        return Markup(str(bound))  # noqa: S704 - Django escapes its own widgets
    for kind, draw in _KINDS:
        if isinstance(widget, kind):
            return draw(bound)
    raise TypeError(f"no drawing for {type(widget).__name__} of field {bound.name!r}")


def _opened(form: forms.BaseForm) -> set[str]:
    """Names of fields that stand inside an answer of another field."""
    looks: Mapping[str, Look] = getattr(form, "looks", {})
    return {name for look in looks.values() for names in (look.opens or {}).values() for name in names}


def render_form(form: forms.BaseForm, only: Sequence[str] | None = None) -> Markup:
    """Every field in order (or ``only`` those named), each once; hidden ones too."""
    inside = _opened(form)
    names = list(form.fields) if only is None else list(only)
    return Markup("\n").join(render_field(form[name]) for name in names if name not in inside)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fields read what people write, and are drawn with what a screen reader needs."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django import forms
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.fields import DateField, DurationField, MoneyField
from cydwaith.web.forms.page import error_summary, has_errors
from cydwaith.web.forms.render import render_field, render_form
from cydwaith.web.gallery.forms import EveryField, OneQuestion


class _Dates(Form):
    on = DateField(label="Day", not_after="today", not_before=date(1900, 1, 1), required=False)


def _date(day: str, month: str, year: str) -> Any:
    form = _Dates({"on_0": day, "on_1": month, "on_2": year})
    return form.cleaned_data["on"] if form.is_valid() else form.errors.get_json_data()["on"][0]["code"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (("3", "3", "1998"), date(1998, 3, 3)),
        ((" 03 ", "Mawrth", "1998"), date(1998, 3, 3)),
        (("29", "Feb", "2024"), date(2024, 2, 29)),
        (("29", "2", "2023"), "invalid"),
        (("31", "xyz", "2023"), "invalid"),
        (("3", "3", "98"), "invalid"),
        (("٣", "3", "1998"), "invalid"),
        (("3", "", "1998"), "incomplete"),
        (("1", "1", "1899"), "past"),
        (("", "", ""), None),
    ],
)
def test_a_date_as_people_write_it(typed: tuple[str, str, str], read: Any) -> None:
    assert _date(*typed) == read


def test_tomorrow_is_in_the_future() -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert _date(str(tomorrow.day), str(tomorrow.month), str(tomorrow.year)) == "future"


def test_a_date_knows_whether_it_was_changed() -> None:
    field = _Dates().fields["on"]
    assert not field.has_changed(date(1998, 3, 3), ["3", "mar", "1998"])
    assert field.has_changed(date(1998, 3, 3), ["4", "3", "1998"])
    assert field.has_changed(None, ["99", "", ""])


def _clean(field: forms.Field, typed: str) -> Any:
    try:
        return field.clean(typed)
    except forms.ValidationError as error:
        return error.code


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("12.50", 1250),
        ("£1,200", 120000),
        (" 12 ", 1200),
        ("0", 0),
        ("", None),
        ("12.505", "invalid"),
        ("a", "invalid"),
        ("nan", "invalid"),
        ("Infinity", "invalid"),
        ("-1", "min_value"),
        ("99999999999", "max_value"),
    ],
)
def test_money_as_people_write_it(typed: str, pence: Any) -> None:
    assert _clean(MoneyField(required=False), typed) == pence


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("45", 45),
        ("1:30", 90),
        ("1h 30", 90),
        ("1 hour 30 minutes", 90),
        ("1.5 hours", 90),
        ("2 awr", 120),
        ("20 munud", 20),
        ("30m", 30),
        ("", None),
        ("soon", "invalid"),
        ("-3", "invalid"),
        ("25 hours", "max_value"),
        ("1" * 40, "invalid"),
        ("1:75", "invalid"),
    ],
)
def test_a_length_of_time_as_people_write_it(typed: str, minutes: Any) -> None:
    assert _clean(DurationField(required=False), typed) == minutes


def test_a_bare_number_may_mean_hours() -> None:
    field = DurationField(unit="hours", maximum=200 * 60)
    assert field.clean("16,5") == 990
    assert (field.prepare_value(990), field.prepare_value(960)) == ("16:30", "16")


@given(st.integers(0, 10_000_000))
def test_money_comes_back_as_it_was_shown(pence: int) -> None:
    field = MoneyField()
    assert field.clean(field.prepare_value(pence)) == pence
    assert not field.has_changed(pence, field.prepare_value(pence))


@given(st.integers(1, 24 * 60), st.sampled_from(["minutes", "hours"]))
def test_time_comes_back_as_it_was_shown(minutes: int, unit: str) -> None:
    field = DurationField(unit=unit)
    assert field.clean(field.prepare_value(minutes)) == minutes
    assert not field.has_changed(minutes, field.prepare_value(minutes))


def _all_ids(html: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', html)


def test_every_field_is_labelled_and_every_reference_leads_somewhere() -> None:
    form = EveryField({})
    form.is_valid()
    html = str(render_form(form))
    ids = _all_ids(html)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'\bfor="([^"]+)"', html):
        assert target in ids
    for targets in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(targets.split()) <= set(ids)
    for name in form.fields:
        assert f'name="{name}"' in html or f'name="{name}_0"' in html, name


def test_the_summary_leads_to_each_field() -> None:
    form = EveryField({"name": "x"})
    html = str(error_summary(form)) + str(render_form(form))
    targets = re.findall(r'href="#([^"]+)"', html)
    assert len(targets) == len(form.errors) == 7
    assert set(targets) <= set(_all_ids(html))
    assert "Write the date." in html
    assert "This field is required" not in html


def test_nothing_to_mend_means_no_summary() -> None:
    assert error_summary(EveryField()) == ""
    assert not has_errors(EveryField(), None)


def test_what_is_typed_is_escaped_and_stays() -> None:
    form = EveryField({"name": '"><script>x</script>', "wants": "</textarea><b>"})
    html = str(render_form(form))
    assert "<script>x" not in html
    assert "&lt;script&gt;x" in html
    assert "</textarea><b>" not in html


def test_optional_is_said_and_required_is_not() -> None:
    form = EveryField()
    assert "(optional)" in str(render_field(form["called"]))
    assert "(optional)" not in str(render_field(form["name"]))


def test_an_answer_opens_its_field_and_the_field_stands_nowhere_else() -> None:
    html = str(render_form(EveryField()))
    assert html.count('name="which"') == 1
    assert html.index('value="other"') < html.index('name="which"') < html.index('name="needs"')


def test_the_person_s_words_are_marked() -> None:
    html = str(render_field(EveryField()["wants"]))
    assert "whose--person" in html
    assert "In their own words" in html


def test_a_question_s_label_is_the_page_s_heading() -> None:
    html = str(render_form(OneQuestion()))
    assert re.search(r"<h1[^>]*>\s*How would you like us to get in touch\?", html)


def test_words_given_to_a_field_win_over_ours() -> None:
    class Own(Form):
        """A field with its own words beside one without."""

        a = forms.CharField(error_messages={"required": "Say your name."})
        b = forms.IntegerField()
        looks = {"b": Look(width=5)}

    form = Own({"b": "x"})
    assert form.errors["a"] == ["Say your name."]
    assert form.errors["b"] == ["Write a whole number, such as 12."]
    assert "govuk-input--width-5" in str(render_field(form["b"]))


def test_a_widget_without_a_drawing_is_refused() -> None:
    class Odd(forms.Form):
        """A widget nobody draws."""

        a = forms.SplitDateTimeField()

    with pytest.raises(TypeError, match="SplitDateTimeWidget"):
        render_field(Odd()["a"])

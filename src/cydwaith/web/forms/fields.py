# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fields that take an answer as people write it: a date in three parts, an amount in pounds, a length of time."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cydwaith.web.components import words


class DateWidget(forms.MultiWidget):
    """Day, month and year in three boxes; named ``<field>_0``, ``_1`` and ``_2``."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__([forms.TextInput(), forms.TextInput(), forms.TextInput()], attrs)

    def decompress(self, value: date | None) -> list[str]:
        """The three texts for a date; empty ones for none."""
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]


class DateField(forms.MultiValueField):
    """A day, typed in three parts; the month as a number or its name in either language.

    Cleans to ``datetime.date`` or ``None``. ``error_messages`` may hold ``required``, ``incomplete`` (a part is
    missing), ``invalid`` (no such day), ``future`` and ``past``; ``not_after``/``not_before`` bound the day
    (``"today"`` for the day of answering).
    """

    widget = DateWidget
    default_error_messages = {
        "incomplete": _("The date needs a day, a month and a year."),
        "invalid": _("There is no such day. Check the day, the month and the year."),
        "future": _("The date must not be in the future."),
        "past": _("The date is too early."),
    }

    def __init__(
        self,
        *,
        not_after: date | str | None = None,
        not_before: date | str | None = None,
        birthday: bool = False,
        **kwargs: Any,
    ) -> None:
        self.not_after = not_after
        self.not_before = not_before
        self.birthday = birthday
        parts = [forms.CharField(required=False, max_length=20) for _part in range(3)]
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> date | None:
        """Read the three parts. Raises ``ValidationError`` with this field's own words."""
        typed = (
            [str(part or "").strip() for part in value] if isinstance(value, list | tuple) else ["", "", ""]
        )
        if not any(typed):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if not all(typed):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        found = self._read(*typed)
        for bound, ahead, code in ((self.not_after, True, "future"), (self.not_before, False, "past")):
            limit = timezone.localdate() if bound == "today" else bound
            if isinstance(limit, date) and (found > limit if ahead else found < limit):
                raise ValidationError(self.error_messages[code], code=code)
        self.run_validators(found)
        return found

    def _read(self, day: str, month: str, year: str) -> date:
        number = words.month_number(month)
        if number is None or not re.fullmatch(r"[0-9]{1,2}", day) or not re.fullmatch(r"[0-9]{4}", year):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return date(int(year), number, int(day))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another day was typed than the one that stood there."""
        try:
            return bool(self.clean(data) != initial)
        except ValidationError:
            return True


class MoneyField(forms.CharField):
    """An amount in pounds as people type it (``12.50``, ``£1,200``). Cleans to whole pence (``int``) or ``None``."""

    default_error_messages = {
        "invalid": _("Write an amount in pounds, such as 12.50."),
        "min_value": _("The amount must not be below zero."),
        "max_value": _("The amount is too large."),
    }

    def __init__(self, *, minimum: int | None = 0, maximum: int = 10_000_000_00, **kwargs: Any) -> None:
        self.minimum, self.maximum = minimum, maximum
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Pence. Raises ``ValidationError`` for what is no amount or has parts of a penny."""
        text = re.sub(r"[£,\s]", "", str(value or ""))
        if not text:
            return None
        try:
            pence = Decimal(text) * 100
        except InvalidOperation:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if not pence.is_finite() or pence != pence.to_integral_value():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if self.minimum is not None and pence < self.minimum:
            raise ValidationError(self.error_messages["min_value"], code="min_value")
        if pence > self.maximum:
            raise ValidationError(self.error_messages["max_value"], code="max_value")
        return int(pence)

    def prepare_value(self, value: Any) -> Any:
        """Pence as pounds for the box; what was typed stays as typed."""
        if isinstance(value, int):
            return f"{value // 100}" if value % 100 == 0 else f"{value / 100:.2f}"
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another amount was typed than the one that stood there."""
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


_LENGTH = re.compile(
    r"(?:(\d+(?:[.,]\d+)?)\s*(?:h|hrs?|hours?|awr|oriau))?\s*(?:(\d+)\s*(?:m|mins?|minutes?|munud)?)?"
)


class DurationField(forms.CharField):
    """A length of time as people type it: ``45`` (minutes), ``1h 30``, ``1:30``, ``1.5 hours``, ``2 awr``.

    Cleans to whole minutes (``int``) or ``None``. ``unit="hours"`` reads a bare number as hours.
    """

    default_error_messages = {
        "invalid": _("Write a length of time, such as 45 minutes or 1 hour 30."),
        "max_value": _("That is longer than we can record."),
    }

    def __init__(self, *, unit: str = "minutes", maximum: int = 24 * 60, **kwargs: Any) -> None:
        self.unit, self.maximum = unit, maximum
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Minutes. Raises ``ValidationError`` for what is no length of time."""
        text = str(value or "").strip().casefold()
        if not text:
            return None
        minutes = self._read(text)
        if minutes is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if minutes > self.maximum:
            raise ValidationError(self.error_messages["max_value"], code="max_value")
        return minutes

    def _read(self, text: str) -> int | None:
        if re.fullmatch(r"\d{1,5}(?:[.,]\d{1,2})?", text):
            amount = Decimal(text.replace(",", "."))
            return round(amount * 60) if self.unit == "hours" else round(amount)
        if clock := re.fullmatch(r"(\d{1,3}):([0-5]\d)", text):
            return int(clock[1]) * 60 + int(clock[2])
        found = _LENGTH.fullmatch(text) if len(text) <= 30 else None
        if found is None:
            return None
        whole = Decimal((found[1] or "0").replace(",", "."))
        return round(whole * 60) + int(found[2] or 0)

    def prepare_value(self, value: Any) -> Any:
        """Minutes as the box shows them; what was typed stays as typed."""
        if isinstance(value, int):
            if self.unit == "hours":
                return f"{value // 60}" if value % 60 == 0 else f"{value // 60}:{value % 60:02}"
            return str(value)
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another length was typed than the one that stood there."""
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True

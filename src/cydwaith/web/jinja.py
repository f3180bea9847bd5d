# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Jinja2 environment that every page is made in.

Two environments: ours, and one for the borrowed form macros, which lean on chainable undefined values.
A mistyped name in our own templates is thereby never swallowed by their leniency.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from jinja2 import (
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    PackageLoader,
    PrefixLoader,
)
from markupsafe import Markup

from cydwaith.web.components import icons, language, navigation, path, status, words
from cydwaith.web.forms import page, render
from cydwaith.web.preferences import colours_href

_GOVUK = "govuk_frontend_jinja"


def _bytecode() -> FileSystemBytecodeCache:
    """Compiled templates, kept between starts; the key holds each source's checksum."""
    chosen = getattr(settings, "CYDWAITH_TEMPLATE_CACHE", None)
    if chosen is None:
        return FileSystemBytecodeCache(pattern="__cydwaith_%s.cache")
    folder = Path(chosen)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return FileSystemBytecodeCache(str(folder), "%s.cache")


@cache
def _govuk_environment() -> Environment:
    """The environment of the borrowed macros."""
    environment = Environment(
        autoescape=True,
        undefined=ChainableUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=PrefixLoader({_GOVUK: PackageLoader(_GOVUK)}),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        bytecode_cache=_bytecode(),
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext, ngettext=translation.ngettext, newstyle=True
    )
    return environment


@cache
def _govuk_macro(component: str, macro: str) -> Callable[[Mapping[str, Any]], str]:
    """One macro of the package, as a function of its parameters."""
    template = _govuk_environment().get_template(f"{_GOVUK}/components/{component}/macro.html")
    found: Callable[[Mapping[str, Any]], str] = getattr(template.module, macro)
    return found


def govuk(component: str, params: Mapping[str, Any]) -> Markup:
    """A borrowed component by its folder's name: ``govuk("date-input", {...})``.

    Raises ``jinja2.TemplateNotFound`` for a component that the package does not have.
    """
    macro = "govuk" + "".join(part.capitalize() for part in component.split("-"))
    return Markup(str(_govuk_macro(component, macro)(params)))  # noqa: S704 - the macros escape


def _lang() -> str:
    return words.language_of(translation.get_language())


def _day_of(value: date | datetime) -> date:
    """The calendar day of a value, in the site's time zone."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def _today() -> date:
    return timezone.localdate()


def _time_tag(value: date | datetime | None, text: Callable[[date, date], str]) -> Markup:
    """A ``<time>`` element that a machine reads too; nothing for ``None``."""
    if value is None:
        return Markup("")
    # HTML knows thousandths of a second at most, and nobody's day needs them.
    stamp = value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()
    return Markup('<time datetime="{}">{}</time>').format(stamp, text(_day_of(value), _today()))


def _day(value: date | datetime | None, *, weekday: bool = True) -> Markup:
    return _time_tag(value, lambda d, now: words.day(d, _lang(), today=now, weekday=weekday))


def _short_day(value: date | datetime | None) -> Markup:
    return _time_tag(value, lambda d, now: words.short_day(d, _lang(), today=now))


def _away(value: date | datetime | None) -> Markup:
    return _time_tag(value, lambda d, now: words.away(d, _lang(), today=now))


def _moment(value: datetime | None) -> Markup:
    if value is None:
        return Markup("")
    local = _local(value)
    return _time_tag(value, lambda _d, now: words.moment(local, _lang(), today=now))


def _clock(value: time | datetime) -> str:
    return words.clock(_local(value) if isinstance(value, datetime) else value, _lang())


def _span(start: date, end: date | None) -> str:
    return words.span(start, end, _lang(), today=_today())


def _hours(minutes: int) -> str:
    return words.hours(minutes, _lang())


def _units(number: int, unit: str) -> str:
    return words.count_of(number, unit, _lang())


def _age(born: date) -> int:
    return words.age(born, today=_today())


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named route in the language of the page (``/cy/…`` in Welsh)."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def maybe_url(name: str, *args: Any, **kwargs: Any) -> str:
    """As ``url``, but empty where this site has no such page (a slice that is switched off)."""
    try:
        return url(name, *args, **kwargs)
    except NoReverseMatch:
        return ""


def _account_links(request: HttpRequest, signed_in_as: str = "") -> list[navigation.NavItem]:
    """Account and sign-out for someone signed in, sign-in for anyone else; only those that this site has."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        wanted = [(signed_in_as or translation.gettext("My account"), "account:home")]
        wanted.append((translation.gettext("Sign out"), "account_logout"))
    else:
        wanted = [(translation.gettext("Sign in"), "account_login")]
    return [navigation.NavItem(text=text, href=href) for text, name in wanted if (href := maybe_url(name))]


def _site_links() -> list[navigation.NavItem]:
    """What stands at the foot of every page but an employer's; only pages that this site has."""
    wanted = (
        (translation.gettext("How to ask for help"), "public:help"),
        (translation.gettext("Privacy"), "public:privacy"),
        (translation.gettext("Accessibility"), "public:accessibility"),
    )
    return [navigation.NavItem(text=text, href=href) for text, name in wanted if (href := maybe_url(name))]


FILTERS: dict[str, Callable[..., Any]] = {
    "day": _day,
    "short_day": _short_day,
    "away": _away,
    "moment": _moment,
    "clock": _clock,
    "span": _span,
    "hours": _hours,
    "units": _units,
    "money": words.money,
    "number": words.number,
    "age": _age,
}

GLOBALS: dict[str, Any] = {
    "url": url,
    "static": static,
    "today": _today,
    "language": _lang,
    "twin": language.twin,
    "icon": icons.icon,
    "nav_item": navigation.NavItem,
    "crumb": navigation.Crumb,
    "status": status.status,
    "path_line": path.line,
    "strip_line": path.strip_line,
    "walk_lines": path.walk_lines,
    "govuk": govuk,
    "form_start": page.form_start,
    "form_end": page.form_end,
    "render_form": render.render_form,
    "render_field": render.render_field,
    "error_summary": page.error_summary,
    "has_errors": page.has_errors,
    "is_draft": page.is_draft,
    "draft_form": page.draft_form,
    "messages_of": get_messages,
    "maybe_url": maybe_url,
    "colours_href": colours_href,
    "account_links": _account_links,
    "site_links": _site_links,
    "icon_mark": icons.MARK,
    "DEMO": False,
}


def environment(**options: Any) -> Environment:
    """What Django's Jinja2 backend calls: our loaders, translations, filters and globals."""
    own = options.pop("loader")
    options.setdefault("auto_reload", settings.DEBUG)
    options.update(
        loader=ChoiceLoader([own]),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", *options.pop("extensions", [])],
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_bytecode() if not settings.DEBUG else None,
    )
    made = Environment(**options)  # noqa: S701 - Django passes autoescape=True
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
        newstyle=True,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.globals.update(GLOBALS)
    made.globals["DEMO"] = bool(getattr(settings, "CYDWAITH_DEMO", False))
    made.filters.update(FILTERS)
    return made

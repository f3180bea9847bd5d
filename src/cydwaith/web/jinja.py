# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Jinja2 environment that every page is made in.

Two environments: ours, and one for the borrowed form macros, which lean on chainable undefined values.
A mistyped name in our own templates is thereby never swallowed by their leniency.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import cache, lru_cache, partial
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch
from django.utils import timezone, translation
from jinja2 import (
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    PackageLoader,
    PrefixLoader,
)
from markupsafe import Markup

from cydwaith.web.addresses import around, here, url
from cydwaith.web.components import icons, language, navigation, path, status, words
from cydwaith.web.forms import page, render
from cydwaith.web.preferences import colours_href
from cydwaith.web.templating import LanguageEnvironment, bytecode, drawing

_GOVUK = "govuk_frontend_jinja"


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
        bytecode_cache=bytecode(),
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
    """As localdate(), asked once a page: a list needs it fifty times, and none is shown in another time zone."""
    page = drawing.get()
    if page is not None and page.today is not None:
        return page.today
    found = timezone.now().astimezone(timezone.get_default_timezone()).date()
    if page is not None:
        page.today = found
    return found


@lru_cache(maxsize=2_048)
def _made_tag(
    value: date | datetime, on: date, say: Callable[..., str], lang: str, today: date
) -> Markup:  # a list has fifty, mostly of the same few days
    # HTML knows thousandths of a second at most, and nobody's day needs them.
    stamp = value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()
    return _TIME.format(stamp, say(on, lang, today=today))


_TIME = Markup('<time datetime="{}">{}</time>')
_NOTHING = Markup("")
_date_alone = partial(words.day, weekday=False)


def _filters(lang: str = "") -> dict[str, Callable[..., Any]]:
    """The filters that speak a language: that of the page, or `lang` without asking at each word."""

    def said(value: date | datetime | None, say: Callable[..., str]) -> Markup:
        return _NOTHING if value is None else _made_tag(value, _day_of(value), say, lang or _lang(), _today())

    def day(value: date | datetime | None, *, weekday: bool = True) -> Markup:
        return said(value, words.day if weekday else _date_alone)

    def moment(value: datetime | None) -> Markup:
        if value is None:
            return _NOTHING
        stamp = value.isoformat(timespec="seconds")
        return _TIME.format(stamp, words.moment(_local(value), lang or _lang(), today=_today()))

    def clock(value: time | datetime) -> str:
        return words.clock(_local(value) if isinstance(value, datetime) else value, lang or _lang())

    return {
        "day": day,
        "short_day": lambda value: said(value, words.short_day),
        "away": lambda value: said(value, words.away),
        "moment": moment,
        "clock": clock,
        "span": lambda start, end: words.span(start, end, lang or _lang(), today=_today()),
        "hours": lambda minutes: words.hours(minutes, lang or _lang()),
        "units": lambda number, unit: words.count_of(number, unit, lang or _lang()),
    }


def _spoken(lang: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Filters and globals in one language."""
    return _filters(lang), {"language": lambda: lang}


def _age(born: date) -> int:
    return words.age(born, today=_today())


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
    kept = here()
    if kept.foot is None:
        kept.foot = tuple(_links_at_the_foot())
    return list(kept.foot)


def _links_at_the_foot() -> list[navigation.NavItem]:
    wanted = (
        (translation.gettext("How to ask for help"), "public:help"),
        (translation.gettext("Privacy"), "public:privacy"),
        (translation.gettext("Accessibility"), "public:accessibility"),
    )
    return [navigation.NavItem(text=text, href=href) for text, name in wanted if (href := maybe_url(name))]


FILTERS: dict[str, Callable[..., Any]] = {
    **_filters(),
    "money": words.money,
    "number": words.number,
    "age": _age,
}


@cache
def _static(name: str) -> str:
    """The address of a built file: it stays the same while the site runs."""
    return static(name)


GLOBALS: dict[str, Any] = {
    "url": url,
    "around": around,
    "static": _static,
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


def environment(**options: Any) -> LanguageEnvironment:
    """What Django's Jinja2 backend calls: our loaders, translations, filters and globals."""
    own = options.pop("loader")
    options.setdefault("auto_reload", settings.DEBUG)
    options.update(
        loader=ChoiceLoader([own]),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", *options.pop("extensions", [])],
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=bytecode() if not settings.DEBUG else None,
    )
    made = LanguageEnvironment(**options)
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
    made.spoken = _spoken
    return made

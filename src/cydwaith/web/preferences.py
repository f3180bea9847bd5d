# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the site looks to somebody: their own row height, their partnership's colours. Neither touches the database."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from cydwaith.kernel.vocabulary import Purpose
from cydwaith.web.actors import Audience
from cydwaith.web.components import theme
from cydwaith.web.pages import page

DENSITY_COOKIE = "cydwaith_density"
_YEAR = 365 * 24 * 60 * 60


@page(Audience.PUBLIC, Purpose.GET_SUPPORT, methods=("POST",))
def density(request: HttpRequest, _actor: object) -> HttpResponse:
    """Remember roomy or dense rows for a year, and go back to the page one came from."""
    back = request.POST.get("next", "/")
    own = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    answer = HttpResponseRedirect(back if own else "/")
    if request.POST.get("density") == "dense":
        answer.set_cookie(
            DENSITY_COOKIE, "dense", max_age=_YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    else:
        answer.delete_cookie(DENSITY_COOKIE, samesite="Lax")
    return answer


@page(Audience.PUBLIC, Purpose.GET_SUPPORT)
def colours(_request: HttpRequest, _actor: object, *, teal: str, heather: str) -> HttpResponse:
    """A partnership's two colours as custom properties. The address holds them, so it may be kept for ever."""
    try:
        css = theme.stylesheet(teal=f"#{teal}", heather=f"#{heather}")
    except ValueError as error:
        raise Http404 from error
    answer = HttpResponse(css, content_type="text/css; charset=utf-8")
    answer["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return answer


def colours_href(teal: str, heather: str) -> str:
    """The address for a page's ``theme``; empty where the colours are not set or not legible."""
    try:
        usable = theme.is_legible(teal) and theme.is_legible(heather)
    except ValueError:
        return ""
    return (
        reverse("web:colours", kwargs={"teal": teal[1:].lower(), "heather": heather[1:].lower()})
        if usable
        else ""
    )

# SPDX-License-Identifier: AGPL-3.0-or-later
"""How someone likes to read, remembered in their browser alone."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

DENSITY_COOKIE = "cydwaith_density"
_YEAR = 365 * 24 * 60 * 60


@require_POST
def density(request: HttpRequest) -> HttpResponse:
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

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Routes of the gallery alone, in both languages; tests of components need no audience's pages."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import include, path


def _turned_away(request: HttpRequest) -> HttpResponse:
    """A page that sends everybody unknown to sign in, as staff pages do."""
    return HttpResponseRedirect(f"/account/login/?next={request.path}")


urlpatterns = i18n_patterns(
    path("", include("cydwaith.web.urls")),
    path("gallery/", include("cydwaith.web.gallery.urls")),
    path("closed/", _turned_away),
    prefix_default_language=False,
)
handler404 = "cydwaith.web.errors.gone"

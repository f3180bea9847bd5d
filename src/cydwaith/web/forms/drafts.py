# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nothing typed is lost: the language toggle and a timed-out session keep the form as a draft.

A form that ``form_start`` draws carries its owner (signed). Two things bring its answers back:

* the toggle in the header is a submit button of that form, named ``_language``; the middleware keeps what was
  posted in the session and sends the reader to the twin page (no script needed);
* a post whose session has ended is kept in the new session and, after signing in, given back to the same
  person only.

``bind`` makes a view's form and fills it from such a draft, without error messages, once.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

from django import forms
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.signing import BadSignature, Signer
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_path

LANGUAGE_FIELD = "_language"
OWNER_FIELD = "_owner"
PAGE_FIELD = "_page"
"""Where the form stands, when it is sent to another address than its page's."""
NEVER_KEPT = ("csrfmiddlewaretoken", LANGUAGE_FIELD, OWNER_FIELD, PAGE_FIELD, "code", "token")
KEPT_SECONDS = 60 * 60
KEPT_BYTES = 64 * 1024
KEPT_FORMS = 3

_SESSION_KEY = "cydwaith.drafts"
_SIGNER = Signer(salt="cydwaith.web.forms.drafts")

AnyForm = TypeVar("AnyForm", bound=forms.BaseForm)


def owner_token(request: HttpRequest) -> str:
    """Whose form this is, signed, for the hidden field; empty for someone not signed in."""
    user = getattr(request, "user", None)
    return _SIGNER.sign(str(user.pk)) if user is not None and user.is_authenticated else ""


def _owner(request: HttpRequest) -> str:
    """The id in the posted token; empty where there is none or it was tampered with."""
    try:
        return _SIGNER.unsign(request.POST.get(OWNER_FIELD, ""))
    except BadSignature:
        return ""


def _page(full_path: str) -> str:
    """The path without its language, so that twins share their draft."""
    path = full_path.partition("?")[0]
    code = get_language_from_path(path)
    return path.removeprefix(f"/{code}") or "/" if code else path


def _is_secret(name: str) -> bool:
    return name in NEVER_KEPT or "password" in name.casefold()


def _says_something(request: HttpRequest) -> bool:
    """Whether anything was written or chosen: a form that is one button (to sign out, to withdraw) holds no words."""
    return any(
        value.strip() for name in request.POST if not _is_secret(name) for value in request.POST.getlist(name)
    )


def _stands_on(request: HttpRequest) -> str:
    """The address of the page a posted form stands on: its own, unless the form names another of this site."""
    named = request.POST.get(PAGE_FIELD, "")
    own = named.startswith("/") and url_has_allowed_host_and_scheme(named, allowed_hosts=None)
    return named if own else request.get_full_path()


def keep(request: HttpRequest, owner: str) -> None:
    """Keep what was posted, in the session, for ``owner`` (a user id, or empty); secrets and files are not kept."""
    page = _page(_stands_on(request))
    kept = request.POST.copy()
    for name in list(kept):
        if _is_secret(name):
            del kept[name]
    text = kept.urlencode()
    if len(text) > KEPT_BYTES:
        return
    drafts = {
        other: draft
        for other, draft in request.session.get(_SESSION_KEY, {}).items()
        if time.time() - draft["at"] < KEPT_SECONDS and other != page
    }
    drafts[page] = {"at": int(time.time()), "owner": owner, "data": text}
    request.session[_SESSION_KEY] = dict(list(drafts.items())[-KEPT_FORMS:])


def take(request: HttpRequest) -> QueryDict | None:
    """The draft of this page, if it is the reader's own and young enough; it is given out once."""
    drafts = request.session.get(_SESSION_KEY)
    draft = drafts.pop(_page(request.path), None) if drafts else None
    if draft is None:
        return None
    request.session.modified = True
    user = getattr(request, "user", None)
    reader = str(user.pk) if user is not None and user.is_authenticated else ""
    if draft["owner"] not in ("", reader) or time.time() - draft["at"] > KEPT_SECONDS:
        return None
    return QueryDict(draft["data"])


def forget_others(request: HttpRequest, reader: str) -> None:
    """Drop drafts that belong to somebody else than ``reader`` (a user id), who has just signed in here."""
    drafts = request.session.get(_SESSION_KEY)
    if drafts:
        mine = {page: draft for page, draft in drafts.items() if draft["owner"] in ("", reader)}
        request.session[_SESSION_KEY] = mine


def refill(form: AnyForm, draft: QueryDict) -> AnyForm:
    """Put a draft's answers into a form, without judging them; ``form.is_draft`` is then true."""
    form.data = draft
    form.is_bound = True
    form._errors = ErrorDict()  # type: ignore[attr-defined] # an empty one keeps Django from validating: nobody has pressed "send" yet
    form.is_draft = True  # type: ignore[attr-defined]
    return form


def bind(request: HttpRequest, form_class: Callable[..., AnyForm], **kwargs: Any) -> AnyForm:
    """The form of a view: with what was posted, else with this page's draft, else empty or with ``initial``."""
    if request.method == "POST":
        return form_class(data=request.POST, files=request.FILES or None, **kwargs)
    form = form_class(**kwargs)
    draft = take(request)
    return refill(form, draft) if draft is not None else form


def _lead_back(answer: HttpResponse, page: str) -> None:
    """After signing in, the reader comes to the page of the form, not to the address it was sent to."""
    target = urlsplit(answer["Location"])
    query = QueryDict(target.query, mutable=True)
    if REDIRECT_FIELD_NAME in query:
        query[REDIRECT_FIELD_NAME] = page
        answer["Location"] = urlunsplit(target._replace(query=query.urlencode(safe="/")))


class DraftMiddleware:
    """Keeps a form when its language is changed or its session has ended. After ``AuthenticationMiddleware``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a changed language before the view is asked; else look at where the view sends the reader."""
        if request.method != "POST":
            return self.get_response(request)
        answer = self.get_response(request)
        if answer.status_code == 302 and not request.user.is_authenticated and (owner := _owner(request)):
            # The view turned an unknown visitor away, and the form says who it belonged to.
            if _says_something(request):
                keep(request, owner)
            _lead_back(answer, _stands_on(request))
        return answer

    def process_view(
        self, request: HttpRequest, _view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """The toggle was pressed: keep the answers and go to the twin page. Runs after the CSRF check."""
        if request.method != "POST" or LANGUAGE_FIELD not in request.POST:
            return None
        code = request.POST[LANGUAGE_FIELD]
        if code not in ("en", "cy"):
            return None
        keep(request, _owner(request))
        return HttpResponseRedirect(translate_url(_stands_on(request), code))

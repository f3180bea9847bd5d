# SPDX-License-Identifier: AGPL-3.0-or-later
"""A colleague is invited, sets up the second step from the key that is shown, and gets in with a code of each kind."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from tests.e2e.site import Site
from tests.e2e.visitor import Visitor

PERIOD = 30  # seconds that a code of the app holds
PASSWORD = "Tri chi bach yn croesi'r bont"


def code_of(secret: str, *, ahead: int = 0) -> str:
    """The app's code (RFC 6238: SHA-1, six digits), `ahead` periods from now."""
    count = struct.pack(">Q", int(time.time()) // PERIOD + ahead)
    digest = hmac.new(base64.b32decode(secret + "=" * (-len(secret) % 8)), count, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def test_the_algorithm_is_the_standards() -> None:
    """The first value of RFC 6238, appendix B, cut to six digits."""
    count = struct.pack(">Q", 59 // PERIOD)
    digest = hmac.new(b"12345678901234567890", count, hashlib.sha1).digest()
    start = digest[-1] & 15
    assert (struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000 == 287082


def _invite(administrator: Visitor, email: str) -> None:
    administrator.go("/manage/invitations/new/")
    administrator.save(email=email, name="Eirlys Non", role="adviser")


def _sign_in(visitor: Visitor, email: str, code: str) -> None:
    visitor.go("/account/sign-out/")
    visitor.press("main form")
    visitor.go("/account/sign-in/")
    visitor.save(login=email, password=PASSWORD)
    visitor.page.wait_for_url("**/sign-in/code/")
    visitor.save(code=code)
    visitor.page.wait_for_url("**/advice/**")


def test_a_new_colleague_signs_in_with_a_second_factor(
    visitor: Callable[..., Visitor], site: Site, language: str, script: bool
) -> None:
    """Invitation, account, the second step that staff must set up, its app and a recovery code."""
    email = f"eirlys-{language}-{'script' if script else 'plain'}@glannau.example"
    _invite(visitor("administrator@glannau.example", language=language, script=script), email)
    link = re.search(r"https?://\S+/account/invitation/\S+", site.letters(email)[-1])
    assert link

    colleague = visitor(language=language, script=script)
    page = colleague.page
    path = urlsplit(link[0]).path
    colleague.go(path.removeprefix("/cy") if language == "en" else path)
    colleague.look("invitation")
    colleague.save(name="Eirlys Non", password=PASSWORD, language=language)
    # Staff pages stay shut until the second step stands.
    colleague.go("/advice/")
    page.wait_for_url("**/second-step/needed/**")
    colleague.follow('main a[href*="/second-step/set-up/"]')
    colleague.look("set up the second step")
    secret = "".join((page.locator(".key").text_content() or "").split())
    colleague.save(code=code_of(secret))
    codes = ["".join(text.split()) for text in page.locator("main ol strong").all_inner_texts()]
    assert len(codes) == 10
    colleague.look("recovery codes")
    colleague.follow('main .actions a[href*="/account/start/"]')
    page.wait_for_url("**/advice/**")
    # A code holds once: the next one is the next period's.
    _sign_in(colleague, email, code_of(secret, ahead=1))
    _sign_in(colleague, email, codes[0])

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The three ways of running, as processes of their own would load them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

READ = """
import importlib, json, sys
module = importlib.import_module(sys.argv[1])
print(json.dumps({name: getattr(module, name) for name in sys.argv[2:]}, default=str))
"""
PRODUCTION = {
    "CYDWAITH_SECRET_KEY": "x" * 60,
    "CYDWAITH_HOSTS": "site.example",
    "CYDWAITH_MAIL_HOST": "mail.example",
}


def load(way: str, home: Path, *names: str, **variables: str) -> dict[str, Any]:
    """Values of a settings module in a fresh process; raises with its last line if it does not load."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("CYDWAITH_")}
    environment |= {"CYDWAITH_HOME": str(home), **variables}
    done = subprocess.run(
        [sys.executable, "-c", READ, f"cydwaith.settings.{way}", *names],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise AssertionError(done.stderr.strip().splitlines()[-1])
    return dict(json.loads(done.stdout))


def test_embedded_needs_nothing_and_keeps_all_in_its_home(tmp_path: Path) -> None:
    found = load("embedded", tmp_path, "SECRET_KEY", "DATABASES", "EMAIL_FILE_PATH", "DEBUG", "CYDWAITH_DEMO")
    assert found["SECRET_KEY"] == (tmp_path / "secret-key").read_text()
    assert found["DATABASES"]["default"]["NAME"] == str(tmp_path / "site.sqlite3")
    assert found["EMAIL_FILE_PATH"] == str(tmp_path / "outbox")
    assert (found["DEBUG"], found["CYDWAITH_DEMO"]) == (False, False)


@pytest.mark.parametrize("missing", sorted(PRODUCTION))
def test_production_names_what_is_missing(tmp_path: Path, missing: str) -> None:
    given = {key: value for key, value in PRODUCTION.items() if key != missing}
    with pytest.raises(AssertionError, match=f"Set {missing}"):
        load("production", tmp_path, "DEBUG", **given)


def test_production_is_strict(tmp_path: Path) -> None:
    found = load(
        "production",
        tmp_path,
        "DEBUG",
        "SECURE_HSTS_SECONDS",
        "SECURE_SSL_REDIRECT",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "CSRF_TRUSTED_ORIGINS",
        "EMAIL_BACKEND",
        **PRODUCTION,
    )
    assert found == {
        "DEBUG": False,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "CSRF_TRUSTED_ORIGINS": ["https://site.example"],
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    }


def test_passwords_are_kept_with_argon2_first(tmp_path: Path) -> None:
    hashers = load("embedded", tmp_path, "PASSWORD_HASHERS")["PASSWORD_HASHERS"]
    assert hashers[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"


def test_the_content_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    allowed = {source for sources in directives.values() for source in sources}
    assert allowed == {"'self'", "'none'", "data:"}
    assert directives["default-src"] == ["'none'"]
    assert "data:" not in directives["script-src"] + directives["style-src"]


def test_every_language_has_a_place() -> None:
    assert [code for code, _name in settings.LANGUAGES] == ["en", "cy"]
    assert settings.TIME_ZONE == "Europe/London"

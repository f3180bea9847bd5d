# SPDX-License-Identifier: AGPL-3.0-or-later
"""Configuration from the environment: what is read, and what is refused with which words."""

from pathlib import Path

import pytest

from cydwaith.settings import environment
from cydwaith.settings.environment import ConfigurationError

KEPT_PLANS = {"server_side_binding": True, "prepare_threshold": 3}


def test_without_a_url_the_site_is_an_sqlite_file_at_home(tmp_path: Path) -> None:
    settings = environment.database(None, default_path=tmp_path / "site.sqlite3")
    assert settings["ENGINE"] == "cydwaith.kernel.db.sqlite3"
    assert settings["NAME"] == str(tmp_path / "site.sqlite3")
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    pragmas = settings["OPTIONS"]["init_command"]
    for needed in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        assert needed in pragmas


def test_sqlite_urls_name_absolute_and_relative_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    absolute = environment.database("sqlite:////srv/a%20site.sqlite3", default_path=Path("unused"))
    assert absolute["NAME"] == "/srv/a site.sqlite3"
    relative = environment.database("sqlite:///here.sqlite3", default_path=Path("unused"))
    assert relative["NAME"] == str(tmp_path / "here.sqlite3")


def test_postgresql_url_is_taken_apart() -> None:
    settings = environment.database(
        "postgresql://us%40er:pa%2Fss@db.example:5433/site?sslmode=require", default_path=Path("unused")
    )
    assert {key: settings[key] for key in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "ENGINE": "cydwaith.kernel.db.postgresql",
        "NAME": "site",
        "USER": "us@er",
        "PASSWORD": "pa/ss",
        "HOST": "db.example",
        "PORT": "5433",
    }
    assert settings["OPTIONS"] == {"sslmode": "require", "options": "-c jit=off", **KEPT_PLANS}
    assert settings["CONN_MAX_AGE"] == 60


def test_postgresql_socket_directory_is_a_query_parameter() -> None:
    settings = environment.database(
        "postgresql://postgres@/site?host=/run/postgresql", default_path=Path("unused")
    )
    assert settings["HOST"] == "/run/postgresql"
    assert settings["USER"] == "postgres"
    assert settings["OPTIONS"] == {"options": "-c jit=off", **KEPT_PLANS}


def test_behind_a_pooler_no_plan_is_kept() -> None:
    settings = environment.database("postgresql:///site?prepare=off", default_path=Path("unused"))
    assert settings["OPTIONS"] == {"options": "-c jit=off"}


@pytest.mark.parametrize(
    ("url", "words"),
    [("mysql://x/y", "must start with sqlite or postgresql"), ("sqlite://", "names no file")],
)
def test_other_urls_are_refused_in_plain_words(url: str, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        environment.database(url, default_path=Path("unused"))


@pytest.mark.parametrize(
    ("raw", "value"), [("yes", True), ("1", True), ("Off", False), ("no", False), ("", True)]
)
def test_flags(monkeypatch: pytest.MonkeyPatch, raw: str, value: bool) -> None:
    monkeypatch.setenv("CYDWAITH_SOMETHING", raw)
    assert environment.flag("CYDWAITH_SOMETHING", default=True) is value


def test_a_flag_that_is_no_yes_or_no_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CYDWAITH_SOMETHING", "perhaps")
    with pytest.raises(ConfigurationError, match="CYDWAITH_SOMETHING is 'perhaps'"):
        environment.flag("CYDWAITH_SOMETHING", default=False)


def test_lists_drop_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CYDWAITH_HOSTS", " a.example, ,b.example ")
    assert environment.words("CYDWAITH_HOSTS") == ["a.example", "b.example"]
    monkeypatch.delenv("CYDWAITH_HOSTS")
    assert environment.words("CYDWAITH_HOSTS", default=("here",)) == ["here"]


def test_home_is_named_or_var(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CYDWAITH_HOME", raising=False)
    assert environment.home() == tmp_path / "var"
    monkeypatch.setenv("CYDWAITH_HOME", str(tmp_path / "site"))
    assert environment.home() == tmp_path / "site"


def test_the_secret_is_made_once_and_is_private(tmp_path: Path) -> None:
    first = environment.own_secret(tmp_path / "new")
    assert len(first) >= 80
    assert environment.own_secret(tmp_path / "new") == first
    assert (tmp_path / "new" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert environment.own_secret(tmp_path / "other") != first


def test_two_processes_that_start_together_keep_one_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret-key").write_text("written by the other")
    seen = iter([False])
    monkeypatch.setattr(Path, "exists", lambda self: next(seen))
    assert environment.own_secret(tmp_path) == "written by the other"

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command: its help, its exit codes, what it starts and what it refuses."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from cydwaith import __version__
from cydwaith.cli import demo, main, serving, site
from cydwaith.cli.codes import NOT_READY, USAGE, SiteError
from cydwaith.cli.main import COMMANDS

RUN = CliRunner()


def test_help_lists_every_command_without_loading_django() -> None:
    code = "import sys, cydwaith.cli as c\ntry: c.main(['--help'])\nexcept SystemExit: print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"
    for name, (_module, _attribute, words) in COMMANDS.items():
        assert f"  {name}" in done.stdout
        assert words in done.stdout


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_loads_and_explains_itself(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert isinstance(command, click.Command)
    if name != "manage":  # passes --help on to Django
        done = RUN.invoke(main, [name, "--help"])
        assert done.exit_code == 0, done.output
        assert "Usage:" in done.output


def test_version() -> None:
    assert RUN.invoke(main, ["--version"]).output == f"cydwaith, version {__version__}\n"


def test_a_command_that_there_is_not_is_misuse() -> None:
    done = RUN.invoke(main, ["dance"])
    assert done.exit_code == USAGE
    assert "No such command 'dance'" in done.output


def test_manage_passes_on_to_django(tmp_path: Path) -> None:
    environment = {**os.environ, "CYDWAITH_HOME": str(tmp_path)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [*site.own_command("manage", "diffsettings", "--output", "unified")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "+ SETTINGS_MODULE = 'cydwaith.settings.embedded'" in done.stdout


class TestOpening:
    """Faults of the configuration are told in plain words, with exit code 3."""

    def opened(self, tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("CYDWAITH_")}
        environment |= {"CYDWAITH_HOME": str(tmp_path), **variables}
        environment.setdefault("DJANGO_SETTINGS_MODULE", "cydwaith.settings.embedded")
        return subprocess.run(
            site.own_command("worker", "--once"), env=environment, capture_output=True, text=True, check=False
        )

    def test_a_database_that_is_neither(self, tmp_path: Path) -> None:
        done = self.opened(
            tmp_path,
            DJANGO_SETTINGS_MODULE="cydwaith.settings.embedded",
            CYDWAITH_DATABASE_URL="mysql://x/y",
        )
        assert done.returncode == NOT_READY
        assert "must start with sqlite or postgresql" in done.stderr
        assert "Traceback" not in done.stderr

    def test_production_without_a_secret(self, tmp_path: Path) -> None:
        done = self.opened(tmp_path, DJANGO_SETTINGS_MODULE="cydwaith.settings.production")
        assert done.returncode == NOT_READY
        assert "Set CYDWAITH_SECRET_KEY" in done.stderr

    def test_a_home_that_is_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        done = self.opened(tmp_path / "file", DJANGO_SETTINGS_MODULE="cydwaith.settings.embedded")
        assert done.returncode == NOT_READY
        assert "Set CYDWAITH_HOME to a directory of your own" in done.stderr


class TestServing:
    def test_browsers_do_not_hold_an_embedded_worker(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "cydwaith.settings.embedded")
        command = serving.web_command("127.0.0.1", 8123, workers=2)
        assert command[command.index("--worker-class") + 1] == "gthread"
        assert command[command.index("--bind") + 1] == "127.0.0.1:8123"
        assert "--access-logfile" not in command

    def test_production_workers_are_synchronous(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "cydwaith.settings.production")
        command = serving.web_command("::1", 80, workers=4)
        assert command[command.index("--worker-class") + 1] == "sync"
        assert command[command.index("--bind") + 1] == "[::1]:80"
        assert command[command.index("--workers") + 1] == "4"

    def test_a_port_that_is_taken_is_named_with_another(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            with pytest.raises(SiteError, match=f"Port {port} on 127.0.0.1 .* --port {port + 1}"):
                serving._refuse_taken("127.0.0.1", port)

    def test_jobs_run_beside_an_embedded_site_only(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seen: list[Any] = []
        monkeypatch.setattr(serving, "open_site", lambda: None)
        monkeypatch.setattr(serving, "prepare", lambda _say: None)
        monkeypatch.setattr(serving, "run_site", lambda *_a, jobs, **_k: seen.append(jobs))
        for way, arguments in (
            ("embedded", []),
            ("production", []),
            ("embedded", ["--no-jobs"]),
            ("production", ["--jobs"]),
        ):
            monkeypatch.setenv("DJANGO_SETTINGS_MODULE", f"cydwaith.settings.{way}")
            done = RUN.invoke(serving.serve, arguments)
            assert done.exit_code == 0, done.output
        assert seen == [True, False, False, True]

    def test_a_web_server_that_does_not_start_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(
            serving, "web_command", lambda *_a, **_k: [sys.executable, "-c", "raise SystemExit(1)"]
        )
        with pytest.raises(SiteError, match="did not start"):
            serving.run_site("127.0.0.1", free_port(), workers=1, jobs=False, announce="", say=print)

    def test_it_announces_itself_once_it_answers(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        port = free_port()
        answering = (
            f"import socket; s = socket.create_server(('127.0.0.1', {port})); s.accept(); raise SystemExit(5)"
        )
        monkeypatch.setattr(serving, "web_command", lambda *_a, **_k: [sys.executable, "-c", answering])
        with pytest.raises(SystemExit) as left:
            serving.run_site("0.0.0.0", port, workers=1, jobs=False, announce="here it is", say=print)
        assert left.value.code == 5
        assert capsys.readouterr().out.splitlines() == ["ready", "here it is"]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class TestPreparing:
    def test_static_files_are_gathered_once_and_again_when_one_changed(
        self, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        source = tmp_path / "source"
        source.mkdir()
        (source / "own.css").write_text("a{}")
        settings.STATICFILES_DIRS = [source]
        settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
        settings.STATIC_ROOT = tmp_path / "static"
        monkeypatch.setattr(site, "assets_built", lambda: True)
        said: list[str] = []
        site.collect_static(said.append)
        site.collect_static(said.append)
        assert said == ["gathering the static files"]
        assert (tmp_path / "static" / "own.css").read_text() == "a{}"
        (source / "own.css").write_text("a{color:red}")
        site.collect_static(said.append)
        assert len(said) == 2
        assert (tmp_path / "static" / "own.css").read_text() == "a{color:red}"

    def test_a_site_without_assets_is_not_served(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(site, "assets_built", lambda: False)
        with pytest.raises(SiteError, match="make assets"):
            site.collect_static(print)

    @pytest.mark.django_db
    def test_a_database_that_is_up_to_date_is_left_alone(self) -> None:
        said: list[str] = []
        site.migrate(said.append)
        assert said == []
        assert site.unapplied() == []

    def test_a_database_error_is_told_in_plain_words(self) -> None:
        from django.db.utils import OperationalError

        with pytest.raises(SiteError, match="does not answer: no route"), site.database_errors():
            raise OperationalError("no route")

    def test_lines_carry_the_seconds(self, capsys: pytest.CaptureFixture[str]) -> None:
        site.progress()("hello")
        assert capsys.readouterr().out == "[  0 s] hello\n"

    @pytest.mark.parametrize(("count", "words"), [(1, "1 step"), (2, "2 steps"), (0, "0 steps")])
    def test_counting(self, count: int, words: str) -> None:
        assert site.plural(count, "step", "steps") == words


class TestDemo:
    @pytest.fixture
    def built(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """What a build did, in order, with a world that only writes its name down."""
        done: list[str] = []
        monkeypatch.setattr(demo, "open_site", lambda: done.append("open"))
        monkeypatch.setattr(demo, "prepare", lambda _say: done.append("prepare"))
        monkeypatch.setattr(demo, "fill", lambda: done.append("world"))
        return done

    def test_the_world_is_built_once_and_again_when_its_sources_change(
        self, built: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        database = tmp_path / "site.sqlite3"
        demo.build_world(tmp_path, fresh=False, say=print)
        database.write_text("the first world")
        demo.build_world(tmp_path, fresh=False, say=print)
        assert built == ["open", "prepare", "world", "open", "prepare"]
        assert database.exists()
        monkeypatch.setattr(demo, "world_fingerprint", lambda: "another")
        demo.build_world(tmp_path, fresh=False, say=print)
        assert built[-1] == "world"
        assert not database.exists()

    def test_fresh_throws_the_old_world_away(self, built: list[str], tmp_path: Path) -> None:
        demo.build_world(tmp_path, fresh=False, say=print)
        (tmp_path / "site.sqlite3").write_text("old")
        demo.build_world(tmp_path, fresh=True, say=print)
        assert built.count("world") == 2
        assert not (tmp_path / "site.sqlite3").exists()

    def test_a_build_that_was_interrupted_is_done_again(
        self, built: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupted() -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(demo, "fill", interrupted)
        with pytest.raises(KeyboardInterrupt):
            demo.build_world(tmp_path, fresh=False, say=print)
        (tmp_path / "site.sqlite3").write_text("half a world")
        monkeypatch.setattr(demo, "fill", lambda: built.append("world"))
        demo.build_world(tmp_path, fresh=False, say=print)
        assert built[-1] == "world"
        assert not (tmp_path / "site.sqlite3").exists()

    @pytest.mark.django_db
    def test_it_says_whom_one_may_sign_in_as(self) -> None:
        from tests import factories

        assert demo.personas("http://localhost:8000/") == ""
        made = factories.user(is_demo=True)
        lines = demo.personas("http://localhost:8000/").splitlines()
        assert lines[0].endswith("at  http://localhost:8000/account/demonstration/")
        assert made.email in lines[2]

    def test_it_never_touches_a_real_site(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        seen: dict[str, str | None] = {}
        names = ("CYDWAITH_HOME", "CYDWAITH_DEMO", "CYDWAITH_DATABASE_URL", "CYDWAITH_HOSTS")

        def look(home: Path, **_options: Any) -> None:
            seen.update({"built in": str(home), **{name: os.environ.get(name) for name in names}})

        for name in names:
            monkeypatch.setenv(name, "the real one")  # restored afterwards
        monkeypatch.delenv("CYDWAITH_HOSTS")
        monkeypatch.setenv("CYDWAITH_DEMO_HOME", str(tmp_path / "demo"))
        monkeypatch.setattr(demo, "build_world", look)
        done = RUN.invoke(serving.demo, ["--build-only", "--host", "0.0.0.0"])
        assert done.exit_code == 0, done.output
        assert seen == {
            "built in": str(tmp_path / "demo"),
            "CYDWAITH_HOME": str(tmp_path / "demo"),
            "CYDWAITH_DEMO": "yes",
            "CYDWAITH_DATABASE_URL": None,
            "CYDWAITH_HOSTS": "*",
        }


class TestImporting:
    @pytest.mark.django_db
    def test_what_was_asked_reaches_the_importer_and_its_code_comes_back(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        from cydwaith.cli import importing
        from cydwaith.intake import cli

        seen: list[Any] = []
        monkeypatch.setattr(importing, "open_site", lambda: None)
        monkeypatch.setattr(cli, "run", lambda asked, say: seen.append(asked) or cli.PARTLY)
        source = tmp_path / "people.csv"
        source.write_text("Name\nMair\n")
        done = RUN.invoke(
            importing.import_group,
            ["people", str(source), "--organisation", "north", "--mode", "good", "--dry-run", "--json"],
        )
        assert done.exit_code == cli.PARTLY, done.output
        assert seen == [cli.Asked(file=source, organisation="north", mode="good", dry_run=True, as_json=True)]

    @pytest.mark.django_db
    def test_an_organisation_that_there_is_not_is_misuse(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        from cydwaith.cli import importing

        monkeypatch.setattr(importing, "open_site", lambda: None)
        source = tmp_path / "people.csv"
        source.write_text("Name\nMair\n")
        done = RUN.invoke(importing.import_group, ["people", str(source), "--organisation", "nowhere"])
        assert done.exit_code == USAGE
        assert "There is no organisation with the code nowhere." in done.output

    def test_a_file_that_there_is_not_is_misuse(self) -> None:
        done = RUN.invoke(main, ["import", "people", "/no/such/file.csv", "--organisation", "north"])
        assert done.exit_code == USAGE

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The scripts behind ``make``: stamps, Node, PostgreSQL, and what the summary says."""

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A script as a module of its own, with its neighbours importable."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    path = ROOT / "scripts" / f"{name}.py"
    specification = importlib.util.spec_from_file_location(f"script_{name}", path)
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module
    specification.loader.exec_module(module)
    return module


class TestAssets:
    @pytest.fixture
    def assets(self, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
        return load("assets", monkeypatch)

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        (tmp_path / "frontend" / "node_modules").mkdir(parents=True)
        (tmp_path / "frontend" / "scss").mkdir()
        (tmp_path / "frontend" / "scss" / "own.scss").write_text("a{}")
        return tmp_path

    def node(self, folder: Path, version: str) -> Path:
        """A folder with a ``node`` that tells a version and an ``npm`` that copies a style sheet."""
        folder.mkdir()
        (folder / "node").write_text(f"#!/bin/sh\necho v{version}\n")
        (folder / "npm").write_text(
            '#!/bin/sh\nif [ "$1" = run ]; then mkdir -p ../src/cydwaith/web/static/build;'
            " cp scss/own.scss ../src/cydwaith/web/static/build/own.css; fi\n"
        )
        for program in folder.iterdir():
            program.chmod(0o755)
        return folder

    def test_the_fingerprint_is_of_names_and_contents_but_not_of_packages(
        self, assets: ModuleType, root: Path
    ) -> None:
        first = assets.fingerprint(root)
        (root / "frontend" / "node_modules" / "x.js").write_text("1")
        assert assets.fingerprint(root) == first
        (root / "frontend" / "scss" / "own.scss").rename(root / "frontend" / "scss" / "new.scss")
        second = assets.fingerprint(root)
        (root / "frontend" / "scss" / "new.scss").write_text("b{}")
        assert len({first, second, assets.fingerprint(root)}) == 3

    def test_a_build_is_stamped_and_a_change_makes_it_stale(
        self, assets: ModuleType, root: Path, tmp_path: Path
    ) -> None:
        assert not assets.up_to_date(root)
        assets.build(root, self.node(tmp_path / "bin", "20.1.0"))
        assert assets.up_to_date(root)
        assert (assets.target(root) / "own.css").read_text() == "a{}"
        (root / "frontend" / "scss" / "own.scss").write_text("b{}")
        assert not assets.up_to_date(root)

    def test_a_build_that_fails_leaves_no_stamp_and_says_why(
        self, assets: ModuleType, root: Path, tmp_path: Path
    ) -> None:
        node = self.node(tmp_path / "bin", "20.1.0")
        (node / "npm").write_text("#!/bin/sh\necho 'no such package' >&2\nexit 1\n")
        with pytest.raises(assets.AssetsError, match=r"(?s)npm ci.*no such package"):
            assets.build(root, node)
        (node / "npm").write_text("#!/bin/sh\n")
        with pytest.raises(assets.AssetsError, match="without a style sheet"):
            assets.build(root, node)
        assert not assets.up_to_date(root)

    def test_an_old_node_is_not_used(
        self, assets: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        old, new = self.node(tmp_path / "old", "16.0.0"), self.node(tmp_path / "new", "22.0.0")
        monkeypatch.setattr(shutil, "which", lambda name: str(old / name))
        assert assets.find_node() is None
        assert assets.find_node(tmp_path / "nowhere") is None
        assert assets.find_node(new) == new

    def test_the_wheels_npm_is_run_by_its_program(self, assets: ModuleType, tmp_path: Path) -> None:
        node = self.node(tmp_path / "bin", "22.0.0")
        assert assets.npm(node) == ["npm"]
        program = tmp_path / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        program.parent.mkdir(parents=True)
        program.write_text("")
        assert assets.npm(node) == [str(node / "node"), str(program)]


class TestBootstrap:
    @pytest.fixture
    def bootstrap(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
        module = load("bootstrap", monkeypatch)
        module.VENV = tmp_path / "venv"
        return module

    def test_a_stamp_holds_until_what_it_was_made_from_changes(
        self, bootstrap: ModuleType, tmp_path: Path
    ) -> None:
        source = tmp_path / "base.txt"
        source.write_text("a==1")
        stale, write = bootstrap.fresh("base", source, "python3.11")
        assert stale
        write()
        assert bootstrap.fresh("base", source, "python3.11")[0] is False
        assert bootstrap.fresh("base", source, "python3.12")[0] is True
        source.write_text("a==2")
        assert bootstrap.fresh("base", source, "python3.11")[0] is True

    def test_an_old_python_looks_for_a_newer_one(
        self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bootstrap, "OLDEST", (sys.version_info[0], sys.version_info[1] + 1))
        monkeypatch.setattr(
            shutil, "which", lambda name: f"/usr/bin/{name}" if name == "python3.14" else None
        )
        assert bootstrap.suitable_python() == "/usr/bin/python3.14"
        monkeypatch.setattr(shutil, "which", lambda _name: None)
        with pytest.raises(bootstrap.BootstrapError, match="make PYTHON="):
            bootstrap.suitable_python()

    def test_misuse_and_failures_have_their_codes(
        self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def fail(_group: str) -> None:
            bootstrap.run([sys.executable, "-c", "print('the reason'); raise SystemExit(4)"], "Trying")

        assert bootstrap.main([]) == 2
        monkeypatch.setattr(bootstrap, "both", fail)
        assert bootstrap.main(["dev"]) == 1
        assert "Trying failed:\nthe reason" in capsys.readouterr().err


class TestPostgres:
    @pytest.fixture
    def postgres(self, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
        monkeypatch.delenv("CYDWAITH_TEST_POSTGRES", raising=False)
        return load("postgres", monkeypatch)

    @pytest.fixture
    def cluster(self, postgres: ModuleType) -> Iterator[str]:
        found = postgres.programs()
        if found is None:
            pytest.skip("no PostgreSQL server programs are installed here")
        with postgres.throwaway_cluster(found) as url:
            yield url

    def test_a_named_server_that_does_not_answer_is_not_replaced_by_another(
        self, postgres: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CYDWAITH_TEST_POSTGRES", "postgresql://nobody@127.0.0.1:1/none")
        with postgres.server() as (url, words):
            assert url is None
            assert "does not answer" in words

    def test_without_server_and_programs_there_is_none(
        self, postgres: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(postgres, "may_create_databases", lambda _url: False)
        monkeypatch.setattr(postgres, "programs", lambda: None)
        with postgres.server() as (url, words):
            assert (url, words) == (None, "no server answers here and no server programs are installed")

    @pytest.mark.slow
    def test_a_throwaway_cluster_works_and_leaves_nothing(self, postgres: ModuleType, cluster: str) -> None:
        import psycopg

        folder = Path(cluster.rsplit("host=", 1)[1])
        assert folder.is_dir()
        assert postgres.may_create_databases(cluster)
        with psycopg.connect(cluster, autocommit=True) as connection:
            for name in ("test_cydwaith_run1_gw0", "kept"):
                connection.execute(f"CREATE DATABASE {name}")
        postgres.drop_leftovers(cluster, "test_cydwaith_run1")
        with psycopg.connect(cluster) as connection:
            names = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
        assert names == {"postgres", "template0", "template1", "kept"}

    @pytest.mark.slow
    def test_the_cluster_is_removed_afterwards(self, postgres: ModuleType) -> None:
        found = postgres.programs()
        if found is None:
            pytest.skip("no PostgreSQL server programs are installed here")
        with postgres.throwaway_cluster(found) as url:
            folder = Path(url.rsplit("host=", 1)[1])
        assert not folder.exists()


class TestTheTestRunner:
    @pytest.fixture
    def runner(self, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
        return load("test", monkeypatch)

    def test_pytests_closing_line_is_kept(
        self, runner: ModuleType, capsys: pytest.CaptureFixture[str]
    ) -> None:
        line = "=================== 12 passed, 1 skipped in 3.45s (0:00:03) ==================="
        found = runner.step("some tests", [sys.executable, "-c", f"print({line!r}); print('done')"])
        assert (found.passed, found.closing) == (True, line)
        assert line in capsys.readouterr().out

    def test_a_failed_step_fails_the_run_and_the_whole_runs_line_is_last(
        self, runner: ModuleType, capsys: pytest.CaptureFixture[str]
    ) -> None:
        bad = runner.step("lint", [sys.executable, "-c", "raise SystemExit(1)"])
        good = runner.Result("tests", True, 1.0, "== 5 passed in 1s ==")
        assert runner.summary([bad, good]) == 1
        printed = capsys.readouterr().out
        assert "FAILED       0 s  lint" in printed
        assert printed.splitlines()[-1] == "== 5 passed in 1s =="
        assert runner.summary([good]) == 0

    def test_what_processors_worked_is_told_beside_what_the_clock_says(
        self, runner: ModuleType, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """On a machine that others use, the clock says little."""
        waits = runner.step("waits", [sys.executable, "-c", "import time; time.sleep(1)"])
        code = "import time\nwhile time.process_time() < 1.2: pass"
        works = runner.step("works", [sys.executable, "-c", code])
        assert waits.worked < waits.seconds
        assert works.worked >= 1.2
        capsys.readouterr()
        runner.summary([works])
        assert f"works  ({works.worked:.0f} s of processors)" in capsys.readouterr().out

    @pytest.mark.parametrize(("ci", "passed"), [(True, False), (False, True)])
    def test_a_half_that_was_not_run_is_said_loudly_and_fails_under_ci(
        self,
        runner: ModuleType,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        ci: bool,
        passed: bool,
    ) -> None:
        monkeypatch.setattr(runner, "CI", ci)
        assert runner.not_run("tests on PostgreSQL", "no server").passed is passed
        assert "!!! tests on PostgreSQL WAS NOT RUN: no server" in capsys.readouterr().out

    def test_on_postgresql_the_kernel_is_counted_and_nothing_is_left_out(
        self, runner: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        commands: list[list[str]] = []

        @contextmanager
        def server() -> Iterator[tuple[str, str]]:
            yield "postgresql:///postgres", "a test's"

        def step(name: str, command: list[str], **environment: str) -> Any:
            assert environment["CYDWAITH_TEST_DB"] == "postgresql"
            commands.append(command)
            return runner.Result(name, "--cov-append" not in command, 1.0)

        monkeypatch.setattr(runner.postgres, "server", server)
        monkeypatch.setattr(runner.postgres, "drop_leftovers", lambda url, prefix: None)
        monkeypatch.setattr(runner, "step", step)
        assert [one.passed for one in runner.postgresql_run()] == [False, True]
        counted, rest = commands
        assert (ROOT / runner.KERNEL).is_dir()
        assert runner.KERNEL in counted
        assert "--cov=cydwaith.kernel" in counted
        assert f"--ignore={runner.KERNEL}" in rest
        assert not any("--cov" in part for part in rest)

    @pytest.mark.parametrize(
        ("path", "watched"),
        [
            ("src/cydwaith/kernel/guard.py", True),
            ("src/cydwaith/kernel/db/sqlite3/base.py", True),
            ("src/cydwaith/journeys/policy.py", True),
            ("src/cydwaith/people/sharing.py", True),
            ("src/cydwaith/people/visibility.py", True),
            ("src/cydwaith/people/queries.py", False),
            ("src/cydwaith/web/pages.py", False),
        ],
    )
    def test_what_must_be_covered_to_the_last_branch(
        self, runner: ModuleType, path: str, watched: bool
    ) -> None:
        assert bool(runner.COMPLETE.search(path)) is watched

    def test_misuse(self, runner: ModuleType) -> None:
        assert runner.main(["--slow"]) == 2


def test_make_shows_what_there_is() -> None:
    done = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    shown = [line.split()[0] for line in done.stdout.splitlines()]
    assert {"demo", "test", "check", "bench", "assets", "messages"} <= set(shown)

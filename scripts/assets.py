# SPDX-License-Identifier: AGPL-3.0-or-later
"""Builds the style sheets and scripts of ``frontend/`` when their sources changed; standard library only.

Used by the bootstrap (which may bring Node as a wheel) and by the build hook of the package.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

NODE_MAJOR = 18  # the oldest that the build script and its packages run on


class AssetsError(Exception):
    """The assets cannot be built; the message says why and what to do."""


def _sources(root: Path) -> list[Path]:
    frontend = root / "frontend"
    found = []
    for folder, folders, files in os.walk(frontend):
        folders[:] = sorted(name for name in folders if name != "node_modules")
        found += [Path(folder) / name for name in files]
    return sorted(found)


def target(root: Path) -> Path:
    """The git-ignored directory that the build writes."""
    return root / "src" / "cydwaith" / "web" / "static" / "build"


def fingerprint(root: Path) -> str:
    """SHA-256 over names and contents of everything that the build reads."""
    digest = hashlib.sha256()
    for path in _sources(root):
        digest.update(str(path.relative_to(root)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def up_to_date(root: Path) -> bool:
    """Whether the built files come from the sources as they are now."""
    stamp = target(root) / ".stamp"
    return stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint(root)


def find_node(extra: Path | None = None) -> Path | None:
    """The directory of a usable ``node`` and ``npm``: ``extra`` first, else the search path's."""
    candidates = [str(extra)] if extra else []
    on_path = shutil.which("node")
    if on_path and shutil.which("npm"):
        candidates.append(str(Path(on_path).parent))
    for folder in candidates:
        node = Path(folder) / "node"
        if not node.exists():
            continue
        answer = subprocess.run([str(node), "--version"], capture_output=True, text=True, check=False)
        major = answer.stdout.strip().lstrip("v").split(".", 1)[0]
        if major.isdigit() and int(major) >= NODE_MAJOR:
            return Path(folder)
    return None


def npm(node: Path) -> list[str]:
    """The command that runs npm with this ``node``; a wheel holds npm's program but not its symbolic link."""
    program = node.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node / "node"), str(program)] if program.exists() else ["npm"]


def build(root: Path, node: Path) -> None:
    """Install the locked packages and run the build, with ``node`` first on the search path.

    Raises ``AssetsError`` with the last lines of what failed. The stamp is written last, so that a
    build which was interrupted is done again.
    """
    frontend = root / "frontend"
    environment = {**os.environ, "PATH": f"{node}{os.pathsep}{os.environ.get('PATH', '')}"}
    before = fingerprint(root)
    for arguments in (
        ["ci", "--no-audit", "--no-fund", "--loglevel=error"],
        ["run", "build", "--silent"],
    ):
        run = subprocess.run(
            [*npm(node), *arguments],
            cwd=frontend,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode:
            tail = "\n".join((run.stdout + run.stderr).strip().splitlines()[-25:])
            raise AssetsError(f"`npm {' '.join(arguments)}` in frontend/ failed:\n{tail}")
    if not any(target(root).glob("**/*.css")):
        raise AssetsError(f"`npm run build` ended without a style sheet in {target(root)}.")
    (target(root) / ".stamp").write_text(before, encoding="ascii")


def main() -> int:
    """Build if needed with the Node of this machine."""
    root = Path(__file__).resolve().parent.parent
    if up_to_date(root):
        print("assets are up to date")
        return 0
    node = find_node()
    if node is None:
        print(f"There is no Node {NODE_MAJOR} or later here; `make assets` brings one.", file=sys.stderr)
        return 1
    try:
        build(root, node)
    except AssetsError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs the web server and the job worker side by side and ends them together."""

import signal
import subprocess
import time
from dataclasses import dataclass, field
from types import FrameType

TICK = 0.2  # seconds between two looks at the children
RESTART_AFTER = 3.0  # seconds before a worker that died is started again
PATIENCE = 20.0  # seconds that a child has to end by itself


@dataclass
class Supervisor:
    """Children by name: ``web`` is the one that counts, the others are started again when they die."""

    commands: dict[str, list[str]]
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _stopping: bool = False
    _restart_at: dict[str, float] = field(default_factory=dict)

    def start(self) -> None:
        """Start every child in a session of its own, so that Ctrl-C reaches only this process."""
        for name in self.commands:
            self._spawn(name)

    def _spawn(self, name: str) -> None:
        self.children[name] = subprocess.Popen(self.commands[name], start_new_session=True)

    def watch(self) -> int:
        """Wait until the web server ends or a signal asks to stop; returns the exit code to leave with."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)
        while not self._stopping and self.children["web"].poll() is None:
            self._revive()
            time.sleep(TICK)
        code = self.children["web"].poll()
        self.stop()
        return 0 if self._stopping or code is None else code

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _revive(self) -> None:
        for name, child in list(self.children.items()):
            if name == "web" or child.poll() is None:
                continue
            due = self._restart_at.setdefault(name, time.monotonic() + RESTART_AFTER)
            if time.monotonic() >= due:
                del self._restart_at[name]
                self._spawn(name)

    def stop(self) -> None:
        """Ask every child to end, then insist."""
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + PATIENCE
        for child in self.children.values():
            try:
                child.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

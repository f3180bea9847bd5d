# SPDX-License-Identifier: AGPL-3.0-or-later
"""Requests over real connections, and what they cost: time as the client sees it, CPU as the kernel counts it."""

from __future__ import annotations

import http.client
import itertools
import os
import statistics
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Result:
    """One measurement: requests a second, p50 and p95 in ms, CPU-ms a request of the web and the database processes.

    `yardstick`: CPU-ms of a million additions right after, on this machine.
    """

    rate: float
    p50: float
    p95: float
    web_cpu: float
    database_cpu: float
    yardstick: float


def cpu_seconds(pids: Iterable[int]) -> dict[int, float]:
    """Process -> user and system time so far."""
    found = {}
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        found[pid] = (int(fields[11]) + int(fields[12])) / TICKS
    return found


def spent(before: dict[int, float], after: dict[int, float]) -> float:
    """Seconds between two readings. A process that came meanwhile counts from its start; one that went, not at all."""
    return sum(now - before.get(pid, 0.0) for pid, now in after.items())


def yardstick() -> float:
    """CPU-ms of a million additions in this process: what this machine gives for its milliseconds just now."""
    before, total = time.process_time(), 0
    for number in range(1_000_000):
        total += number
    return (time.process_time() - before) * 1_000


Request = Callable[[int], tuple[str, str, str | None]]
"""number -> (verb, path, body or None)"""


class Visitor:
    """One connection with one session, as a browser keeps it."""

    def __init__(self, port: int, cookies: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Cookie": cookies, "Accept-Encoding": "identity"}
        for cookie in cookies.split("; "):
            name, _, value = cookie.partition("=")
            if name.endswith("csrf"):
                self.headers["X-CSRFToken"] = value

    def send(self, verb: str, path: str, body: str | None) -> int:
        """The status; the body is read to its end. A closed keep-alive connection is opened anew."""
        headers = dict(self.headers)
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.connection.request(verb, path, body, headers)
            response = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self.connection.close()
            self.connection.request(verb, path, body, headers)
            response = self.connection.getresponse()
        response.read()
        return response.status


def measure(
    request: Request,
    *,
    port: int,
    cookies: str,
    connections: int,
    seconds: float,
    web: Callable[[], list[int]],
    database: Callable[[], list[int]],
    good: tuple[int, ...] = (200,),
) -> Result:
    """Send requests over so many connections for so long. Raises `RuntimeError` at the first bad answer."""
    numbers = itertools.count()
    lock = threading.Lock()
    times: list[float] = []
    wrong: list[str] = []
    until = 0.0

    def work() -> None:
        visitor = Visitor(port, cookies)
        while time.perf_counter() < until and not wrong:
            with lock:
                number = next(numbers)
            verb, path, body = request(number)
            began = time.perf_counter()
            status = visitor.send(verb, path, body)
            times.append((time.perf_counter() - began) * 1_000)
            if status not in good:
                wrong.append(f"{verb} {path} answered {status}")

    warm = Visitor(port, cookies)
    for number in range(6):
        verb, path, body = request(10_000_000 + number)
        warm.send(verb, path, body)
    before, before_database = cpu_seconds(web()), cpu_seconds(database())
    began = time.perf_counter()
    until = began + seconds
    threads = [threading.Thread(target=work) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise RuntimeError(wrong[0])
    took = time.perf_counter() - began
    cuts = statistics.quantiles(times, n=20) if len(times) > 1 else [times[0]] * 19
    return Result(
        rate=len(times) / took,
        p50=cuts[9],
        p95=cuts[18],
        web_cpu=spent(before, cpu_seconds(web())) * 1_000 / len(times),
        database_cpu=spent(before_database, cpu_seconds(database())) * 1_000 / len(times),
        yardstick=yardstick(),
    )


def form(fields: dict[str, str]) -> str:
    """A form's body."""
    return urllib.parse.urlencode(fields)

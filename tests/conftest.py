# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every test gets: no network beyond this machine, compiled catalogues, a clean language."""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from hypothesis import settings

from cydwaith.cli.catalogues import compile_catalogues
from cydwaith.settings.base import LOCALE_PATHS

# How long one example takes is the machine's affair: a busy one must not fail a test.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


class NetworkAccessError(RuntimeError):
    """A test tried to reach another machine."""


def _is_here(address: Any) -> bool:
    """Whether a socket address stays on this machine: loopback, or a Unix socket's path."""
    if isinstance(address, str | bytes):
        return True
    host = str(address[0]).split("%", 1)[0]
    if host in {"localhost", ""}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _GuardedSocket(socket.socket):
    """A socket that refuses every address beyond this machine."""

    def _refuse(self, address: Any) -> None:
        if not _is_here(address):
            raise NetworkAccessError(f"Tests use no network; this one tried to reach {address!r}.")

    def connect(self, address: Any) -> None:
        self._refuse(address)
        super().connect(address)

    def connect_ex(self, address: Any) -> int:
        self._refuse(address)
        return super().connect_ex(address)

    def sendto(self, data: Any, *arguments: Any) -> int:
        self._refuse(arguments[-1])
        return super().sendto(data, *arguments)


_resolve = socket.getaddrinfo


def _guarded_resolve(host: Any, *arguments: Any, **options: Any) -> Any:
    """Names are looked up at a name server, which is a network: only our own names are answered."""
    name = host.decode() if isinstance(host, bytes) else host
    if name is not None and not _is_here((name, 0)):
        raise NetworkAccessError(f"Tests use no network; this one tried to look up {name!r}.")
    return _resolve(host, *arguments, **options)


def pytest_configure(config: pytest.Config) -> None:
    """Close the network and bring the compiled catalogues up to date before anything is collected."""
    socket.socket = _GuardedSocket  # type: ignore[misc]
    socket.getaddrinfo = _guarded_resolve
    for folder in LOCALE_PATHS:
        compile_catalogues(folder)


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    """No test inherits the language that another one activated."""
    yield
    translation.activate("en")

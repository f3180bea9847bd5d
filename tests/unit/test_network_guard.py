# SPDX-License-Identifier: AGPL-3.0-or-later
"""The guard in ``conftest`` really closes the network, and leaves this machine open."""

import socket
import urllib.request

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("203.0.113.9", 443)])
def test_an_address_elsewhere_is_refused(address: tuple[str, int]) -> None:
    with socket.socket() as plug, pytest.raises(RuntimeError, match="Tests use no network"):
        plug.connect(address)
    with socket.socket() as plug, pytest.raises(RuntimeError, match="Tests use no network"):
        plug.connect_ex(address)


def test_a_datagram_elsewhere_is_refused() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plug,
        pytest.raises(RuntimeError, match="Tests use no network"),
    ):
        plug.sendto(b"hello", ("192.0.2.1", 53))


def test_a_name_elsewhere_is_not_looked_up() -> None:
    with pytest.raises(RuntimeError, match=r"look up 'example\.org'"):
        urllib.request.urlopen("http://example.org/", timeout=1)


def test_this_machine_answers() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()[:2]) as caller,
    ):
        accepted, _peer = server.accept()
        with accepted:
            caller.sendall(b"hello")
            assert accepted.recv(5) == b"hello"


def test_unix_sockets_are_open(tmp_path) -> None:
    path = str(tmp_path / "plug")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()
        with socket.socket(socket.AF_UNIX) as caller:
            caller.connect(path)

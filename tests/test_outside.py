"""Only public addresses are asked, and networks that somebody named, however others are written."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import InputError, UsageError
from sekisho.outside import OWN, is_public, open_client
from tests.publisher import Reply, published


@pytest.fixture
def unnamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """No network of one's own is named, and no proxy."""
    for name in (OWN, "http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def asked(url: str) -> httpx.Response:
    with open_client(2.0) as client:
        return client.get(url)


@pytest.mark.usefixtures("unnamed")
@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0", "[::1]", "[::ffff:127.0.0.1]"],
)
def test_loopback_is_not_asked_however_it_is_written(host: str) -> None:
    with published() as publisher:
        port = publisher.address.rpartition(":")[2]
        with pytest.raises((InputError, httpx.ConnectError)) as refused:
            asked(f"http://{host}:{port}/list")
        assert publisher.asked == []
    if isinstance(refused.value, InputError):
        assert OWN in refused.value.diagnostics()


@pytest.mark.usefixtures("unnamed")
@pytest.mark.parametrize(
    "address", ["10.0.0.8", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "[fe80::1]"]
)
def test_private_networks_are_not_asked(address: str) -> None:
    with pytest.raises(InputError, match="is not asked"):
        asked(f"http://{address}/")


@pytest.mark.usefixtures("unnamed")
def test_a_name_that_stands_for_a_private_address_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(*_: object, **__: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.1.2.3", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    with pytest.raises(InputError) as refused:
        asked("http://lists.example/")
    assert "lists.example stands for 10.1.2.3" in refused.value.diagnostics()


def test_what_is_connected_to_is_what_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no second look-up, which could lead elsewhere; the name is told to the server all the same."""
    looked_up: list[str] = []
    real = socket.getaddrinfo

    def found(host: Any, *rest: Any, **more: Any) -> Any:  # noqa: ANN401  # as the socket module has it
        looked_up.append(str(host))
        return real("127.0.0.1" if host == "lists.example" else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", found)
    with published() as publisher:
        publisher.publish("/list", Reply(b"told"))
        port = publisher.address.rpartition(":")[2]
        response = asked(f"http://lists.example:{port}/list")
        ((_, headers),) = publisher.asked
    assert response.content == b"told"
    assert response.url.host == "lists.example"
    assert headers["host"] == f"lists.example:{port}"
    assert looked_up.count("lists.example") == 1


def test_a_named_network_is_asked() -> None:
    with published() as publisher:
        assert asked(publisher.publish("/list", Reply(b"told"))).content == b"told"


def test_a_network_that_is_none_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(OWN, "10.0.0.0/8, intranet")
    with pytest.raises(UsageError, match="intranet"):
        open_client()


@given(st.ip_addresses(v=4))
def test_an_address_is_the_same_in_the_newer_protocol(address: ipaddress.IPv4Address) -> None:
    for other in (
        f"::ffff:{address}",
        str(ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) + int(address))),
    ):
        assert is_public(ipaddress.ip_address(other)) == is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))

"""Asking the outside world over HTTP: only public addresses, unless some of one's own are named.

An address to be asked may come from a declaration, a redirect or a form. On a server it must not lead to the
machines behind it (OWASP: server-side request forgery). So a name is looked up once, here, and what it stands
for is looked at and then connected to: no second look-up can lead elsewhere.
"""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from typing import TYPE_CHECKING, TypeAlias
from urllib.request import getproxies

import httpx

from sekisho.errors import InputError, Location, Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

OWN = "SEKISHO_PRIVATE"
"""The variable that names networks of one's own that may be asked: `10.1.0.0/16, 127.0.0.1`."""
Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""Addresses that stand for those of the older protocol (RFC 6052)."""


def open_client(timeout: float | None = None) -> httpx.Client:
    """A client that follows no redirect by itself and asks public addresses and named networks only.

    Behind a proxy of the environment, the proxy decides: it connects, and it is somebody's rule already.

    Args:
        timeout: seconds of silence before it gives up; None: whoever asks says it each time.

    Raises:
        UsageError: a network that is named is none.
    """
    if getproxies():
        return httpx.Client(timeout=timeout, follow_redirects=False)
    return httpx.Client(timeout=timeout, follow_redirects=False, transport=_Public(own_networks()))


def own_networks() -> tuple[Network, ...]:
    """The networks of one's own that may be asked.

    Raises:
        UsageError: one of them is none.
    """
    try:
        named = re.split(r"[\s,]+", os.environ.get(OWN, "").strip())
        return tuple(ipaddress.ip_network(each) for each in named if each)
    except ValueError as error:
        raise UsageError(
            f"${OWN}: {error}; name networks such as 10.1.0.0/16, with commas between"
        ) from error


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet, whatever it is written as."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address in _NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
    return address.is_global and not address.is_multicast


class _Public(httpx.BaseTransport):
    """Connects to the address that was looked at, under the name that was asked for."""

    def __init__(self, own: Sequence[Network]) -> None:
        self._own = own
        # No connection is kept: one that was made for a name must not serve another at the same address.
        self._inner = httpx.HTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        if not host:
            raise httpx.UnsupportedProtocol("there is no host in it", request=request)
        address = self._looked_up(host, request.url.port, request)
        return self._inner.handle_request(
            httpx.Request(
                request.method,
                request.url.copy_with(host=str(address)),
                headers=request.headers,
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": host},
            )
        )

    def close(self) -> None:
        self._inner.close()

    def _looked_up(self, host: str, port: int | None, request: httpx.Request) -> Address:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpx.ConnectError(str(error), request=request) from error
        addresses = [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]
        for address in addresses:
            if is_public(address) or any(address in each for each in self._own):
                return address
        shown = f"{request.url.scheme}://{host}"
        what = f"{shown} stands for {addresses[0]}, which is no public address"
        hint = f"if it is one of yours that may be asked, name its network in ${OWN}"
        raise InputError(f"{shown} is not asked", [Problem(Location(shown), what, hint)])

"""Which addresses may be asked: http and https on the public internet, checked where the connection is made."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from framing.articles.fetch.keys import without_keys
from framing.project import FramingError

__all__ = ["Forbidden", "Rule", "check_redirect", "check_url", "connect", "public"]

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# Says of an address and a port whether they may be connected to.
Rule = Callable[[Address, int], bool]
# As socket.getaddrinfo.
Resolve = Callable[..., list[tuple[Any, ...]]]

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Forbidden(FramingError):
    """An address that is not asked, whatever it would answer."""


def public(address: Address, port: int) -> bool:
    """Whether an address is on the public internet; one IPv4 address wrapped in an IPv6 one is judged by itself.

    >>> [public(ipaddress.ip_address(each), 80) for each in ("93.184.216.34", "10.0.0.1", "::1", "::ffff:127.0.0.1")]
    [True, False, False, False]
    """
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return public(inner, port)
    return address.is_global and not address.is_multicast and not address.is_reserved


def check_url(url: str) -> None:
    """Refuse an address that is not of the web.

    Raises
    ------
    Forbidden
        When it is not http or https, names no host, or holds a password.
    """
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
    except ValueError:
        raise Forbidden("An address has a host or a port that cannot be read; check it.") from None
    if any(each.isspace() or not each.isprintable() for each in url):
        raise Forbidden(f"An address of {host or 'no host'} has a space or a line end in it; check it.")
    if scheme not in ("http", "https"):
        shown = f"“{without_keys(url)[:100]}”"
        raise Forbidden(f"{shown} is no address of the web; it must begin with https:// or http://.")
    if not host or port == 0:
        raise Forbidden(f"“{without_keys(url)[:100]}” names no host that can be asked; check it.")
    if parts.username is not None or parts.password is not None:
        raise Forbidden(f"The address of {host} holds a user or a password, which would be written down; leave it out.")


def check_redirect(old: str, new: str) -> None:
    """Refuse to be led from one address to another that is less safe.

    Raises
    ------
    Forbidden
        When the new one is not http or https, or is http where the old one was https.
    """
    host = urlsplit(old).hostname
    try:
        check_url(new)
        scheme = urlsplit(new).scheme
    except Forbidden as error:
        raise Forbidden(f"{host} leads elsewhere, where this does not follow: {error}") from None
    if urlsplit(old).scheme == "https" and scheme == "http":
        raise Forbidden(f"{host} leads from https to http, where anyone can read along; it is not followed.")


def connect(host: str, port: int, *, timeout: float | None, rule: Rule, resolve: Resolve) -> socket.socket:
    """Connect to a host at an address that was checked: its name is looked up once, so it cannot change in between.

    Raises
    ------
    Forbidden
        When the rule refuses one of the host's addresses.
    OSError
        When none of them answers.
    """
    places = [(each[0], each[4]) for each in resolve(host, port, type=socket.SOCK_STREAM)]
    for _, place in places:
        address = ipaddress.ip_address(str(place[0]).partition("%")[0])
        if not rule(address, port):
            raise Forbidden(
                f"{host} is at {address} (port {port}), which is not on the public internet; it is not asked."
            )
    failed: OSError = OSError(f"{host} has no address")
    for family, place in places:
        opened = socket.socket(family, socket.SOCK_STREAM)
        try:
            opened.settimeout(timeout)
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            opened.connect(place)
            return opened
        except OSError as error:
            opened.close()
            failed = error
    raise failed

# SPDX-License-Identifier: Apache-2.0
"""Which addresses may be asked for a file. Pure; RFC 8493 §5.2, RFC 3986, RFC 6890."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from archiver.bag.tags import is_uri
from archiver.fetch.failure import NOT_ALLOWED, Failed
from archiver.fetch.terms import SCHEMES

if TYPE_CHECKING:
    from urllib.parse import SplitResult

    from archiver.fetch.terms import Terms

_LONGEST = 200
"""Characters that are shown of what a server says."""
_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9._-]{1,253}")
# What is written out here is allowed on request; all else that is not global never is. Link-local addresses are
# left out on purpose: behind one of them clouds keep the keys of a machine.
_PRIVATE = tuple(
    map(
        ip_network,
        ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7"),
    )
)
_GLOBAL_V6 = ip_network("2000::/3")
_DOCUMENTATION = ip_network("3fff::/20")
_NAT64 = ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A URL that may be asked, taken apart."""

    url: str
    scheme: str
    host: str
    """A name or an IP address, in lower case, without brackets."""
    port: int
    target: str
    """Path and query, as they stand in a request."""


def vet(url: str, terms: Terms) -> Address:
    """Take a URL apart that may be asked.

    Whether the host's IP addresses may be reached shows only when they are known (`refusal`); one that is
    written in the URL is looked at here.

    Raises:
        Failed: B413, with the reason.
    """
    if not is_uri(url):
        raise Failed(NOT_ALLOWED, "the address is no URI as it is written")
    scheme = url.partition(":")[0].lower()
    if scheme not in SCHEMES:
        raise Failed(NOT_ALLOWED, f"{scheme}: cannot be fetched, only {' and '.join(SCHEMES)}")
    if scheme not in terms.schemes:
        raise Failed(NOT_ALLOWED, f"{scheme}: is not among the schemes that are allowed")
    parts, port = _parts(url)
    if "@" in parts.netloc:
        raise Failed(NOT_ALLOWED, "the address has a user name or a password in it")
    host = parts.hostname or ""
    numeric = _numeric(host)
    if numeric is None and not _HOST.fullmatch(host):
        raise Failed(NOT_ALLOWED, "the address names no host")
    reason = refusal(host, private=terms.private) if numeric is not None else None
    if reason is not None:
        raise Failed(NOT_ALLOWED, reason)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Address(url=url, scheme=scheme, host=host, port=port or _PORTS[scheme], target=target)


def redirected(here: Address, location: str, terms: Terms) -> Address:
    """Return where a redirect leads, vetted like any other address.

    `location` is the field as it came, octets as Latin-1.

    Raises:
        Failed: B413, also if it leads from https to http.
    """
    written = quote(location.encode("latin-1", "replace"), safe="%/:?#[]@!$&'()*+,;=~")
    try:
        url = urldefrag(urljoin(here.url, written)).url
    except ValueError as error:
        raise Failed(NOT_ALLOWED, "redirected to what is no URI") from error
    try:
        there = vet(url, terms)
    except Failed as failure:
        shown = url[:_LONGEST]
        raise Failed(
            NOT_ALLOWED, *(f"redirected to {shown}: {line[:_LONGEST]}" for line in failure.detail)
        ) from failure
    if (here.scheme, there.scheme) == ("https", "http"):
        raise Failed(NOT_ALLOWED, f"redirected from https to {url[:_LONGEST]}")
    return there


def refusal(address: str, *, private: bool) -> str | None:
    """Say why an IP address may not be connected to; None if it may.

    `private` allows this machine and private networks. Nothing allows multicast, link-local, unspecified or
    reserved addresses, or an IPv4 address that is written as one of IPv6 to pass for something else.
    """
    number = ip_address(address)
    embedded = _embedded(number)
    if embedded is not None:
        return refusal(str(embedded), private=False)
    if _may(number):
        return None
    if not any(number in network for network in _PRIVATE if network.version == number.version):
        return f"{address} is not an address of the public network"
    return None if private else f"{address} is an address of this machine or of a private network"


def _may(number: IPv4Address | IPv6Address) -> bool:
    if number.is_multicast or not number.is_global:
        return False
    return isinstance(number, IPv4Address) or (number in _GLOBAL_V6 and number not in _DOCUMENTATION)


def _embedded(number: IPv4Address | IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address to which a translating network would carry what is sent to this one of IPv6."""
    if isinstance(number, IPv4Address):
        return None
    if number in _NAT64:
        return IPv4Address(int(number) & 0xFFFFFFFF)
    return number.sixtofour


def _numeric(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _parts(url: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Failed(NOT_ALLOWED, "the address is no URI as it is written") from error
    return parts, port

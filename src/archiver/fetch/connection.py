# SPDX-License-Identifier: Apache-2.0
"""Ask one address for a file over HTTP (RFC 9110, RFC 9112): the host that was vetted, and no other.

The host's name is resolved once; its IP addresses are vetted and one of them is connected to, so that a name
that means another machine a moment later leads nowhere. No proxy is used, no cookie is kept, nothing of the
user's is sent along.
"""

from __future__ import annotations

import io
import socket
import time
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, cast

from archiver import __version__
from archiver.fetch.addresses import refusal
from archiver.fetch.failure import NOT_ALLOWED, NOT_FETCHED, Failed, Stopped

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator, Mapping
    from threading import Event

    from archiver.fetch.addresses import Address
    from archiver.fetch.terms import Terms

_HEADERS = {"User-Agent": f"archiver/{__version__}", "Accept": "*/*", "Accept-Encoding": "identity"}
_HEAD = 256 * 1024
"""Octets that may come before the body: more is an attempt to keep us busy."""
_SLICE = 0.25
"""Seconds after which a waiting thread looks whether it is still wanted."""
_BUFFER = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered; the body is still to be read."""

    status: int
    headers: Mapping[str, str]
    """By lower-case names; of a repeated field the first."""
    response: HTTPResponse
    watch: _Watch

    def pieces(self, most: int) -> Iterator[bytes]:
        """Give the body piece by piece, each as soon as it comes.

        `most` is how many octets the caller will take, which bounds what comes over the wire too.

        Raises:
            Failed: B412, if the transfer breaks or stalls.
        """
        self.watch.left = 2 * most + _HEAD
        rest = self.response.length  # not every version of http.client counts it down itself
        while rest is None or rest > 0:
            with _told():
                piece = self.response.read1(_BUFFER if rest is None else min(rest, _BUFFER))
            if not piece:
                return
            rest = None if rest is None else rest - len(piece)
            yield piece


@contextmanager
def ask(address: Address, headers: Mapping[str, str], terms: Terms, stop: Event) -> Iterator[Answer]:
    """Send a request and give the answer, whatever its status; redirects are for the caller to follow.

    Raises:
        Failed: B413 if none of the host's addresses may be connected to, B412 if it cannot be reached.
        Stopped: if `stop` is set meanwhile.
    """
    watch = _Watch(terms, stop)
    with _connected(address, terms, stop) as line:
        with _told():
            connection = _Connection(address, _Line(line, watch))
            connection.request("GET", address.target, headers={**_HEADERS, **headers, "Connection": "close"})
            response = connection.getresponse()
        try:
            fields: dict[str, str] = {}
            for name, value in response.getheaders():
                fields.setdefault(name.lower(), value)
            yield Answer(status=response.status, headers=fields, response=response, watch=watch)
        finally:
            response.close()


class _Watch:
    """How long one exchange has been waited for, and how much of it may still come."""

    def __init__(self, terms: Terms, stop: Event) -> None:
        self.terms, self.stop = terms, stop
        self.left = _HEAD
        self.waited, self.came = 0.0, 0

    def take(self, octets: int, waited: float) -> None:
        """Count what came after a time of waiting."""
        self.left -= octets
        self.came += octets
        self.waited += waited
        if self.stop.is_set():
            raise Stopped
        if self.left < 0:
            raise Failed(NOT_FETCHED, "the server sends without end")
        if self.waited >= self.terms.stall:
            if self.came < self.terms.pace * self.terms.stall:
                raise Failed(NOT_FETCHED, f"less than {self.terms.pace} octets a second", again=True)
            self.waited, self.came = 0.0, 0


class _Reader(io.RawIOBase):
    """The receiving end of a socket, under watch."""

    def __init__(self, line: socket.socket, watch: _Watch) -> None:
        self.line, self.watch = line, watch

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while True:
            before = time.monotonic()
            self.line.settimeout(_SLICE)
            try:
                got = self.line.recv_into(buffer)
            except TimeoutError:
                self.watch.take(0, time.monotonic() - before)
            else:
                self.watch.take(got, time.monotonic() - before)
                return got


class _Line:
    """As much of a socket as http.client needs; who opened the real one closes it."""

    def __init__(self, line: socket.socket, watch: _Watch) -> None:
        self.line, self.watch = line, watch

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self.line, self.watch), _BUFFER)

    def sendall(self, data: bytes) -> None:
        self.line.settimeout(self.watch.terms.stall)
        self.line.sendall(data)

    def close(self) -> None:
        pass


class _Connection(HTTPConnection):
    """HTTP over a socket that is there already, so that no name is resolved a second time."""

    def __init__(self, address: Address, line: _Line) -> None:
        super().__init__(address.host, address.port)
        self.default_port = {"http": 80, "https": 443}[address.scheme]
        self.sock = cast("socket.socket", line)

    def connect(self) -> None:
        raise HTTPException("the connection was closed")


@contextmanager
def _connected(address: Address, terms: Terms, stop: Event) -> Iterator[socket.socket]:
    line = _first(_allowed(address, terms), address.port, terms, stop)
    try:
        if address.scheme == "https":
            with _told():
                line = _context().wrap_socket(line, server_hostname=address.host)
        yield line
    finally:
        line.close()


def _allowed(address: Address, terms: Terms) -> list[str]:
    """Return the IP addresses of a host that may be connected to."""
    found = list(dict.fromkeys((terms.resolve or _resolve)(address.host, address.port)))
    refusals = {number: refusal(number, private=terms.private) for number in found}
    allowed = [number for number in found if refusals[number] is None]
    if not allowed:
        reasons = [f"{address.host}: {reason}" for reason in refusals.values() if reason]
        raise Failed(NOT_ALLOWED, *(reasons or [f"{address.host} has no address"]))
    return allowed[:8]


def _resolve(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        again = error.errno == socket.EAI_AGAIN
        raise Failed(NOT_FETCHED, f"the host is not known: {error.strerror}", again=again) from error
    except UnicodeError as error:
        raise Failed(NOT_ALLOWED, "the address names no host") from error
    return [str(place[0]) for *_, place in found]


def _first(numbers: list[str], port: int, terms: Terms, stop: Event) -> socket.socket:
    """Connect to the first address that answers."""
    for number in numbers:
        if stop.is_set():
            raise Stopped
        family = socket.AF_INET if ip_address(number).version == 4 else socket.AF_INET6  # noqa: PLR2004 # IP's versions
        line = socket.socket(family, socket.SOCK_STREAM)
        line.settimeout(terms.connect)
        try:
            line.connect((number, port))
        except OSError as error:
            line.close()
            if number == numbers[-1]:
                reason = error.strerror or str(error)
                raise Failed(NOT_FETCHED, f"cannot connect to {number}: {reason}", again=True) from error
        except BaseException:
            line.close()
            raise
        else:
            return line
    raise AssertionError  # there is at least one address


@cache
def _context() -> ssl.SSLContext:
    import ssl  # noqa: PLC0415 # only for https

    return ssl.create_default_context()


@contextmanager
def _told() -> Iterator[None]:
    """Turn an error of the network into a failure of the one file."""
    try:
        yield
    except HTTPException as error:
        raise Failed(NOT_FETCHED, f"the answer is broken: {type(error).__name__}", again=True) from error
    except OSError as error:
        broken = getattr(error, "verify_message", None)
        if broken:
            raise Failed(NOT_FETCHED, f"the certificate of the host does not hold: {broken}") from error
        reason = error.strerror or str(error) or type(error).__name__
        raise Failed(NOT_FETCHED, f"the connection broke: {reason}", again=True) from error

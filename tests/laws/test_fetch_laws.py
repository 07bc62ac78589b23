# SPDX-License-Identifier: Apache-2.0
"""What holds of every address and of every answer that a server can give."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import servers
from archiver.bag import judge
from archiver.fetch import Failed, Terms, fill, vet
from archiver.fetch.addresses import Address, redirected, refusal
from archiver.fetch.place import STAGING
from holey import holey

TERMS = Terms()
HOSTS = st.one_of(
    st.ip_addresses().map(lambda ip: f"[{ip}]" if ip.version == 6 else str(ip)),
    st.sampled_from(["example.org", "user@example.org", "localhost", "[::1]", "127.0.0.1", "[::ffff:7f00:1]", ""]),
)
URLS = st.one_of(
    st.builds("{}://{}{}".format, st.sampled_from(["http", "https", "HTTP", "file"]), HOSTS, st.text(max_size=20)),
    st.text(max_size=40),
)
HERE = Address(url="https://example.org/a/b", scheme="https", host="example.org", port=443, target="/a/b")


def is_well(address: Address) -> bool:
    """Tell whether nothing of the address could be mistaken: no other host, no break in the request."""
    text = address.host + address.target
    plain = text.isascii() and text.isprintable() and " " not in text and "@" not in address.host
    try:
        number = ip_address(address.host)
    except ValueError:
        return plain
    return plain and number.is_global and not number.is_multicast


@given(URLS)
def test_an_address_is_sound_or_refused(url: str) -> None:
    try:
        address = vet(url, TERMS)
    except Failed:
        return
    assert address.scheme in {"http", "https"}
    assert is_well(address)


@given(st.one_of(URLS, st.text(st.characters(max_codepoint=255), max_size=40)))
def test_a_redirect_is_sound_or_refused(location: str) -> None:
    try:
        address = redirected(HERE, location, TERMS)
    except Failed:
        return
    assert address.scheme == "https"
    assert is_well(address)


@given(st.ip_addresses())
def test_leave_for_private_addresses_opens_no_public_one_and_closes_none(number: object) -> None:
    if refusal(str(number), private=False) is None:
        assert refusal(str(number), private=True) is None


LINES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 206 Partial Content\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.0 302 Found\r\nLocation: /a\r\n",
        b"Content-Length: 3\r\n",
        b"Content-Length: 99999999999999999999\r\n",
        b"Content-Range: bytes 0-2/3\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Content-Encoding: gzip\r\n",
        b'ETag: "\xff"\r\n',
        b"\r\n",
        b"3\r\nabc\r\n",
        b"0\r\n\r\n",
        b"abc",
    ]
)
ANSWERS = st.lists(st.one_of(LINES, st.binary(max_size=12)), max_size=8).map(b"".join)


@pytest.mark.parametrize("length", ["3", "-"])
def test_whatever_a_server_answers_only_the_file_itself_gets_into_the_bag(length: str) -> None:
    terms = Terms(private=True, tries=2, backoff=0, longest_wait=0, stall=2, redirects=2)

    @given(ANSWERS)
    @example(b"HTTP/1.1 200 OK\r\n\r\nabc")
    @settings(max_examples=60)
    def holds(answer: bytes) -> None:
        server.replies["/a"] = servers.raw(answer)
        with TemporaryDirectory() as folder:
            bag = holey(Path(folder) / "bag", {"in/a": (b"abc", server.url("/a"), length)})
            (finding,) = fill(bag, judge(bag, path="bag").holes, terms).findings
            if finding.code == "B411":
                assert (bag / "data/in/a").read_bytes() == b"abc"
            else:
                assert finding.code.startswith("B41")
                assert not (bag / "data/in").exists()
            assert {path.name for path in Path(folder).iterdir()} <= {"bag", f"{STAGING}bag"}

    with servers.serving() as server:
        holds()

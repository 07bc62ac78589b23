# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.fetch.addresses import Address, redirected, refusal, vet
from archiver.fetch.failure import Failed
from archiver.fetch.terms import Terms

TERMS = Terms()


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "2002:808:808::1"])
def test_an_address_of_the_public_network_may_be_asked(address: str) -> None:
    assert refusal(address, private=False) is None


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "::1", "fd00::1", "fc12::1"],
)
def test_an_address_of_this_machine_or_a_private_network_is_asked_only_on_request(address: str) -> None:
    assert refusal(address, private=False) == f"{address} is an address of this machine or of a private network"
    assert refusal(address, private=True) is None


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104 # nothing is bound to it
        "0.1.2.3",
        "169.254.169.254",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "::",
        "::ffff:8.8.8.8",
        "::ffff:127.0.0.1",
        "::8.8.8.8",
        "fe80::1",
        "fe80::1%lo",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "2001::1",
        "3fff::1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::808:808",
        "2002:7f00:1::1",
        "2002:a01:203::1",
        "4000::1",
    ],
)
def test_what_is_neither_public_nor_private_is_never_asked(address: str) -> None:
    assert refusal(address, private=False) is not None
    assert refusal(address, private=True) is not None


def test_a_url_is_taken_apart() -> None:
    assert vet("HTTPS://Example.org/a%20b?c=d#e", TERMS) == Address(
        url="HTTPS://Example.org/a%20b?c=d#e", scheme="https", host="example.org", port=443, target="/a%20b?c=d"
    )
    assert vet("http://example.org", TERMS).target == "/"
    assert vet("http://[2606:4700::1111]:8080/", TERMS).host == "2606:4700::1111"
    assert vet("http://[2606:4700::1111]:8080/", TERMS).port == 8080


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "file: cannot be fetched"),
        ("ftp://example.org/a", "ftp: cannot be fetched"),
        ("data:,hello", "data: cannot be fetched"),
        ("gopher://example.org/", "gopher: cannot be fetched"),
        ("jar:http://example.org/", "jar: cannot be fetched"),
        ("https://example.org/é", "no URI"),
        ("https://example.org/a\r\nX: y", "no URI"),
        ("https://user:secret@example.org/", "user name"),
        ("https://user@example.org/", "user name"),
        ("https://@example.org/", "user name"),
        ("https:///a", "no host"),
        ("https:a", "no host"),
        ("https://exa%6dple.org/", "no host"),
        ("https://[::1/", "no URI"),
        ("https://[fe80::1%25lo]/", "no"),
        ("https://example.org:99999/", "no URI"),
        ("https://example.org:x/", "no URI"),
        ("http://127.0.0.1/", "of this machine"),
        ("http://[::1]/", "of this machine"),
        ("http://[::ffff:127.0.0.1]/", "not an address of the public network"),
        ("http://169.254.169.254/latest/", "not an address of the public network"),
    ],
)
def test_a_url_that_may_not_be_asked_says_why(url: str, reason: str) -> None:
    with pytest.raises(Failed) as failure:
        vet(url, TERMS)
    assert failure.value.code == "B413"
    assert reason in failure.value.detail[0]


def test_schemes_can_be_narrowed() -> None:
    terms = Terms(schemes=frozenset({"https"}))
    assert vet("https://example.org/", terms).scheme == "https"
    with pytest.raises(Failed, match="not among the schemes"):
        vet("http://example.org/", terms)


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/b", "https://example.org/b"),
        ("c?d", "https://example.org/a/c?d"),
        ("//example.net/x#y", "https://example.net/x"),
        ("/caf\u00c3\u00a9 b", "https://example.org/caf%C3%A9%20b"),
    ],
)
def test_a_redirect_leads_to_a_vetted_address(location: str, url: str) -> None:
    assert redirected(vet("https://example.org/a/b", TERMS), location, TERMS).url == url


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://example.org/b", "from https to http"),
        ("http://10.0.0.1/", "private network"),
        ("file:///etc/passwd", "file: cannot be fetched"),
        ("https://u:p@example.org/", "user name"),
        ("http://[::1/", "no URI"),
    ],
)
def test_a_redirect_may_not_lead_where_nobody_may_go(location: str, reason: str) -> None:
    with pytest.raises(Failed) as failure:
        redirected(vet("https://example.org/a", TERMS), location, TERMS)
    assert failure.value.code == "B413"
    assert reason in failure.value.detail[0]

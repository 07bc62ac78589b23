# SPDX-License-Identifier: Apache-2.0
"""What holds of the readers of tag files for any bytes: no exception, bounded findings, nothing unsafe let in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from archiver.bag.lines import MOST
from archiver.bag.manifest import format_manifest, parse_manifest
from archiver.bag.paths import V1, obstacle, refusal, visible
from archiver.bag.tags import odd_elements, parse_declaration, parse_fetch, parse_info, parse_oxum
from archiver.codes import CODES
from archiver.findings import Finding, in_order, leniently

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

VERSIONS = (V1, (0, 97), (0, 93))
ENCODINGS = ("utf-8", "utf-16", "utf-32", "utf-16le", "iso-8859-1", "shift_jis", "iso-2022-jp", "gb18030", "hz-gb-2312")
MANIFESTS = ("manifest-md5.txt", "tagmanifest-md5.txt", "manifest-whirl.txt", "manifest-sha512.txt")


def chosen(data: bytes) -> tuple[tuple[int, int], str, str, bytes]:
    """Take version, encoding and name of a manifest from the first octet; the others are the file."""
    first = data[0] if data else 0
    rest = data[1:]
    return VERSIONS[first % 3], ENCODINGS[first // 3 % 9], MANIFESTS[first // 27 % 4], rest


def manifest(data: bytes) -> None:
    version, encoding, path, text = chosen(data)
    read, findings = parse_manifest(text, path=path, version=version, encoding=encoding)
    sound(findings)
    for name in read.entries:
        assert refusal(name) is None
        assert name.startswith("data/") is path.startswith("manifest")
        visible(name)
        obstacle(name)
    if any(name[0] in " \t" for name in read.entries):
        return  # md5sum can say that a name begins with a blank, a manifest cannot
    again = parse_manifest(format_manifest(read), path=path)
    assert (dict(again[0].entries), again[1]) == (dict(read.entries), ())


def info(data: bytes) -> None:
    version, encoding, _, text = chosen(data)
    pairs, findings = parse_info(text, version=version, encoding=encoding)
    sound(findings)
    sound(odd_elements(pairs, version=version))
    oxum, faults = parse_oxum(pairs)
    sound(faults)
    assert oxum is None or not faults
    for label, value in pairs:
        assert label.strip()
        assert ":" not in label
        assert "\n" not in label + value


def declaration(data: bytes) -> None:
    read, findings = parse_declaration(data)
    sound(findings)
    assert (0, 0) <= read.version <= V1
    assert b"a".decode(read.encoding, "replace") is not None


def fetch(data: bytes) -> None:
    version, encoding, _, text = chosen(data)
    entries, findings = parse_fetch(text, version=version, encoding=encoding)
    sound(findings)
    for entry in entries:
        assert refusal(entry.path) is None
        assert entry.path.startswith("data/")
        assert entry.length is None or entry.length >= 0


def sound(findings: Sequence[Finding]) -> None:
    assert len(findings) <= MOST + 2
    assert all(finding.code in CODES for finding in findings)
    assert leniently(leniently(findings)) == leniently(findings)
    json.dumps([visible(line) for finding in in_order(findings) for line in finding.detail]).encode()


LAWS: dict[str, Callable[[bytes], None]] = {
    "manifest": manifest,
    "info": info,
    "declaration": declaration,
    "fetch": fetch,
}

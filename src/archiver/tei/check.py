# SPDX-License-Identifier: Apache-2.0
"""The check of a TEI document: everything that is wrong with it, in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.errors import InvalidMaterial
from archiver.findings import in_order
from archiver.tei import chains, counts, grammar, grounds, lossless, references
from archiver.tei.xml import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from archiver.findings import Finding
    from archiver.model import Source


def check(data: bytes, *, path: str, schema: bytes, source: Source | None = None) -> tuple[Finding, ...]:
    """Check a TEI document against the grammar, against our own rules and, if it is given, its source.

    `schema` is `archiver.rng`, compiled once for the same bytes. `path` is the name of the document in the
    findings. What cannot be parsed has one finding (T101, T103 or T104); all else has all of them:
    T102 for the grammar, T201 to T208 for what no grammar sees, and against the source T301 (the text
    differs, `offset` says where), T302 (it was only re-indented) and T303 (the header tells of another
    file).

    Raises:
        lxml.etree.RelaxNGParseError: if `schema` is no RELAX NG.
    """
    try:
        root = parse(data, path=path)
    except InvalidMaterial as error:
        return error.findings
    return in_order(_faults(root, path=path, schema=schema, source=source))


def _faults(root: etree._Element, *, path: str, schema: bytes, source: Source | None) -> Iterator[Finding]:
    ids = references.collect(root)
    yield from grammar.breaches(root, schema, path=path)
    yield from references.faults(root, ids, path=path)
    yield from chains.faults(root, ids, path=path)
    yield from grounds.faults(root, path=path)
    yield from counts.faults(root, path=path)
    if source is not None:
        yield from lossless.losses(root, source, path=path)

# SPDX-License-Identifier: Apache-2.0
"""The check of a TEI document: everything that is wrong with it, in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.errors import InvalidMaterial
from archiver.findings import in_order
from archiver.tei import chains, counts, grammar, grounds, lossless, references
from archiver.tei.fault import findings
from archiver.tei.xml import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from archiver.findings import Finding
    from archiver.model import Source
    from archiver.tei.fault import Fault


def check(data: bytes, *, path: str, schema: bytes, source: Source | None = None) -> tuple[Finding, ...]:
    """Check a TEI document against the grammar, against our own rules and, if it is given, its source.

    `schema` is `archiver.rng`, compiled once for the same bytes. `path` is the name of the document in the
    findings. What cannot be parsed, or has more markup than can be checked, has its first findings only
    (T101, T103, T104 or T105); all else has all of them: T102 for the grammar, T201 to T208 for what no
    grammar sees, and against the source T301 (the text differs, `offset` says where in the text), T302 (it
    was only re-indented) and T303 (the header tells of another file). After a hundred findings of one code
    another one says that there are more. The time it takes grows no faster than the document.

    Raises:
        lxml.etree.RelaxNGParseError: if `schema` is no RELAX NG.
    """
    try:
        root = parse(data, path=path)
    except InvalidMaterial as error:
        return error.findings
    return in_order(_faults(root, data, path=path, schema=schema, source=source))


def _faults(root: etree._Element, data: bytes, *, path: str, schema: bytes, source: Source | None) -> Iterator[Finding]:
    yield from findings(_ungrammatical(root), path=path)
    if source is not None:
        yield from lossless.losses(root, source, path=path)
    yield from grammar.breaches(root, data, schema, path=path)  # the last, for it spends the root


def _ungrammatical(root: etree._Element) -> Iterator[Fault]:
    """Return what no grammar sees."""
    ids = references.collect(root)
    yield from references.faults(root, ids)
    yield from chains.faults(root, ids)
    yield from grounds.faults(root)
    yield from counts.faults(root)

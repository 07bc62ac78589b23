# SPDX-License-Identifier: Apache-2.0
"""What an RO-Crate or a PREMIS file says of the files of a package; both may be hostile and are read as data only."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

LARGEST = 16 * 1024 * 1024
"""Octets up to which either is read; ours have some kilobytes."""

_ALGORITHMS = {"sha256": "sha256", "sha512": "sha512"}
_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_P = "{http://www.loc.gov/premis/v3}"


class Unreadable(ValueError):
    """What should be a crate or a PREMIS file is none; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What is said of one file."""

    sizes: tuple[str, ...] = ()
    digests: tuple[tuple[str, str], ...] = ()
    """Algorithm and digest in hex, as they stand there: what is said twice is to be true twice."""


def of_crate(data: bytes) -> list[tuple[str, Stated]]:
    """Return the `@id` of every file of an RO-Crate with what is said of it.

    Raises:
        Unreadable: if it is no JSON with a list of entities, too deep or too large.
    """
    graph = _json(data)
    entities = graph.get("@graph") if isinstance(graph, dict) else None
    if not isinstance(entities, list):
        raise Unreadable("no @graph with entities")
    return [(str(one.get("@id")), _of_entity(one)) for one in entities if isinstance(one, dict) and _is_file(one)]


def _json(data: bytes) -> Any:
    _refuse_large(data)
    try:
        return json.loads(data.decode(), object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError) as error:
        raise Unreadable("no JSON in UTF-8, too deep, or with a key that is given twice") from error


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Which of two values counts is for each reader to choose.
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice")
    return found


def _is_file(entity: dict[str, Any]) -> bool:
    kind = entity.get("@type")
    return kind == "File" or (isinstance(kind, list) and "File" in kind)


def _of_entity(entity: dict[str, Any]) -> Stated:
    digest, size = entity.get("sha256"), entity.get("contentSize")
    return Stated(
        sizes=() if size is None else (str(size),),
        digests=() if digest is None else (("sha256", str(digest)),),
    )


def of_premis(data: bytes) -> list[tuple[str, Stated]]:
    """Return the original name of every file of a PREMIS document with what is said of it.

    Raises:
        Unreadable: if it is no PREMIS 3 document, or too large.
    """
    from archiver.errors import InvalidMaterial  # noqa: PLC0415 # lxml is dear
    from archiver.tei.xml import parse  # noqa: PLC0415 # the same

    _refuse_large(data)
    try:
        root = parse(data, path="premis.xml")
    except InvalidMaterial as error:
        reasons = "; ".join((finding.title, *finding.detail)[0] for finding in error.findings)
        raise Unreadable(reasons) from error
    if root.tag != f"{_P}premis":
        raise Unreadable("the root is no premis element of PREMIS 3")
    return [_of_object(one) for one in root.iterchildren(f"{_P}object") if _is_premis_file(one)]


def _is_premis_file(element: etree._Element) -> bool:
    return (element.get(_XSI_TYPE) or "").strip().rpartition(":")[2] == "file"


def _of_object(element: etree._Element) -> tuple[str, Stated]:
    sizes = tuple(size.text or "" for size in element.iterfind(f"{_P}objectCharacteristics/{_P}size"))
    names = [name.text or "" for name in element.iterfind(f"{_P}originalName")]
    # A file of two names is none that is there.
    return " and ".join(names), Stated(sizes=sizes, digests=tuple(_fixities(element)))


def _fixities(element: etree._Element) -> Iterator[tuple[str, str]]:
    for fixity in element.iterfind(f"{_P}objectCharacteristics/{_P}fixity"):
        name = (fixity.findtext(f"{_P}messageDigestAlgorithm") or "").replace("-", "").strip().lower()
        if name in _ALGORITHMS:
            yield name, fixity.findtext(f"{_P}messageDigest") or ""


def _refuse_large(data: bytes) -> None:
    if len(data) > LARGEST:
        raise Unreadable(f"more than {LARGEST} octets")

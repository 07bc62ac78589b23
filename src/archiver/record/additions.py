# SPDX-License-Identifier: Apache-2.0
"""Add corrections to the file of a record, which stays what it is otherwise."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from archiver.errors import CannotWrite
from archiver.record.canonical import canonical
from archiver.record.insertion import newline_of, offers
from archiver.record.syntax import LARGEST, NOT_XML, compose

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from archiver.model import Correction

_BOM = b"\xef\xbb\xbf"
_FIRST_KEY = re.compile(r"\s*\{(\s*)\"")


def add_corrections(data: bytes, corrections: Sequence[Correction], *, path: str) -> bytes:
    """Return the bytes of a record with corrections added behind those that it has.

    In YAML, text is put in and nothing is taken away but the `[]` of an empty list: comments, order, style
    and line ends stay. JSON is written anew with the indentation that it has. What comes out is loaded and
    compared with what should be there; `path` names the file in the errors.

    Raises:
        CannotWrite: if the record does not load, or cannot be given the corrections without other changes.
    """
    if not corrections:
        return data
    items = [as_item(correction) for correction in corrections]
    if any(map(_forbidden, items)):
        raise _stop(path, "a correction has a character that XML forbids")
    old = _value(data, path)
    given = old.get("corrections", []) if isinstance(old, dict) else None
    if not isinstance(given, list):
        raise _stop(path, "it does not load")
    wanted = {**old, "corrections": [*given, *items]}
    bom = _BOM if data.startswith(_BOM) else b""
    for text in _offers(data.decode("utf-8-sig"), items, wanted):
        result = bom + text.encode()
        if len(result) > LARGEST:
            raise _stop(path, f"it would be larger than {LARGEST:,} bytes")
        if _canonical(result, path) == canonical(wanted):
            return result
    raise _stop(path, "there is no place for them that leaves the rest as it is")


def as_item(correction: Correction) -> dict[str, Any]:
    """Return a correction as it stands in a record, in JSON types."""
    where = {"quote": correction.quote} if correction.at is None else {"at": list(correction.at)}
    speaker = {"speaker": correction.speaker} if correction.speech else {}
    date = {"date": correction.date} if correction.date is not None else {}
    return {
        **where,
        "speech": correction.speech,
        **speaker,
        "by": correction.by,
        "because": correction.because,
        **date,
    }


def _offers(text: str, items: Sequence[dict[str, Any]], wanted: dict[str, Any]) -> Iterable[str]:
    return [_json(text, wanted)] if _is_json(text) else offers(text, items)


def _is_json(text: str) -> bool:
    if not text.lstrip().startswith("{"):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _json(text: str, value: dict[str, Any]) -> str:
    first = _FIRST_KEY.match(text)
    lead = first[1] if first else ""
    separators = None if '": ' in text or "\n" in lead else (",", ":")
    indent = re.split(r"[\r\n]", lead)[-1] if re.search(r"[\r\n]", lead) else None
    escaped = text.isascii() and "\\u" in text
    written = json.dumps(value, ensure_ascii=escaped, indent=indent, separators=separators)
    newline = newline_of(text)
    return written.replace("\n", newline) + (newline if text.endswith(("\n", "\r")) else "")


def _forbidden(item: dict[str, Any]) -> bool:
    return any(isinstance(value, str) and NOT_XML.search(value) for value in item.values())


def _value(data: bytes, path: str) -> Any:
    composed = compose(data, path=path)
    if composed.findings or not composed.whole:
        raise _stop(path, "it does not load")
    return composed.value


def _canonical(data: bytes, path: str) -> bytes | None:
    composed = compose(data, path=path)
    return None if composed.findings else canonical(composed.value)


def _stop(path: str, why: str) -> CannotWrite:
    return CannotWrite(f"cannot add corrections to {path}: {why}", where=path, help="write them into it by hand")

# SPDX-License-Identifier: Apache-2.0
"""Check a record against its source: file name, digest, and the places of the corrections."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from archiver.findings import Finding, in_order
from archiver.record.shape import Note, mappings, within
from archiver.record.words import show

if TYPE_CHECKING:
    from archiver.model import Source
    from archiver.record.load import Loaded
    from archiver.record.places import Path

MARKS = (
    "\"'`\u00b4\u00ab\u00bb\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2032\u2033\u2039\u203a"
    "\u300c\u300d\u300e\u300f\u301d\u301e\uff02\uff07"
)
_NORMALISED = "the two names look alike and differ in Unicode normalisation: copy the name of the file"
EDGES = MARKS + " \t\u00a0\u202f.,;:!?…"
"""What may stand at the ends of words that are quoted without being one of them."""
_LOOSE = re.compile(rf"(?P<mark>[{re.escape(MARKS)}]+)|(?P<space>\s+)|(?P<other>[^\s{re.escape(MARKS)}]+)")
_LONGEST_LOOSE = 2000


def check_source(loaded: Loaded, *, source: Source, text: str | None) -> tuple[Finding, ...]:
    """Check that the record describes this source, and that its corrections can be placed in the text.

    `text` is the decoded source, None if it does not decode; offsets are code points. Findings stand
    at the line of the record: R114 another file name, R115 another digest, R108 a quote that is not in
    the text, R109 one that is there more than once, R119 offsets that lie outside it.
    """
    note = Note(loaded.places, loaded.path)
    _same_file(loaded.value, source, note)
    if text is not None:
        for path, correction in mappings(loaded.value, "corrections"):
            _placed(correction, path, text, note)
    return in_order(note.findings)


def _same_file(value: Any, source: Source, note: Note) -> None:
    name = within(value, ("source", "file"))
    if isinstance(name, str) and name != source.name:
        same = normalize("NFC", name) == normalize("NFC", source.name)
        advice = _NORMALISED if same else None
        note("R114", ("source", "file"), (f"recorded: {show(name)}", f"found: {show(source.name)}"), advice)
    recorded = within(value, ("source", "sha256"))
    found = hashlib.sha256(source.data).hexdigest()
    if isinstance(recorded, str) and recorded != found:
        note("R115", ("source", "sha256"), (f"sha256 recorded {recorded}", f"sha256 found    {found}"))


def _placed(correction: dict[str, Any], path: Path, text: str, note: Note) -> None:
    quote, at = correction.get("quote"), correction.get("at")
    if isinstance(quote, str) and quote:
        _quoted_once(quote, (*path, "quote"), text, note)
    elif isinstance(at, list) and len(at) == 2 and all(isinstance(offset, int) for offset in at):  # noqa: PLR2004 # a pair
        start, end = at
        if not 0 <= start < end <= len(text):
            expected = f"expected: 0 <= start < end <= {len(text)}, the length of the text in code points"
            note("R119", (*path, "at"), (expected, f"found: {start} and {end}"), "count code points from the beginning")


def _quoted_once(quote: str, path: Path, text: str, note: Note) -> None:
    first = text.find(quote)
    if first < 0:
        note("R108", path, (f"found nowhere: {show(quote)}",), _almost(quote, text))
    elif (second := text.find(quote, first + 1)) >= 0:
        note("R109", path, (f"found at offsets {first} and {second}",))


def _almost(quote: str, text: str) -> str | None:
    """Say where the words stand if only quotation marks or white space differ."""
    # Without white space at the beginning, from which a search would start again and again.
    parts = list(_LOOSE.finditer(quote.strip()))
    if len(quote) > _LONGEST_LOOSE or not any(part["other"] for part in parts):
        return None
    match = re.search("".join(_loosely(part) for part in parts), text)
    if match is None:
        return None
    differs = "white space" if _without_space(match[0]) == _without_space(quote) else "quotation marks or white space"
    return f"the words stand at offset {match.start()} with other {differs}: copy them from there: {show(match[0])}"


def _loosely(part: re.Match[str]) -> str:
    if part["mark"]:
        # A doubled mark such as '' stands for one.
        return f"[{re.escape(MARKS)}]{{1,2}}"
    return r"\s+" if part["space"] else re.escape(part["other"])


def _without_space(text: str) -> str:
    return "".join(text.split())

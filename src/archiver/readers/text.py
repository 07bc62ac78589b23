# SPDX-License-Identifier: Apache-2.0
"""Plain text: decoded strictly, proved to be lossless, cut into paragraphs."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NoReturn

from archiver.blocks import paragraphs
from archiver.errors import InvalidMaterial
from archiver.findings import Finding
from archiver.model import Transcript
from archiver.readers.charsets import NEED_A_MARK, WIDE, byte_order_mark, charset, suggestion
from archiver.readers.formats import other_format
from archiver.readers.port import Excuse

if TYPE_CHECKING:
    from archiver.model import Source

LARGEST = 3_500_000
"""Bytes that a text may have: at the densest, a short quotation and a cue in turn, the TEI takes 2 GB of memory."""
MOST_LINES = 1_000_000
"""Lines that a text may have: each may become a block, which takes more memory than the line."""
MOST_FAULTS = 100
"""Characters and bytes that are reported one by one."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile(r"\r\n|\n|\r")
# In these one broken byte says nothing about where the next character begins.
_WITH_STATE = re.compile(r"iso-?2022|hz")


class TextReader:
    """Reads plain text in any character set that is one."""

    name = "text"

    def read(self, source: Source, *, encoding: str | None) -> Transcript | Excuse:
        """Return the text of the source with its paragraphs, or an excuse if it is no plain text.

        The encoding is the declared one, else the one that a byte order mark tells, else UTF-8. The mark
        is no part of the text. `mark + text.encode(transcript.encoding)` is the source, byte for byte.

        Raises:
            InvalidMaterial: S101 bytes that do not decode, S102 characters that XML forbids, S103 nothing
                in it, S104 no such encoding, S105 decoding loses something, S106 too large.
        """
        reason = other_format(source.data)
        if reason is not None:
            return Excuse(reason)
        mark, told = byte_order_mark(source.data)
        chosen = _encoding(source, encoding, told)
        if chosen not in WIDE and b"\0" in source.data:
            return Excuse("it has NUL bytes, so it is binary, or UTF-16 whose encoding the record has to declare")
        if len(source.data) > LARGEST:
            _refuse(source, "S106", f"expected: at most {LARGEST:,} bytes", f"found: {len(source.data):,} bytes")
        if len(source.data) == len(mark):
            _refuse(source, "S103", f"found: {len(mark)} bytes" + (", a byte order mark only" if mark else ""))
        text = _decoded(source, len(mark), chosen)
        if (lines := text.count("\n") + text.count("\r")) > MOST_LINES:
            _refuse(source, "S106", f"expected: at most {MOST_LINES:,} line ends", f"found: {lines:,}")
        _lossless(source, mark, text, chosen)
        _fit_for_xml(source, text)
        return Transcript(text=text, blocks=paragraphs(text), encoding=chosen, bom=bool(mark))


def _refuse(source: Source, code: str, *detail: str, help: str | None = None) -> NoReturn:
    raise InvalidMaterial([Finding(code=code, path=source.name, detail=detail, help=help)])


def _encoding(source: Source, declared: str | None, told: str | None) -> str:
    """Return the encoding by the name to be recorded; a mark that contradicts the record is a fault."""
    if declared is None:
        return told or "utf-8"
    chosen = charset(declared)
    if chosen is None:
        meant = suggestion(declared)
        advice = f"did you mean {meant}?" if meant else None
        _refuse(source, "S104", f"declared: {declared[:64]!a}", help=advice)
    if told is None and chosen in NEED_A_MARK:
        _refuse(source, "S101", f"expected: the byte order mark of {chosen}", help=f"declare {chosen}le or {chosen}be")
    if told is not None and told != chosen and not (chosen in NEED_A_MARK and told.startswith(chosen)):
        _refuse(source, "S101", f"declared: {chosen}", f"found: the byte order mark of {told}", help=f"declare {told}")
    return told or chosen


def _decoded(source: Source, start: int, encoding: str) -> str:
    decode = codecs.getdecoder(encoding)
    rest = memoryview(source.data)
    pieces: list[str] = []
    place = (1, 1)
    faults: list[Finding] = []
    while True:
        try:
            pieces.append(decode(rest[start:], "strict")[0])
            break
        except UnicodeDecodeError as error:
            at, after = start + error.start, start + max(error.end, error.start + 1)
            place = _onward(place, decode(rest[start:at], "strict")[0])
            faults.append(_broken(source, at, after, place, encoding))
            if len(faults) >= MOST_FAULTS or _WITH_STATE.match(encoding):
                break
            place, start = (place[0], place[1] + 1), after
    if faults:
        raise InvalidMaterial(faults)
    return "".join(pieces)


def _onward(place: tuple[int, int], text: str) -> tuple[int, int]:
    """Return the line and column after a text that begins at the place."""
    ends = [match.end() for match in _LINE_END.finditer(text)]
    return (place[0] + len(ends), len(text) - ends[-1] + 1) if ends else (place[0], place[1] + len(text))


def _broken(source: Source, at: int, after: int, place: tuple[int, int], encoding: str) -> Finding:
    found = source.data[at:after][:8].hex(" ").upper()
    return Finding(
        code="S101",
        path=source.name,
        line=place[0],
        column=place[1],
        detail=(f"expected: {encoding}", f"found: {found} at byte {at}"),
    )


def _lossless(source: Source, mark: bytes, text: str, encoding: str) -> None:
    """Encode again: some encodings write one text in many ways, and then the bytes would be lost."""
    try:
        again = mark + text.encode(encoding)
    except UnicodeEncodeError as error:
        _refuse(source, "S105", f"{encoding} reads U+{ord(text[error.start]):04X} and cannot write it")
    if again != source.data:
        at = next(
            (i for i, (a, b) in enumerate(zip(again, source.data, strict=False)) if a != b),
            min(len(again), len(source.data)),
        )
        _refuse(source, "S105", f"{encoding} writes other bytes from byte {at} on")


def _fit_for_xml(source: Source, text: str) -> None:
    faults: list[Finding] = []
    place, start = (1, 1), 0
    for match in _NOT_XML.finditer(text):
        if len(faults) == MOST_FAULTS:
            more = f"found: more than {MOST_FAULTS} such characters; the rest is not listed"
            faults.append(Finding(code="S102", path=source.name, detail=(more,)))
            break
        place, start = _onward(place, text[start : match.start()]), match.start()
        faults.append(
            Finding(
                code="S102",
                path=source.name,
                line=place[0],
                column=place[1],
                offset=match.start(),
                detail=(f"found: U+{ord(match[0]):04X}",),
            )
        )
    if faults:
        raise InvalidMaterial(faults)

# SPDX-License-Identifier: Apache-2.0
"""From a transcript to TEI: a pure function of source, record and rules."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from archiver.errors import InvalidMaterial
from archiver.findings import Finding
from archiver.model import Encoding
from archiver.tei import body, header, marks, people, standoff
from archiver.tei.attribution import attribute
from archiver.tei.declarations import SCHEMA
from archiver.tei.facts import Facts, refuse_forbidden
from archiver.tei.ids import ids, word
from archiver.tei.layout import indent
from archiver.tei.xml import FORBIDDEN, local, root, serialise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from archiver.model import Record, Source, Transcript

MOST_FINDINGS = 100
"""How many forbidden characters are listed one by one."""

LONGEST_BLOCK = 9_000_000
"""Bytes of a block in UTF-8; libxml2 does not read a longer text without being told to drop its guard."""

_MODEL = f'xml-model href="{SCHEMA}" type="application/xml" schematypens="http://relaxng.org/ns/structure/1.0"'


def encode(transcript: Transcript, *, record: Record, source: Source, rules: Mapping[str, str]) -> Encoding:
    """Encode a transcript as TEI P5, with a header made from its record.

    `rules` says in a sentence what each attribution rule does; those that were used get into the header.
    The text of the result is the text of the transcript, code point for code point, and the same inputs
    always give the same bytes.

    Raises:
        InvalidMaterial: S102 for each character that XML 1.0 §2.2 has no place for, S106 for a paragraph
            too long to be read back, R105 for such a character in the record, T104 for speech in speech
            without end.
        ValueError: if the transcript is not well formed: spans that cross or are empty, blocks that leave
            a gap, an agent that the record does not have.
    """
    _refuse(transcript, source)
    refuse_forbidden(record)
    tree = body.Body(
        transcript=transcript,
        marked=marks.mark(transcript),
        ids=ids(record, people.named_in_text(transcript)),
        speakers={speaker.id: speaker for speaker in record.everyone},
    )
    attribute(tree.marked, transcript.text)
    body.number(tree)
    data = serialise(_document(tree, record=record, source=source, rules=rules), instructions=(_MODEL,))
    attributed = sum(utterance.speaker is not None for utterance in transcript.utterances)
    return Encoding(data=data, utterances=len(transcript.utterances), attributed=attributed)


def _document(tree: body.Body, *, record: Record, source: Source, rules: Mapping[str, str]) -> etree._Element:
    language = header.language(record)
    document = root(language)
    text = body.write(document, tree, language=language)
    used = sorted({utterance.rule for utterance in tree.transcript.utterances})
    told = header.Header(
        record=record,
        source=source,
        body=tree,
        facts=Facts(ids=tree.ids),
        rules={word(rule): rules.get(rule, rule) for rule in used},
        tags=tag_usage(text),
    )
    text.addprevious(header.write(document, told))
    standoff.write(document, tree)
    indent(document)
    return document


def tag_usage(text: etree._Element) -> dict[str, int]:
    """Count the elements of `text` by name, itself among them (TEI P5 `tagUsage`)."""
    return dict(Counter(local(element) for element in text.iter("*")))


def _refuse(transcript: Transcript, source: Source) -> None:
    findings = [*_forbidden_in_name(source.name), *_forbidden(transcript.text, source.name)]
    longest = max((block.end - block.start for block in transcript.blocks), default=0)
    if not findings and longest * 4 > LONGEST_BLOCK:
        findings += [
            Finding(
                code="S106", path=source.name, offset=start, detail=(f"paragraph of more than {LONGEST_BLOCK} bytes",)
            )
            for start, end in transcript.blocks
            if len(transcript.text[start:end].encode()) > LONGEST_BLOCK
        ]
    if findings:
        raise InvalidMaterial(findings)


def _forbidden_in_name(name: str) -> Iterator[Finding]:
    """Refuse a file name that the header could not give; bytes that are no UTF-8 come as surrogates."""
    for match in FORBIDDEN.finditer(name):
        yield Finding(code="S102", path=ascii(name)[1:-1], detail=(f"U+{ord(match[0]):04X} in the name of the file",))
        return


def _forbidden(text: str, path: str) -> Iterator[Finding]:
    at, line, line_start = 0, 1, 0
    matches = FORBIDDEN.finditer(text)
    for count, match in enumerate(matches):
        if count == MOST_FINDINGS:
            more = 1 + sum(1 for _ in matches)
            detail: tuple[str, ...] = (f"and {more} more such characters",)
            yield Finding(code="S102", path=path, offset=match.start(), detail=detail)
            return
        while (newline := text.find("\n", at, match.start())) >= 0:
            line, line_start, at = line + 1, newline + 1, newline + 1
        found = (f"U+{ord(match[0]):04X}",)
        column = match.start() - line_start + 1
        yield Finding(code="S102", path=path, line=line, column=column, offset=match.start(), detail=found)

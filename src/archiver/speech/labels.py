# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 -- dashes and apostrophes are the matter of this module
"""Turns with labels: "Ada Brook: …", "Q. … A. …", "BROOK, HARBOUR RADIO (voice-over): …".

A text counts as a transcript where lines with labels begin it and are at least half of its lines; where
the record names one of those who speak by label, a heading may stand before them. A single label in
running prose makes no transcript. What follows a turn without a label continues it, up
to the next label; lines in brackets are stage directions and belong to nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from archiver.model import Form, Kind, Mention, Span
from archiver.speech import lexicon
from archiver.speech.forms import form_of
from archiver.speech.passages import Draft
from archiver.speech.people import bare
from archiver.speech.sentences import tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from archiver.speech.lexicon import Vocabulary

_LABEL = (
    r"(?:>>|[-–—])?[ \t]*"
    r"(?:<v[ \t]+(?P<voice>[^>\n]{1,60})>"
    r"|(?P<turn>%s)[.:]"
    r"|(?P<name>[^\W\d_][\w.’'-]*(?:[ \t]+[\w.’'&-]+){0,7})"
    r"(?:,[^:\n()]{1,80})?(?:[ \t]*\([^()\n]{1,60}\)){0,2}:)"
    r"(?=[ \t]*(?:\r?\n|\Z)|[ \t]+\S)"
)
_STAGE = re.compile(r"[ \t]*(?:\[[^\]\n]*\]|\([^)\n]*\))[ \t]*\Z")
_SMALL = lexicon.DETERMINERS | lexicon.ATTACHING | lexicon.PARTICLES | lexicon.AND | lexicon.TITLES
_HEADING_LINES = 10
_TURNS = 2
_BEGINNING = 3
"""Among so many first lines at least two have a label."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """The turns of a transcript, and the blocks that they take whole."""

    drafts: list[Draft]
    blocks: frozenset[int]


class _Line(NamedTuple):
    block: int
    span: Span
    name: Span | None
    """The label without affiliation, or None."""
    words: int
    """Where the words of the turn begin."""
    is_stage: bool


def labelled(
    text: str, blocks: Sequence[Span], vocabulary: Vocabulary, names: Collection[tuple[str, ...]] = ()
) -> Labelled:
    """Return the turns of a text in which labels say who speaks; nothing where it is no transcript.

    `names` are those of the record's participants, as `people.bare` gives them.
    """
    lines = [line for number, block in enumerate(blocks) for line in _lines(text, number, block, vocabulary)]
    first = next((n for n, line in enumerate(lines) if line.name is not None), None)
    labels = {bare(text[line.name.start : line.name.end], vocabulary) for line in lines if line.name is not None}
    if first is None or first > (_HEADING_LINES if labels & set(names) else 0):
        return Labelled([], frozenset())
    spoken = [line for line in lines[first:] if not line.is_stage]
    with_label = sum(line.name is not None for line in spoken)
    begins = sum(line.name is not None for line in spoken[:_BEGINNING])
    if begins < _TURNS or 2 * with_label < len(spoken):
        return Labelled([], frozenset())
    taken = frozenset(line.block for line in lines[first:]) - {line.block for line in lines[:first]}
    return Labelled(list(_turns(text, [line for line in lines[first:] if line.block in taken], vocabulary)), taken)


def _lines(text: str, number: int, block: Span, vocabulary: Vocabulary) -> Iterator[_Line]:
    start = block.start
    while start < block.end:
        stop = text.find("\n", start, block.end)
        end = block.end if stop < 0 else stop
        if text[start:end].strip():
            yield _line(text, number, Span(start, end), vocabulary)
        start = end + 1


def _line(text: str, number: int, span: Span, vocabulary: Vocabulary) -> _Line:
    match = _label(vocabulary.language.turn_labels).match(text, span.start, span.end)
    name = _name(match, vocabulary) if match is not None else None
    begins = match.end() if match is not None and name is not None else span.start
    return _Line(number, span, name, begins, _STAGE.match(text[span.start : span.end]) is not None)


@cache
def _label(turn_labels: str) -> re.Pattern[str]:
    """Return the pattern of a label; `turn_labels` are the words of a language that name nobody: Q, question."""
    return re.compile(_LABEL % ("|".join(re.escape(word.capitalize()) for word in turn_labels.split()) or r"(?!)"))


def _name(match: re.Match[str], vocabulary: Vocabulary) -> Span | None:
    group = str(match.lastgroup)
    if group != "name":
        return Span(*match.span(group))
    words = match.group("name").split()
    if vocabulary.classes_of(words[0].lower().strip(".")) & lexicon.LABEL_STOPS or not words[0][0].isupper():
        return None
    capital = all(word[0].isupper() or vocabulary.classes_of(word.lower()) & _SMALL for word in words)
    return Span(*match.span("name")) if capital else None


def _turns(text: str, lines: Sequence[_Line], vocabulary: Vocabulary) -> Iterator[Draft]:
    draft: Draft | None = None
    last: _Line | None = None
    for line in lines:
        if line.is_stage:
            last = None
            continue
        piece = _trimmed(text, line.words, line.span.end)
        if line.name is not None:
            if draft is not None and draft.pieces:
                yield draft
            draft = Draft(pieces=[], kind=Kind.DIRECT, rule="label-turn", mention=_mention(text, line.name, vocabulary))
        if draft is not None and piece is not None:
            joins = line.name is None and last is not None and last.block == line.block and bool(draft.pieces)
            start = draft.pieces.pop().start if joins else piece.start
            draft.pieces.append(Span(start, piece.end))
        last = line
    if draft is not None and draft.pieces:
        yield draft


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in " \t\r":
        start += 1
    while end > start and text[end - 1] in " \t\r":
        end -= 1
    return Span(start, end) if start < end else None


def _mention(text: str, span: Span, vocabulary: Vocabulary) -> Mention:
    words = tokens(text, span, (), vocabulary)
    if len(words) == 1 and words[0].classes & lexicon.TURN_LABELS:
        return Mention(span=span, form=Form.ROLE)
    return Mention(span=span, form=form_of([token for token in words if token.is_word] or words))

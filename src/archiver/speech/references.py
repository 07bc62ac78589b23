# SPDX-License-Identifier: Apache-2.0
"""Mentions of the record's participants that ground no attribution."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from archiver.model import Form, Mention, Reference, Span, SpeakerKind
from archiver.speech.mentions import name_start
from archiver.speech.sentences import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archiver.model import Speaker
    from archiver.speech.lexicon import Vocabulary
    from archiver.speech.sentences import Token

_FORMS = {
    SpeakerKind.PERSON: Form.NAME,
    SpeakerKind.GROUP: Form.GROUP,
    SpeakerKind.ORGANISATION: Form.ORGANISATION,
}


def references(
    text: str, blocks: Sequence[Span], participants: Sequence[Speaker], vocabulary: Vocabulary
) -> Iterator[Reference]:
    """Yield each place where a participant is named, or described by a full role, longest words first.

    Words that could mean two participants are left alone. A title before a name belongs to it.
    """
    meanings = _meanings(participants)
    if not meanings:
        return
    longest_first = sorted(meanings, key=lambda words: (-len(words), words))
    pattern = re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(words) for words in longest_first) + r")(?!\w)", re.IGNORECASE
    )
    for block in blocks:
        yield from _in_block(text, block, pattern, meanings, vocabulary)


def _meanings(participants: Sequence[Speaker]) -> dict[str, tuple[Speaker, bool]]:
    """Return the words that mean exactly one participant; the flag tells names from roles."""
    meant: dict[str, list[tuple[Speaker, bool]]] = {}
    for speaker in participants:
        names = [] if speaker.anonymous else [speaker.name.value, speaker.surname]
        for name in {*names, *speaker.aliases} - {None, ""}:
            meant.setdefault(str(name).lower(), []).append((speaker, True))
        for role in {role for role in speaker.roles if " " in role}:
            meant.setdefault(role.lower(), []).append((speaker, False))
    return {words: found[0] for words, found in meant.items() if len({speaker.id for speaker, _ in found}) == 1}


def _in_block(
    text: str,
    block: Span,
    pattern: re.Pattern[str],
    meanings: dict[str, tuple[Speaker, bool]],
    vocabulary: Vocabulary,
) -> Iterator[Reference]:
    words: list[Token] = []
    held: Reference | None = None
    for match in pattern.finditer(text, block.start, block.end):
        speaker, is_name = meanings.get(match.group().lower(), (None, False))
        if speaker is None or (is_name and match.group().islower()):
            continue
        start = match.start()
        if is_name and speaker.kind is SpeakerKind.PERSON:
            words = words or tokens(text, block, (), vocabulary)
            start = _with_title(words, start)
        if held is not None and held.speaker == speaker.id and is_name and start <= held.mention.span.end + 1:
            start, held = min(start, held.mention.span.start), None
        if held is not None:
            yield held
        form = _FORMS[speaker.kind] if is_name or speaker.kind is not SpeakerKind.PERSON else Form.ROLE
        held = Reference(mention=Mention(span=Span(start, match.end()), form=form), speaker=speaker.id)
    if held is not None:
        yield held


def _with_title(words: Sequence[Token], start: int) -> int:
    at = bisect_left(words, start, key=lambda token: token.start)
    if at < len(words) and words[at].start == start:
        return words[name_start(words, 0, at)].start
    return start

# SPDX-License-Identifier: Apache-2.0
"""The text of a package with its speakers: the characters of the page are those of the source, all and in order.

Names, numbers and grounds stand in attributes and are shown by the style, so that what is selected, searched or
read by a program is the source and nothing else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archiver.page.facts import doubtful
from archiver.page.markup import Html, element, join, ours, words
from archiver.page.stretches import Sort, walk
from archiver.page.words import GROUNDS, decided, manner, plain, speaker_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from archiver.model import Utterance
    from archiver.page.facts import Facts
    from archiver.page.stretches import Step, Stretch

TINTS = 8
"""Colours of speakers in the style; a ninth speaker has the colour of the first, and a name of his own."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,5}")
_OPENING = {Sort.PHRASE: "phrase", Sort.MENTION: "why", Sort.CUE: "why"}


def numbers(facts: Facts) -> Mapping[str | None, int]:
    """Return the number of each speaker in the order of the text, from 1; who is unknown has 0."""
    order = dict.fromkeys(utterance.speaker for utterance in facts.transcript.utterances if utterance.speaker)
    return {None: 0} | {speaker: number for number, speaker in enumerate(order, 1)}


def classes(facts_numbers: Mapping[str | None, int], utterance: Utterance) -> str:
    """Return the classes by which an utterance is coloured and filtered; none of them comes from the material."""
    number = facts_numbers[utterance.speaker or None]
    tint = f"t{(number - 1) % TINTS + 1}" if number else "t0"
    unsure = " d" if doubtful(utterance) else ""
    person = " p" if utterance.decided_by is not None else ""
    return f"s{number} {tint}{unsure}{person}"


def transcript(facts: Facts) -> Html:
    """Return the text, a paragraph for each of its blocks."""
    known = numbers(facts)
    blocks = (_block(facts, known, steps) for _, steps in walk(facts.transcript))
    return element("div", *blocks, class_="transcript", lang=language(facts.record.language.value))


def language(tag: str | None) -> str | None:
    """Return a language tag that may stand in `lang`, else None."""
    return tag if tag and _LANGUAGE.fullmatch(tag) else None


def _block(facts: Facts, known: Mapping[str | None, int], steps: Iterable[Step]) -> Html:
    return element("p", join(_steps(facts, known, steps)), dir="auto")


def _steps(facts: Facts, known: Mapping[str | None, int], steps: Iterable[Step]) -> Iterator[Html]:
    # Elements are closed by steps and not by nesting: a hostile source nests deeper than Python calls itself.
    for step in steps:
        if step.opened:
            yield _opening(facts, known, step.opened)
        elif step.closed:
            yield Html("</span>")
        else:
            yield join(words(step.text))


def _opening(facts: Facts, known: Mapping[str | None, int], stretch: Stretch) -> Html:
    if stretch.sort is not Sort.PIECE:
        return _begun(element("span", class_=_OPENING[stretch.sort]))
    utterance = facts.transcript.utterances[stretch.number - 1]
    said = element("span", class_=f"said {classes(known, utterance)}", data_n=stretch.number)
    return join([_begun(said), _mark(facts, stretch, utterance)])


def _begun(empty: Html) -> Html:
    return Html(empty.markup.removesuffix("</span>"))


def _mark(facts: Facts, stretch: Stretch, utterance: Utterance) -> Html:
    """Return the link from the text to the list; it holds no text, and says in attributes who speaks and why."""
    name = speaker_of(facts, utterance)
    unsure = ", doubtful" if doubtful(utterance) else ""
    told = f"{GROUNDS[utterance.ground]}, certainty {utterance.certainty:.2f}{unsure}"
    card = (name, told, manner(utterance), f"rule {plain(utterance.rule)}, {decided(facts.agents, utterance)}")
    return element(
        "a",
        class_="mark",
        href=ours(f"#a{stretch.number}"),
        id=f"u{stretch.number}" if stretch.piece == 0 else f"u{stretch.number}.{stretch.piece}",
        aria_label=f"{stretch.number}: {name}, {told}",
        data_name=f"{name}{' ?' if doubtful(utterance) else ''}",
        data_n=stretch.number,
        data_card="\n".join(card),
    )

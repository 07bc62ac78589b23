# SPDX-License-Identifier: Apache-2.0

"""Quoted fragments that no clause takes in: the words around them that a verb of saying governs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.speech import lexicon
from archiver.speech.bounds import Bounds, trim
from archiver.speech.clauses import ENDS, make
from archiver.speech.cues import cue_at, is_negated
from archiver.speech.languages import Saying
from archiver.speech.lexicon import Verb
from archiver.speech.mentions import starting_at
from archiver.speech.subjects import main_subject, subject_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from archiver.speech.mentions import Range
    from archiver.speech.passages import Draft, Passage

_FAR = 30


def fragment(passage: Passage, at: int, claimed: Collection[int]) -> Draft | None:
    """Return the clause in which a quoted fragment stands, where a verb of saying with a subject governs it.

    He called the ruling “a stain” on the court.
    """
    low, high = passage.sentences[passage.sentence_of[at]]
    words = passage.words
    bounds = Bounds(passage, words, low, trim(words, low, high), claimed)
    for number in range(at - 1, max(low, at - _FAR) - 1, -1):
        if number in claimed:
            return None
        agent = _agent(passage, number, at)
        if agent is not None:
            return make(passage, "fragment", agent, (number, number + 1), _around(bounds, agent[1], at))
        cue = cue_at(words, number)
        if cue is None or cue.form.kind is Saying.THINK or is_negated(words, cue):
            continue
        subject = main_subject(words, low, cue.group) if cue.participle else subject_of(words, low, cue, at)
        if (
            subject is None
            and not cue.participle
            and cue.group > low
            and (words[cue.group - 1].text == "," or words[cue.group - 1].classes & (lexicon.AND | lexicon.BUT))
        ):
            subject = main_subject(words, low, cue.group)
        if subject is not None:
            return make(passage, "fragment", subject, (cue.start, cue.end), _around(bounds, cue.end, at))
    return None


def _agent(passage: Passage, verb: int, at: int) -> Range | None:
    """Return by whom something is called what the fragment says: was described by X as “…”."""
    words = passage.words
    entry = words[verb].entry
    form = entry.form if entry is not None else None
    if form is None or Verb.PAST not in form.verbs or verb + 1 >= at or not words[verb + 1].classes & lexicon.BY:
        return None
    mention = starting_at(words, verb + 2, at)
    return mention if mention is not None and words[mention[1]].classes & (lexicon.AS | lexicon.TO) else None


def _around(bounds: Bounds, start: int, at: int) -> Range:
    """Return the content around a fragment: behind "that" or the preposition of the verb, to where an object ends."""
    words = bounds.words
    that = next((n for n in range(at - 1, start - 1, -1) if words[n].classes & lexicon.THAT), None)
    if that is not None:
        start = that
    if start < at and (
        words[start].text in ENDS or words[start].classes & lexicon.THAT or words[start].classes & lexicon.PREPOSITIONS
    ):
        start += 1
    return (start, max(at + 1, bounds.object_end(at)))

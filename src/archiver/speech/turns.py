# SPDX-License-Identifier: Apache-2.0
"""From quotations to utterances: each takes its own attribution, or continues its neighbour's.

The sieve in its order: attribution behind, attribution before, the rest of a split sentence, the rest
of the paragraph, the words that lead into the paragraph, the paragraph before. What no rule reaches
stays without a speaker; nothing is guessed across running text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.model import Kind, Mode
from archiver.speech import direct, leads, lexicon
from archiver.speech.languages import Saying
from archiver.speech.passages import Draft
from archiver.speech.sentences import ends_inside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archiver.speech.direct import Found
    from archiver.speech.passages import Passage

_ATTRIBUTION = 8
_PHRASES = 4
_CLAUSE = 3
"""So few words can be a clause."""
_LONG = 200
_SHORT = 40
"""A turn of a dialogue that alternates without cues has at most so many words."""


@dataclass(slots=True, kw_only=True)
class Turn:
    """A quotation on its way to an utterance."""

    passage: Passage
    at: int
    full: bool
    found: Found | None = None
    behind: bool = False
    """True where `found` stands behind the quotation."""
    draft: Draft | None = None
    chained: bool = False
    """True where it continues the quotation that the block before left open."""


def turns(everything: Sequence[Passage]) -> tuple[list[Turn], list[Draft]]:
    """Return a turn for each quotation of the top level, and the drafts of those that are utterances."""
    drafts: list[Draft] = []
    found = [[_turn(passage, at) for at in passage.quotes] for passage in everything]
    for number, row in enumerate(found):
        _chain(found, number)
        for place, turn in enumerate(row):
            _decide(found, number, place, turn, drafts)
    return [turn for row in found for turn in row], drafts


def _turn(passage: Passage, at: int) -> Turn:
    turn = Turn(passage=passage, at=at, full=passage.is_full(at))
    if passage.is_titled(at):
        turn.full = False
        return turn
    turn.found = direct.after(passage, at)
    turn.behind = turn.found is not None
    if turn.found is None:
        turn.found = direct.before(passage, at)
    return turn


def _chain(found: Sequence[Sequence[Turn]], number: int) -> None:
    """Bind the first quotation of a block to the one that the block before left open."""
    row = found[number]
    previous = found[number - 1] if number else ()
    if row and previous and previous[-1].passage.quotation(previous[-1].at).continued and row[0].at == 0:
        row[0].chained = previous[-1].draft is not None


def _decide(found: Sequence[Sequence[Turn]], number: int, place: int, turn: Turn, drafts: list[Draft]) -> None:
    row = found[number]
    if turn.chained and place == 0:
        head = found[number - 1][-1].draft
        if head is not None:
            _continue_chain(head, turn)
        return
    previous = _previous(row, place)
    if turn.found is not None:
        _take_own(turn, turn.found, previous, drafts)
    elif (
        previous is not None
        and previous.draft is not None
        and ((turn.full and (_alone(turn) or _behind_attribution(previous, turn))) or _goes_on(previous, turn))
    ):
        _continue_paragraph(turn, previous, previous.draft, drafts)
    elif turn.full and _alone(turn) and not _lead_in(row, place):
        _take_neighbour(found, number, turn, drafts)


def _previous(row: Sequence[Turn], place: int) -> Turn | None:
    """Return the quotation before in the paragraph; a title or a phrase in marks stands in between unnoticed."""
    for other in reversed(row[max(0, place - _PHRASES) : place]):
        if other.draft is not None or other.full or other.found is not None:
            return other
    return row[place - 1] if place else None


def _continue_chain(draft: Draft, turn: Turn) -> None:
    turn.draft = draft
    draft.pieces.append(turn.passage.quotation(turn.at).span)
    if draft.mention is None and draft.inherits is None and turn.found is not None and turn.behind:
        fill(draft, turn.passage, turn.found)
        draft.rule = turn.found.rule


def _take_own(turn: Turn, found: Found, previous: Turn | None, drafts: list[Draft]) -> None:
    if not turn.behind and previous is not None and previous.draft is not None and _same_attribution(previous, found):
        previous.draft.pieces.append(turn.passage.quotation(turn.at).span)
        turn.draft = previous.draft
        return
    if not turn.full and not _stands_alone(turn, found):
        return
    draft = _new(turn, found.rule, drafts)
    fill(draft, turn.passage, found)
    _lead(turn, previous, draft)


def _lead(turn: Turn, previous: Turn | None, draft: Draft) -> None:
    """Give a quotation without attribution to the one that follows it directly: “…” “…,” he said."""
    if previous is None or previous.draft is not None or previous.found is not None or not previous.full:
        return
    if previous.at == turn.at - 1 and turn.behind and _starts_sentence(previous):
        draft.pieces.insert(0, previous.passage.quotation(previous.at).span)
        previous.draft = draft


def _starts_sentence(turn: Turn) -> bool:
    return turn.passage.sentences[turn.passage.sentence_of[turn.at]][0] == turn.at


def _same_attribution(previous: Turn, found: Found) -> bool:
    """Tell whether the words before this quotation are the attribution behind the one before it."""
    return previous.behind and previous.found is not None and found.cue is not None and found.cue == previous.found.cue


def _stands_alone(turn: Turn, found: Found) -> bool:
    """Tell whether a short quotation is all that was said, and not a part of the reporter's clause."""
    words, at = turn.passage.words, turn.at
    if found.rule == "colon":
        return False
    if turn.behind:
        return _starts_sentence(turn) or words[at - 1].text == ":"
    return words[at - 1].text in {",", ":"}


def _new(turn: Turn, rule: str, drafts: list[Draft]) -> Draft:
    draft = Draft(pieces=[turn.passage.quotation(turn.at).span], kind=Kind.DIRECT, rule=rule)
    turn.draft = draft
    drafts.append(draft)
    return draft


def fill(draft: Draft, passage: Passage, found: Found) -> None:
    """Put the mention, the cue and the mode of an attribution into a draft."""
    if found.mention is not None:
        draft.mention = passage.mention(found.mention)
    if found.cue is not None:
        draft.cue = passage.span_of(found.cue)
    draft.mode = _mode(passage, found)


def _mode(passage: Passage, found: Found) -> Mode:
    if found.form is not None and found.form.kind is Saying.WRITE:
        return Mode.WRITTEN
    tail = [token.classes for token in passage.words[found.end : found.end + 5]]
    written = bool(tail) and tail[0] & (lexicon.IN | lexicon.ON) and any(word & lexicon.WRITTEN for word in tail[1:])
    if written or (found.mention is not None and passage.words[found.mention[1] - 1].classes & lexicon.WRITTEN):
        return Mode.WRITTEN
    return Mode.SPOKEN


def _alone(turn: Turn) -> bool:
    """Tell whether the sentence of a quotation has no words of the reporter."""
    start, end = turn.passage.sentences[turn.passage.sentence_of[turn.at]]
    if end - start > _SHORT:
        return False
    return not any(token.is_word for token in turn.passage.words[start:end])


def _behind_attribution(previous: Turn, turn: Turn) -> bool:
    """Tell whether only a short attribution stands between, as where its full stop is an abbreviation's."""
    if not previous.behind or previous.found is None or not previous.full:
        return False
    if (
        turn.passage.words[turn.at - 1].text == ","
        and turn.passage.sentence_of[previous.at] == turn.passage.sentence_of[turn.at]
    ):
        return turn.at - previous.found.end <= _SHORT
    before = turn.passage.words[turn.at - 1]
    if before.is_word and before.text.endswith("."):  # said Lind of Fordham, Fla. “…”
        return turn.at - previous.found.end <= _SHORT
    return 0 <= turn.at - previous.found.end <= _ATTRIBUTION and before.text != ","


def _goes_on(previous: Turn, turn: Turn) -> bool:
    """Tell whether a new sentence begins with the quotation and the reporter ends it: “We shall go” to the coast."""
    words = turn.passage.words
    follows = words[turn.at + 1] if turn.at + 1 < len(words) else None
    if not previous.behind or follows is None or not follows.is_word or not follows.text[0].islower():
        return False
    quotation = turn.passage.quotation(turn.at).span
    if not turn.full and len(turn.passage.text[quotation.start : quotation.end][:_LONG].split()) < _CLAUSE:
        return False
    return _starts_sentence(turn) or words[turn.at - 1].text.endswith(".")


def _lead_in(row: Sequence[Turn], place: int) -> bool:
    """Tell whether the next quotation of the paragraph stands directly behind and has its own attribution."""
    following = row[place + 1] if place + 1 < len(row) else None
    return following is not None and following.at == row[place].at + 1 and following.behind


def _continue_paragraph(turn: Turn, previous: Turn, draft: Draft, drafts: list[Draft]) -> None:
    if _only_attribution_between(previous, turn) and previous.full:
        draft.pieces.append(turn.passage.quotation(turn.at).span)
        turn.draft = draft
        return
    _new(turn, "continue-paragraph", drafts).inherits = _root(draft)


def _only_attribution_between(previous: Turn, turn: Turn) -> bool:
    """Tell whether nothing but one attribution parts two quotations of a paragraph."""
    words = turn.passage.words
    if previous.at == turn.at - 1:
        return True
    if not previous.behind or previous.found is None:
        return False
    start, end = turn.passage.sentences[turn.passage.sentence_of[turn.at - 1]]
    gap = words[previous.found.end : turn.at]
    return start <= previous.found.end <= end or not any(token.is_word for token in gap)


def _take_neighbour(found: Sequence[Sequence[Turn]], number: int, turn: Turn, drafts: list[Draft]) -> None:
    """Look to what stands before a quotation that has its sentence for itself."""
    below = turn.passage.below
    signed = leads.signature(below) if below is not None and turn.at == len(turn.passage.words) - 1 else None
    if signed is not None and below is not None:
        fill(_new(turn, signed.rule, drafts), below, signed)
        return
    if turn.at > 0:
        _take_lead(turn, turn.passage, turn.passage.sentence_of[turn.at] - 1, "", drafts)
        return
    above = turn.passage.above
    before = found[number - 1] if number else ()
    ends_quoted = bool(before) and above is not None and _in_last_sentence(before[-1])
    if above is not None and above.words and above.words[-1].text == ":":
        _take_lead(turn, above, len(above.sentences) - 1, "intro-paragraph", drafts)
    elif ends_quoted and before[-1].draft is not None:
        other = _alternating(found, number, turn)
        draft = _new(turn, "alternation" if other is not None else "continue-previous", drafts)
        draft.inherits = _root(other or before[-1].draft)
    elif above is not None and above.words:
        _take_lead(turn, above, len(above.sentences) - 1, "lead-paragraph", drafts)
    else:
        _new(turn, "none", drafts)


def _in_last_sentence(turn: Turn) -> bool:
    passage = turn.passage
    return passage.sentence_of[turn.at] == len(passage.sentences) - 1


def _take_lead(turn: Turn, passage: Passage, sentence: int, rule: str, drafts: list[Draft]) -> None:
    led = leads.lead(passage, sentence) if rule != "lead-paragraph" else leads.first_saying(passage, sentence)
    if led is None and rule == "lead-paragraph":
        led = leads.paragraph_subject(passage)
        rule = led.rule if led is not None else rule
    if led is None:
        _new(turn, "none", drafts)
        return
    fill(_new(turn, rule or led.rule, drafts), passage, led)


def _alternating(found: Sequence[Sequence[Turn]], number: int, turn: Turn) -> Draft | None:
    """Return the speaker before the last one, where two take turns with question and answer."""
    if number < 2 or len(found[number - 1]) != 1 or len(found[number - 2]) != 1:  # noqa: PLR2004 # two turns before this
        return None
    first, second = found[number - 2][0], found[number - 1][0]
    if first.draft is None or second.draft is None or _root(first.draft) is _root(second.draft):
        return None
    if first.draft.mention is not None and first.draft.mention == second.draft.mention:
        return None
    ends = [ends_inside(each.passage.text, each.passage.quotation(each.at)) for each in (first, second, turn)]
    return first.draft if "?" in ends else None


def _root(draft: Draft) -> Draft:
    return draft.inherits if draft.inherits is not None else draft

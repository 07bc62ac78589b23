# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 -- quotation marks and dashes are the matter of this module
"""The whole way from a transcript without speech to one with utterances, phrases and references."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from archiver.blocks import content, paragraphs
from archiver.model import Ground, Kind, Span, Transcript, Utterance
from archiver.speech import leads, lexicon
from archiver.speech import nested as within
from archiver.speech.clauses import is_embedded
from archiver.speech.composed import Composed, composed, moved, moved_phrase, moved_reference
from archiver.speech.corrections import Interpreted, correct
from archiver.speech.fragments import fragment
from archiver.speech.indirect import reported
from archiver.speech.labels import labelled
from archiver.speech.layout import Layout
from archiver.speech.passages import Draft, Passage, passages
from archiver.speech.phrases import phrase, reads_like_title
from archiver.speech.references import references
from archiver.speech.resolve import Resolver
from archiver.speech.rules import certainty, sign_of
from archiver.speech.sentences import ends_inside, tokens
from archiver.speech.turns import fill, turns

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from archiver.model import Correction, Phrase, Reference, Speaker
    from archiver.speech.direct import Found
    from archiver.speech.lexicon import Vocabulary
    from archiver.speech.turns import Turn

_CLAUSE = 3
"""More words than these, with a full stop behind them, are a sentence."""
_SURELY_SPEECH = 8
"""A quotation of so many words is an utterance even where nobody is said to speak."""


def attribute(
    text: str,
    *,
    participants: Sequence[Speaker] = (),
    corrections: Sequence[Correction] = (),
    blocks: Sequence[Span] | None = None,
    language: str | None = None,
    nested: bool = False,
) -> tuple[Utterance, ...]:
    """Find what is said in a text, by whom, and on what ground.

    Args:
        text: the running text; offsets in the result are code points of it.
        participants: the speakers of the record; an utterance names them by their ids.
        corrections: what a person decided; it overrides the rules.
        blocks: the paragraphs of the text without gaps; None: as `archiver.blocks` cuts them.
        language: what the record says it is in, a tag after BCP 47; None: what its words tell.
        nested: give the quotations within quotations that are speech too, with speakers of their own.

    Returns:
        The utterances in the order of the text, an outer one before those nested in it.

    Raises:
        InvalidMaterial: with a finding for each correction that cannot be applied (R108, R109, R119).
    """
    cut = paragraphs(text) if blocks is None else tuple(blocks)
    transcript = Transcript(text=text, blocks=cut)
    return interpret(
        transcript, participants=participants, corrections=corrections, language=language, nested=nested
    ).utterances


def interpret(
    transcript: Transcript,
    *,
    participants: Sequence[Speaker] = (),
    corrections: Sequence[Correction] = (),
    language: str | None = None,
    nested: bool = False,
) -> Transcript:
    """Return the transcript with its utterances, phrases and references filled in.

    Any two spans of the result are equal, nested or disjoint, and each lies within one block.

    Raises:
        InvalidMaterial: with a finding for each correction that cannot be applied (R108, R109, R119).
    """
    read = Composed(transcript.text)
    text = read.text
    blocks = [content(text, read.placed(block)) for block in transcript.blocks]
    participants = [composed(speaker) for speaker in participants]
    everything = passages(text, blocks, language)
    resolver = Resolver(text, everything, participants)
    vocabulary = resolver.vocabulary
    transcribed = labelled(text, blocks, vocabulary, [name for person in resolver.declared for name in person.names])
    prose = [passage for passage in everything if passage.number not in transcribed.blocks]
    drafts, marked = _drafts(text, prose)
    drafts.extend(transcribed.drafts)
    said = _within_turns(transcribed.drafts, everything)
    drafts.extend(said.drafts)
    marked.extend(said.phrases)
    found = _moved(_lay(text, drafts, marked, resolver), read, read.source)
    original = [content(transcript.text, block) for block in transcript.blocks]
    corrected = correct(transcript.text, original, found, corrections)
    wanted = [each for each in corrected.utterances if nested or each.rule not in within.RULES]
    here = _moved(replace(corrected, utterances=wanted), read, read.place)
    mentioned = _references(text, blocks, participants, here.utterances, here.phrases, vocabulary)
    return replace(
        transcript,
        utterances=tuple(sorted(wanted, key=lambda each: (each.pieces[0].start, -each.pieces[0].end))),
        phrases=tuple(sorted(corrected.phrases, key=lambda each: each.span)),
        references=tuple(moved_reference(each, read.source) for each in mentioned),
    )


def _moved(found: Interpreted, read: Composed, at: Callable[[int], int]) -> Interpreted:
    """Return what was found with its offsets where `at` puts them."""
    if not read.differs:
        return found
    return Interpreted(
        utterances=[moved(each, at) for each in found.utterances],
        phrases=[moved_phrase(each, at) for each in found.phrases],
        sources=found.sources,
    )


def _drafts(text: str, everything: Sequence[Passage]) -> tuple[list[Draft], list[Phrase]]:
    taken, drafts = turns(everything)
    sources = {id(draft.inherits) for draft in drafts if draft.inherits is not None}
    marked: list[Phrase] = []
    by_passage: dict[int, list[Turn]] = {}
    for turn in taken:
        by_passage.setdefault(turn.passage.number, []).append(turn)
    for passage in everything:
        own = by_passage.get(passage.number, [])
        clauses = list(_clauses(passage, own, _embedded(own, sources)))
        drafts.extend(clauses)
        bare = (passage.quotation(turn.at) for turn in own if turn.draft is None)
        marked.extend(phrase(text, passage.span.start, quotation, passage.vocabulary) for quotation in bare)
        found = _within(passage, own, {part: draft for draft in clauses for part in (*draft.pieces, *draft.quoted)})
        drafts.extend(found.drafts)
        marked.extend(found.phrases)
    return [draft for draft in drafts if draft.pieces], marked


@dataclass(slots=True)
class _Within:
    """What stands in the words of utterances."""

    drafts: list[Draft] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)


def _within(passage: Passage, own: Sequence[Turn], clauses: Mapping[Span, Draft]) -> _Within:
    """Return what stands in the quotations of a passage; `clauses` are those of its clauses that quote words."""
    found = _Within()
    for turn in own:
        quotation = passage.quotation(turn.at)
        around = turn.draft or clauses.get(quotation.span)
        if around is None:
            continue
        inside = within.inside(passage, quotation)
        quoted, phrases = within.look_inside(inside, around)
        if turn.draft is not None:
            found.drafts.extend(within.reported_inside(inside, quoted))
        found.drafts.extend(quoted)
        found.phrases.extend(phrases)
    return found


def _within_turns(drafts: Sequence[Draft], everything: Sequence[Passage]) -> _Within:
    """Return the quotations in the turns of a transcript, whose words stand in no marks themselves."""
    found = _Within()
    starts = [passage.span.start for passage in everything]
    quoted = [[passage.quotation(at) for at in passage.quotes] for passage in everything] if drafts else []
    for around, piece in ((each, piece) for each in drafts for piece in each.pieces):
        passage = everything[bisect_right(starts, piece.start) - 1]
        items = quoted[passage.number]
        first = bisect_left(items, piece.start, key=lambda each: each.span.start)
        last = bisect_left(items, piece.end, first, key=lambda each: each.span.start)
        mine = [each for each in items[first:last] if piece.holds(each.span)]
        if not mine:
            continue
        alone = mine[0].span == piece
        words = within.inside(passage, mine[0]) if alone else within.stretch(passage, piece, mine)
        speech, phrases = within.look_inside(words, around)
        found.drafts.extend(speech)
        found.phrases.extend(phrases)
    return found


def _embedded(own: Sequence[Turn], sources: Collection[int]) -> list[Turn]:
    """Return the turns of one piece that stand within a clause of the reporter's.

    `sources` are the drafts whose speaker others have: they stay.
    """
    return [
        turn
        for turn in own
        if turn.draft is not None
        and len(turn.draft.pieces) == 1
        and turn.draft.inherits is None
        and id(turn.draft) not in sources
        and is_embedded(turn.passage, turn.at)
    ]


def _clauses(passage: Passage, own: Sequence[Turn], embedded: Sequence[Turn]) -> Iterator[Draft]:
    """Yield reported clauses, then the fragments that stand in none, then what nobody is said to say.

    A clause takes in the quotations embedded in it; they are no utterances of their own then.
    """
    inside = {turn.at for turn in embedded}
    claimed = {turn.at for turn in own if turn.draft is not None}
    clauses = reported(passage, claimed - inside)
    yield from clauses
    covered = [piece for draft in clauses for piece in draft.pieces]
    for turn in embedded:
        if turn.draft is not None and _lies_in(covered, passage.quotation(turn.at).span):
            turn.draft.pieces.clear()
            turn.draft = None
    for turn in own:
        if turn.draft is not None or _lies_in(covered, passage.quotation(turn.at).span):
            continue
        draft = fragment(passage, turn.at, claimed) if not _is_title(passage, turn.at) else None
        if draft is None and _is_speech(passage, turn):
            draft = turn.draft = _unclaimed(passage, turn.at)
        if draft is not None:
            covered.extend(draft.pieces)
            yield draft


def _unclaimed(passage: Passage, at: int) -> Draft:
    draft = Draft(pieces=[passage.quotation(at).span], kind=Kind.DIRECT, rule="none")
    found = _led(passage, at)
    if found is not None:
        draft.rule = found.rule
        fill(draft, passage, found)
    return draft


def _led(passage: Passage, at: int) -> Found | None:
    """Return to whom the words of the sentence lead, or where its mood reports, those before it."""
    if passage.language.reports:
        return leads.sentence_subject(passage, at)
    return (
        leads.sentence_according(passage, at) or leads.reported_from(passage, at) or leads.sentence_subject(passage, at)
    )


def _lies_in(covered: Sequence[Span], span: Span) -> bool:
    return any(piece.holds(span) for piece in covered[-20:])


def _is_title(passage: Passage, at: int) -> bool:
    before = passage.words[at - 1] if at else None
    if before is not None and not passage.language.reports and (before.text == "(" or before.classes & lexicon.NAMES):
        return True
    return reads_like_title(tokens(passage.text, passage.quotation(at).span, (), passage.vocabulary)[:14])


def _is_speech(passage: Passage, turn: Turn) -> bool:
    """Tell whether a quotation is an utterance though nobody is said to speak: long, or led in and ended."""
    span = passage.quotation(turn.at).span
    led_in = turn.at > 0 and passage.words[turn.at - 1].text in {",", ":"}
    ended = ends_inside(passage.text, passage.quotation(turn.at)) in ".?!…"
    if not passage.language.reports:  # which words report a fragment is not known
        return _is_foreign_speech(passage, turn.at)
    long = len(passage.text[span.start : span.end][:400].split()) >= _SURELY_SPEECH
    foreign = passage.has_doubles and passage.quotation(turn.at).single
    return turn.full and not foreign and (long or (led_in and ended))


def _is_foreign_speech(passage: Passage, at: int) -> bool:
    """Tell whether a quotation in another language than English is speech, whose reported clauses no rule knows.

    A single word is not, nor what begins with a capital letter behind a word of the reporter's: a name, a title.
    """
    span = passage.quotation(at).span
    inside = passage.text[span.start + 1 : span.end].lstrip("‚‘'[(… .")
    before = passage.words[at - 1] if at else None
    if before is not None and before.classes & lexicon.CALLING:
        return True
    named = before is not None and before.is_word and not inside[:1].islower()
    if (
        named
        and ends_inside(passage.text, passage.quotation(at)) in ".?!"
        and len(inside.split(None, _CLAUSE)) > _CLAUSE
    ):
        return True
    return not named and len(inside.split(None, 1)) > 1 and not _is_title(passage, at)


def _lay(text: str, drafts: Sequence[Draft], marked: Sequence[Phrase], resolver: Resolver) -> Interpreted:
    """Settle who speaks and take in every span that crosses no other; direct speech goes first."""
    for draft in sorted(drafts, key=lambda each: each.pieces[0]):
        draft.first = _first(text, draft.pieces[0])
        resolver.settle(draft)
    layout = Layout(len(text))
    kept = [draft for draft in sorted(drafts, key=_rank) if _take_pieces(layout, draft)]
    numbers = {id(draft): number for number, draft in enumerate(kept)}
    pieces = {piece for draft in kept for piece in draft.pieces}
    quoted = {span for draft in kept for span in draft.quoted}
    utterances = [_finish(layout, draft) for draft in kept]
    phrases = [each for each in marked if each.span not in pieces and each.span not in quoted and layout.add(each.span)]
    sources = [numbers.get(id(draft.inherits)) if draft.inherits is not None else None for draft in kept]
    return Interpreted(utterances=utterances, phrases=phrases, sources=sources)


def _first(text: str, piece: Span) -> str:
    return next((char for char in text[piece.start : piece.end] if char.isalnum()), "")


def _rank(draft: Draft) -> tuple[bool, int, int]:
    return (draft.kind is not Kind.DIRECT, draft.pieces[0].start, -draft.pieces[-1].end)


def _take_pieces(layout: Layout, draft: Draft) -> bool:
    """Take the pieces in, all or none: they are new spans and cross no other."""
    spans = [*draft.pieces, *draft.quoted]
    if any(span in layout or not layout.fits(span) for span in spans) or len(set(spans)) < len(spans):
        return False
    for span in spans:
        layout.add(span)
    return True


def _finish(layout: Layout, draft: Draft) -> Utterance:
    """Return the utterance of a draft; a mention or cue that crosses other spans is left out."""
    mention, cue = draft.mention, draft.cue
    if mention is not None and not _takes(layout, mention.span, draft.pieces):
        mention = None
    if cue is not None and ((mention is not None and cue.meets(mention.span)) or not _takes(layout, cue, draft.pieces)):
        cue = None
    ground = draft.ground
    if draft.speaker is None:
        ground = ground if ground is Ground.IMPLICIT else Ground.NONE
    elif mention is None and ground is not Ground.CONTINUED:
        ground = Ground.IMPLICIT
    return Utterance(
        pieces=tuple(sorted(draft.pieces)),
        kind=draft.kind,
        mode=draft.mode,
        quoted=tuple(sorted(draft.quoted)),
        speaker=draft.speaker,
        addressee=draft.addressee,
        ground=ground,
        mention=mention,
        cue=cue,
        certainty=certainty(draft.rule, sign_of(draft.kind, mention, draft.speaker, draft.first)),
        rule=draft.rule,
    )


def _takes(layout: Layout, span: Span, pieces: Sequence[Span]) -> bool:
    return not any(span.meets(piece) for piece in pieces) and layout.add(span)


def _references(
    text: str,
    blocks: Sequence[Span],
    participants: Sequence[Speaker],
    utterances: Sequence[Utterance],
    phrases: Sequence[Phrase],
    vocabulary: Vocabulary,
) -> Iterator[Reference]:
    """Yield the references that meet no mention and no other reference, and cross nothing."""
    layout = Layout(len(text))
    for span in _all_spans(utterances, phrases):
        layout.add(span)
    taken = bytearray(len(text))
    for utterance in utterances:
        if utterance.mention is not None:
            _cover(taken, utterance.mention.span)
    for reference in references(text, blocks, participants, vocabulary):
        span = reference.mention.span
        if not any(taken[span.start : span.end]) and layout.add(span):
            _cover(taken, span)
            yield reference


def _cover(taken: bytearray, span: Span) -> None:
    taken[span.start : span.end] = b"\x01" * (span.end - span.start)


def _all_spans(utterances: Sequence[Utterance], phrases: Sequence[Phrase]) -> Iterator[Span]:
    for utterance in utterances:
        yield from utterance.pieces
        yield from utterance.quoted
        if utterance.mention is not None:
            yield utterance.mention.span
        if utterance.cue is not None:
            yield utterance.cue
    yield from (each.span for each in phrases)

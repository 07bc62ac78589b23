# SPDX-License-Identifier: Apache-2.0
"""Arbitrary well-formed transcripts and records: texts of every kind of character, marked in every way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from archiver.blocks import paragraphs
from archiver.model import (
    Basis,
    Fact,
    Form,
    Ground,
    Kind,
    Mention,
    Mode,
    Phrase,
    PhraseKind,
    Reference,
    Related,
    Rights,
    Source,
    Span,
    SpeakerKind,
    Transcript,
    Utterance,
)
from builders import a_record, a_speaker

if TYPE_CHECKING:
    from collections.abc import Callable

    from archiver.model import Record

CHARACTERS = "ab Z.,“”‘’«»\"'<&>]-\n\n\n\r\t\u00a0\u0085\u2028\ufeff\u0301é中\U0001f600\x7f"
TEXTS = st.lists(
    st.one_of(st.sampled_from(CHARACTERS), st.sampled_from(["\r\n", "\r\n\r\n", "\n\n", "]]>", "&amp;", "“Yes,”"])),
    max_size=60,
).map("".join)

WORDED = {Ground.NAME, Ground.ROLE, Ground.PRONOUN}
"""Grounds that need words of the text."""

NAMES = st.sampled_from(["brook", "ferry-crew", "fordham", "Ada Brook", "ada brook", "the  crew", "日本", "s1", ""])
RULES = st.sampled_from(["given", "after-subject", "chain"])


def source_of(transcript: Transcript, *, name: str = "bridge.txt") -> Source:
    mark = "\ufeff" if transcript.bom else ""
    return Source(name=name, data=(mark + transcript.text).encode(transcript.encoding))


def _crosses(one: Span, other: Span) -> bool:
    return one.meets(other) and not one.holds(other) and not other.holds(one)


@st.composite
def spans(draw: st.DrawFn, blocks: tuple[Span, ...], most: int = 14) -> list[Span]:
    """Spans that are equal, nested or apart, none over two blocks, in the order of the text."""
    found: list[Span] = []
    filled = [block for block in blocks if block.end > block.start]
    for _ in range(draw(st.integers(0, most)) if filled else 0):
        block = draw(st.sampled_from(filled))
        start = draw(st.integers(block.start, block.end - 1))
        span = Span(start, draw(st.integers(start + 1, block.end)))
        if not any(_crosses(span, other) for other in found):
            found.append(span)
    return sorted(found, key=lambda span: (span.start, -span.end))


@st.composite
def utterances(draw: st.DrawFn, pieces: list[Span], marks: list[Span]) -> tuple[Utterance, ...]:
    """Utterances with these pieces, their words drawn from the marks, one or several to a mark."""
    chains: list[list[Span]] = []
    for piece in pieces:
        before = [chain for chain in chains if chain[-1].end <= piece.start]
        again = draw(st.booleans())
        if before and again:
            draw(st.sampled_from(before)).append(piece)
        else:
            chains.append([piece])
    order = st.permutations(chains)
    return tuple(draw(_utterance(tuple(chain), marks)) for chain in draw(order))


@st.composite
def _utterance(draw: st.DrawFn, pieces: tuple[Span, ...], marks: list[Span]) -> Utterance:
    mention = (
        draw(st.none() | st.builds(Mention, span=st.sampled_from(marks), form=st.sampled_from(Form))) if marks else None
    )
    cue = draw(st.none() | st.sampled_from(marks)) if marks else None
    kind = draw(st.sampled_from(Kind))
    inside = [span for span in marks if any(piece.holds(span) for piece in pieces)]
    speaker = draw(st.none() | NAMES)
    decided_by = draw(st.none() | st.just("desk"))
    wordless = mention is None and cue is None and speaker is not None and decided_by is None
    grounds = [ground for ground in Ground if not (wordless and ground in {*WORDED, Ground.NONE})]
    if speaker is not None and decided_by is None:
        grounds = [ground for ground in grounds if ground is not Ground.NONE]
    return Utterance(
        pieces=pieces,
        kind=kind,
        mode=draw(st.sampled_from(Mode)),
        quoted=tuple(span for span in inside if draw(st.booleans())) if kind is Kind.MIXED else (),
        speaker=speaker,
        addressee=draw(st.none() | NAMES),
        ground=draw(st.sampled_from(grounds)),
        mention=mention,
        cue=cue,
        certainty=draw(st.floats(0, 1)),
        rule=draw(RULES),
        decided_by=decided_by,
    )


@st.composite
def transcripts(draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS) -> Transcript:
    text = draw(texts)
    blocks = paragraphs(text)
    every = draw(spans(blocks))
    roles = [draw(st.sampled_from(["piece", "mark", "phrase", "reference"])) for _ in every]
    of: Callable[[str], list[Span]] = lambda role: [s for s, r in zip(every, roles, strict=True) if r == role]  # noqa: E731
    return Transcript(
        text=text,
        blocks=blocks,
        encoding=draw(st.sampled_from(["utf-8", "utf-16-le"])),
        bom=draw(st.booleans()),
        utterances=draw(utterances(of("piece"), of("mark"))),
        phrases=tuple(Phrase(span=span, kind=draw(st.sampled_from(PhraseKind))) for span in of("phrase")),
        references=tuple(
            Reference(mention=Mention(span=span, form=draw(st.sampled_from(Form))), speaker=draw(NAMES))
            for span in of("reference")
        ),
    )


_WORDS = st.text(st.sampled_from("ab é中<&>\"'\n\u00a0"), max_size=8)
_EDTF = st.sampled_from(
    ["2021-07-12", "2021-07", "2021?", "2021~", "2021%", "202X", "2021-07-12/2021-07-14", "../2021"]
)
_URIS = st.sampled_from(["https://example.org/a", "https://creativecommons.org/licenses/by/4.0/"])


def facts(values: st.SearchStrategy[str] = _WORDS, *, unknown: bool = True) -> st.SearchStrategy[Fact]:
    remarks = st.none() | _WORDS
    inside = st.builds(Fact, value=values, note=remarks)
    supplied = st.builds(
        Fact,
        value=values,
        basis=st.just(Basis.SUPPLIED),
        by=st.just("desk"),
        certainty=st.sampled_from(["high", "medium", "low"]),
        evidence=_WORDS,
        note=remarks,
    )
    missing = st.builds(Fact, value=st.none(), basis=st.just(Basis.UNKNOWN), note=remarks)
    return st.one_of(inside, supplied, missing) if unknown else st.one_of(inside, supplied)


_RIGHTS = st.builds(
    Rights, uri=st.none() | _URIS, spdx=st.none() | st.just("CC-BY-4.0"), statement=st.none() | _WORDS,
    holder=st.none() | _WORDS, basis=facts(),
)  # fmt: skip


_RELATED = st.builds(
    Related,
    relation=st.just("IsVersionOf"),
    identifier=st.just("10.1/x"),
    identifier_type=st.just("DOI"),
    note=st.none() | _WORDS,
)


@st.composite
def records(draw: st.DrawFn) -> Record:
    crew = a_speaker(
        id="ferry-crew", name=draw(facts()), kind=SpeakerKind.GROUP, surname=None, anonymous=draw(st.booleans())
    )
    town = a_speaker(
        id="fordham", name=draw(facts()), kind=SpeakerKind.ORGANISATION, aliases=("Fordham",), affiliation="s1"
    )
    council = a_speaker(
        id="s1", name=Fact(value="Council"), kind=SpeakerKind.ORGANISATION, note=draw(st.none() | _WORDS)
    )
    mayor = a_speaker(gender="female", affiliation="fordham", authorities=("https://example.org/brook",))
    return a_record(
        title=draw(facts()),
        language=draw(facts(st.sampled_from(["en", "zh-Hant"]))),
        statement_date=draw(facts(_EDTF)),
        publication_date=draw(facts(_EDTF)),
        place=draw(facts()),
        occasion=draw(facts()),
        abstract=draw(st.none() | _WORDS),
        subjects=tuple(draw(st.lists(_WORDS, max_size=2))),
        speakers=(mayor,),
        participants=(crew,),
        organisations=(town, council),
        creators=tuple(draw(st.lists(facts(), max_size=2))),
        publisher=draw(facts()),
        rights_source=draw(_RIGHTS),
        rights_encoding=draw(_RIGHTS),
        archive=draw(facts(unknown=False)),
        source_url=draw(facts(_URIS)),
        source_captured=draw(facts(_EDTF)),
        related=(draw(_RELATED),),
    )

# SPDX-License-Identifier: Apache-2.0
"""The `text` of the document: every character of the source and nothing else, with the marks around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.model import Form, Ground, Kind, Mode, Speaker, SpeakerKind
from archiver.tei.marks import Layer, Mark, Marked, speech_around, walk
from archiver.tei.xml import append_text, child

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from archiver.model import Transcript
    from archiver.tei.ids import Ids

FORM_NAMES = {SpeakerKind.PERSON: "person", SpeakerKind.GROUP: "group", SpeakerKind.ORGANISATION: "org"}


_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What the elements of `text` are made of."""

    transcript: Transcript
    marked: Marked
    ids: Ids
    speakers: dict[str, Speaker]
    """The speakers of the record by id."""

    def pieces(self, utterances: Sequence[int]) -> str | None:
        """Return pointers to all pieces of these utterances; None for none."""
        return " ".join(f"#{m.id}" for i in utterances for m in self.marked.pieces[i]) or None


def number(body: Body) -> None:
    """Give every mark its id, in document order; speech inside speech is numbered below it."""
    counts: dict[str, int] = {}
    for m in walk(body.marked.blocks):
        prefix = _PREFIX.get(m.layer)
        if prefix is None:
            continue
        outer = speech_around(m) if m.layer is Layer.PIECE else None
        stem = f"{outer.id}." if outer is not None else prefix
        counts[stem] = counts.get(stem, 0) + 1
        m.id = body.ids.own(f"{stem}{counts[stem]}")


_PREFIX = {
    Layer.BLOCK: "p",
    Layer.PIECE: "s",
    Layer.FRAGMENT: "f",
    Layer.PHRASE: "x",
    Layer.ATTRIBUTION: "a",
    Layer.CUE: "c",
}


def write(parent: etree._Element, body: Body, *, language: str) -> etree._Element:
    """Append the `text` element of the document."""
    text = child(parent, "text", lang=language, space="preserve")
    div = child(child(text, "body"), "div", type="report")
    for block in body.marked.blocks:
        _fill(child(div, "p", id=block.id), block, body)
    return text


def _fill(element: etree._Element, m: Mark, body: Body) -> etree._Element:
    """Write the words of a mark into its element, with the elements of the marks inside it."""
    at, text = m.span.start, body.transcript.text
    last: etree._Element | None = None
    for inner in m.children:
        if inner.layer is Layer.GONE:
            continue
        _put(element, last, text[at : inner.span.start])
        last = _WRITERS[inner.layer](element, inner, body)
        at = inner.span.end
    _put(element, last, text[at : m.span.end])
    return element


def _put(element: etree._Element, last: etree._Element | None, words: str) -> None:
    """Put words behind the last child; to ask lxml for that child would take ever longer."""
    if last is not None:
        last.tail = words
    else:
        element.text = words


def _piece(parent: etree._Element, m: Mark, body: Body) -> etree._Element:
    utterance, pieces = body.transcript.utterances[m.utterance], body.marked.pieces[m.utterance]
    place = m.place
    spoken = utterance.mode is Mode.SPOKEN
    ground = utterance.ground if place == 0 else Ground.CONTINUED
    direct = utterance.kind is Kind.DIRECT
    element = child(
        parent,
        "said" if spoken else "q",
        id=m.id,
        type=None if spoken else "written",
        who=body.ids.who(utterance.speaker),
        toWhom=body.ids.who(utterance.addressee),
        direct=("true" if direct else "false") if spoken else None,
        aloud=("unknown" if speech_around(m) else "true") if spoken else None,
        next=f"#{pieces[place + 1].id}" if place + 1 < len(pieces) else None,
        prev=f"#{pieces[place - 1].id}" if place else None,
        ana=" ".join(f"#{category}" for category in _categories(body, ground, utterance.kind, spoken=spoken)),
    )
    return _fill(element, m, body)


def _categories(body: Body, ground: Ground, kind: Kind, *, spoken: bool) -> list[str]:
    """Return the ids of ground and, where `@direct` cannot say it, kind: `q` has no such attribute."""
    categories = [body.ids.own(f"attr.{ground}")]
    if not spoken or kind is Kind.MIXED:
        categories.append(body.ids.own(f"speech.{kind}"))
    return categories


def _fragment(parent: etree._Element, m: Mark, body: Body) -> etree._Element:
    around = speech_around(m)
    mine = around is not None and around.utterance == m.utterance
    corresp = None if mine else body.pieces([m.utterance])
    return _fill(child(parent, "q", id=m.id, type="fragment", corresp=corresp), m, body)


def _phrase(parent: etree._Element, m: Mark, body: Body) -> etree._Element:
    kind = str(m.kind)
    return _fill(child(parent, kind, id=m.id, type="cited" if kind == "title" else None), m, body)


def _attribution(parent: etree._Element, m: Mark, body: Body) -> etree._Element:
    after, before = m.chain[1], m.chain[0]
    element = child(
        parent,
        "seg",
        id=m.id,
        type="attribution",
        corresp=body.pieces(m.serves),
        next=f"#{after.id}" if after else None,
        prev=f"#{before.id}" if before else None,
    )
    return _fill(element, m, body)


def _cue(parent: etree._Element, m: Mark, body: Body) -> etree._Element:
    return _fill(child(parent, "seg", id=m.id, type="cue", corresp=body.pieces(m.serves)), m, body)


def _mention(parent: etree._Element, m: Mark, body: Body) -> etree._Element:
    speaker = body.speakers.get(m.who or "")
    corresp, ref = body.pieces(m.serves), body.ids.who(m.who)
    kind = SpeakerKind.PERSON if speaker is None else speaker.kind
    if m.form is Form.ORGANISATION:
        element = child(parent, "orgName", ref=ref, corresp=corresp)
    elif m.form is Form.NAME and kind is SpeakerKind.PERSON:
        element = child(parent, "persName", ref=ref, corresp=corresp)
        if speaker is not None and not m.children and _parts(element, body.transcript.text[slice(*m.span)], speaker):
            return element
    else:
        element = child(parent, "rs", type=FORM_NAMES[kind], subtype=str(m.form), ref=ref, corresp=corresp)
    return _fill(element, m, body)


def _parts(element: etree._Element, words: str, speaker: Speaker) -> bool:
    """Write a name by its parts, if the record leaves no doubt which word is what."""
    if speaker.surname is None or len(words) > _LONGEST_NAME:
        return False
    fore = rf"(?:(?P<forename>{re.escape(speaker.forename)})(?P<b>\s+))?" if speaker.forename else ""
    match = re.fullmatch(rf"(?:(?P<roleName>\S.*?)(?P<a>\s+))??{fore}(?P<surname>{re.escape(speaker.surname)})", words)
    if match is None or not _is_role(match["roleName"], speaker):
        return False
    parts = match.groupdict()
    for tag, gap in (("roleName", "a"), ("forename", "b"), ("surname", None)):
        if parts.get(tag):
            child(element, tag, parts[tag])
            append_text(element, parts[gap] if gap else "")
    return True


def _is_role(words: str | None, speaker: Speaker) -> bool:
    """Tell whether all words before a name are words of one office that the record gives."""
    if words is None:
        return True
    asked = set(words.casefold().split()) - {"the"}
    return any(asked <= set(role.casefold().split()) for role in speaker.roles)


_WRITERS = {
    Layer.PIECE: _piece,
    Layer.FRAGMENT: _fragment,
    Layer.PHRASE: _phrase,
    Layer.ATTRIBUTION: _attribution,
    Layer.CUE: _cue,
    Layer.MENTION: _mention,
    Layer.REFERENCE: _mention,
}

# SPDX-License-Identifier: Apache-2.0
"""From TEI back to the transcript: the inverse of `encode`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from archiver.errors import InvalidMaterial
from archiver.findings import Finding
from archiver.model import (
    Form,
    Ground,
    Kind,
    Mention,
    Mode,
    Phrase,
    PhraseKind,
    Reference,
    Span,
    Transcript,
    Utterance,
)
from archiver.tei.stretches import NAMESPACES, Stretch, Unfit, pointers, stretches
from archiver.tei.xml import XML_ID, local, name, parse, string

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from enum import StrEnum

    from lxml import etree

    E = TypeVar("E", bound=StrEnum)


def decode(data: bytes) -> Transcript:
    """Read a transcript out of the TEI that `encode` wrote; it equals the one that was encoded.

    Phrases, references and quoted fragments come in the order of the text.

    Raises:
        InvalidMaterial: T101, T103 or T104 for what cannot be read as XML, T102 for what is XML but not
            TEI as `encode` writes it.
    """
    root = parse(data)
    try:
        return _transcript(root)
    except Unfit as error:
        finding = Finding(
            code="T102",
            path="transcript.tei.xml",
            line=error.line,
            pointer=error.pointer,
            detail=(error.why,),
        )
        raise InvalidMaterial([finding]) from error


def speech_ids(data: bytes) -> tuple[tuple[str, ...], ...]:
    """Return the ids of the pieces of each utterance, in the order of the transcript that `decode` gives.

    Raises:
        InvalidMaterial: T101, T103 or T104 for what cannot be read as XML.
    """
    certainties = parse(data).iterfind("t:standOff/t:certainty", NAMESPACES)
    return tuple(tuple(pointers(certainty, "target")) for certainty in certainties)


def text_of(data: bytes) -> str:
    """Return the text of a TEI document: the string value of `text`, without comments and instructions.

    Raises:
        InvalidMaterial: T101, T103 or T104 for what cannot be read as XML, T102 where there is no `text`.
    """
    root = parse(data)
    text = root.find("t:text", NAMESPACES)
    if text is None:
        raise InvalidMaterial([Finding(code="T102", path="transcript.tei.xml", line=1, detail=("no text element",))])
    return string(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What stands in `text`, by what it is, in document order."""

    root: etree._Element
    software: frozenset[str]
    """The ids of the applications that the header names."""
    names: dict[str, str]
    """The names of those who are found in the text only, by their id."""
    speech: dict[str, Stretch]
    mentions: tuple[Stretch, ...]
    cues: tuple[Stretch, ...]
    fragments: tuple[Stretch, ...]

    def who(self, element: etree._Element, attribute: str) -> str | None:
        """Return the speaker whom an attribute points at, by id of the record or by name."""
        given = pointers(element, attribute)
        return self.names.get(given[0], given[0]) if given else None


def _transcript(root: etree._Element) -> Transcript:
    if root.tag != name("TEI"):
        raise Unfit(root, "the root element is not TEI")
    text, found = stretches(root)
    blocks = tuple(one.span for one in found if local(one.element) == "p")
    if not blocks:
        raise Unfit(root, "there is no paragraph in text")
    reading = _Reading(
        root=root,
        software=frozenset(one.get(XML_ID, "") for one in root.iterfind(_APPLICATIONS, NAMESPACES)),
        names=_names(root),
        speech={one.id: one for one in found if one.role == "speech"},
        mentions=tuple(one for one in found if one.role == "mention"),
        cues=tuple(one for one in found if one.role == "cue"),
        fragments=tuple(one for one in found if one.role == "fragment"),
    )
    encoding, bom = characters(root)
    return Transcript(
        text=text,
        blocks=blocks,
        encoding=encoding,
        bom=bom,
        utterances=tuple(_utterances(reading)),
        phrases=tuple(
            Phrase(span=one.span, kind=PhraseKind(local(one.element))) for one in found if one.role == "phrase"
        ),
        references=tuple(_references(reading)),
    )


def characters(root: etree._Element) -> tuple[str, bool]:
    """Return the character encoding that the header declares, and whether there was a byte order mark.

    Raises:
        Unfit: if the header does not say it.
    """
    terms = {term.get("type"): term for term in root.iterfind(_TERMS, NAMESPACES)}
    charset, mark = terms.get("charset"), terms.get("byteOrderMark")
    if charset is None or mark is None or charset.get("key") is None:
        raise Unfit(root, "the header does not name the character encoding of the source")
    return charset.get("key", ""), mark.get("key") == "present"


_TERMS = "t:teiHeader/t:fileDesc/t:sourceDesc/t:bibl/t:note[@type='encoding']/t:term"


def _names(root: etree._Element) -> dict[str, str]:
    found = "t:teiHeader/t:profileDesc/t:particDesc/*[@type='found']/*"
    return {one.get(XML_ID, ""): string(one[0]) for one in root.iterfind(found, NAMESPACES) if len(one)}


def _utterances(reading: _Reading) -> Iterator[Utterance]:
    """Read the utterances in the order of their certainties, which is that of the transcript."""
    certainties = list(reading.root.iterfind("t:standOff/t:certainty", NAMESPACES))
    mentions, cues = _served(reading.mentions), _served(reading.cues)
    fragments = _owned_fragments(reading)
    told: set[str] = set()
    for certainty in certainties:
        pieces = [_speech(reading, certainty, i) for i in pointers(certainty, "target")]
        if not pieces or not told.isdisjoint(one.id for one in pieces):
            raise Unfit(certainty, "a certainty is of one utterance, and no other is of the same")
        told.update(one.id for one in pieces)
        first = pieces[0].id
        yield _utterance(
            reading, certainty, pieces, mentions.get(first), cues.get(first), tuple(fragments.get(first, ()))
        )
    for one in reading.speech.values():
        if one.id not in told:
            raise Unfit(one.element, "speech without a certainty in standOff")


def _speech(reading: _Reading, element: etree._Element, identifier: str) -> Stretch:
    if identifier not in reading.speech:
        raise Unfit(element, f"#{identifier} is no speech")
    return reading.speech[identifier]


def _utterance(
    reading: _Reading,
    certainty: etree._Element,
    pieces: list[Stretch],
    mention: Stretch | None,
    cue: Stretch | None,
    quoted: tuple[Span, ...],
) -> Utterance:
    element = pieces[0].element
    categories = dict(part.partition(".")[::2] for part in pointers(element, "ana"))
    return Utterance(
        pieces=tuple(one.span for one in pieces),
        kind=_kind(element, categories),
        mode=Mode.WRITTEN if local(element) == "q" else Mode.SPOKEN,
        quoted=quoted,
        speaker=reading.who(element, "who"),
        addressee=reading.who(element, "toWhom"),
        ground=_value(Ground, categories.get("attr", ""), element),
        mention=None if mention is None else _mention(mention.element, mention.span),
        cue=None if cue is None else cue.span,
        certainty=_degree(certainty),
        rule="".join(pointers(certainty, "ana")).removeprefix("rule."),
        decided_by=_decided_by(reading, certainty),
    )


def _kind(element: etree._Element, categories: dict[str, str]) -> Kind:
    if "speech" in categories:
        return _value(Kind, categories["speech"], element)
    return Kind.DIRECT if element.get("direct") == "true" else Kind.INDIRECT


def _value(kinds: type[E], value: str, element: etree._Element) -> E:
    try:
        return kinds(value)
    except ValueError:
        raise Unfit(element, f"{value!r} is not one of {', '.join(kinds)}") from None


def _degree(certainty: etree._Element) -> float:
    try:
        degree = float(certainty.get("degree", ""))
    except ValueError:
        degree = -1.0
    if not 0 <= degree <= 1:
        raise Unfit(certainty, "the degree of certainty lies between 0 and 1")
    return degree


def _decided_by(reading: _Reading, certainty: etree._Element) -> str | None:
    agent = "".join(pointers(certainty, "resp"))
    return None if agent in reading.software else agent


_APPLICATIONS = "t:teiHeader/t:encodingDesc/t:appInfo/t:application"


def _served(words: tuple[Stretch, ...]) -> dict[str, Stretch]:
    """Return which mention or cue serves which speech, by the id of the speech; the last one of those that do."""
    last = {around: one for one in words if (around := _attribution(one.element)) is not None}
    found: dict[str, Stretch] = {}
    for one in words:
        around = _attribution(one.element)
        # Only the last in an attribution can stand in the result, and the ids of one may be many.
        if around is not None and last[around] is one:
            found.update((identifier, one) for identifier in pointers(around, "corresp"))
        found.update((identifier, one) for identifier in pointers(one.element, "corresp"))
    return found


def served(words: Iterable[etree._Element]) -> set[str]:
    """Return the ids of the speech that mentions and cues attribute.

    It is that of the attribution they are children of, and what their own `@corresp` adds.
    """
    elements = list(words)
    around = {above for one in elements if (above := _attribution(one)) is not None}
    return {identifier for one in (*around, *elements) for identifier in pointers(one, "corresp")}


def _attribution(element: etree._Element) -> etree._Element | None:
    """Return the attribution that an element is a child of."""
    parent = element.getparent()
    inside = parent is not None and local(parent) == "seg" and parent.get("type") == "attribution"
    return parent if inside else None


def _serves(element: etree._Element, known: dict[etree._Element, bool]) -> bool:
    """Tell whether a mention attributes any speech; each attribution is looked at once."""
    around = _attribution(element)
    if around is not None and around not in known:
        known[around] = bool(around.get("corresp", "").strip())
    return bool(element.get("corresp", "").strip()) or (around is not None and known[around])


def _mention(element: etree._Element, span: Span) -> Mention:
    forms = {"persName": Form.NAME, "orgName": Form.ORGANISATION}
    tag = local(element)
    form = forms[tag] if tag in forms else _value(Form, element.get("subtype", ""), element)
    return Mention(span=span, form=form)


def _references(reading: _Reading) -> Iterator[Reference]:
    """Mentions that attribute nothing: who is meant was found all the same."""
    known: dict[etree._Element, bool] = {}
    for one in reading.mentions:
        if _serves(one.element, known):
            continue
        speaker = reading.who(one.element, "ref")
        if speaker is None:
            raise Unfit(one.element, "a mention without ref and without an attribution")
        yield Reference(mention=_mention(one.element, one.span), speaker=speaker)


def _owned_fragments(reading: _Reading) -> dict[str, list[Span]]:
    """Return the quoted fragments by the id of the first piece of their utterance."""
    owned: dict[str, list[Span]] = {}
    heads = {
        identifier: targets[0]
        for certainty in reading.root.iterfind("t:standOff/t:certainty", NAMESPACES)
        for targets in [pointers(certainty, "target")]
        for identifier in targets
    }
    for one in reading.fragments:
        owner = (one.pointers("corresp") or [_speech_around(one.element)])[0]
        owned.setdefault(heads.get(owner, owner), []).append(one.span)
    return owned


def _speech_around(element: etree._Element) -> str:
    for above in element.iterancestors(name("said"), name("q")):
        if above.get("type") != "fragment":
            return above.get(XML_ID, "")
    raise Unfit(element, "a quoted fragment outside any speech")

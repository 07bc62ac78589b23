# SPDX-License-Identifier: Apache-2.0
"""The people, groups and organisations of the document: `particDesc`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.model import Basis, Form, SpeakerKind
from archiver.tei.facts import UNKNOWN
from archiver.tei.marks import speech_around
from archiver.tei.xml import append_text, child

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from archiver.model import Record, Speaker, Transcript
    from archiver.tei.body import Body
    from archiver.tei.facts import Facts

_TAGS = {SpeakerKind.PERSON: "person", SpeakerKind.GROUP: "personGrp", SpeakerKind.ORGANISATION: "org"}


def named_in_text(transcript: Transcript) -> Iterator[str]:
    """Return all speakers and addressees of a transcript, as it names them, in its order."""
    for utterance in transcript.utterances:
        yield from (who for who in (utterance.speaker, utterance.addressee) if who is not None)
    for reference in transcript.references:
        yield reference.speaker


def write(parent: etree._Element, record: Record, body: Body, facts: Facts) -> None:
    """Append `particDesc`: who is in the record, and apart from them who is named in the text only."""
    kinds = _found_kinds(body.transcript)
    found = {name: kinds.get(name, SpeakerKind.PERSON) for name in body.ids.found}
    if not record.everyone and not found:
        return
    heard = _heard(body)
    partic = child(parent, "particDesc")
    for tag, wanted in (("listPerson", False), ("listOrg", True)):
        declared = [s for s in record.everyone if (s.kind is SpeakerKind.ORGANISATION) is wanted]
        if declared:
            element = child(partic, tag, type="declared")
            for someone in declared:
                _declared(element, someone, heard.get(someone.id) or _silent(someone, record), facts)
        named = [name for name, kind in found.items() if (kind is SpeakerKind.ORGANISATION) is wanted]
        if named:
            element = child(partic, tag, type="found")
            for name in named:
                _named(element, name, found[name], heard.get(name) or "mentioned", body)


def _heard(body: Body) -> dict[str, str]:
    """Return the role of everyone who is given words: speaker, or reported by other speakers only."""
    roles: dict[str, str] = {}
    for i, utterance in enumerate(body.transcript.utterances):
        if utterance.speaker is not None:
            nested = all(speech_around(m) is not None for m in body.marked.pieces[i])
            if not nested or utterance.speaker not in roles:
                roles[utterance.speaker] = "reported" if nested else "speaker"
    return roles


def _silent(someone: Speaker, record: Record) -> str:
    return "mentioned" if someone in record.organisations else "participant"


def _found_kinds(transcript: Transcript) -> dict[str, SpeakerKind]:
    """Judge everyone by the words that refer to them; who is not in the result is taken for a person."""
    forms = [(u.speaker, u.mention.form) for u in transcript.utterances if u.mention is not None]
    forms += [(reference.speaker, reference.mention.form) for reference in transcript.references]
    kinds: dict[str, SpeakerKind] = {}
    for form, kind in ((Form.GROUP, SpeakerKind.GROUP), (Form.ORGANISATION, SpeakerKind.ORGANISATION)):
        kinds.update((name, kind) for name, given in forms if given is form and name is not None)
    return kinds


def _named(parent: etree._Element, name: str, kind: SpeakerKind, role: str, body: Body) -> None:
    source = f"#{body.ids.own('src')}"
    element = child(parent, _TAGS[kind], id=body.ids.found[name], role=role, source=source)
    child(element, _name_tag(kind), name)


def _name_tag(kind: SpeakerKind) -> str:
    return "orgName" if kind is SpeakerKind.ORGANISATION else "persName"


def _declared(parent: etree._Element, someone: Speaker, role: str, facts: Facts) -> None:
    element = child(parent, _TAGS[someone.kind], id=someone.id, role=role)
    _names(element, someone, facts)
    is_org = someone.kind is SpeakerKind.ORGANISATION
    if someone.gender is not None and not is_org:
        child(element, "gender", someone.gender, value=someone.gender)
    for office in someone.roles:
        child(element, "desc" if is_org else "occupation", office)
    if someone.affiliation is not None and not is_org:
        child(element, "affiliation", ref=f"#{someone.affiliation}")
    for uri in someone.authorities:
        child(element, "idno", uri, type="URI")
    if someone.note is not None:
        child(element, "note", someone.note)
    if someone.affiliation is not None and is_org:
        child(element, "ref", type="affiliation", target=f"#{someone.affiliation}")


def _names(element: etree._Element, someone: Speaker, facts: Facts) -> None:
    tag = _name_tag(someone.kind)
    kind = "description" if someone.anonymous or someone.name.value is None else "main"
    whole = [someone.forename, someone.surname]
    plain = someone.name.basis is not Basis.SUPPLIED
    if tag == "persName" and kind == "main" and plain and someone.name.value == " ".join(w or UNKNOWN for w in whole):
        identifier = facts.note(someone.name, f"{someone.id}.name")
        name = child(element, tag, type=kind, id=identifier, ref=someone.name.authority)
        child(name, "forename", someone.forename)
        append_text(name, " ")
        child(name, "surname", someone.surname)
    else:
        facts.write(element, tag, someone.name, f"{someone.id}.name", type=kind)
    for alias in someone.aliases:
        child(element, tag, alias, type="alias")

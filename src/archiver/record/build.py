# SPDX-License-Identifier: Apache-2.0
"""From the value of a record that has no faults to the `Record`."""

from __future__ import annotations

from typing import Any

from archiver.model import (
    Agent,
    Basis,
    Correction,
    Fact,
    Record,
    Related,
    Rights,
    Span,
    Speaker,
    SpeakerKind,
)
from archiver.record.canonical import canonical

_CC = "https://creativecommons.org/"
_URIS = {"CC0-1.0": f"{_CC}publicdomain/zero/1.0/"} | {
    f"CC-{licence.upper()}-{version}": f"{_CC}licenses/{licence}/{version}/"
    for licence in ("by", "by-sa", "by-nc", "by-nd", "by-nc-sa", "by-nc-nd")
    for version in ("1.0", "2.0", "2.5", "3.0", "4.0")
}


def build(value: dict[str, Any]) -> Record:
    """Return the record; the value has passed every check."""
    source = value["source"]
    return Record(
        version=value["record_version"],
        title=_fact(value["title"]),
        kind=value["kind"],
        language=_fact(value["language"]),
        statement_date=_fact(value["statement_date"]),
        publication_date=_fact(value.get("publication_date")),
        place=_fact(value.get("place")),
        occasion=_fact(value.get("occasion")),
        abstract=value.get("abstract"),
        subjects=tuple(value.get("subjects", ())),
        speakers=_speakers(value, "speakers", speaks=True),
        participants=_speakers(value, "participants", speaks=False),
        organisations=_speakers(value, "organisations", speaks=False, kind="organisation"),
        creators=tuple(_fact(creator) for creator in value.get("creators", ())),
        publisher=_fact(value.get("publisher")),
        rights_source=_rights(value["rights"]["source"]),
        rights_encoding=_rights(value["rights"]["encoding"]),
        archive=_fact(value["archive"]),
        source_file=source["file"],
        source_encoding=source.get("encoding"),
        source_media_type=source.get("media_type", "text/plain"),
        source_url=_fact(source.get("url")),
        source_captured=_fact(source.get("captured")),
        related=tuple(Related(**item) for item in value.get("related", ())),
        corrections=tuple(_correction(item) for item in value.get("corrections", ())),
        agents=tuple(_agent(item) for item in value.get("agents", ())),
        canonical=canonical(value),
    )


def _fact(given: Any) -> Fact:
    """Return a fact; what the record leaves out is unknown."""
    if isinstance(given, str):
        return Fact(value=given)
    if given is None or "unknown" in given:
        return Fact(value=None, basis=Basis.UNKNOWN, note=(given or {}).get("note"))
    return Fact(value=given["value"], authority=given.get("authority"), **_ground(given))


def _ground(given: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a fact that say on what ground it is made."""
    by = given.get("supplied_by")
    return {
        "basis": Basis.SOURCE if by is None else Basis.SUPPLIED,
        "by": by,
        "certainty": given.get("certainty"),
        "evidence": given.get("evidence"),
        "note": given.get("note"),
    }


def _rights(given: dict[str, Any]) -> Rights:
    uri, spdx, statement = given.get("uri"), given.get("spdx"), given.get("statement")
    unknown = "unknown" in given
    basis = _fact(given) if unknown else Fact(value=uri or spdx or statement, **_ground(given))
    return Rights(
        uri=uri or _licence_uri(spdx), spdx=spdx, statement=statement, holder=given.get("holder"), basis=basis
    )


def _licence_uri(spdx: str | None) -> str | None:
    """Return the URI of a licence; one of the user's own (LicenseRef-) has none."""
    if spdx is None or spdx.startswith("LicenseRef-"):
        return None
    return _URIS.get(spdx, f"https://spdx.org/licenses/{spdx}.html")


def _speakers(value: dict[str, Any], key: str, *, speaks: bool, kind: str = "person") -> tuple[Speaker, ...]:
    return tuple(_speaker({"speaks": speaks, "kind": kind, **item}) for item in value.get(key, ()))


def _speaker(given: dict[str, Any]) -> Speaker:
    return Speaker(
        id=given["id"],
        name=_fact(given["name"]),
        kind=SpeakerKind(given["kind"]),
        forename=given.get("forename"),
        surname=given.get("surname"),
        aliases=tuple(given.get("aliases", ())),
        roles=tuple(given.get("roles", ())),
        gender=given.get("gender"),
        affiliation=given.get("affiliation"),
        authorities=tuple(given.get("authorities", ())),
        speaks=given["speaks"],
        anonymous=given.get("anonymous", False),
        note=given.get("note"),
    )


def _correction(given: dict[str, Any]) -> Correction:
    return Correction(
        quote=given.get("quote"),
        at=Span(*map(int, given["at"])) if "at" in given else None,  # to JSON Schema 3.0 is an integer
        speech=given.get("speech", True),
        speaker=given.get("speaker"),
        by=given["by"],
        because=given["because"],
        date=given.get("date"),
    )


def _agent(given: dict[str, Any]) -> Agent:
    return Agent(
        id=given["id"],
        name=given["name"],
        kind=given["kind"],
        authorities=tuple(given.get("authorities", ())),
    )

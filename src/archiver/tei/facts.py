# SPDX-License-Identifier: Apache-2.0
"""Facts of the record as TEI: what stands in the source, what was supplied and by whom, what is unknown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, is_dataclass
from typing import TYPE_CHECKING

from archiver.errors import InvalidMaterial
from archiver.findings import Finding
from archiver.model import Basis
from archiver.tei.xml import FORBIDDEN, child

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from archiver.model import Fact, Record
    from archiver.tei.ids import Ids

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Writes facts into the header, and keeps the evidence for them, which has a place of its own there."""

    ids: Ids
    evidence: list[tuple[str, str, Fact]] = field(default_factory=list)
    """The id of the element, what it is, and the fact."""
    suppliers: set[str] = field(default_factory=set)
    """Ids of the agents who supplied a fact."""

    def write(self, parent: etree._Element, tag: str, fact: Fact, of: str, **attributes: str | None) -> etree._Element:
        """Append a fact as an element whose text it is; supplied words stand in `supplied`.

        `of` names the fact (`title`, `place`) and becomes a part of the id of its element.
        """
        element = child(parent, tag, id=self.note(fact, of), ref=fact.authority, **attributes)
        if fact.value is None:
            element.text = UNKNOWN
        elif fact.basis is Basis.SUPPLIED:
            child(element, "supplied", fact.value, evidence="external", **self.responsibility(fact))
        else:
            element.text = fact.value
        return element

    def plain(self, parent: etree._Element, tag: str, fact: Fact, of: str, **attributes: str | None) -> etree._Element:
        """Append a fact as an element that cannot hold `supplied`: who supplied it is in its attributes."""
        value = UNKNOWN if fact.value is None else fact.value
        return child(parent, tag, value, id=self.note(fact, of), **self.responsibility(fact), **attributes)

    def date(self, parent: etree._Element, fact: Fact, of: str) -> etree._Element:
        """Append a date: its EDTF as text, and as far as TEI's attributes can say it, in them."""
        attributes: dict[str, str | None] = {} if fact.value is None else dict(dating(fact.value))
        responsibility = self.responsibility(fact)
        attributes.update({key: value for key, value in responsibility.items() if value is not None})
        evidence = "external" if fact.basis is Basis.SUPPLIED else None
        return child(
            parent, "date", fact.value or UNKNOWN, id=self.note(fact, of), type=of, **attributes, evidence=evidence
        )

    def responsibility(self, fact: Fact) -> dict[str, str | None]:
        """Return who supplied a fact and how sure it is; empty for what stands in the source."""
        if fact.basis is not Basis.SUPPLIED:
            return {}
        if fact.by is not None:
            self.suppliers.add(fact.by)
        return {"resp": self.ids.agent(fact.by), "cert": fact.certainty}

    def note(self, fact: Fact, of: str) -> str | None:
        """Remember the evidence for a fact; return the id its element needs for that, if there is any."""
        if fact.evidence is None and fact.note is None:
            return None
        identifier = self.ids.own(f"fact.{of}")
        self.evidence.append((identifier, of, fact))
        return identifier

    def notes(self, file_desc: etree._Element, before: etree._Element) -> None:
        """Put the evidence into a `notesStmt` in front of this element."""
        if not self.evidence:
            return
        notes = child(file_desc, "notesStmt")
        before.addprevious(notes)
        for identifier, _, fact in self.evidence:
            resp = self.responsibility(fact).get("resp")
            if fact.evidence is not None:
                child(notes, "note", fact.evidence, type="evidence", target=f"#{identifier}", resp=resp)
            if fact.note is not None:
                child(notes, "note", fact.note, type="remark", target=f"#{identifier}", resp=resp)


_DATE = r"(?!0000)[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?"
_TIME = r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])?"
_ONE = re.compile(rf"({_DATE})({_TIME})?([?~%]?)")
_YEARS = re.compile(r"([0-9]{2,3})(X{1,2})")
_PERIOD = re.compile(rf"({_DATE}|\.\.)[?~%]?/({_DATE}|\.\.)[?~%]?")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_ISO_DATE = 10


def dating(edtf: str) -> Iterator[tuple[str, str]]:
    """Return the TEI attributes for an EDTF date, as far as there are any.

    A day, month, year or time is `@when`; `?` and `~` become `@cert` and `@precision`; unspecified
    years are `@notBefore` and `@notAfter`; an interval is `@from` and `@to`. The rest has only its text.
    """
    if match := _ONE.fullmatch(edtf):
        date, time, doubt = match[1], match[2] or "", match[3]
        if _real(date) and not (time and len(date) < _ISO_DATE):
            yield "when", date + time
            yield from _doubt(doubt)
    elif (match := _YEARS.fullmatch(edtf)) and len(edtf) == 4 and match[1].strip("0"):  # noqa: PLR2004 # a year
        yield "notBefore", edtf.replace("X", "0")
        yield "notAfter", edtf.replace("X", "9")
    elif match := _PERIOD.fullmatch(edtf):
        for key, date in (("from_", match[1]), ("to", match[2])):
            if date != ".." and _real(date):
                yield key, date


def _doubt(mark: str) -> Iterator[tuple[str, str]]:
    if mark and mark in "?%":
        yield "cert", "low"
    if mark and mark in "~%":
        yield "precision", "low"


def _real(date: str) -> bool:
    """Tell whether a date that looks right is in the calendar."""
    if len(date) < _ISO_DATE:
        return True
    year, month, day = (int(part) for part in date.split("-"))
    common = month == 2 and (year % 4 != 0 or (year % 100 == 0 and year % 400 != 0))  # noqa: PLR2004 # the calendar
    return day <= (28 if common else _DAYS[month - 1])


def refuse_forbidden(record: Record) -> None:
    """Refuse a record with characters that no XML can hold.

    Raises:
        InvalidMaterial: R105 for each value that has one.
    """
    findings = [
        Finding(
            code="R105",
            path="record",
            pointer=place,
            detail=(f"U+{ord(match[0]):04X} at offset {match.start()} of the value has no place in XML",),
        )
        for place, value in _strings(record, "$")
        if (match := FORBIDDEN.search(value))
    ]
    if findings:
        raise InvalidMaterial(findings)


def _strings(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from _strings(item, f"{place}[{i}]")
    elif is_dataclass(value):
        for one in fields(value):
            yield from _strings(getattr(value, one.name), f"{place}.{one.name}")

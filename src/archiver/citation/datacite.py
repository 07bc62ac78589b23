# SPDX-License-Identifier: Apache-2.0
"""DataCite Metadata Schema 4.7 as XML: the package as a resource, its versions and parts as what is related."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.citation.dates import iso, when
from archiver.citation.words import inverted, note
from archiver.citation.xml import HEAD, around, element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.citation.dates import Moment, When
    from archiver.citation.value import Citation, Name

NAMESPACE = "http://datacite.org/schema/kernel-4"
_UNKNOWN = ":unkn"
"""What the schema says for a value that is known to be unknown (appendix 3)."""
_KINDS = {"person": "Personal", "organisation": "Organizational", "group": "Organizational"}


def write(citation: Citation) -> str:
    """Return the record. A package without a DOI is identified by its SWHID.

    The year of publication is that in which the package was archived; the dates of the document stand in `dates`.
    """
    parts = [
        element("identifier", citation.swhid, identifierType="SWHID"),
        around("creators", [_creator(name) for name in citation.authors or (None,)]),
        around("titles", [element("title", citation.label, xml_lang=None if citation.supplied else citation.language)]),
        element("publisher", citation.archive or _UNKNOWN),
        element("publicationYear", _year(citation)),
        element("resourceType", f"{citation.genre} (TEI)", resourceTypeGeneral="Text"),
        around("subjects", [element("subject", subject) for subject in citation.subjects]),
        around("dates", list(_dates(citation))),
        element("language", citation.language) if citation.language else "",
        around("alternateIdentifiers", list(_alternates(citation))),
        around("relatedIdentifiers", list(_related(citation))),
        element("version", citation.version),
        around("rightsList", _rights(citation)),
        around("descriptions", list(_descriptions(citation))),
        around("geoLocations", _places(citation)),
    ]
    return f"{HEAD}{around('resource', parts, xmlns=NAMESPACE)}\n"


def _creator(name: Name | None) -> str:
    if name is None:
        return around("creator", [element("creatorName", _UNKNOWN)])
    parts = [element("creatorName", inverted(name), nameType=_KINDS.get(name.kind or ""))]
    parts += [element("givenName", name.given)] if name.family and name.given else []
    parts += [element("familyName", name.family)] if name.family else []
    return around("creator", parts)


def _year(citation: Citation) -> str:
    dates = (when(citation.archived), when(citation.date))
    years = [moment.first for date in dates if date for moment in date.moments if 0 < moment.first <= 9999]  # noqa: PLR2004 # four figures
    return f"{years[0] if years else 0:04}"


def _dates(citation: Citation) -> Iterator[str]:
    for kind, edtf, what in (
        ("Issued", citation.published, None),
        ("Other", citation.stated, "statement made"),
        ("Collected", citation.captured, None),
        ("Available", citation.archived, None),
    ):
        date = when(edtf)
        plain = _plain(date) if date else None
        if plain is not None and edtf is not None:
            doubt = f"EDTF: {edtf}" if plain != edtf.partition("T")[0] else None
            told = "; ".join(part for part in (what, doubt) if part)
            yield element("date", plain, dateType=kind, dateInformation=told or None)


def _plain(date: When) -> str | None:
    """Return a date or a range of ISO 8601, as the schema knows them; what is in doubt is said beside it."""
    if not date.interval and date.begin:
        first, last = _bound(date.begin, last=False), _bound(date.begin, last=True)
        return first if first == last else f"{first}/{last}"
    begin = _bound(date.begin, last=False) if date.begin else ""
    end = _bound(date.end, last=True) if date.end else ""
    return f"{begin}/{end}"


def _bound(moment: Moment, *, last: bool) -> str:
    return iso(moment) or f"{moment.last if last else moment.first:04}"


def _alternates(citation: Citation) -> Iterator[str]:
    yield element("alternateIdentifier", citation.payload, alternateIdentifierType="RFC 6920 digest of the payload")
    yield element("alternateIdentifier", citation.key, alternateIdentifierType="package")


def _related(citation: Citation) -> Iterator[str]:
    found = [
        ("IsNewVersionOf", "SWHID", citation.previous, None),
        ("IsPreviousVersionOf", "SWHID", citation.following, None),
        ("HasPart", "SWHID", citation.source, None),
        ("HasPart", "SWHID", citation.tei, None),
        ("IsDerivedFrom", "URL", citation.url, None),
        *((one.relation, one.identifier_type, one.identifier, one.note) for one in citation.related),
        *(("References", "SWHID", at, None) for at in (citation.quotation.locators if citation.quotation else ())),
    ]
    for relation, kind, value, told in dict.fromkeys(found):
        if value:
            names = {"relatedIdentifierType": kind, "relationType": relation, "relationTypeInformation": told}
            yield element("relatedIdentifier", value, **names)


def _rights(citation: Citation) -> list[str]:
    rights = citation.rights
    words = rights.statement or rights.spdx or rights.uri
    if words is None:
        return []
    spdx = {"rightsIdentifierScheme": "SPDX", "schemeURI": "https://spdx.org/licenses/"} if rights.spdx else {}
    return [element("rights", words, rightsURI=rights.uri, rightsIdentifier=rights.spdx, **spdx)]


def _descriptions(citation: Citation) -> Iterator[str]:
    for kind, words in (("Abstract", citation.abstract), ("Other", note(citation.quotation))):
        if words:
            yield element("description", words, descriptionType=kind)


def _places(citation: Citation) -> list[str]:
    if not citation.place:
        return []
    return [around("geoLocation", [element("geoLocationPlace", citation.place)])]

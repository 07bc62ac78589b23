# SPDX-License-Identifier: Apache-2.0
"""What programs read of a page: Highwire and Dublin Core, JSON-LD of schema.org, COinS, FAIR Signposting.

The Embedded Metadata translator of Zotero reads `citation_*` and `DC.*`, its COinS translator the span.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archiver.citation.dates import iso, when
from archiver.citation.dublin_core import elements
from archiver.citation.words import inverted
from archiver.page.markup import Address, Html, data, element, ours, outside
from archiver.page.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.citation import Citation, Name
    from archiver.model import Related, Rights
    from archiver.page.facts import Facts
    from archiver.page.place import Beside, Place

_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SPDX = "https://spdx.org/licenses/"
_COINS = {
    "ctx_ver": "Z39.88-2004",
    "rft_val_fmt": "info:ofi/fmt:kev:mtx:dc",
}


def metadata(facts: Facts, place: Place | None) -> Iterator[Html]:
    """Yield what stands in the head of a page for programs."""
    yield from _highwire(facts.citation)
    yield element("link", rel="schema.DC", href=Address("http://purl.org/dc/elements/1.1/"))
    for name, value in elements(facts.citation):
        if value:
            yield element("meta", name=f"DC.{name}", content=plain(value))
    yield from _signposts(facts, place)
    yield data(description(facts, place), media_type="application/ld+json", identifier="json-ld")


def _highwire(cited: Citation) -> Iterator[Html]:
    published, stated = _day(cited.published), None if cited.published else _day(cited.stated)
    fields = [
        ("title", cited.label),
        *(("author", inverted(name)) for name in cited.authors),
        ("publication_date", published and published.replace("-", "/")),
        ("date", stated and stated.replace("-", "/")),
        ("publisher", cited.archive),
        ("technical_report_institution", cited.archive),  # without it Zotero takes a page for a journal article
        ("technical_report_number", cited.swhid),
        ("language", cited.language),
        ("abstract", cited.abstract),
        ("keywords", "; ".join(cited.subjects)),
        ("version", cited.version),
    ]
    for name, value in fields:
        if value:
            yield element("meta", name=f"citation_{name}", content=plain(value))
    if cited.abstract:
        yield element("meta", name="description", content=plain(cited.abstract))


def _day(edtf: str | None) -> str | None:
    """Return a date for programs that know no doubt: only one that is certain, and no interval."""
    date = when(edtf)
    sure = date is not None and not date.interval and not any(moment.doubtful for moment in date.moments)
    return iso(date.moments[0]) if date and sure else None


def doi(related: tuple[Related, ...]) -> str | None:
    """Return the DOI of the package as an address, where the record says that one is identical to it."""
    for one in related:
        if one.relation == "IsIdenticalTo" and one.identifier_type == "DOI":
            bare = one.identifier.lower().removeprefix("https://doi.org/").removeprefix("doi:")
            return outside(f"https://doi.org/{bare}")
    return None


def _signposts(facts: Facts, place: Place | None) -> Iterator[Html]:
    """Yield the links of FAIR Signposting, level 1 (typed links for a landing page)."""
    cited = facts.citation
    yield _link("cite-as", Address(doi(cited.related) or _named(cited.swhid)))
    yield _link("type", Address("https://schema.org/AboutPage"))
    yield _link("type", Address("https://schema.org/CreativeWork"))
    for author in dict.fromkeys(uri for name in cited.authors for uri in name.authorities):
        if outside(author):
            yield _link("author", Address(author))
    licence = _licence(facts.record.rights_source)
    if licence:
        yield _link("license", licence)
    for file in place.files if place else ():
        yield _link(file.rel, ours(file.name), type_=file.media_type)
    if place is None:
        yield _link("item", Address(_named(cited.source)), type_=_media_type(facts))
        yield _link("item", Address(_named(cited.tei)), type_="application/tei+xml")
        yield _link("describedby", ours("#json-ld"), type_="application/ld+json")
    if place and place.previous:
        yield _link("predecessor-version", ours(place.previous[1]))
    if place and place.following:
        yield _link("successor-version", ours(place.following[1]))


def _link(rel: str, href: Address, **attributes: str | None) -> Html:
    return element("link", rel=rel, href=href, **attributes)


def _named(identifier: str) -> str:
    """Return a SWHID as the URI that it is; one that is malformed is not among them."""
    head, _, digits = identifier.rpartition(":")
    sound = head in {"swh:1:dir", "swh:1:cnt"} and len(digits) == 40 and set(digits) <= set("0123456789abcdef")  # noqa: PLR2004 # SHA-1
    return identifier if sound else "urn:x-archiver:unknown"


def _media_type(facts: Facts) -> str | None:
    given = facts.record.source_media_type
    return (
        given
        if given.isascii() and given.replace("/", "").replace("-", "").replace("+", "").replace(".", "").isalnum()
        else None
    )


def _licence(rights: Rights) -> Address | None:
    """Return the address of a licence; that of the encoding is never given for that of the source."""
    return outside(rights.uri or (f"{_SPDX}{rights.spdx}" if rights.spdx else None))


def description(facts: Facts, place: Place | None) -> dict[str, Any]:
    """Return the package as a CreativeWork of schema.org."""
    cited = facts.citation
    beside = {file.path: file for file in place.files if file.path} if place else {}
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": cited.swhid,
        "name": plain(cited.label),
        "genre": cited.genre,
        "version": cited.version,
        "identifier": [
            {"@type": "PropertyValue", "propertyID": name, "value": value}
            for name, value in (("SWHID", cited.swhid), ("ni", cited.payload), ("archiver", cited.key))
        ],
        "author": [_agent(name) for name in cited.authors],
        "datePublished": _day(cited.published),
        "inLanguage": cited.language,
        "abstract": cited.abstract,
        "keywords": list(cited.subjects),
        "publisher": {"@type": "Organization", "name": cited.archive} if cited.archive else None,
        "contentLocation": {"@type": "Place", "name": cited.place} if cited.place else None,
        "license": _licence(facts.record.rights_source),
        "sdLicense": _licence(facts.record.rights_encoding),
        "isBasedOn": [uri for uri in (outside(cited.url), cited.previous) if uri],
        "mentions": _speakers(facts),
        "encoding": [
            _media(facts, cited.source, "source", _media_type(facts), beside),
            _media(facts, cited.tei, "transcript.tei.xml", "application/tei+xml", beside),
        ],
    }
    return {name: value for name, value in found.items() if value}


def _agent(name: Name) -> dict[str, Any]:
    kind = "Person" if name.kind == "person" else "Organization" if name.kind in {"organisation", "group"} else "Thing"
    found = {"@type": kind, "name": name.text, "familyName": name.family, "givenName": name.given}
    known = [uri for uri in name.authorities if outside(uri)]
    return {key: value for key, value in found.items() if value} | ({"sameAs": known} if known else {})


def _speakers(facts: Facts) -> list[dict[str, Any]]:
    kinds = {"person": "Person", "organisation": "Organization", "group": "Organization"}
    return [
        {"@type": kinds[str(one.kind)], "name": one.name.value}
        | ({"sameAs": known} if (known := [uri for uri in one.authorities if outside(uri)]) else {})
        for one in facts.record.speakers
        if one.name.value
    ]


def _media(facts: Facts, swhid: str, path: str, media_type: str | None, beside: dict[str, Beside]) -> dict[str, Any]:
    """Describe a file of the package; `path` is where it stands below `data/`, or the folder it is alone in."""
    file = next(
        (one for one in facts.files if one.path == f"data/{path}" or one.path.startswith(f"data/{path}/")), None
    )
    here = beside.get(path)
    found = {
        "@type": "MediaObject",
        "@id": swhid,
        "encodingFormat": media_type,
        "contentUrl": here.name if here else None,
        "contentSize": str(file.octets) if file and file.octets is not None else None,
        "sha256": file.sha256 if file else None,
    }
    return {name: value for name, value in found.items() if value}


def coins(cited: Citation) -> Html:
    """Return the citation as ContextObject in a span (COinS, Z39.88-2004), in the format of Dublin Core.

    Zotero takes `rft.type` for the type of its item, and parts every `rft.creator`: a name whose parts nobody knows
    stands as `rft.aucorp`, which it leaves whole.
    """
    told = [(name, value) for name, value in elements(cited) if value and name not in {"creator", "type"}]
    authors = [("creator", inverted(name)) if name.family else ("aucorp", name.text) for name in cited.authors]
    pairs = [
        *_COINS.items(),
        ("rft.type", "document"),
        *((f"rft.{name}", plain(value)) for name, value in (*authors, *told)),
    ]
    return element(
        "span", class_="Z3988", title="&".join(f"{name}={_encoded(value)}" for name, value in pairs), aria_hidden="true"
    )


def _encoded(value: str) -> str:
    """Return a value for a query (RFC 3986 §2.1)."""
    octets = value.encode("utf-8", "replace")
    return "".join(chr(octet) if chr(octet) in _UNRESERVED else f"%{octet:02X}" for octet in octets)

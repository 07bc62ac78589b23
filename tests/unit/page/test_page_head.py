# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest

from archiver.citation import Name
from archiver.model import Related, Rights
from archiver.page import Beside, File, Place, write
from builders import a_record, a_speaker
from citations import SOURCE, SWHID, whole
from pages import by_class, by_id, facts, parsed, words

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def metas(root: Element) -> list[tuple[str, str]]:
    return [(meta.get("name", ""), meta.get("content", "")) for meta in root.iter("meta") if meta.get("name")]


def links(root: Element, rel: str) -> list[tuple[str | None, str | None]]:
    return [(link.get("href"), link.get("type")) for link in root.iter("link") if link.get("rel") == rel]


def linked_data(root: Element) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(words(by_id(root, "json-ld")))
    return found


def test_highwire_tags_are_those_of_the_embedded_metadata_translator() -> None:
    authors = (Name(text="Office of Bridges"), Name(text="Ada Brook", family="Brook", given="Ada", kind="person"))
    told = metas(parsed(write(facts(citation=whole(authors=authors)))))
    assert ("citation_title", "Opening of the bridge") in told
    assert [value for name, value in told if name == "citation_author"] == ["Office of Bridges", "Brook, Ada"]
    assert ("citation_publication_date", "2024/05/03") in told
    assert ("citation_publisher", "Fordham Archive") in told
    assert ("citation_technical_report_institution", "Fordham Archive") in told
    assert ("citation_technical_report_number", SWHID) in told
    assert ("citation_language", "en") in told
    assert ("citation_keywords", "bridges; rivers, roads") in told


def test_date_that_is_unknown_is_left_out() -> None:
    root = parsed(write(facts(citation=whole(published=None, stated=None, authors=(), abstract=None))))
    assert not [
        name for name, _ in metas(root) if name in {"citation_publication_date", "citation_author", "description"}
    ]
    assert "datePublished" not in linked_data(root)


def test_date_of_the_statement_is_no_date_of_publication_in_linked_data() -> None:
    assert "datePublished" not in linked_data(parsed(write(facts(citation=whole(published=None)))))


def test_date_of_the_statement_is_no_date_of_publication_in_highwire() -> None:
    told = dict(metas(parsed(write(facts(citation=whole(published=None, stated="2024-05"))))))
    assert told["citation_date"] == "2024/05"
    assert "citation_publication_date" not in told


@pytest.mark.parametrize("doubtful", ["2024-05-03?", "2024~", "2024-05/..", "2024-05-03/2024-05-04", "202X"])
def test_date_in_doubt_is_given_only_where_its_doubt_is_too(doubtful: str) -> None:
    root = parsed(write(facts(citation=whole(published=doubtful, stated="2024-05-02"))))
    told = dict(metas(root))
    assert told["DC.date"] == doubtful
    assert not {"citation_publication_date", "citation_date"} & told.keys()
    assert "datePublished" not in linked_data(root)


def test_linked_data_uses_terms_of_schema_org_for_what_they_mean() -> None:
    told = linked_data(
        parsed(write(facts(citation=whole(previous="swh:1:dir:" + "cd" * 20, url="https://example.org/a"))))
    )
    assert told["genre"] == whole().genre
    assert told["isBasedOn"] == ["https://example.org/a", "swh:1:dir:" + "cd" * 20]
    assert not {"additionalType", "predecessorVersion"} & told.keys()  # the one is an IRI, the other is no term of it


def test_dublin_core_names_its_schema() -> None:
    root = parsed(write(facts(citation=whole())))
    assert links(root, "schema.DC") == [("http://purl.org/dc/elements/1.1/", None)]
    told = metas(root)
    assert ("DC.title", "Opening of the bridge") in told
    assert ("DC.identifier", SWHID) in told
    assert ("DC.creator", "Ada Brook") in told or ("DC.creator", "Brook, Ada") in told


def test_coins_is_a_context_object_in_dublin_core() -> None:
    (span,) = by_class(parsed(write(facts(citation=whole(title="Ä & B=<c>", abstract="100 %")))), "Z3988")
    pairs = parse_qsl(span.get("title", ""), strict_parsing=True)
    assert ("ctx_ver", "Z39.88-2004") in pairs
    assert ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc") in pairs
    assert [value for name, value in pairs if name == "rft.type"] == ["document"]
    assert ("rft.title", "Ä & B=<c>") in pairs
    assert ("rft.description", "100 %") in pairs


def test_coins_leaves_a_name_whole_whose_parts_nobody_knows() -> None:
    authors = (Name(text="Office of Rivers, Roads"), Name(text="Ada Brook", family="Brook", given="Ada", kind="person"))
    (span,) = by_class(parsed(write(facts(citation=whole(authors=authors)))), "Z3988")
    pairs = parse_qsl(span.get("title", ""))
    assert ("rft.aucorp", "Office of Rivers, Roads") in pairs
    assert [value for name, value in pairs if name == "rft.creator"] == ["Brook, Ada"]


def test_signposts_of_a_page_alone_name_what_it_holds_by_identifier() -> None:
    root = parsed(write(facts(citation=whole())))
    assert links(root, "cite-as") == [(SWHID, None)]
    assert links(root, "item") == [(SOURCE, "text/plain"), (whole().tei, "application/tei+xml")]
    assert links(root, "describedby") == [("#json-ld", "application/ld+json")]
    assert ("https://schema.org/AboutPage", None) in links(root, "type")


def test_signposts_in_a_site_lead_to_the_files_beside() -> None:
    files = (
        Beside(name="source.txt", label="Source", media_type="text/plain", rel="item", path="source"),
        Beside(
            name="datacite.xml", label="DataCite", media_type="application/xml", rel="describedby", style="datacite"
        ),
    )
    place = Place(up="../../", previous=("b/v1", "../v1/"), following=("b/v3", "../v3/"), files=files)
    shown = facts(citation=whole(), files=(File(path="data/source/bridge.txt", octets=9, sha256="ab"),))
    root = parsed(write(shown, place))
    assert links(root, "item") == [("source.txt", "text/plain")]
    assert links(root, "describedby") == [("datacite.xml", "application/xml")]
    assert links(root, "predecessor-version") == [("../v1/", None)]
    assert links(root, "successor-version") == [("../v3/", None)]
    assert linked_data(root)["encoding"][0] == {
        "@id": SOURCE,
        "@type": "MediaObject",
        "contentSize": "9",
        "contentUrl": "source.txt",
        "encodingFormat": "text/plain",
        "sha256": "ab",
    }


def test_doi_of_the_same_package_is_how_it_is_cited() -> None:
    same = Related(relation="IsIdenticalTo", identifier="10.1234/X", identifier_type="DOI")
    other = Related(relation="IsPartOf", identifier="10.1/y", identifier_type="DOI")
    assert links(parsed(write(facts(citation=whole(related=(other, same))))), "cite-as") == [
        ("https://doi.org/10.1234/x", None)
    ]
    assert links(parsed(write(facts(citation=whole(related=(other,))))), "cite-as") == [(SWHID, None)]


def test_identifier_that_is_none_leads_nowhere() -> None:
    root = parsed(write(facts(citation=whole(swhid="javascript:alert(1)"))))
    assert links(root, "cite-as") == [("urn:x-archiver:unknown", None)]


def test_authors_and_licence_are_addresses_of_the_web_alone() -> None:
    authors = (Name(text="Ada Brook", authorities=("https://orcid.org/0000", "javascript:x")),)
    rights = Rights(uri=None, spdx="CC-BY-4.0", statement=None, holder=None, basis=a_record().rights_source.basis)
    root = parsed(write(facts(a_record(rights_source=rights), citation=whole(authors=authors))))
    assert links(root, "author") == [("https://orcid.org/0000", None)]
    assert links(root, "license") == [("https://spdx.org/licenses/CC-BY-4.0", None)]
    assert linked_data(root)["author"] == [
        {"@type": "Thing", "name": "Ada Brook", "sameAs": ["https://orcid.org/0000"]}
    ]


def test_licence_of_the_encoding_is_not_given_for_that_of_the_source() -> None:
    none = replace(a_record().rights_source, uri=None)
    root = parsed(write(facts(a_record(rights_source=none))))
    assert links(root, "license") == []
    assert "license" not in linked_data(root)
    assert linked_data(root)["sdLicense"] == "https://creativecommons.org/publicdomain/zero/1.0/"


@pytest.mark.parametrize("hostile", ["</script><script>alert(1)</script>", "<!--<script>", "]]>&amp;\u2028"])
def test_linked_data_holds_any_text_and_ends_where_it_ends(hostile: str) -> None:
    described = a_record(speakers=(a_speaker(name=replace(a_speaker().name, value=hostile)),))
    root = parsed(write(facts(described, citation=whole(abstract=hostile))))
    told = linked_data(root)
    assert told["abstract"] == hostile
    assert told["mentions"][0]["name"] == hostile
    assert len(list(root.iter("script"))) == 1


def test_media_type_of_the_record_is_given_only_if_it_is_one() -> None:
    root = parsed(write(facts(a_record(source_media_type="text/plain; <b>"), citation=whole())))
    assert links(root, "item")[0] == (SOURCE, None)

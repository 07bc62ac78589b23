# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from hypothesis import given

from archiver.model import Agent, Basis, Correction, Fact, Related, Rights, SpeakerKind
from archiver.provenance import history_of, ro_crate
from archiver.provenance.entities import relative
from builders import TEXT, a_record, a_speaker, a_transcript
from crates import TERMS
from strategies import records, transcripts

if TYPE_CHECKING:
    from archiver.model import Record, Transcript

FILES = {
    "source/a b&é.txt": TEXT.encode(),
    "record.json": b"{}\n",
    "transcript.tei.xml": b"<TEI/>",
    "schema/archiver.rng": b"<grammar/>",
    "extra.bin": b"\x00",
}
DESK = Agent(id="desk", name="the cataloguing desk", kind="organisation", authorities=("https://ror.org/03yrm5c26",))


def crate(**fields: Any) -> dict[str, Any]:
    record = a_record(**fields)
    data = ro_crate.write(record, history_of(record, a_transcript(), FILES))
    return {entity["@id"]: entity for entity in json.loads(data)["@graph"]}


def test_file_is_canonical_json_with_the_descriptor_and_the_root_first() -> None:
    record = a_record()
    data = ro_crate.write(record, history_of(record, a_transcript(), FILES))
    value = json.loads(data)
    assert data == (json.dumps(value, sort_keys=True, indent=2, ensure_ascii=False) + "\n").encode()
    assert value["@context"] == "https://w3id.org/ro/crate/1.3/context"
    assert [entity["@id"] for entity in value["@graph"][:2]] == ["ro-crate-metadata.json", "./"]
    assert value["@graph"][0]["conformsTo"] == [
        {"@id": "https://w3id.org/ro/crate/1.3"},
        {"@id": "https://w3id.org/ro/crate/1.1"},
    ]


def test_every_file_is_a_part_with_size_format_digest_and_licence() -> None:
    graph = crate()
    parts = [part["@id"] for part in graph["./"]["hasPart"]]
    assert sorted(parts) == sorted(map(relative, FILES))
    for path, data in FILES.items():
        entity = graph[relative(path)]
        assert entity["@type"] == "File"
        assert entity["contentSize"] == str(len(data))
        assert entity["sha256"] == sha256(data).hexdigest()
        assert entity["description"]
        assert entity["license"]
    assert graph["source/a%20b%26%C3%A9.txt"]["name"] == "a b&é.txt"
    assert graph["source/a%20b%26%C3%A9.txt"]["encodingFormat"] == [
        "text/plain",
        {"@id": "https://www.nationalarchives.gov.uk/PRONOM/x-fmt/111"},
    ]
    assert "encodingFormat" not in graph["extra.bin"]
    assert graph["transcript.tei.xml"]["isBasedOn"] == {"@id": "source/a%20b%26%C3%A9.txt"}


def test_licences_of_source_encoding_and_rules_are_kept_apart() -> None:
    own = Rights(
        uri=None, spdx="LicenseRef-house", statement="Ask first.", holder="Fordham Archive", basis=Fact(value="x")
    )
    graph = crate(rights_source=own)
    assert graph["./"]["license"] == graph["source/a%20b%26%C3%A9.txt"]["license"] == {"@id": "#rights.source"}
    assert graph["#rights.source"] == {
        "@id": "#rights.source",
        "@type": "CreativeWork",
        "name": "Ask first.",
        "description": "Rights holder: Fordham Archive.",
        "identifier": "LicenseRef-house",
    }
    assert graph["record.json"]["license"] == {"@id": "https://creativecommons.org/publicdomain/zero/1.0/"}
    assert graph["schema/archiver.rng"]["license"] == {"@id": "https://www.apache.org/licenses/LICENSE-2.0"}
    unknown = Rights(uri=None, spdx=None, statement=None, holder=None, basis=Fact(value=None, basis=Basis.UNKNOWN))
    assert crate(rights_source=unknown)["#rights.source"]["name"] == "Rights in the source are not known"


def test_people_are_those_of_the_record_and_creators_are_found_among_them() -> None:
    crew = a_speaker(
        id="crew", name=Fact(value="the crew"), kind=SpeakerKind.GROUP, forename=None, surname=None, roles=(), note="N."
    )
    town = a_speaker(id="town", name=Fact(value="Town of Fordham"), kind=SpeakerKind.ORGANISATION, affiliation="crew")
    mayor = a_speaker(affiliation="town", aliases=("Brook",), authorities=("https://example.org/1", "no uri"))
    graph = crate(
        speakers=(mayor,),
        participants=(crew,),
        organisations=(town,),
        creators=(
            Fact(value="Ada Brook"),
            Fact(value="the cataloguing desk"),
            Fact(value=None, basis=Basis.UNKNOWN),
            Fact(value="Somebody Else", authority="https://example.org/2"),
        ),
        archive=Fact(value="Town of Fordham"),
        agents=(DESK,),
    )
    assert graph["./"]["author"] == [{"@id": "#brook"}, {"@id": "#desk"}, {"@id": "#author.4"}]
    assert graph["#author.4"]["sameAs"] == "https://example.org/2"
    assert graph["./"]["publisher"] == {"@id": "#town"}
    assert graph["#brook"] == {
        "@id": "#brook",
        "@type": "Person",
        "name": "Ada Brook",
        "givenName": "Ada",
        "familyName": "Brook",
        "alternateName": "Brook",
        "jobTitle": "mayor of Fordham",
        "affiliation": {"@id": "#town"},
        "sameAs": "https://example.org/1",
    }
    assert graph["#crew"]["description"] == "A group of people. N."
    assert graph["#town"]["@type"] == "Organization"
    assert graph["#town"]["parentOrganization"] == {"@id": "#crew"}
    assert graph["#desk"]["sameAs"] == "https://ror.org/03yrm5c26"


def test_archive_that_nobody_describes_is_an_organisation() -> None:
    assert crate()["#the.archive"] == {"@id": "#the.archive", "@type": "Organization", "name": "Fordham Archive"}


def test_archive_that_nobody_knows_is_nobody() -> None:
    graph = crate(archive=Fact(value=None, basis=Basis.UNKNOWN))
    assert "#the.archive" not in graph
    assert "publisher" not in graph["./"]
    assert "agent" not in graph["#deed.encoding"]


def test_author_is_a_person_only_where_the_record_says_so() -> None:
    assert crate(creators=(Fact(value="The Agency"),))["#author.1"]["@type"] == "Thing"


def test_software_of_the_record_has_what_the_specification_demands_of_it() -> None:
    tool = Agent(id="ocr", name="a reader of scans", kind="software")
    title = Fact(value="T", basis=Basis.SUPPLIED, by="ocr", certainty="low", evidence="the scan")
    graph = crate(agents=(DESK, tool), title=title)
    assert graph["#ocr"]["url"]
    assert graph["#ocr"]["version"] == "unknown"
    assert {"@id": "#ocr"} in graph["#deed.description"]["instrument"]


def test_encoding_is_an_action_of_the_software_by_its_rules_and_not_its_release() -> None:
    graph = crate()
    action = graph["#deed.encoding"]
    assert action["@type"] == "CreateAction"
    assert action["instrument"] == {"@id": "urn:x-archiver:software"}
    assert action["result"] == {"@id": "transcript.tei.xml"}
    assert {"@id": "record.json"} in action["object"]
    assert graph["urn:x-archiver:software"]["version"].startswith("rules ")
    assert action["agent"] == {"@id": "#the.archive"}
    assert {"@id": "#deed.encoding"} in graph["./"]["mentions"]


def test_decision_of_a_person_is_an_action_with_its_day() -> None:
    decision = Correction(
        quote="We open", at=None, speech=True, speaker="brook", by="desk", because="heard", date="2024-06-01"
    )
    graph = crate(corrections=(decision,))
    action = graph["#deed.correction.1"]
    assert (action["@type"], action["agent"], action["endTime"]) == ("AssessAction", {"@id": "#desk"}, "2024-06-01")
    assert action["description"] == "because: heard"
    assert "instrument" not in action


def test_document_as_published_is_what_the_source_was_taken_from() -> None:
    graph = crate(source_url=Fact(value="https://example.org/a?b=1"))
    assert graph["https://example.org/a?b=1"]["@type"] == "WebPage"
    assert graph["source/a%20b%26%C3%A9.txt"]["isBasedOn"] == {"@id": "https://example.org/a?b=1"}
    assert graph["#deed.capture"]["object"] == {"@id": "https://example.org/a?b=1"}
    odd = crate(source_url=Fact(value="shelf mark 4 <b>"))
    assert odd["#the.original"]["url"] == "shelf mark 4 <b>"
    assert odd["source/a%20b%26%C3%A9.txt"]["isBasedOn"] == {"@id": "#the.original"}


def test_what_is_not_known_is_left_out() -> None:
    unknown = Fact(value=None, basis=Basis.UNKNOWN)
    graph = crate(title=unknown, language=unknown, abstract=None)
    assert graph["./"]["name"] == "Untitled document"
    assert graph["./"]["description"].startswith("A public statement (newsReport) with its record")
    assert not {"inLanguage", "author", "contentLocation", "keywords"} & graph["./"].keys()
    assert crate(place=Fact(value="Fordham"), abstract="All.")["#the.place"]["name"] == "Fordham"


@given(record=records(), transcript=transcripts())
def test_terms_are_known_ids_are_once_there_and_references_lead_somewhere(
    record: Record, transcript: Transcript
) -> None:
    data = ro_crate.write(record, history_of(record, transcript, FILES))
    entities = json.loads(data)["@graph"]
    identifiers = [entity["@id"] for entity in entities]
    assert len(set(identifiers)) == len(identifiers)
    for entity in entities:
        assert entity.keys() - {"@id", "@type"} <= TERMS.keys()
        kinds = entity["@type"] if isinstance(entity["@type"], list) else [entity["@type"]]
        assert set(kinds) <= TERMS.keys()
        for value in entity.values():
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict) and not one["@id"].startswith("https://w3id.org/ro/crate/"):
                    assert one["@id"] in identifiers
    assert re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", entities[1]["datePublished"])
    assert data == ro_crate.write(record, history_of(record, transcript, dict(reversed(FILES.items()))))


def test_related_works_do_not_disturb() -> None:
    related = (Related(relation="IsVersionOf", identifier="10.1/x", identifier_type="DOI"),)
    assert crate(related=related) == crate()

# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from archiver.errors import CannotRead
from archiver.model import Basis, Correction, Fact, Span, SpeakerKind
from archiver.record import Loaded, canonical, load
from archiver.record.build import build
from archiver.rules import rule

SCHEMA = rule("record.schema.json")
FULL = (Path(__file__).parent / "fixtures" / "valid_full" / "record.yaml").read_bytes()
MINIMAL = json.loads(SCHEMA)["examples"][0]


def read(data: bytes | str) -> Loaded:
    return load(data if isinstance(data, bytes) else data.encode(), path="record.yaml", schema=SCHEMA)


def test_minimal_record_leaves_the_rest_unknown() -> None:
    record = read(json.dumps(MINIMAL)).record
    assert record is not None
    assert record.title.basis is Basis.SUPPLIED
    assert record.language == Fact(value="en")
    assert record.statement_date == Fact(value=None, basis=Basis.UNKNOWN, note="the document gives no date")
    assert record.publisher == Fact(value=None, basis=Basis.UNKNOWN)
    assert record.source_media_type == "text/plain"
    assert (record.source_encoding, record.speakers, record.corrections) == (None, (), ())
    assert record.rights_source.basis.basis is Basis.UNKNOWN
    assert record.rights_encoding.uri == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert record.rights_encoding.basis.value == "CC0-1.0"


def test_full_record_arrives_whole() -> None:
    record = read(FULL).record
    assert record is not None
    brook, resident = record.speakers
    assert brook.name == Fact(value="Ada Brook", evidence="Ada Brook said")
    assert (brook.forename, brook.surname, brook.aliases, brook.roles) == ("Ada", "Brook", ("A. Brook",), ("mayor",))
    assert (brook.gender, brook.affiliation, brook.note) == ("female", "council", "She speaks twice.")
    assert brook.authorities == ("https://orcid.org/0000-0002-1825-0097",)
    assert (brook.speaks, brook.anonymous, resident.speaks, resident.anonymous) == (True, False, True, True)
    (crowd,), (council,) = record.participants, record.organisations
    assert (crowd.kind, crowd.speaks) == (SpeakerKind.GROUP, False)
    assert (council.kind, council.speaks) == (SpeakerKind.ORGANISATION, False)
    assert record.creators[1].note == "a second author is not named"
    assert record.place.authority == "https://example.org/places/fordham"
    assert record.language.note == "British"
    assert (record.rights_source.uri, record.rights_source.statement) == (None, "All rights reserved.")
    assert (record.rights_source.holder, record.rights_source.basis.basis) == ("Fordham Courier", Basis.SOURCE)
    assert record.rights_source.basis.evidence == "“all rights reserved”"
    assert record.related[0].identifier_type == "URL"
    assert record.agents[0].authorities == ("https://example.org/desk",)
    assert record.corrections == (
        Correction(
            quote="the road would follow",
            at=None,
            speech=True,
            speaker="brook",
            by="desk",
            because="the mayor is named",
            date="2024-05-04",
        ),
        Correction(quote=None, at=Span(0, 21), speech=True, speaker=None, by="desk", because="a trial"),
        Correction(
            quote="“The road is next,”", at=None, speech=False, speaker=None, by="desk", because="it is a motto"
        ),
    )


def test_canonical_form_holds_what_was_given_and_nothing_else() -> None:
    loaded = read(json.dumps(MINIMAL, indent="\t"))
    assert loaded.record is not None
    assert json.loads(loaded.record.canonical) == MINIMAL
    assert loaded.record.canonical == canonical(MINIMAL)


def test_yaml_and_its_canonical_form_are_one_record() -> None:
    once = read(FULL).record
    assert once is not None
    again = read(once.canonical)
    assert again.record == once
    assert again.places.key(("title",)).line > 1


@pytest.mark.parametrize(
    ("spdx", "uri"),
    [
        ("CC-BY-SA-3.0", "https://creativecommons.org/licenses/by-sa/3.0/"),
        ("ODbL-1.0", "https://spdx.org/licenses/ODbL-1.0.html"),
        ("LicenseRef-ours", None),
    ],
)
def test_licence_uri_is_made_from_the_spdx_id(spdx: str, uri: str | None) -> None:
    rights = {**MINIMAL["rights"], "source": {"spdx": spdx, "from": "source"}}
    assert build({**MINIMAL, "rights": rights}).rights_source.uri == uri


def test_offsets_written_as_decimals_are_whole_numbers() -> None:
    correction = {"at": [1.0, 2.0], "speaker": None, "by": "desk", "because": "x"}
    record = read(json.dumps({**MINIMAL, "corrections": [correction]})).record
    assert record is not None
    at = record.corrections[0].at
    assert at == Span(1, 2)
    assert at is not None
    assert all(type(offset) is int for offset in at)


def test_faults_of_all_kinds_come_together_in_the_order_of_the_file() -> None:
    loaded = read(
        'record_version: "1"\n'
        "title: {unknown: true}\n"
        "title: x\n"
        "kind: speech\n"
        "language: en_GB\n"
        "statement_date: 2021-02-30\n"
        "archive: {value: x, supplied_by: nobody, certainty: high, evidence: e}\n"
        "rights: {source: {unknown: true}, encoding: {unknown: true}}\n"
        "source: {file: a.txt, fiel: b}\n"
    )
    assert loaded.record is None
    assert [(finding.code, finding.line, finding.column) for finding in loaded.findings] == [
        ("R102", 3, 1),
        ("R105", 4, 7),
        ("R113", 5, 11),
        ("R112", 6, 17),
        ("R111", 7, 34),
        ("R103", 9, 23),
    ]


def test_faulty_json_is_told_with_its_lines() -> None:
    loaded = read(json.dumps({**MINIMAL, "kind": "speech"}, indent=2))
    assert [(finding.code, finding.pointer) for finding in loaded.findings] == [("R105", "$.kind")]
    assert loaded.findings[0].line not in {None, 1}


def test_an_unknown_version_is_all_that_is_said() -> None:
    assert [finding.code for finding in read('{"record_version": "9", "language": "en_GB"}').findings] == ["R116"]


def test_more_faults_than_anybody_reads_are_counted() -> None:
    findings = read("".join(f"k{number}: 1\n" for number in range(3000))).findings
    assert len(findings) == 1001
    assert findings[-1].detail == ("found: more than 1,000 faults; the rest is not listed",)


def test_a_schema_that_lets_everything_through_does_not_lead_to_a_broken_record() -> None:
    with pytest.raises(CannotRead, match="has not the form of one"):
        load(b"{}", path="record.json", schema=b"{}")
    with pytest.raises(CannotRead, match="has not the form of one"):
        load(b"5", path="record.json", schema=b"{}")


def test_heavy_libraries_come_in_only_when_they_are_used() -> None:
    script = "import sys, archiver.record; print(sorted({'jsonschema', 'edtf', 'lxml'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

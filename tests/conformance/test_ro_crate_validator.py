# SPDX-License-Identifier: Apache-2.0
"""RO-Crates of real packages of many kinds of record, judged by roc-validator at REQUIRED."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

import archiver
from builders import RECORD, WHEN, a_folder
from crates import judge

if TYPE_CHECKING:
    from pathlib import Path

MORE = """\
creators: [Ada Brook, {value: Office of Rivers, supplied_by: desk, certainty: low, evidence: Letterhead.}, Nora Nobody]
publisher: Fordham Courier
publication_date: "2024-05-03"
abstract: What was said at the bridge.
subjects: [bridges, "rivers, roads"]
participants:
  - {id: crew, name: the ferry crew, kind: group, anonymous: true, affiliation: town}
organisations:
  - {id: town, name: Town of Fordham, authorities: ["https://www.wikidata.org/entity/Q7259"]}
corrections:
  - {quote: "We open the bridge,", speaker: dorn, by: cole, because: Heard on the recording., date: "2024-06-01"}
  - {quote: "Nobody told us,", speaker: null, by: desk, because: It was shouted.}
"""
AGENTS = """\
  - {id: cole, name: Nora Cole, kind: person, authorities: ["https://orcid.org/0000-0002-1825-0097"]}
  - {id: reader, name: a reader of scans, kind: software}
"""
URL = (
    'source: {file: bridge.txt, media_type: text/plain, url: "https://example.org/a%20b?c=1#d", '
    'captured: "2024-05-04T10:00:00Z"}'
)
DATED = 'statement_date: {value: "2024-05", supplied_by: desk, certainty: medium, evidence: The programme of the day.}'
TITLED = (
    "title: {value: The bridge at Fordham, supplied_by: desk, certainty: high, evidence: The document has no title.}"
)
KEPT = (
    "archive: {value: Fordham Archive, supplied_by: desk, certainty: high, evidence: The archive keeps this package.}"
)
UNKNOWN = {DATED: "statement_date", TITLED: "title", KEPT: "archive"}


def unknown(record: str, *lines: str) -> str:
    for line in lines:
        assert line in record
        record = record.replace(line, f"{UNKNOWN[line]}: {{unknown: true}}")
    return record


RECORDS = {
    "plain": RECORD,
    "rich": RECORD.replace("source: {file: bridge.txt}", URL) + AGENTS + MORE,
    "nothing-known": unknown(RECORD, DATED, TITLED, KEPT),
    "doubtful": RECORD.replace('value: "2024-05"', 'value: "202X"')
    .replace("source: {file: bridge.txt}", 'source: {file: bridge.txt, url: "box 4, <file> 2"}')
    .replace("source: {unknown: true}", "source: {statement: Ask the town., from: source, holder: Town of Fordham}"),
}


def crate_of(where: Path, record: str) -> Path:
    package = archiver.package(a_folder(where / "in", record=record), shelf=where / "shelf", when=WHEN)
    data = where / "crate"
    shutil.copytree(f"{package.path}/data", data)
    return data


@pytest.mark.slow
def test_crates_are_valid_at_required(tmp_path: Path) -> None:
    crates = [crate_of(tmp_path / name, record) for name, record in RECORDS.items()]
    broken = crate_of(tmp_path / "broken", RECORD)
    value = json.loads((broken / "ro-crate-metadata.json").read_bytes())
    del value["@graph"][1]["datePublished"]
    (broken / "ro-crate-metadata.json").write_text(json.dumps(value), encoding="utf-8")
    *found, wrong = judge(*crates, broken)
    assert dict(zip(RECORDS, found, strict=True)) == {name: [] for name in RECORDS}
    assert any("datePublished" in issue for issue in wrong)

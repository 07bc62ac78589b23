# SPDX-License-Identifier: Apache-2.0
"""Long documents are validated in parts: with the same result as in one piece."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from archiver import tei
from archiver.tei.thinning import LARGEST, framed, frames
from archiver.tei.vocabulary import vocabulary
from archiver.tei.xml import parse

PROJECT = Path(__file__).parents[3]
HERE = PROJECT / "tests" / "conformance" / "tei"
SCHEMA = (PROJECT / "schema" / "archiver.rng").read_bytes()
VALID = (HERE / "valid.xml").read_text(encoding="utf-8")
MENTION = '<rs type="person" subtype="role" ref="#brook">x</rs>'
PARAGRAPHS = "".join(f'<p xml:id="l{i}">x</p>\n' for i in range(900))
CERTAINTY = '<certainty target="#s1" match="@who" locus="value" degree="1" resp="#archiver" ana="#rule.given"/>'
JOINS = "".join(f'<join xml:id="jj{i}" scope="branches" target="#s1 #s2"/>' for i in range(1200))
NESTED = "".join(f'<soCalled xml:id="d{i}">{MENTION * 20}' for i in range(90)) + "</soCalled>" * 90
PEOPLE = "".join(
    f'<{tag} xml:id="{tag}{i}" role="mentioned"><persName>x</persName></{tag}>'
    for i in range(300)
    for tag in ("person", "personGrp")
)
ORGANISATIONS = "".join(f'<org xml:id="u{i}" role="mentioned"><orgName>x</orgName></org>' for i in range(600))


def put(before: str, what: str, xml: str = VALID) -> str:
    """Put something in front of the last place that looks like this."""
    at = xml.rindex(before)
    return xml[:at] + what + xml[at:]


LONG = {
    "paragraphs": put("</div>", PARAGRAPHS),
    "one paragraph": put("In a letter", MENTION * 2000),
    "one name": put("In a letter", f'<persName ref="#brook">{MENTION * 1200}<surname>x</surname></persName>'),
    "depth": put("In a letter", NESTED),
    "certainties": put("</standOff>", CERTAINTY * 1200),
    "joins": put("</joinGrp>", JOINS),
    "people": put("</listPerson>", PEOPLE),
    "organisations": put("</listOrg>", ORGANISATIONS),
}
BREACHES = {
    "no id in a paragraph": ('<p xml:id="l450">', '<p n="1">'),
    "loose text between paragraphs": ('<p xml:id="l450">x</p>', '<p xml:id="l450">x</p>loose'),
    "no pointer": ("</div>", '<p xml:id="ll"><rs type="person" subtype="role" ref="brook">x</rs></p></div>'),
    "something required is missing": ("</div>", '<p xml:id="ll"><rs type="person">x</rs></p></div>'),
    "an order that is wrong": ("<editionStmt>", "<extent/><editionStmt>"),
    "a certainty in front": ("<standOff>", f"<standOff>{CERTAINTY}"),
    "a degree that is none": ('degree="', 'degree="x'),
    "a join of one": ('scope="branches" target="#s1 #s2"', 'scope="branches" target="#s1"'),
    "a role that is missing": ('role="mentioned"', ""),
    "loose text among people": ("</listPerson>", "loose</listPerson>"),
    "a part of a name outside": ("</div>", '<p xml:id="l"><said xml:id="m"><surname>x</surname></said></p></div>'),
}  # fmt: skip
PLACES = [(document, breach) for document in LONG for breach in BREACHES if BREACHES[breach][0] in LONG[document]]


def codes(xml: str) -> set[str]:
    return {finding.code for finding in tei.check(xml.encode(), path="t.xml", schema=SCHEMA)}


@pytest.mark.parametrize("document", LONG)
def test_a_long_valid_document_is_valid(document: str) -> None:
    assert etree.RelaxNG(parse(SCHEMA)).validate(parse(LONG[document].encode()))
    assert not codes(LONG[document]) & {"T102", "T105"}


@pytest.mark.parametrize(("document", "breach"), PLACES)
def test_a_breach_is_found_in_a_long_document(document: str, breach: str) -> None:
    old, new = BREACHES[breach]
    at = LONG[document].rindex(old)
    xml = LONG[document][:at] + new + LONG[document][at + len(old) :]

    assert not etree.RelaxNG(parse(SCHEMA)).validate(parse(xml.encode()))
    assert "T102" in codes(xml)


def test_a_breach_in_a_long_document_has_its_line_and_place() -> None:
    xml = LONG["paragraphs"].replace("</div>", "\n" * 70_000 + "<p>x</p></div>")
    (finding,) = [f for f in tei.check(xml.encode(), path="t.xml", schema=SCHEMA) if f.code == "T102"]

    assert finding.line == xml[: xml.index("<p>x</p></div>")].count("\n") + 1
    assert finding.pointer is not None
    assert finding.pointer.startswith("/TEI/text/body/div/p[")


def test_when_the_validator_is_asked_no_more_that_is_told() -> None:
    xml = put("</div>", '<p xml:id="x y">x</p>\n' * 3000)
    breaches = [f for f in tei.check(xml.encode(), path="t.xml", schema=SCHEMA) if f.code == "T102"]

    assert len(breaches) == 101
    assert "not asked further" in breaches[0].detail[0]


def test_what_cannot_be_taken_apart_is_told() -> None:
    names = "<persName>x</persName>" * 21_000
    xml = VALID.replace("</listPerson>", f'<person xml:id="u" role="mentioned">{names}</person></listPerson>')
    (finding,) = [f for f in tei.check(xml.encode(), path="t.xml", schema=SCHEMA) if f.code == "T105"]

    assert finding.detail[0] == "expected: at most 20,000 elements that are not repeated"


@pytest.mark.parametrize("document", LONG)
def test_no_part_is_long(document: str) -> None:
    root = parse(LONG[document].encode())
    whole = sum(1 for _ in root.iter("*"))
    parts = [sum(1 for _ in part.iter("*")) for part, _ in frames(root, vocabulary(parse(SCHEMA)))]

    assert parts
    assert max(parts) <= LARGEST + 3
    assert whole - sum(1 for _ in root.iter("*")) <= sum(parts)
    assert sum(1 for _ in root.iter("*")) <= 2 * LARGEST


def test_a_schema_without_such_elements_has_no_frames() -> None:
    schema = parse(b'<element xmlns="http://relaxng.org/ns/structure/1.0" name="a"><empty/></element>')

    assert etree.tostring(framed(schema)) == etree.tostring(schema)

# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re
from pathlib import Path

import pytest

from archiver import tei
from archiver.errors import InvalidMaterial

VALID = (Path(__file__).parents[2] / "conformance" / "tei" / "valid.xml").read_text(encoding="utf-8")


def unfit(xml: str) -> str:
    with pytest.raises(InvalidMaterial) as error:
        tei.decode(xml.encode())
    (finding,) = error.value.findings
    assert finding.code == "T102"
    assert finding.line is not None
    assert finding.pointer is not None
    return finding.detail[0]


def altered(old: str, new: str) -> str:
    assert old in VALID
    return VALID.replace(old, new, 1)


def test_comments_and_instructions_are_no_part_of_the_text() -> None:
    annotated = VALID.replace("Brook</surname>", "Bro<!-- x -->ok</surname><?y z?>").replace("In a", "I<!-- n -->n a")

    assert annotated != VALID
    assert tei.decode(annotated.encode()) == tei.decode(VALID.encode())
    assert tei.text_of(annotated.encode()) == tei.text_of(VALID.encode())


def test_indentation_outside_the_paragraphs_does_not_shift_anything() -> None:
    indented = altered("<body>", "\n<body>\n   ").replace("</div></body>", "\n</div>\n</body>\n")

    assert tei.decode(indented.encode()) == tei.decode(VALID.encode())


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('type="charset"', 'type="charsets"', "character encoding"),
        ('type="charset" key="utf-8"', 'type="charset"', "character encoding"),
        ('target="#s4"', 'target="#s44"', "no speech"),
        ('target="#s4"', 'target=""', "one utterance"),
        ('target="#s4"', 'target="#s3"', "one utterance"),
        ('degree="0.98"', 'degree="high"', "between 0 and 1"),
        ('degree="0.98"', 'degree="2"', "between 0 and 1"),
        ('degree="0.98"', 'degree="nan"', "between 0 and 1"),
        ("#attr.pronoun", "#attr.guess", "'guess' is not one of name"),
        ("#speech.mixed", "#speech.sung", "'sung' is not one of direct"),
        ('subtype="pronoun" ref="#brook">She', 'subtype="it" ref="#brook">She', "'it' is not one of"),
        ('subtype="pronoun" ref="#brook">She', 'subtype="pronoun">She', "without ref"),
        ('subtype="pronoun" ref="#brook">She', 'subtype="pronoun"><q type="fragment">Sh</q>', "outside any speech"),
    ],
)
def test_what_encode_does_not_write_is_a_finding(old: str, new: str, why: str) -> None:
    assert why in unfit(altered(old, new))


def test_speech_without_a_certainty_is_a_finding() -> None:
    assert "without a certainty" in unfit(re.sub(r"\n *<certainty target=.#s4..*", "", VALID))


def test_tei_without_paragraphs_and_xml_that_is_no_tei_are_findings() -> None:
    assert "no paragraph" in unfit('<TEI xmlns="http://www.tei-c.org/ns/1.0"/>')
    assert "not TEI" in unfit("<TEI/>")


def test_elements_too_deep_inside_each_other_are_a_finding() -> None:
    depth = 240
    assert "too deep" in unfit(altered("In a letter", "<hi>" * depth + "In a letter" + "</hi>" * depth))


def test_there_is_no_text_without_the_element() -> None:
    with pytest.raises(InvalidMaterial) as error:
        tei.text_of(b'<TEI xmlns="http://www.tei-c.org/ns/1.0"/>')

    assert [finding.code for finding in error.value.findings] == ["T102"]

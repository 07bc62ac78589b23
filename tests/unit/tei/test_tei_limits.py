# SPDX-License-Identifier: Apache-2.0
"""Hostile TEI: whatever it is made of, it is checked in bounded time, and nothing is left out without a word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archiver import tei
from archiver.errors import InvalidMaterial
from archiver.model import Source
from archiver.tei import limits
from archiver.tei.xml import parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from archiver.findings import Finding

PROJECT = Path(__file__).parents[3]
HERE = PROJECT / "tests" / "conformance" / "tei"
SCHEMA = (PROJECT / "schema" / "archiver.rng").read_bytes()
VALID = (HERE / "valid.xml").read_text(encoding="utf-8")
SOURCE = Source(name="bridge.txt", data=(HERE / "bridge.txt").read_bytes())
SIZE = 1_000_000
"""Each shape of this size takes about a second; before they were bounded, many took minutes or never ended."""
IN_TEXT, IN_BODY, IN_DIV = "In a letter", "</body>", "</div>"
IN_STAND_OFF, IN_JOINS, IN_PEOPLE = "</standOff>", "</joinGrp>", "</listPerson>"
SAID = '<said xml:id="h{}" direct="true" aloud="true" {}ana="#attr.none">x</said>'


def check(xml: str) -> tuple[Finding, ...]:
    return tei.check(xml.encode(), path="t.xml", schema=SCHEMA, source=SOURCE)


def put(before: str, what: str) -> str:
    assert before in VALID
    return VALID.replace(before, what + before, 1)


def many(unit: str) -> str:
    """Repeat a unit up to a megabyte; `{}` in it counts."""
    count = SIZE // len(unit)
    return "".join(unit.replace("{}", str(i)) for i in range(count)) if "{}" in unit else unit * count


def chain(count: int) -> str:
    """Return said after said, each the continuation of the one before."""
    links = (
        (f'prev="#h{i - 1}" ' if i else "") + (f'next="#h{i + 1}" ' if i < count - 1 else "") for i in range(count)
    )
    return "".join(SAID.format(i, link) for i, link in enumerate(links))


ATTRIBUTES, NAMESPACES = ' a{}="1"', ' xmlns:a{}="u"'
MENTIONS = "<rs ref='#x'/>" * 34_000
HALF = 500_000
HOSTILE: dict[str, tuple[str, Callable[[], str]]] = {
    "attributes of one element": (IN_TEXT, lambda: "<p" + many(ATTRIBUTES) + "/>"),
    "paragraphs in a paragraph": (IN_TEXT, lambda: many("<p>x</p>")),
    "paragraphs without an id": (IN_DIV, lambda: many("<p>not long</p>")),
    "paragraphs with an id": (IN_DIV, lambda: many('<p xml:id="pp{}">x</p>')),
    "empty paragraphs": (IN_DIV, lambda: many("<p/>")),
    "instructions": (IN_TEXT, lambda: many("<?a?>")),
    "comments after line breaks": (IN_BODY, lambda: many("\n<!---->")),
    "one id": (IN_TEXT, lambda: many(SAID.format(1, ""))),
    "one id and nothing else": (IN_TEXT, lambda: many('<said xml:id="s1"/>')),
    "fragments on lines of their own": (IN_TEXT, lambda: many('<q type="fragment"/>\n')),
    "nothing known": (IN_TEXT, lambda: many("<unknown.element/>")),
    "a new name each time": (IN_TEXT, lambda: many('<b{} n="x"/>')),
    "cues outside": (IN_TEXT, lambda: many('<seg type="cue"/>')),
    "certainties": (IN_STAND_OFF, lambda: many('<certainty target="#s1" ana="#rule.given"/>')),
    "bare certainties": (IN_STAND_OFF, lambda: many("<certainty/>")),
    "joins": (IN_JOINS, lambda: many('<join xml:id="jj{}" scope="branches" target="#s1 #s2"/>')),
    "a join of much": (IN_JOINS, lambda: '<join xml:id="jj" target="' + many("#s1 ") + '"/>'),
    "a chain": (IN_TEXT, lambda: chain(8000)),
    "a chain that all want to join": (IN_TEXT, lambda: many('<said xml:id="h{}" next="#s2" prev="#s1"/>')),
    "an attribution of much with many words": (
        IN_TEXT,
        lambda: '<seg xml:id="y" type="attribution" corresp="' + "#s1 " * 120_000 + '">' + MENTIONS + "</seg>",
    ),
    "a long type that many ask for": (IN_TEXT, lambda: '<seg type="' + "x" * HALF + '">' + MENTIONS + "</seg>"),
    "a long id that many ask for": (IN_TEXT, lambda: '<q xml:id="' + "x" * HALF + '">' + MENTIONS + "</q>"),
    "pointers that lead nowhere": (IN_TEXT, lambda: '<seg type="cue" corresp="' + many("#x ") + '"/>'),
    "namespaces of one element": (IN_TEXT, lambda: "<p" + many(NAMESPACES) + "/>"),
    "namespaces of many elements": (IN_TEXT, lambda: many('<hi xmlns:a="u{}"/>')),
    "a long namespace": (IN_TEXT, lambda: '<hi xmlns="' + "u" * HALF + '">' + "<b/>" * 1500 + "</hi>"),
    "a long attribute": (IN_TEXT, lambda: '<rs type="' + many("x") + '"/>'),
    "a long text": (IN_TEXT, lambda: many("x")),
    "a long indentation": (IN_BODY, lambda: many("\n")),
    "line breaks between paragraphs": (IN_DIV, lambda: many('\n<p xml:id="pp{}">\n</p>')),
    "depth": (IN_TEXT, lambda: many("<title>" * 200 + "</title>" * 200)),
    "depth with ids": (
        IN_TEXT,
        lambda: many("".join(f'<soCalled xml:id="d{{}}.{k}">' for k in range(200)) + "</soCalled>" * 200),
    ),
    "siblings below depth": (IN_TEXT, lambda: "<q>" * 200 + many('<rs ref="#x"/>') + "</q>" * 200),
    "people": (IN_PEOPLE, lambda: many('<person xml:id="u{}" role="speaker"><persName>x</persName></person>')),
    "people without anything": (IN_PEOPLE, lambda: many('<person role="speaker"/>')),
    "names of one person": (
        IN_PEOPLE,
        lambda: '<person xml:id="u" role="participant">' + many("<persName>x</persName>") + "</person>",
    ),
    "tag usage": ("</namespace>", lambda: many('<tagUsage gi="p{}" occurs="1"/>')),
    "categories": ("</taxonomy>", lambda: many('<category xml:id="g{}"><catDesc>x</catDesc></category>')),
}


@pytest.mark.parametrize("shape", HOSTILE)
def test_a_megabyte_of_anything_is_checked_to_the_end(shape: str) -> None:
    before, what = HOSTILE[shape]
    xml = put(before, what())
    findings = check(xml)

    counts = {code: [f.code for f in findings].count(code) for code in {f.code for f in findings}}
    assert all(count <= 2 * (100 + 1) for count in counts.values()), counts
    assert findings


@pytest.mark.parametrize(
    ("xml", "detail"),
    [
        (put(IN_TEXT, "<hi/>" * 3000), "elements in"),
        (put(IN_TEXT, "<hi " + " ".join(f'a{i}="1"' for i in range(51)) + "/>"), "attributes of an element"),
        (put(IN_TEXT, f"<{'h' * 201}/>"), "characters in a name"),
        (put(IN_TEXT, f'<hi xmlns="{"u" * 201}"/>'), "characters in a name"),
        (put(IN_TEXT, f'<hi {"h" * 201}="x"/>'), "characters in a name"),
        (put(IN_TEXT, f'<hi n="{"h" * 10_001}"/>'), "characters in an attribute"),
        (put(IN_TEXT, "<?a?>" * 5_001 + "<!-- -->" * 5_000), "comments and processing instructions"),
        (put(IN_TEXT, "<hi " + " ".join(f'xmlns:a{i}="u"' for i in range(5_001)) + "/>"), "declarations of namespaces"),
    ],
)
def test_more_markup_than_any_document_has_is_refused_before_it_is_looked_at(xml: str, detail: str) -> None:
    (finding,) = check(xml)

    assert (finding.code, finding.path, finding.severity.value) == ("T105", "t.xml", "error")
    assert finding.line
    assert detail in finding.detail[0]
    with pytest.raises(InvalidMaterial):
        tei.decode(xml.encode())


@pytest.mark.parametrize(
    "xml",
    [
        put(IN_TEXT, "<hi/>" * 1500),
        put(IN_TEXT, "<hi " + " ".join(f'a{i}="1"' for i in range(50)) + "/>"),
        put(IN_TEXT, f'<seg xml:id="y" type="cue" corresp="{"#s1 " * 5000}"/>'),
        put(IN_TEXT, "<?a?>" * 9_000),
        put(IN_TEXT, ' xmlns:a="u"' * 6_000),
    ],
)
def test_what_looks_like_too_much_and_is_not_is_checked(xml: str) -> None:
    assert "T105" not in {finding.code for finding in check(xml)}


def test_every_kind_of_excess_is_told() -> None:
    xml = put(IN_TEXT, "<?a?>" * 10_001 + f'<hi n="{"x" * 10_001}"/>')

    assert [finding.code for finding in check(xml)] == ["T105", "T105"]


def test_the_limits_are_beyond_what_we_write() -> None:
    root = parse(VALID.encode())

    assert max(len(one.attrib) for one in root.iter("*")) * 4 < limits.MOST_ATTRIBUTES
    assert sum(1 for _ in root.iter("*")) * limits.SHORTEST_ELEMENT * 4 < len(VALID)

# SPDX-License-Identifier: Apache-2.0
"""The parts of the page on the record, the check, the history, the citation and the identifiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver import citation
from archiver.findings import State
from archiver.page.markup import Address, Html, element, given, inlined, join, linked
from archiver.page.statements import statements
from archiver.page.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archiver.findings import Finding
    from archiver.page.facts import Checked, Facts
    from archiver.page.statements import Statement

PROSE = (("apa", "APA"), ("chicago", "Chicago"), ("mla", "MLA"))
DATA = (
    ("bibtex", "BibTeX", "bibtex.bib", "application/x-bibtex"),
    ("biblatex", "BibLaTeX", "biblatex.bib", "application/x-bibtex"),
    ("ris", "RIS", "citation.ris", "application/x-research-info-systems"),
    ("csl-json", "CSL-JSON", "citation.csl.json", "application/vnd.citationstyles.csl+json"),
    ("cff", "CFF", "citation.cff", "application/yaml"),
    ("datacite", "DataCite", "datacite.xml", "application/vnd.datacite.datacite+xml"),
    ("dublin-core", "Dublin Core", "dublin-core.xml", "application/xml"),
)
"""Style, its name for people, the name of its file, and its media type."""

MARKS = {State.PASSED: "✓", State.WARNED: "!", State.FAILED: "✗", State.NOT_RUN: "–"}


def record(facts: Facts) -> Html:
    """Return the facts of the record, each with its ground."""
    found = statements(facts.record)
    rows: list[Html] = []
    last = None
    for one in found:
        rows.append(element("dt", one.label, class_="again" if one.label == last else None))
        rows.append(element("dd", *_statement(one)))
        last = one.label
    return element("dl", *rows, class_="facts")


def _statement(one: Statement) -> Iterator[Html | str]:
    value = linked(one.value, one.address) if one.known else element("em", "unknown")
    yield element("span", value, class_="value")
    if one.ground:
        yield " "
        yield element("span", one.ground, class_="ground")
    for told in (one.evidence, one.note):
        if told:
            yield element("p", given(told), class_="note")


def integrity(facts: Facts) -> Html:
    """Return what the judge found, check by check, and when."""
    checked = facts.checked
    return join(
        [
            element("p", checked_on(checked)),
            element(
                "p",
                "The page says what was found then. Whether the package is still the same, anyone can see: ",
                element("code", f"archiver verify {plain(facts.key)}"),
                class_="note",
            ),
            checks(checked),
            findings(checked, (*checked.subject.findings, *checked.ledger)),
            _files(facts),
        ]
    )


def checked_on(checked: Checked) -> Html:
    """Return when the package was checked, and by what."""
    return join(["Checked on ", time(checked.when), f" by {checked.tool}, while this page was made."])


def time(when: str) -> Html:
    """Return a time as people read it."""
    return element("time", when.replace("T", " ").replace("Z", " UTC"), datetime=when)


def checks(checked: Checked) -> Html:
    """Return the checks that were made, as a table."""
    head = element("tr", *(element("th", label, scope="col") for label in ("Check", "Result", "What was checked")))
    rows = (
        element(
            "tr",
            element("th", check.name, scope="row"),
            element("td", f"{MARKS[check.state]} {check.state}", class_=f"r-{check.state.name.lower()}"),
            element("td", given(plain(check.note))),
        )
        for check in checked.subject.checks
    )
    return element(
        "div",
        element("table", element("thead", head), element("tbody", *rows)),
        class_="scroll",
        tabindex="0",
        role="region",
        aria_label="The checks",
    )


def findings(checked: Checked, found: Iterable[Finding]) -> Html | None:
    """Return what was found wrong, or could not be looked at; None if nothing was."""
    items = [
        element(
            "li",
            element("strong", f"{finding.severity} {finding.code}"),
            f": {finding.title} ",
            element("code", given(plain(checked.inside(finding.path)))),
            *(element("p", given(plain(line)), class_="note") for line in finding.detail),
        )
        for finding in found
    ]
    return element("ul", *items, class_="findings") if items else None


def _files(facts: Facts) -> Html:
    head = element("tr", *(element("th", label, scope="col") for label in ("File", "Octets", "SHA-256")))
    rows = (
        element(
            "tr",
            element("th", given(plain(file.path)), scope="row"),
            element("td", "" if file.octets is None else f"{file.octets:,}"),
            element("td", element("code", file.sha256, class_="id")),
        )
        for file in facts.files
    )
    table = element("table", element("thead", head), element("tbody", *rows))
    wide = element("div", table, class_="scroll", tabindex="0", role="region", aria_label="The files")
    return element("details", element("summary", f"The {len(facts.files)} files of the payload"), wide)


def history(facts: Facts) -> Html | None:
    """Return the history of the package: its picture, which is an image that runs nothing, and the same in words.

    None if nothing is known of it.
    """
    if facts.picture is None and not facts.history:
        return None
    picture = facts.picture and element(
        "img",
        src=inlined(facts.picture.encode("utf-8", "replace"), "image/svg+xml"),
        alt="The history of the package as a graph; the same stands below in words.",
    )
    told = element("ol", *(element("li", given(plain(line))) for line in facts.history)) if facts.history else None
    return element("div", picture or None, told, class_="history")


def cite(facts: Facts, names: dict[str, Address]) -> Html:
    """Return how the package is cited in every style; `names` are the addresses of those that stand in files."""
    cited = facts.citation
    prose = [
        join([element("dt", name), element("dd", given(citation.write(cited, style).strip()))]) for style, name in PROSE
    ]
    data = []
    for style, name, file, media_type in DATA:
        written = citation.write(cited, style)
        target = names.get(style) or inlined(written.encode("utf-8", "replace"), media_type)
        link = element("a", f"Save as {file}", href=target, download=file)
        code = element("pre", element("code", given(written.replace("\r\n", "\n"))), tabindex="0", aria_label=name)
        data.append(element("details", element("summary", name), element("p", link), code))
    hint = "A single utterance is cited with the characters and the identifier that stand below it in the list."
    return join([element("dl", *prose, class_="styles"), *data, element("p", hint, class_="note")])


def identifiers(facts: Facts) -> Html:
    """Return the identifiers of the package and of what is in it."""
    cited = facts.citation
    known = (
        ("Package", cited.swhid, "SWHID of data/, by which the package is cited"),
        ("Source", cited.source, "SWHID of the file as it came"),
        ("TEI", cited.tei, "SWHID of the encoding"),
        ("Payload", cited.payload, "digest of all files, RFC 6920"),
        ("Version before", cited.previous, "SWHID"),
        ("Version after", cited.following, "SWHID"),
    )
    rows = [
        join(
            [
                element("dt", label),
                element("dd", element("code", given(value), class_="id"), " ", element("span", what, class_="ground")),
            ]
        )
        for label, value, what in known
        if value
    ]
    return element("dl", *rows, class_="facts")

# SPDX-License-Identifier: Apache-2.0
"""The page of one package; and the page of one that is damaged, which shows none of its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.findings import State
from archiver.page import about, apparatus, head
from archiver.page.document import body, closing, contents, opening, section, skip
from archiver.page.markup import Html, element, given, join, ours
from archiver.page.shelf import up
from archiver.page.text import transcript
from archiver.page.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.page.facts import Checked, Facts
    from archiver.page.place import Place


_STATES = {
    State.PASSED: ("✓ Verified", "good"),
    State.WARNED: ("! Verified, with warnings", "fair"),
    State.NOT_RUN: ("– Not fully verified", "fair"),
}


def write(facts: Facts, place: Place | None = None) -> str:
    """Return the page of a sound package; `place` says where it stands in a site."""
    cited = facts.citation
    parts = list(_parts(facts, place))
    style = apparatus.rules_of_style(facts)
    title = f"{plain(cited.label)} ({plain(facts.key)})"
    return (
        opening(title, head=head.metadata(facts, place), style=style)
        + body(
            skip("text", "Skip to the text"),
            _header(facts, place),
            contents((name, label) for name, label, _ in parts),
            element("main", *(section(name, label, part) for name, label, part in parts)),
            footer(facts.checked),
        )
        + closing()
    )


def _parts(facts: Facts, place: Place | None) -> Iterator[tuple[str, str, Html]]:
    yield "text", "Text", join([apparatus.filters(facts) if facts.transcript.utterances else None, transcript(facts)])
    yield "attributions", "Who said what", apparatus.attributions(facts)
    yield "record", "Record", about.record(facts)
    yield "people", "Who takes part", apparatus.people(facts)
    history = about.history(facts)
    if history:
        yield "history", "History", history
    yield "integrity", "Integrity", about.integrity(facts)
    files = place.files if place else ()
    yield "cite", "How to cite", about.cite(facts, {file.style: ours(file.name) for file in files if file.style})
    yield "identifiers", "Identifiers", join([about.identifiers(facts), _downloads(place)])


def _downloads(place: Place | None) -> Html | None:
    items = [file for file in place.files if file.path] if place else []
    if not items:
        return None
    links = (element("li", element("a", file.label, href=ours(file.name)), f" ({file.media_type})") for file in items)
    return join([element("h3", "Files"), element("ul", *links)])


def _header(facts: Facts, place: Place | None) -> Html:
    cited = facts.citation
    told = (cited.genre, cited.stated or cited.published, cited.place, cited.archive)
    supplied = (
        element("p", "The title is the archive’s; the document has none.", class_="note") if cited.supplied else None
    )
    return element(
        "header",
        _way(place),
        element("p", *_row([given(plain(part)) for part in told if part]), class_="kicker"),
        element("h1", given(plain(cited.label))),
        supplied,
        _authors(facts),
        element("p", given(plain(cited.abstract)), class_="abstract") if cited.abstract else None,
        _versions(facts, place),
        state(facts.checked),
        head.coins(cited),
    )


def _way(place: Place | None) -> Html | None:
    return up(place) if place else None


def _row(parts: list[Html]) -> Iterator[Html | str]:
    for place, part in enumerate(parts):
        yield from [" · "] * bool(place)
        yield part


def _authors(facts: Facts) -> Html | None:
    names = [given(plain(name.text)) for name in facts.citation.authors]
    return element("p", "By ", *_row(names), class_="authors") if names else None


def _versions(facts: Facts, place: Place | None) -> Html:
    parts: list[Html | str] = [
        "Version ",
        element("strong", plain(facts.citation.version) or "1"),
        " of ",
        given(plain(facts.key.rpartition("/")[0])),
    ]
    for label, other in (("before", place and place.previous), ("after", place and place.following)):
        if other:
            parts += [
                " · ",
                element(
                    "a",
                    f"version {label}: ",
                    given(plain(other[0])),
                    href=ours(other[1]),
                    rel="prev" if label == "before" else "next",
                ),
            ]
        elif facts.citation.previous if label == "before" else facts.citation.following:
            parts += [f" · there is a version {label}"]
    return element("p", *parts, class_="versions")


def state(checked: Checked) -> Html:
    """Return in a line how the check ended: green where all was well, red where something is wrong."""
    subject = checked.subject
    passed = sum(check.state is State.PASSED for check in subject.checks)
    when = about.time(checked.when)
    more = element("a", "What was checked", href=ours("#integrity"))
    counted = f"{passed} of {len(subject.checks)} checks passed"
    if checked.ledger:
        told = " The ledger of the shelf is damaged: nobody can tell whether this package is the one recorded. "
        return element("p", element("strong", "✗ Not vouched for."), told, more, class_="state bad", role="note")
    missing = "".join(f"; {c.name} {c.state}" for c in subject.checks if c.state is not State.PASSED)
    word, kind = _STATES.get(subject.state, _STATES[State.NOT_RUN])
    return element("p", element("strong", word), " ", when, f", {counted}{missing}. ", more, class_=f"state {kind}")


def damaged(key: str, checked: Checked, place: Place | None = None) -> str:
    """Return the page of a package that is damaged: what is wrong with it, and none of its words."""
    told = "What is in it now may not be what was archived; its text, its record and its citation are not shown."
    found = checked.subject.findings
    word = f"✗ This package is damaged or missing ({checked.subject.verdict})."
    lead = element("p", element("strong", word), " ", told, class_="state bad", role="alert")
    parts = (
        ("findings", "What was found", join([about.findings(checked, found)])),
        ("integrity", "What was checked", join([element("p", about.checked_on(checked)), about.checks(checked)])),
    )
    name = plain(key) or "a package"
    return (
        opening(f"Damaged: {name}")
        + body(
            skip("findings", "Skip to what was found"),
            element("header", _way(place), element("h1", given(name)), lead),
            element("main", *(section(*part) for part in parts)),
            footer(checked),
        )
        + closing()
    )


def footer(checked: Checked) -> Html:
    """Return the end of a page: which tool made it, and when."""
    return element(
        "footer",
        element(
            "p",
            f"Made by {checked.tool}, ",
            about.time(checked.when),
            ". This page runs no program and asks nothing of the network.",
        ),
    )

# SPDX-License-Identifier: Apache-2.0
"""The pages of a shelf: all packages, by speaker, by date; each is written piece by piece."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from archiver.findings import State
from archiver.page import about
from archiver.page.document import closing, opening, skip
from archiver.page.markup import Address, Html, data, element, given, join, ours
from archiver.page.script import SEARCH
from archiver.page.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from archiver.findings import Subject
    from archiver.page.facts import Checked
    from archiver.page.place import Place
    from archiver.page.summary import Summary

INDEX, SPEAKERS, DATES = "index.html", "speakers.html", "dates.html"
_PAGES = ((INDEX, "All packages"), (SPEAKERS, "By speaker"), (DATES, "By date"))
_SHOWN = 12
"""Speakers named in an entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What the pages of a site have in common."""

    title: str
    when: str
    tool: str
    summaries: Sequence[Summary]
    """Every version of every package, in order."""
    others: Sequence[Subject] = ()
    """What stands on the shelf and is no package of ours: bags, what was passed over; with its own state."""
    ledgers: Sequence[Checked] = ()


def pages(shelf: Shelf) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield the pages of the site by name, each as pieces of HTML."""
    latest = [_latest(versions) for versions in _groups(shelf)]
    yield INDEX, _index(shelf)
    yield SPEAKERS, _by_speaker(shelf, [one for one in latest if one.sound])
    yield DATES, _by_date(shelf, [one for one in latest if one.sound])


def _groups(shelf: Shelf) -> list[list[Summary]]:
    ordered = sorted(shelf.summaries, key=lambda one: (one.group, one.version, one.key))
    return [list(found) for _, found in groupby(ordered, key=lambda one: one.group)]


def _latest(versions: Sequence[Summary]) -> Summary:
    """Return the latest sound version; the latest of all if none is."""
    return next((one for one in reversed(versions) if one.sound), versions[-1])


def _frame(shelf: Shelf, page: str, label: str, script: str | None = None) -> Iterator[str]:
    title = plain(shelf.title) if page == INDEX else f"{label}: {plain(shelf.title)}"
    links = (
        element("li", element("a", name, href=ours(file), aria_current="page" if file == page else None))
        for file, name in _PAGES
    )
    yield opening(title, script=script, kind="shelf")
    yield skip("list", "Skip to the list").markup
    yield element(
        "header",
        element("h1", given(plain(shelf.title))),
        element("nav", element("ul", *links), class_="pages", aria_label="Site"),
    ).markup


def _end(shelf: Shelf, script: str | None = None) -> Iterator[str]:
    made = ("Made by ", shelf.tool, ", ", about.time(shelf.when), ". Nothing here asks anything of the network.")
    yield element("footer", element("p", *made)).markup
    yield closing(script)


def _index(shelf: Shelf) -> Iterator[str]:
    groups = _groups(shelf)
    yield from _frame(shelf, INDEX, "All packages", SEARCH)
    yield "<main>"
    yield from (part.markup for part in _states(shelf, len(groups)))
    yield element(
        "form",
        element("label", "Search titles, speakers, places, subjects and words", for_="q"),
        element("input", type="search", id="q", autocomplete="off", spellcheck="false"),
        element("p", id="found", aria_live="polite"),
        id="search",
        role="search",
        hidden=True,
    ).markup
    yield element("h2", "Packages", id="list").markup
    yield '<ol class="entries">'
    for versions in groups:
        yield _entry(versions).markup
    yield "</ol>"
    yield from (part.markup for part in _others(shelf))
    yield "</main>"
    words = [_latest(versions).words for versions in groups]
    yield data(words, media_type="application/json", identifier="words").markup
    yield from _end(shelf, SEARCH)


def _states(shelf: Shelf, packages: int) -> Iterator[Html]:
    damaged = [one for one in shelf.summaries if not one.sound]
    unsure = sum(one.state is State.NOT_RUN for one in shelf.summaries if one.sound)
    versions = len(shelf.summaries)
    count = f"{packages} {_plural(packages, 'package')} in {versions} {_plural(versions, 'version')}"
    when = about.time(shelf.when)
    for ledger in shelf.ledgers:
        if ledger.subject.state in {State.FAILED, State.NOT_RUN}:
            word = "✗ The ledger of this shelf is damaged or could not be read."
            found = about.findings(ledger, ledger.subject.findings)
            yield element("div", element("p", element("strong", word)), found, class_="state bad", role="note")
    if damaged:
        links = (
            element("li", element("a", given(plain(one.key)), href=_page(one)), f" ({one.verdict})") for one in damaged
        )
        word = f"✗ {len(damaged)} {_plural(len(damaged), 'version')} damaged."
        yield element(
            "div", element("p", element("strong", word)), element("ul", *links), class_="state bad", role="note"
        )
    good = "state good" if not damaged and not unsure else "state fair"
    word = "✓ Verified" if not damaged and not unsure else "Checked"
    rest = f", {unsure} not fully" if unsure else ""
    yield element("p", element("strong", word), " ", when, f": {count}{rest}.", class_=good)


def _plural(number: int, noun: str) -> str:
    return noun if number == 1 else f"{noun}s"


def _entry(versions: Sequence[Summary]) -> Html:
    shown, last = _latest(versions), versions[-1]
    told = (shown.genre, shown.date, shown.place)
    head = element("h3", element("a", given(_name(shown)), href=_page(shown)))
    return element(
        "li",
        head,
        element("p", *_row([given(part) for part in told if part]), class_="kicker"),
        _speakers(shown),
        element("p", given(shown.abstract), class_="abstract") if shown.abstract else None,
        element("p", *_row([given(subject) for subject in shown.subjects], ", "), class_="note")
        if shown.subjects
        else None,
        element(
            "p",
            given(plain(last.group)),
            ": ",
            *_row([_version(one) for one in reversed(versions)], ", "),
            class_="versions",
        ),
        class_="entry",
    )


def _version(one: Summary) -> Html:
    name = f"version {one.version}" if one.version else plain(one.key)
    link = element("a", name, href=_page(one))
    return link if one.sound else join([link, " ", element("strong", "damaged", class_="tag bad")])


def _row(parts: Iterable[Html], between: str = " · ") -> Iterator[Html | str]:
    for place, part in enumerate(parts):
        yield from [between] * bool(place)
        yield part


def _speakers(shown: Summary) -> Html | None:
    names: list[Html | str] = []
    for one in shown.speakers[:_SHOWN]:
        names += [*[", "][: len(names)], given(one.name)]
    if len(shown.speakers) > _SHOWN:
        names.append(f" and {len(shown.speakers) - _SHOWN} more")
    return element("p", *names, class_="authors") if names else None


def _others(shelf: Shelf) -> Iterator[Html]:
    if not shelf.others:
        return
    yield element("h2", "Also on the shelf")
    items = (
        element("li", element("code", given(plain(other.path))), f": {other.state}", *_told(other))
        for other in shelf.others
    )
    yield element("ul", *items, class_="note")


def _told(other: Subject) -> Iterator[str]:
    for finding in other.findings[:3]:
        yield f"; {finding.code} {finding.title}"


def _by_speaker(shelf: Shelf, latest: Sequence[Summary]) -> Iterator[str]:
    said: dict[str, list[tuple[Summary, int]]] = {}
    names: dict[str, set[str]] = {}
    for one in latest:
        for spoken in one.speakers:
            said.setdefault(spoken.key, []).append((one, spoken.utterances))
            names.setdefault(spoken.key, set()).add(spoken.name)
    yield from _frame(shelf, SPEAKERS, "By speaker")
    yield '<main id="list">'
    for key in sorted(said, key=lambda key: (min(names[key]).casefold(), key)):
        first, *others = sorted(names[key])
        also = element("p", "also ", *_row([given(name) for name in others], ", "), class_="note") if others else None
        items = (element("li", _line(one), f", {count} {_plural(count, 'utterance')}") for one, count in said[key])
        yield element("section", element("h2", given(first)), also, element("ul", *items), class_="group").markup
    if not said:
        yield element("p", "Nobody speaks in these packages.").markup
    yield "</main>"
    yield from _end(shelf)


def _page(one: Summary) -> Address:
    """Return the address of the page of a package: with its name, for on a disk a folder is opened as a folder."""
    return ours(f"{one.address}{INDEX}")


def _name(one: Summary) -> str:
    return one.title or plain(one.key)


def _line(one: Summary) -> Html:
    date = f" ({one.date})" if one.date else ""
    return join([element("a", given(_name(one)), href=_page(one)), given(date)])


def _by_date(shelf: Shelf, latest: Sequence[Summary]) -> Iterator[str]:
    ordered = sorted(latest, key=lambda one: (not one.year, one.date, one.group))
    yield from _frame(shelf, DATES, "By date")
    yield '<main id="list">'
    for year, found in groupby(ordered, key=lambda one: one.year):
        items = (
            element("li", given(one.date or "no date"), ": ", element("a", given(_name(one)), href=_page(one)))
            for one in found
        )
        yield element("section", element("h2", year or "Not dated"), element("ul", *items), class_="group").markup
    if not ordered:
        yield element("p", "No package is to be read.").markup
    yield "</main>"
    yield from _end(shelf)


def up(place: Place) -> Html:
    """Return the links from a page of a package to the pages of the site."""
    links = (element("li", element("a", name, href=ours(f"{place.up}{file}"))) for file, name in _PAGES)
    return element("nav", element("ul", *links), class_="pages", aria_label="Site")

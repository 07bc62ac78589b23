# SPDX-License-Identifier: Apache-2.0
"""Histories for tests, made by hand: small ones, crowded ones, and such as nobody would write."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from archiver.provenance import PACKAGE, PREVIOUS, Actor, ActorKind, Deed, DeedKind, History, Thing

SWHID = "swh:1:dir:" + "a" * 40


def a_thing(**fields: Any) -> Thing:
    return replace(Thing(id="file.source", label="source", path="source/a.txt", uri="swh:1:cnt:" + "b" * 40), **fields)


def a_deed(**fields: Any) -> Deed:
    return replace(
        Deed(id="encoding", kind=DeedKind.ENCODING, told="The text was written as TEI.", actors=()), **fields
    )


def a_history(**fields: Any) -> History:
    """Two files, a package after another one, and a person who decided with the help of software."""
    things = (
        a_thing(),
        a_thing(id="file.transcript.tei.xml", label="TEI", path="transcript.tei.xml", media_type="application/tei+xml"),
        Thing(id=PACKAGE, label="bridge/v2", path=None, uri=SWHID),
        Thing(id=PREVIOUS, label="bridge/v1", path=None, uri="swh:1:dir:" + "c" * 40),
    )
    actors = (
        Actor(id="software.archiver", name="archiver", kind=ActorKind.SOFTWARE, version="0.1.0, rules 3"),
        Actor(id="hall", name="Vera Hall", kind=ActorKind.PERSON, uris=("https://orcid.org/0000-0001-2345-6789",)),
    )
    deeds = (
        a_deed(actors=("software.archiver",), used=("file.source",), made=("file.transcript.tei.xml",)),
        a_deed(
            id="correction.1",
            kind=DeedKind.CORRECTION,
            told="Vera Hall decided: “We open”: said by Ada Brook.",
            actors=("hall", "software.archiver"),
            used=("file.source",),
            when="2024-05",
            detail=('because: "so"', "because: \\ and\ttab"),
        ),
        a_deed(
            id="packaging",
            kind=DeedKind.PACKAGING,
            told="The payload was written as the bag bridge/v2.",
            actors=("software.archiver",),
            used=("file.source", "file.transcript.tei.xml", PREVIOUS),
            made=(PACKAGE,),
            when="2024-06-01T12:30:00Z",
            outcome="success",
        ),
        a_deed(
            id="fixity.7",
            kind=DeedKind.FIXITY,
            told="The package was checked again: F102.",
            actors=("software.archiver",),
            used=(PACKAGE,),
            when="2025-06-01T12:30:00Z",
            outcome="failure",
        ),
    )
    return replace(History(package="bridge/v2", things=things, deeds=deeds, actors=actors), **fields)


_TEXT = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff")
    | st.sampled_from("\"\\\n\t<>&{}|%'-–“漢字\u202e\u00a0"),
    max_size=90,
)
_IDS = st.from_regex(r"[A-Za-z_][A-Za-z0-9_-]{0,8}(\.[a-z0-9]{1,4})?", fullmatch=True)
_WHEN = st.none() | st.sampled_from(["2024", "2024-05?", "2024-05-02", "2024-05-02T10:00:00Z", "2024/2025"])


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Any history whose deeds name what is in it."""
    things = draw(st.lists(_IDS, max_size=6, unique=True))
    actors = draw(st.lists(_IDS, max_size=4, unique=True))
    some = st.lists(st.sampled_from(things), max_size=4, unique=True).map(tuple) if things else st.just(())
    by = st.lists(st.sampled_from(actors), max_size=3, unique=True).map(tuple) if actors else st.just(())
    deeds = draw(st.lists(_IDS, max_size=8, unique=True))
    return History(
        package=draw(st.none() | _TEXT),
        things=tuple(
            Thing(
                id=name,
                label=draw(_TEXT),
                path=draw(st.none() | st.just(f"a/{name}")),
                uri=draw(st.none() | st.just("https://example.org/" + name)),
                media_type=draw(st.none() | st.just("text/plain")),
            )
            for name in things
        ),
        deeds=tuple(
            Deed(
                id=name,
                kind=draw(st.sampled_from(DeedKind)),
                told=draw(_TEXT),
                actors=draw(by),
                used=draw(some),
                made=draw(some),
                when=draw(_WHEN),
                outcome=draw(st.sampled_from([None, "success", "warning", "failure"])),
                detail=tuple(draw(st.lists(_TEXT, max_size=3))),
            )
            for name in deeds
        ),
        actors=tuple(
            Actor(id=name, name=draw(_TEXT), kind=draw(st.sampled_from(ActorKind)), version=draw(st.none() | _TEXT))
            for name in actors
        ),
    )

# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import base64
import json
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import html5lib
import pytest

from archiver.findings import Finding, State
from archiver.model import Fact
from archiver.page.shelf import DATES, INDEX, SPEAKERS, Shelf, pages
from archiver.page.summary import Spoken, Summary, summary, vocabulary
from builders import a_record, a_speaker, a_transcript
from citations import whole
from pages import WHEN, by_class, by_id, checked, facts, parsed, said, words

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def listed(key: str = "bridge/v1", **fields: Any) -> Summary:
    group, _, version = key.rpartition("/v")
    known: dict[str, Any] = {
        "key": key,
        "group": group,
        "version": int(version),
        "address": f"{key}/",
        "state": State.PASSED,
        "verdict": "valid",
        "sound": True,
        "title": f"Title of {key}",
        "genre": "News report",
        "date": "2024-05-02",
        "speakers": (Spoken(key="Ada Brook", name="Ada Brook", utterances=2),),
    }
    return Summary(**(known | fields))


def site(*summaries: Summary, **fields: Any) -> dict[str, Element]:
    shelf = Shelf(title="The <Archive>", when=WHEN, tool="archiver 0", summaries=summaries, **fields)
    return {name: _strict("".join(pieces)) for name, pieces in pages(shelf)}


def _strict(page: str) -> Element:
    html5lib.HTMLParser(strict=True).parse(page)
    return parsed(page)


def test_versions_of_a_package_stand_together_the_latest_first() -> None:
    root = site(listed("bridge/v10"), listed("road/v1"), listed("bridge/v2"))[INDEX]
    entries = by_class(root, "entry")
    assert [words(next(entry.iter("h3"))) for entry in entries] == ["Title of bridge/v10", "Title of road/v1"]
    assert "bridge: version 10, version 2" in words(entries[0])
    assert "2 packages in 3 versions" in words(root)
    assert [link.get("href") for link in entries[0].iter("a")] == [
        "bridge/v10/index.html",
        "bridge/v10/index.html",
        "bridge/v2/index.html",
    ]


def test_damaged_version_is_listed_as_damaged_and_leads_to_what_was_found() -> None:
    broken = listed("bridge/v2", sound=False, state=State.FAILED, verdict="corrupt", title="", speakers=())
    root = site(listed("bridge/v1"), broken)[INDEX]
    red = by_class(root, "bad")[0]
    assert "✗ 1 version damaged." in words(red)
    assert [link.get("href") for link in red.iter("a")] == ["bridge/v2/index.html"]
    (entry,) = by_class(root, "entry")
    assert words(next(entry.iter("h3"))) == "Title of bridge/v1"
    assert "version 2 damaged, version 1" in words(entry)
    assert "✓ Verified" not in words(root)


def test_package_of_which_every_version_is_damaged_has_its_place_for_a_name() -> None:
    broken = listed("bridge/v1", sound=False, state=State.FAILED, verdict="corrupt", title="", speakers=())
    found = site(broken)
    assert words(next(found[INDEX].iter("h3"))) == "bridge/v1"
    assert "Nobody speaks in these packages." in words(found[SPEAKERS])
    assert "No package is to be read." in words(found[DATES])


def test_all_sound_is_said_to_be_verified() -> None:
    root = site(listed())[INDEX]
    assert "✓ Verified 2024-06-01 12:30:00 UTC: 1 package in 1 version." in words(by_class(root, "good")[0])
    unsure = site(listed(state=State.NOT_RUN))[INDEX]
    assert "1 not fully" in words(by_class(unsure, "fair")[0])


def test_damaged_ledger_is_said_at_the_top() -> None:
    ledger = checked(Finding(code="L103", path="LEDGER"), state=State.FAILED)
    root = site(listed(), ledgers=(ledger,))[INDEX]
    assert "The ledger of this shelf is damaged" in words(by_class(root, "bad")[0])
    assert "L103" in words(root)


def test_what_is_no_package_is_listed_apart() -> None:
    other = replace(checked(Finding(code="L112", path="x"), state=State.WARNED).subject, path="link <x>")
    told = words(site(listed(), others=(other,))[INDEX])
    assert "Also on the shelflink <x>: warned; L112 something on the shelf was passed over" in told


def test_speaker_is_found_in_all_packages_by_authority_else_by_name() -> None:
    same = "https://example.org/brook"
    one = listed("a/v1", speakers=(Spoken(key=same, name="Ada Brook", utterances=1),))
    two = listed("b/v1", speakers=(Spoken(key=same, name="A. Brook", utterances=3),))
    three = listed("c/v1", speakers=(Spoken(key="Cal Dorn", name="Cal Dorn", utterances=1),))
    groups = by_class(site(three, two, one)[SPEAKERS], "group")
    assert [words(next(group.iter("h2"))) for group in groups] == ["A. Brook", "Cal Dorn"]
    assert "also Ada Brook" in words(groups[0])
    assert "Title of a/v1 (2024-05-02), 1 utterance" in words(groups[0])
    assert "Title of b/v1 (2024-05-02), 3 utterances" in words(groups[0])


def test_indices_name_the_latest_sound_version_alone() -> None:
    found = site(listed("bridge/v1"), listed("bridge/v2"))
    assert "Title of bridge/v1" not in words(found[SPEAKERS])
    assert "Title of bridge/v1" not in words(found[DATES])


def test_dates_are_in_order_and_unknown_ones_last() -> None:
    root = site(
        listed("a/v1", date=""),
        listed("b/v1", date="2021-07-12"),
        listed("c/v1", date="199X"),
        listed("d/v1", date="2021?"),
    )[DATES]
    assert [words(group) for group in by_class(root, "group")] == [
        "199X199X: Title of c/v1",
        "20212021-07-12: Title of b/v12021?: Title of d/v1",
        "Not datedno date: Title of a/v1",
    ]


def test_search_is_hidden_until_its_script_runs_which_is_the_only_one() -> None:
    root = site(listed())[INDEX]
    assert by_id(root, "search").get("hidden") is not None
    (block, script) = list(root.iter("script"))
    assert block.get("type") == "application/json"
    digest = base64.b64encode(sha256(words(script).encode()).digest()).decode()
    (policy,) = [m.get("content", "") for m in root.iter("meta") if m.get("http-equiv")]
    assert f"script-src 'sha256-{digest}'" in policy
    assert not list(site(listed())[SPEAKERS].iter("script"))


def test_words_stand_in_the_order_of_the_list_and_end_nothing() -> None:
    one, two = listed("b/v1", words="bridge </script><b>"), listed("a/v1", words="road")
    root = site(one, two)[INDEX]
    assert json.loads(words(by_id(root, "words"))) == ["road", "bridge </script><b>"]
    assert len(list(root.iter("script"))) == 2


@pytest.mark.parametrize(
    ("text", "room", "found"),
    [
        ("We, we don’t; don't open 3 BRIDGES.", 100, "we don’t don't open 3 bridges"),
        ("one two three", 8, "one two"),
        ("one two three", 7, "one"),
        ("我們今天開放這座橋，並將", 100, "我們今天開放這座橋 並將"),
        ("हिन्दी में कहा", 100, "हनद म कह"),
        ("שָׁלוֹם, Cafe\u0301 CAFÉ", 100, "שלום cafe"),
        ("anything", 0, ""),
    ],
)
def test_vocabulary_is_each_word_once_as_far_as_there_is_room(text: str, room: int, found: str) -> None:
    assert vocabulary(text, room) == found


def test_summary_is_short_whatever_the_package_holds() -> None:
    text = "".join(f"{number:03} " for number in range(80))
    utterances = tuple(said(text, f"{number:03}", speaker=f"n{number}", certainty=0.5) for number in range(80))
    described = a_record(subjects=tuple("x" * 500 for _ in range(80)))
    shown = facts(described, a_transcript(text, utterances=utterances), citation=whole(abstract="word " * 1000))
    found = summary(shown, key="bridge/v1", group="bridge", version=1, address="bridge/v1/")
    assert len(found.abstract) <= 400
    assert found.abstract.endswith("word…")
    assert len(found.speakers) == 50
    assert (found.utterances, found.doubtful) == (80, 80)


def test_entry_names_the_first_speakers_and_counts_the_others() -> None:
    many = tuple(Spoken(key=str(n), name=f"S{n}", utterances=1) for n in range(15))
    entry = by_class(site(listed(speakers=many, abstract="An abstract", subjects=("a", "b")))[INDEX], "entry")[0]
    assert "S10, S11 and 3 more" in words(entry)
    assert "An abstract" in words(entry)
    assert "a, b" in words(entry)


def test_unnamed_speaker_is_nobody_elsewhere() -> None:
    crew = a_speaker(id="crew", name=Fact(value="an official"), anonymous=True)
    known = a_speaker(authorities=("https://example.org/b", "https://example.org/a"))
    shown = facts(
        a_record(speakers=(crew, known)),
        a_transcript(
            utterances=(
                said(speaker="crew"),
                said(words="The mayor", speaker="brook"),
                said(words="road", speaker=None),
            )
        ),
    )
    found = summary(shown, key="bridge/v1", group="bridge", version=1, address="bridge/v1/")
    assert [one.key for one in found.speakers] == ["an official (bridge/v2)", "https://example.org/a"]


def test_version_without_a_number_is_named_by_its_key() -> None:
    packed = Summary(
        key="b.zip",
        group="b.zip",
        version=0,
        address="b.zip/",
        state=State.PASSED,
        verdict="valid",
        sound=True,
        title="T",
    )
    assert "b.zip: b.zip" in words(by_class(site(packed)[INDEX], "entry")[0])


def test_long_title_without_a_blank_is_cut_and_not_lost() -> None:
    cut = summary(facts(citation=whole(title="T" * 700)), key="b/v1", group="b", version=1, address="b/v1/").title
    assert cut == "T" * 399 + "…"


def test_package_without_a_title_to_be_seen_is_named_by_its_key_in_every_list() -> None:
    for root in site(listed(title="")).values():
        assert "bridge/v1" in [words(link) for link in root.iter("a")]

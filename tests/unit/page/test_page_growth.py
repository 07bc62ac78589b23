# SPDX-License-Identifier: Apache-2.0
"""What a hostile package makes large makes work in proportion, and no more."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from archiver.cli.shown import lines
from archiver.model import Agent, Correction, Span
from archiver.page import write
from archiver.workflow.showing import locators
from builders import a_record, a_speaker, a_transcript
from pages import facts, said
from work import growth

if TYPE_CHECKING:
    from archiver.page import Facts


@cache
def large(size: int) -> Facts:
    """Return facts with as many utterances, speakers, decisions and agents."""
    text = " ".join(f"{number:06}" for number in range(size))
    record = a_record(
        speakers=tuple(a_speaker(id=f"n{number}") for number in range(size)),
        agents=tuple(Agent(id=f"d{number}", name="a desk", kind="person") for number in range(size)),
        corrections=tuple(
            Correction(
                quote=f"{number:06}", at=None, speech=True, speaker=f"n{number}", by=f"d{number}", because="Heard."
            )
            for number in range(size)
        ),
    )
    utterances = tuple(
        said(
            text,
            f"{number:06}",
            pieces=(Span(7 * number, 7 * number + 6),),
            speaker=f"n{number}",
            decided_by=f"d{number}",
        )
        for number in range(size)
    )
    return facts(record, a_transcript(text, utterances=utterances))


def test_page_and_lines_grow_with_what_is_shown() -> None:
    assert growth(lambda n: write(large(n)), 150) < 2.5
    assert growth(lambda n: list(lines(large(n), width=80, paint=lambda text, _: text)), 150) < 2.5


def test_places_in_the_source_are_counted_once() -> None:
    def count(size: int) -> object:
        transcript = large(size).transcript
        return locators(transcript.text.encode(), transcript, "swh:1:cnt:" + "ab" * 20)

    assert growth(count, 150) < 2.5


def test_every_decision_finds_its_reason() -> None:
    assert write(large(20)).count("Heard.") == 20

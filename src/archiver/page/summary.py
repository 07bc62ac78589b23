# SPDX-License-Identifier: Apache-2.0
"""What the pages of a shelf say of each package: a few lines, so that thousands of them can be held."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import category, normalize

from archiver.page.facts import doubtful
from archiver.page.words import UNKNOWN, plain

if TYPE_CHECKING:
    from archiver.findings import State
    from archiver.page.facts import Facts

_LONGEST = 400
_MOST = 50
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_YEAR = re.compile(r"-?[0-9]{4,}|[0-9]{1,3}X{1,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Somebody who speaks in a package, and how often."""

    key: str
    """By which the same speaker is found in other packages: an authority, else the name."""
    name: str
    utterances: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One version of a package in the lists of a site."""

    key: str
    """Its place on the shelf: `name/v3`."""
    group: str
    """The key without the version."""
    version: int
    address: str
    """The folder of its page, relative to the top: `name/v3/`."""
    state: State
    verdict: str
    codes: tuple[str, ...] = ()
    """What was found, for one that is damaged."""
    sound: bool
    """False: damaged, or it could not be read."""
    title: str = ""
    genre: str = ""
    date: str = ""
    place: str = ""
    abstract: str = ""
    subjects: tuple[str, ...] = ()
    speakers: tuple[Spoken, ...] = ()
    utterances: int = 0
    doubtful: int = 0
    words: str = ""
    """The words of the text, each once and in lower case, as far as there is room for them."""

    @property
    def year(self) -> str:
        """The year of the date as it is known: `2021`, `202X`; empty if it is not."""
        match = _YEAR.match(self.date)
        return match.group() if match else ""


def summary(facts: Facts, *, key: str, group: str, version: int, address: str, room: int = 0) -> Summary:
    """Return what the lists say of a sound package; long texts are cut, and its words have so many characters."""
    cited, subject = facts.citation, facts.checked.subject
    return Summary(
        key=key,
        group=group,
        version=version,
        address=address,
        state=subject.state,
        verdict=str(subject.verdict),
        sound=True,
        title=_cut(cited.label),
        genre=cited.genre,
        date=_cut(cited.stated or cited.published),
        place=_cut(cited.place),
        abstract=_cut(cited.abstract),
        subjects=tuple(map(_cut, cited.subjects[:_MOST])),
        speakers=_speakers(facts),
        utterances=len(facts.transcript.utterances),
        doubtful=sum(map(doubtful, facts.transcript.utterances)),
        words=vocabulary(facts.transcript.text, room),
    )


def vocabulary(text: str, room: int) -> str:
    """Return the words of a text in the order in which they come first, with a blank between them.

    Accents and vowel signs are left out, as the search does: the signs of Hindi or Hebrew would part the words.
    """
    found: dict[str, None] = {}
    for match in _WORD.finditer(_bare(text)):
        word = match.group().lower()
        if word not in found:
            room -= len(word) + 1
            if room < 0:
                break
            found[word] = None
    return " ".join(found)


def _bare(text: str) -> str:
    if text.isascii():
        return text
    parted = normalize("NFKD", text)
    return parted.translate({ord(one): None for one in set(parted) if category(one).startswith("M")})


def _cut(text: str | None) -> str:
    told = plain(text)
    begin = told[: _LONGEST - 1]
    return told if len(told) <= _LONGEST else f"{begin.rpartition(' ')[0] or begin}…"


def _speakers(facts: Facts) -> tuple[Spoken, ...]:
    counts: dict[str, int] = {}
    for utterance in facts.transcript.utterances:
        if utterance.speaker:
            counts[utterance.speaker] = counts.get(utterance.speaker, 0) + 1
    found = []
    for speaker, number in list(counts.items())[:_MOST]:
        someone = facts.people.get(speaker)
        name = _cut((someone.name.value if someone else None) or speaker) or UNKNOWN
        known = sorted(someone.authorities) if someone else []
        anonymous = someone is not None and someone.anonymous
        key = known[0] if known else f"{name} ({facts.key})" if anonymous else name
        found.append(Spoken(key=key, name=name, utterances=number))
    return tuple(found)

# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 -- quotation marks and dashes are the matter of this module
"""Who could be meant: the participants of the record and the people whom the document names in full."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archiver.model import SpeakerKind
from archiver.speech import lexicon
from archiver.speech.cues import cue_at
from archiver.speech.lexicon import unaccented

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from archiver.model import Speaker
    from archiver.speech.lexicon import Vocabulary
    from archiver.speech.passages import Passage
    from archiver.speech.sentences import Token

Words = tuple[str, ...]

FEMALE, MALE = "female", "male"
"""What a record says of the gender of a speaker."""

_LONGEST_NAME = 12
_TITLES = 4
_BEFORE_NAME = lexicon.TITLES | lexicon.ROLES | lexicon.NATIONALITY
_KNOWN = _BEFORE_NAME | lexicon.DETERMINERS
_SKIPPED = lexicon.DETERMINERS | lexicon.PREPOSITIONS | lexicon.ROLE_SKIPS
_SMALL = lexicon.DETERMINERS | lexicon.PREPOSITIONS | lexicon.CONJUNCTIONS | lexicon.PRONOUNS


@dataclass(slots=True, kw_only=True, eq=False)
class Person:
    """Somebody, or some body, to whom a mention can point."""

    id: str
    """Id in the record, or the fullest name in the document."""
    names: list[Words]
    roles: list[frozenset[str]] = field(default_factory=list)
    gender: str | None = None
    kind: SpeakerKind = SpeakerKind.PERSON
    declared: bool = False
    """True for those whom the record declares."""
    first: int = 0
    """Offset at which the document first names the person in full."""


def bare(text: str, vocabulary: Vocabulary) -> Words:
    """Return the words of a name in lower case, without marks, accents, possessives and articles."""
    plain = unaccented(text).replace("’", "'")
    words = [vocabulary.without_owner(word.strip(".,()\"'")) for word in plain.lower().split()]
    kept = (word for word in words if word and not vocabulary.classes_of(word) & lexicon.ARTICLES)
    return tuple(vocabulary.stem(word) for word in kept) if vocabulary.language.name_endings else tuple(kept)


def role_words(words: Iterable[str], vocabulary: Vocabulary) -> frozenset[str]:
    """Return the words of a role, nationalities as the place and synonyms made one."""
    plain = (vocabulary.without_owner(word).strip(".,") for word in words)
    text = " ".join(vocabulary.short_titles.get(word, word) for word in plain)
    for other, usual in vocabulary.synonyms:
        if f" {other} " in f" {text} ":
            text = f" {text} ".replace(f" {other} ", f" {usual} ").strip()
    kept = [word for word in text.split() if not vocabulary.classes_of(word) & _SKIPPED]
    return frozenset(vocabulary.places.get(word, word) for word in kept)


def declared(participants: Sequence[Speaker], vocabulary: Vocabulary) -> list[Person]:
    """Return the participants of the record as persons."""
    return [_declared(speaker, vocabulary) for speaker in participants]


def _declared(speaker: Speaker, vocabulary: Vocabulary) -> Person:
    written = [speaker.name.value, *speaker.aliases]
    if speaker.surname:
        written += [f"{speaker.forename} {speaker.surname}" if speaker.forename else None, speaker.surname]
    names = [name for name in (bare(text, vocabulary) for text in written if text) if name]
    roles = [role_words(role.lower().split(), vocabulary) for role in speaker.roles]
    if speaker.anonymous and speaker.name.value:
        roles.append(role_words(speaker.name.value.lower().split(), vocabulary))
    gender = speaker.gender if speaker.gender in {FEMALE, MALE} else _gender(names, roles, vocabulary)
    return Person(
        id=speaker.id,
        names=names,
        roles=[role for role in roles if role],
        gender=gender,
        kind=speaker.kind,
        declared=True,
    )


def _gender(names: Iterable[Words], roles: Iterable[frozenset[str]], vocabulary: Vocabulary) -> str | None:
    words = {name[0] for name in names if len(name) > 1}.union(*roles)
    return told_gender(
        words, lexicon.FEMALE_NAME | lexicon.FEMALE_ROLES, lexicon.MALE_NAME | lexicon.MALE_ROLES, vocabulary
    )


def told_gender(words: Iterable[str], female: int, male: int, vocabulary: Vocabulary) -> str | None:
    """Return the gender that words tell; `female` and `male` are the classes that tell it, the first where both do."""
    classes = 0
    for word in words:
        classes |= vocabulary.classes_of(word)
    return FEMALE if classes & female else MALE if classes & male else None


def _any(words: Iterable[str], classes: int, vocabulary: Vocabulary) -> bool:
    return any(vocabulary.classes_of(word) & classes for word in words)


@dataclass(frozen=True, slots=True)
class NameRun:
    """A run of capitalised words: the title before the name, and the name."""

    title: tuple[Token, ...]
    name: tuple[Token, ...]


def split_name(words: Sequence[Token]) -> NameRun:
    """Part a run such as "Fordham Mayor Ada Brook" into title and name."""
    cut = 0
    known = _KNOWN
    for number, token in enumerate(words):
        possessive = token.classes & lexicon.OWNING
        after_of = number > 0 and words[number - 1].classes & lexicon.OF
        if token.classes & (known | lexicon.OF) or after_of or possessive:
            cut = number + 1
        elif number > cut and not token.is_capital:
            break
    if cut >= len(words):  # a title alone, or a name that looks like one: Peter King
        cut = (
            len(words) - 1 if len(words) > 1 and words[-2].is_capital and not words[-2].classes & known else len(words)
        )
        while 0 < cut < len(words) and words[cut - 1].is_capital and not words[cut - 1].classes & known:
            cut -= 1
    return NameRun(tuple(words[:cut]), tuple(words[cut:]))


def named(text: str, everything: Sequence[Passage], vocabulary: Vocabulary) -> list[Person]:
    """Return the people whom the document names in full, in the order in which it first does so."""
    found: dict[Words, Person] = {}
    inside: set[Words] = set()
    for passage in everything:
        begins = {passage.words[start].start for start, _ in passage.sentences}
        for run, follows in _runs(passage.words):
            parts = split_name(run)
            if len(parts.name) < 2 or len(parts.name) > 5:  # noqa: PLR2004 # forename and surname at least
                continue
            written = vocabulary.without_owner(text[parts.name[0].start : parts.name[-1].end])
            key = bare(written, vocabulary)
            if len(key) < 2 or vocabulary.classes_of(key[0]) & lexicon.PARTICLES:  # noqa: PLR2004 # the same
                continue
            if run[0].start not in begins:
                inside.add(key)
            person = found.setdefault(key, Person(id=" ".join(written.split()), names=[key], first=parts.name[0].start))
            _learn(person, parts.title, follows, vocabulary)
    surnames = {key[-1] for key in inside}
    return [
        person for key, person in found.items() if key in inside or not _only_begins(key, found, surnames, vocabulary)
    ]


def _only_begins(key: Words, found: Collection[Words], surnames: Collection[str], vocabulary: Vocabulary) -> bool:
    """Tell whether a name is a word that begins a sentence and a name behind it: "Absent Lind", "Neither Ada Lind"."""
    if vocabulary.classes_of(key[0]) & (lexicon.FEMALE_NAME | lexicon.MALE_NAME):
        return False
    return key[1:] in found or (len(key) == 2 and key[-1] in surnames)  # noqa: PLR2004 # a word and a surname


def _learn(person: Person, title: Sequence[Token], follows: Sequence[Token], vocabulary: Vocabulary) -> None:
    for words in (title, follows):
        role = role_words((token.low for token in words), vocabulary)
        if _any(role, lexicon.ROLES, vocabulary) and role not in person.roles and len(person.roles) < 8:  # noqa: PLR2004 # enough
            person.roles.append(role)
    if person.gender is None:
        person.gender = _gender(person.names, [*person.roles, frozenset(token.low for token in title)], vocabulary)


def _runs(words: Sequence[Token]) -> Iterator[tuple[Sequence[Token], Sequence[Token]]]:
    """Yield runs of capitalised words, each with the apposition that follows: X, the mayor of Tver,."""
    at = 0
    while at < len(words):
        if not words[at].is_capital or cue_at(words, at) is not None:  # Said Weber, “…”
            at += 1
            continue
        end = at
        while end < len(words) and end - at < _LONGEST_NAME and _in_run(words, at, end):
            end += 1
        while end > at and not words[end - 1].is_capital:
            end -= 1
        if end - at >= 2:  # noqa: PLR2004 # forename and surname at least
            start = _lower_titles(words, at)
            yield words[start:end], _apposition(words, end)
        at = max(end, at + 1)


def _in_run(words: Sequence[Token], at: int, end: int) -> bool:
    token = words[end]
    if token.is_capital:
        starts = end == at and token.classes & _SMALL
        return not starts and not (end > at and words[end - 1].classes & lexicon.OWNING)
    inner = token.classes & lexicon.PARTICLES or token.classes & lexicon.OF
    return bool(inner and end > at and end + 1 < len(words) and words[end + 1].is_capital)


def _lower_titles(words: Sequence[Token], at: int) -> int:
    stop = max(0, at - _TITLES)
    name = at
    while at > stop and _is_title(words[at - 1], behind_title=at < name):
        at -= 1
    return at


def _is_title(token: Token, *, behind_title: bool) -> bool:
    """Tell whether a word before a name is of its title; the name of an office may be capitalised there."""
    if token.is_capital:
        return behind_title and not token.classes & _SMALL
    return bool(token.classes & _BEFORE_NAME)


def _apposition(words: Sequence[Token], end: int) -> Sequence[Token]:
    if end + 1 >= len(words) or words[end].text != ",":
        return ()
    stop = end + 1
    while stop < len(words) and stop < end + 12 and (words[stop].is_word or words[stop].text == "-"):
        if words[stop].classes & lexicon.RELATIVES:
            break
        stop += 1
    part = words[end + 1 : stop]
    return part if part and part[0].classes & (lexicon.DETERMINERS | lexicon.OWNING | lexicon.ROLES) else ()


def contradicts(words: frozenset[str], person: Person, vocabulary: Vocabulary) -> bool:
    """Tell whether a description speaks against a person: another country, another gender."""
    places = {vocabulary.places.get(word, word) for word in words} & vocabulary.place_names
    known = frozenset().union(*person.roles) & vocabulary.place_names
    if places and known and not places & known:
        return True
    gender = told_gender(words, lexicon.FEMALE_ROLES, lexicon.MALE_ROLES, vocabulary)
    return gender is not None and person.gender not in {gender, None}


def learn_gender(person: Person, words: Sequence[str], vocabulary: Vocabulary) -> None:
    """Note the gender of a person that a mention tells, where it is not known."""
    if person.gender is None and person.kind is SpeakerKind.PERSON:
        female, male = lexicon.FEMALE | lexicon.FEMALE_ROLES, lexicon.MALE | lexicon.MALE_ROLES
        person.gender = told_gender(words, female, male, vocabulary)


def fits(person: Person, name: tuple[str, ...]) -> bool:
    """Tell whether a name can be this person's: the same end, and no other forename."""
    full = [own for own in person.names if len(own) > 1]
    if len(name) > 1 and full:
        return any(_is_form_of(own, name) for own in full)
    return any(own[-len(name) :] == name or name[-len(own) :] == own for own in person.names)


def _is_form_of(own: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Tell whether two names of several words can be one: a part of the other, or an initial for the forename."""
    if own[-len(name) :] == name or name[-len(own) :] == own:
        return True
    initial = min(len(own[0]), len(name[0])) == 1 and own[0][0] == name[0][0]
    return own[-1] == name[-1] and (own[0] == name[0] or initial)


def choose(fitting: Sequence[Person], at: int) -> Person | None:
    """Prefer the record's people; among others the one named in full last before the place, else the first."""
    own = [person for person in fitting if person.declared]
    unique = list(dict.fromkeys(own or fitting))
    if len(unique) <= 1:
        return unique[0] if unique else None
    if own:
        return None
    before = [person for person in unique if person.first <= at]
    return before[-1] if before else unique[0]


def agrees(mention: frozenset[str], role: frozenset[str], vocabulary: Vocabulary) -> bool:
    """Tell whether a mention can mean the holder of a role: the head is the same, no modifier contradicts."""
    if not _any(mention & role, lexicon.ROLES, vocabulary):
        return False
    places = mention & vocabulary.place_names
    if places and role & vocabulary.place_names and not places <= role:
        return False
    rest = mention - places
    return rest <= role


def gender_of(pronoun: str, vocabulary: Vocabulary) -> str | None:
    """Return the gender that a pronoun tells."""
    return told_gender((pronoun,), lexicon.FEMALE, lexicon.MALE, vocabulary)

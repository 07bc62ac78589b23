# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001, RUF002 -- apostrophes are the matter of this module
"""Word classes, and the vocabulary of a language: which classes its words are of.

The rules know classes and no words. A class is a bit; `Token.classes` has those of the word, from the file of
the text's language in `languages/`. The classes are named after the fields of `Language` and its `grammar`.
"""

from __future__ import annotations

import unicodedata
from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from archiver.speech.languages import ENGLISH, Language, Saying, forenames

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archiver.speech.sentences import Description

# fmt: off
(
    DETERMINERS, ARTICLES, INDEFINITE, POSSESSIVES, NUMBERS, ALONE, PRONOUNS, SUBJECT_PRONOUNS, OBJECT_PRONOUNS,
    PERSONS, PLURAL_SUBJECTS, FEMALE, MALE, RELATIVES, QUESTIONS, CONTENT_QUESTIONS, PREPOSITIONS, ATTACHING,
    GOVERNING, CONJUNCTIONS, SUBORDINATORS, CONDITIONS, ADVERBS, NO_ADVERBS, LINKING, OPENERS, NO_REST, HAVE, BE,
    MODALS, UNFINITE, NEGATIONS, UNREAL, HYPOTHETICAL, SUPPOSING, LETTING, MAKING, MANY, PLENTY, NOUNS_TOO,
    OBJECTS_TOO, PARTICLES, SUFFIXES, TITLES, ROLES, ORGANISATIONS, BODIES, GROUPS, FEMALE_ROLES, MALE_ROLES,
    NOT_ONE, EPITHETS, QUESTIONERS, TURN_LABELS, ASKING_LABELS, LABEL_STOPS, ROLE_SKIPS, ABBREVIATIONS, CANNOT_END,
    STARTERS, ELISIONS, TIMES, DAYS, BEFORE_TIME, TIME_LEADS, TIME_OPENERS, TIME_PREPOSITIONS, IN_TIMES, AGO,
    OCCASIONS, STATEMENT_NOUNS, WRITTEN, TALES, TITLE_WORDS, TITLED, PROGRAMME_WORDS, WORD_WORDS, CALLING, NAMES,
    PAPERS, MAGAZINE, OPINIONS, PASTS, MAIN_PASTS, DENIALS, DENYING, QUOTED, SAYING, SAID_IN_BASE, TOLD, SIDE, ASIDE,
    BREAKING, RUN_OPENERS, CLAUSE_STARTS, NOT_A_CLAUSE, BEFORE_PARTICIPLE, GENERIC, NO_ONE, NEVER_SPEAKS, OPENING,
    GOING_ON, LIKE_ADVERBS, OUR, LASTING, NOT_PARTICIPLES, REFLEXIVES, POSTPOSITIONS,
) = (1 << bit for bit in range(108))
"""Classes of words that a language lists, each in the field of this name."""

(
    AND, BUT, OR, SO, THAT, WHO, WHICH, WHAT, IF, UNLESS, WHEN, WHILE, AS, OF, TO, BY, IN, ON, AT, WITH, FOR, FROM,
    ABOUT, DURING, THERE, THE, IT, ONE, NO, ANY, ANOTHER, SELF, ASKED, HAD, LIKE, NOR, ONLY, OUGHT, NOBODY,
) = (1 << bit for bit in range(108, 147))
"""Words that rules name one by one: the keys of `grammar`."""

LISTED = {name.lower(): bit for name, bit in tuple(globals().items()) if type(bit) is int}

(
    NEVER_NOUNS, BARE, PLAIN, ASKING, ASKING_BACK, ADDRESSING, OBJECTS, FINITE_ONLY, INFINITIVES, NOT_FOR_CLAUSES,
    QUOTING, NAMING, STATING, READING,
) = (1 << bit for bit in range(147, 161))
"""Classes of verbs of saying, by lemma."""

_VERBS = {
    name.lower(): bit for name, bit in tuple(globals().items()) if type(bit) is int and name.lower() not in LISTED
}

(
    FINITE, MANNER, PAST, PARTICIPLE, PLURAL, MANY_OF, OWNER, OWNING, NEGATED, DRAWN, WOULD, WILL, BEING, FEMALE_NAME,
    MALE_NAME, NATIONALITY, NOT_NOUN, SHORT_SUBJECT, NO_SUBJECT, SECOND, REPORTED,
) = (1 << bit for bit in range(161, 182))
"""Classes that the form of a word tells: auxiliaries in a finite form, endings, forms drawn together as in he’s."""
# fmt: on

_SEVERAL = (
    PREPOSITIONS | CONJUNCTIONS | BE | HAVE | MODALS | ADVERBS | NEGATIONS
)  # what is no noun, unless `nouns_too` says so
_APOSTROPHES = "’'"
_STEM = 3
"""So many letters of a name stay whatever its ending."""
_KNOWN = 20_000
"""So many words are remembered with their classes."""
FAR, CLAUSE, TOUCHING = 3, 2, 1
"""How far a cue may reach: attribute at a distance, within its clause, only where it touches the quotation."""


class Verb(Enum):
    """The form of a reporting verb."""

    BASE = auto()
    PRESENT = auto()
    PAST = auto()
    PARTICIPLE = auto()


class Form(NamedTuple):
    """What a word form can be."""

    lemma: str
    kind: Saying
    strength: int
    verbs: frozenset[Verb]
    classes: int = 0
    """Classes of the verb."""


class Entry(NamedTuple):
    """What the vocabulary has of a word besides its classes."""

    form: Form | None
    phrasal: Form | None
    second: frozenset[str]
    """The words that make a cue of two words of it."""
    phrases: tuple[tuple[str, ...], ...]
    """Cues of several words that begin with it: according to."""
    behind: tuple[tuple[str, ...], ...]
    """The same, where it is a cue only behind a quotation."""


class Word(NamedTuple):
    """A word of the vocabulary."""

    classes: int
    entry: Entry | None


class Vocabulary:
    """The words of a language with their classes."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.places = _pairs(language.places)
        self.short_titles = _pairs(language.short_titles)
        self.synonyms = language.synonyms
        self.place_names = frozenset(self.places.values())
        self.object_prepositions = {
            lemma: frozenset(words.split(",")) for lemma, words in _pairs(language.object_prepositions).items()
        }
        self.complements = _pairs(language.complements)
        self.elided = frozenset(language.elided.split())
        self.enclitic = frozenset(language.enclitic.split())
        self.known: dict[str, Word] = {}
        """Words already met; a cache, which changes no answer."""
        self.written: dict[str, Description] = {}
        """The same by their spelling, as tokens have it."""
        self._listed = _listed(language)
        self._entries = _entries(language)
        self._endings = _endings(language)
        self._owners = tuple(language.possessive_endings.split())
        self._owning = tuple(ending for ending in self._owners if ending[:1] in _APOSTROPHES)
        self._cases = tuple(unaccented(language.name_endings).split())
        self._tails = {
            tail: bit
            for bit, tails in ((WOULD, language.would), (WILL, language.will), (BEING, language.being))
            for tail in tails.split()
        }

    def classes_of(self, word: str) -> int:
        """Return the classes of a word in lower case."""
        return (self.known.get(word) or self.learn(word)).classes

    def form_of(self, word: str) -> Form | None:
        """Return the verb of saying that a word is a form of."""
        entry = self._entries.get(word)
        return entry.form if entry is not None else None

    def stem(self, word: str) -> str:
        """Return the part of a name that is the same in every case of the language."""
        ending = next((each for each in self._cases if word.endswith(each)), "")
        return word[: len(word) - len(ending)] if len(word) - len(ending) >= _STEM else word

    def without_owner(self, word: str) -> str:
        """Return a name without the ending that says that it owns something: Lind’s."""
        for ending in self._owning:
            if word.endswith(ending):
                return word[: -len(ending)]
        return word

    def learn(self, word: str) -> Word:
        """Return what is known of a word, from the lists and from its form."""
        classes = self._listed.get(word, 0) | self._by_form(word)
        if classes & (BE | HAVE | MODALS) and not classes & UNFINITE:
            classes |= FINITE
        if classes & _SEVERAL and not classes & NOUNS_TOO:
            classes |= NOT_NOUN
        found = Word(classes, self._entries.get(word))
        if len(self.known) < _KNOWN:
            self.known[word] = found
        return found

    def _by_form(self, word: str) -> int:
        classes = 0
        for bit, endings, but in self._endings:
            if word.endswith(endings) and not (but and word.endswith(but)):
                classes |= bit
        if classes & MANNER and self._listed.get(word, 0) & NO_ADVERBS:
            classes &= ~MANNER
        if any(char in word for char in _APOSTROPHES):
            classes |= self._drawn(word)
        return classes

    def _drawn(self, word: str) -> int:
        """Return the classes of two words drawn together: I’d, they’ll, he’s; and of what owns: the mayor’s."""
        classes = OWNING if self._owning and word.endswith(self._owning) else 0
        if self._owners and word.endswith(self._owners) and len(word) > len(self._owners[0]):
            classes |= OWNER
        base, _, tail = word.replace("'", "’").partition("’")
        first = self._listed.get(base, 0)
        if first & PRONOUNS:
            classes |= DRAWN | (SHORT_SUBJECT if tail in self._tails else 0)
        if first & (QUESTIONS | ADVERBS | NEVER_SPEAKS):
            classes |= NO_SUBJECT
        return classes | self._tails.get(tail, 0)


def unaccented(text: str) -> str:
    """Return a text without the marks that letters bear."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


@cache
def vocabulary_of(language: Language) -> Vocabulary:
    """Return the vocabulary of a language."""
    return Vocabulary(language)


def english() -> Vocabulary:
    """Return the vocabulary of English, which counts where no language is known."""
    return vocabulary_of(ENGLISH)


def _listed(language: Language) -> dict[str, int]:
    """Return the classes of the words that a language lists."""
    found: dict[str, int] = {}
    grammar = {name: words.replace(",", " ") for name, words in _pairs(language.grammar).items()}
    listed = [(bit, (getattr(language, name, "") or grammar.get(name, "")).split()) for name, bit in LISTED.items()]
    named = [(FEMALE_NAME, forenames.FEMALE_NAMES.split()), (MALE_NAME, forenames.MALE_NAMES.split())]
    reported = (REPORTED, language.reported_mood.split())
    for bit, words in (*listed, *named, reported, (NATIONALITY, _pairs(language.places))):
        for word in words:
            found[word] = found.get(word, 0) | bit
    return found


def _pairs(text: str) -> dict[str, str]:
    """Return what a text of pairs such as "that/dass who/wer,der" says."""
    return {first: second for first, _, second in (pair.partition("/") for pair in text.split())}


def _endings(language: Language) -> tuple[tuple[int, tuple[str, ...], tuple[str, ...]], ...]:
    plural = tuple(language.plural_endings.split())
    rows = (
        (MANNER, tuple(language.adverb_endings.split()), ()),
        (PAST, tuple(language.past_endings.split()), ()),
        (PARTICIPLE, tuple(language.participle_endings.split()), ()),
        (PLURAL, plural, ()),
        (MANY_OF, plural, tuple(language.no_plural_endings.split())),
        (TITLES | ROLES, tuple(language.role_endings.split()), ()),
        (NEGATED, tuple(language.negative_endings.split()), ()),
    )
    return tuple(row for row in rows if row[1])


def _entries(language: Language) -> dict[str, Entry]:
    forms = _forms(language)
    second = {word: frozenset(words.split(",")) for word, words in _pairs(language.phrasal).items()}
    phrases, behind = _by_first(language.phrases), _by_first(language.phrases_behind)
    return {
        word: Entry(
            forms.get(word),
            _phrasal(language, word, second[word]) if word in second else None,
            second.get(word, frozenset()),
            phrases.get(word, ()),
            (*phrases.get(word, ()), *behind.get(word, ())),
        )
        for word in {**forms, **second, **phrases, **behind}
    }


def _by_first(phrases: tuple[str, ...]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in phrases:
        words = tuple(phrase.split())
        found[words[0]] = (*found.get(words[0], ()), words)
    return found


def _phrasal(language: Language, word: str, second: frozenset[str]) -> Form:
    verb = Verb.PARTICIPLE if word.endswith(tuple(language.participle_endings.split())) else Verb.PAST
    return Form(f"{word} {' '.join(sorted(second))}", Saying.SAY, FAR, frozenset({verb}))


def _forms(language: Language) -> dict[str, Form]:
    """Return every form of every verb of saying."""
    uses, irregular = _uses(language), _pairs(language.irregular)
    table: dict[str, Form] = {}
    for kind, strength, lemmas in language.verbs:
        for lemma in lemmas.split():
            for word, verb in _inflect(language, lemma, irregular):
                known = table.get(word)
                verbs = known.verbs | {verb} if known is not None and known.lemma == lemma else frozenset({verb})
                if known is None or known.lemma == lemma:
                    table[word] = Form(lemma, kind, strength, verbs, uses.get(lemma, 0))
    second = SECOND if language.verb_second else 0
    for word in language.cues.split():
        table.setdefault(word, Form(word, Saying.SAY, FAR, frozenset({Verb.PAST}), uses.get(word, 0) | second))
    return table


def _uses(language: Language) -> dict[str, int]:
    """Return the classes of the verbs by lemma."""
    found: dict[str, int] = {}
    for name, bit in _VERBS.items():
        for lemma in getattr(language, name).split():
            found[lemma] = found.get(lemma, 0) | bit
    return found


def _inflect(language: Language, lemma: str, irregular: Mapping[str, str]) -> Iterator[tuple[str, Verb]]:
    yield lemma, Verb.BASE
    if lemma in irregular:
        for verb, words in zip((Verb.PRESENT, Verb.PAST, Verb.PARTICIPLE), irregular[lemma].split("/"), strict=True):
            yield from ((word, verb) for word in words.split(","))
        return
    double = lemma[-1] if lemma in language.doubling.split() else ""
    for ends, cut, present, past, participle in language.endings:
        if not ends or lemma.endswith(tuple(ends.split())):
            stem = lemma[: len(lemma) - cut]
            yield stem + present, Verb.PRESENT
            yield stem + double + past, Verb.PAST
            yield stem + double + participle, Verb.PARTICIPLE
            return

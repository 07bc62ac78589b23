# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 -- quotation marks and dashes are the matter of this module
"""Cues: the verbs of saying in their forms, and whether a form stands there as a reporting verb."""

from __future__ import annotations

from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from archiver.speech import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archiver.speech.sentences import Token


class Verb(Enum):
    """The form of a reporting verb."""

    BASE = auto()
    PRESENT = auto()
    PAST = auto()
    PARTICIPLE = auto()


class Form(NamedTuple):
    """What a word form can be."""

    lemma: str
    kind: str
    """say, tell, write, call or think."""
    strength: int
    verbs: frozenset[Verb]


class Cue(NamedTuple):
    """A reporting verb at its place: numbers of tokens, end exclusive."""

    form: Form
    group: int
    """Where its verb group begins, auxiliaries and adverbs included."""
    start: int
    end: int
    participle: bool
    """True where its subject is that of another verb: "noting", "to add"."""


@cache
def forms() -> dict[str, Form]:
    """Return every known form of every reporting verb."""
    table: dict[str, Form] = {}
    for kind, strength, lemmas in lexicon.VERBS:
        for lemma in lemmas.split():
            for word, verb in _inflect(lemma):
                known = table.get(word)
                verbs = known.verbs | {verb} if known is not None and known.lemma == lemma else frozenset({verb})
                if known is None or known.lemma == lemma:
                    table[word] = Form(lemma, kind, strength, verbs)
    for word in lexicon.OTHER_LANGUAGES:
        table.setdefault(word, Form(word, "say", 3, frozenset({Verb.PAST})))
    return table


def _inflect(lemma: str) -> Iterator[tuple[str, Verb]]:
    yield lemma, Verb.BASE
    if lemma in lexicon.IRREGULAR:
        present, past, participle = lexicon.IRREGULAR[lemma]
        yield present, Verb.PRESENT
        for word in past.split():
            yield word, Verb.PAST
        yield participle, Verb.PARTICIPLE
        return
    stem = lemma + lemma[-1] if lemma in lexicon.DOUBLING else lemma
    changes = lemma.endswith("y") and lemma[-2] not in "aeiou"
    yield (
        (lemma[:-1] + "ies" if changes else lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh")) else "s")),
        Verb.PRESENT,
    )
    yield (lemma[:-1] + "ied" if changes else lemma + "d" if lemma.endswith("e") else stem + "ed"), Verb.PAST
    yield (lemma[:-1] + "ing" if lemma.endswith("e") and not lemma.endswith("ee") else stem + "ing"), Verb.PARTICIPLE


def is_adverb(token: Token) -> bool:
    """Tell whether a word may stand between a subject and its verb."""
    if token.low in lexicon.ADVERBS:
        return True
    return token.low.endswith("ly") and not token.is_capital and token.low not in lexicon.NO_ADVERBS


def cue_at(words: Sequence[Token], at: int) -> Cue | None:
    """Return the cue at a token, or None where the word is no finite or participial reporting verb.

    Passives ("was asked"), bare base forms ("to the state") and capitalised words are none.
    """
    low = words[at].low
    if low not in forms() and low not in lexicon.PHRASAL:  # most words: nothing more is asked of them
        return None
    form = _form_at(words, at)
    return _cue(words, at, form) if form is not None else None


def _form_at(words: Sequence[Token], at: int) -> Form | None:
    token = words[at]
    if not token.is_word or (token.is_capital and not _begins_sentence(words, at)):
        return None
    return _PHRASAL[token.low] if _is_phrasal(words, at) else forms().get(token.low)


def _is_phrasal(words: Sequence[Token], at: int) -> bool:
    return at + 1 < len(words) and words[at + 1].low in lexicon.PHRASAL.get(words[at].low, ())


def _cue(words: Sequence[Token], at: int, form: Form) -> Cue | None:
    group = at
    while group > max(0, at - _ADVERBS) and (is_adverb(words[group - 1]) or words[group - 1].low in lexicon.NEGATIONS):
        group -= 1
    if group > 1 and words[group - 1].low in {"since", "long"} and words[group - 2].low in lexicon.HAVE - {"a"}:
        group -= 1
    before = words[group - 1].low if group else ""
    if before == "as" and group > 1 and words[group - 2].low == "quoted":  # is quoted as saying
        return Cue(form, _group_start(words, group - 2), group - 2, at + 1, participle=False)
    if Verb.BASE in form.verbs and group > 1 and words[group - 2].low in _LET:
        return None  # let critics say
    if Verb.PRESENT in form.verbs and not {token.low for token in words[max(0, group - 2) : group]}.isdisjoint(_MANY):
        return None  # most Labour claims
    finite = _finite(form, before) or (_ALONE if words[at].low == "say" and _says(words, group) else None)
    if finite is None:
        return None
    if before in _AUXILIARIES and finite is not _ALONE:
        group = _group_start(words, group - 1)
    return Cue(form, group, at, at + 1 + _is_phrasal(words, at), finite is _SHARED)


def _begins_sentence(words: Sequence[Token], at: int) -> bool:
    """Tell whether a capitalised verb begins an inverted sentence: "Said Weber, “…”"."""
    form = forms().get(words[at].low)
    if form is None or form.strength < _FAR or Verb.PAST not in form.verbs or at + 1 >= len(words):
        return False
    first = at == 0 or words[at - 1].text in {".", "?", "!", ""}
    return first and (words[at + 1].is_capital or words[at + 1].low in {"the", "one"})


_PHRASAL = {
    word: Form(
        f"{word} {' '.join(particles)}", "say", 3, frozenset({Verb.PARTICIPLE if word.endswith("ing") else Verb.PAST})
    )
    for word, particles in lexicon.PHRASAL.items()
}
_FAR = 3
_AUXILIARIES = lexicon.HAVE | lexicon.BE | lexicon.MODALS
_BEFORE_VERB = _AUXILIARIES | lexicon.NEGATIONS
_LET = lexicon.words("let lets make makes made hear heard help helped")
_MAKE = lexicon.words("do does did don’t don't let lets make makes made hear heard hearing help helped")
_MANY = lexicon.words("most many several both these those few two three four five six")
_DENYING = lexicon.NEGATIONS | {"should", "must"}
_UNREAL = lexicon.words("could would should might")
_SUPPOSED = 8
_ADVERBS = 4
"""So many auxiliaries and adverbs may stand before a verb."""
_ALONE, _WITH_AUXILIARY, _SHARED = "alone", "with auxiliary", "shared"


def _finite(form: Form, before: str) -> str | None:  # noqa: PLR0911 # a table of what may stand before
    verbs = form.verbs
    if before in lexicon.BE:
        return _WITH_AUXILIARY if Verb.PARTICIPLE in verbs else None
    if before in lexicon.HAVE and (before != "a" or form.lemma in lexicon.OTHER_LANGUAGES):
        return _WITH_AUXILIARY if Verb.PAST in verbs and before != "having" else None
    if before == "to":
        return _SHARED if Verb.BASE in verbs and form.strength == _FAR else None
    if before in lexicon.MODALS and Verb.BASE in verbs:
        return _WITH_AUXILIARY
    if Verb.PARTICIPLE in verbs:
        return _SHARED
    if Verb.PRESENT in verbs and form.kind == "write" and form.strength < _FAR and form.lemma != "read":
        return None  # emails, posts, texts: nouns where nothing tells otherwise
    if Verb.PRESENT in verbs and form.lemma == "state":
        return _ALONE if before in lexicon.PRONOUNS | lexicon.WRITTEN | {"which"} else None
    if Verb.PAST in verbs or Verb.PRESENT in verbs:
        return _ALONE
    return _ALONE if before in {"they", "we", "i", "you", "who"} or _is_plural(before, form) else None


def _says(words: Sequence[Token], at: int) -> bool:
    """Tell whether a subject stands before "say", no auxiliary and no "let" or "heard": those close to him say."""
    near = {token.low for token in words[max(0, at - _ADVERBS) : at]}
    before = words[at - 1] if at else None
    if before is None or not before.is_word or near & _MAKE:
        return False
    return before.low not in lexicon.PREPOSITIONS | lexicon.CONJUNCTIONS | lexicon.DETERMINERS | _BEFORE_VERB


def _is_plural(word: str, form: Form) -> bool:
    """Tell whether a word can be the plural subject of a verb that stands in its base form."""
    if word in lexicon.GROUPS or word in {"some", "many", "most"}:
        return True
    return (
        form.lemma in lexicon.NEVER_NOUNS and word.endswith("s") and not word.endswith(("ss", "us", "is", "’s", "'s"))
    )


def _group_start(words: Sequence[Token], at: int) -> int:
    steps = 0
    while at > 0 and steps < _ADVERBS:
        before = words[at - 1]
        if before.low not in _BEFORE_VERB and not is_adverb(before):
            break
        at -= 1
        steps += 1
    return at


def is_negated(words: Sequence[Token], cue: Cue) -> bool:
    """Tell whether the verb group denies the saying, "did not say", or only supposes it: "if he had said"."""
    group = words[cue.group : cue.start]
    if any(token.low in _DENYING for token in group) or _is_nobody(words, cue.group):
        return True
    if cue.participle and cue.group and words[cue.group - 1].low in {"denied", "denies", "denying"}:
        return True
    if any(token.low in _UNREAL for token in group[:-1]) and group[-1].low == "have":
        return True
    return any(token.low == "had" for token in group) and _is_supposed(words, cue.group)


def _is_nobody(words: Sequence[Token], at: int) -> bool:
    """Tell whether the subject before a verb is nobody: "no one said"."""
    before = words[at - 1].low if at else ""
    return before == "nobody" or (before == "one" and at > 1 and words[at - 2].low == "no")


def _is_supposed(words: Sequence[Token], at: int) -> bool:
    """Tell whether "if" opens the clause of a verb: at the beginning of the sentence or behind a mark."""
    for number in range(at - 1, max(-1, at - _SUPPOSED), -1):
        if words[number].low in {"if", "unless"}:
            return number == 0 or not words[number - 1].is_word
        if not words[number].is_word:
            return False
    return False


def phrase_at(words: Sequence[Token], at: int) -> int:
    """Return the number of tokens of a prepositional cue (according to, in the words of), or 0."""
    if at >= len(words) or words[at].low not in {"according", "in"}:
        return 0
    low = [token.low for token in words[at : at + 4]]
    if low[:2] == ["according", "to"]:
        return 2
    return 4 if low == ["in", "the", "words", "of"] else 0

# SPDX-License-Identifier: Apache-2.0

"""Cues: the verbs of saying in their forms, and whether a form stands there as a reporting verb."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from archiver.speech import lexicon
from archiver.speech.languages import Saying
from archiver.speech.lexicon import FAR, Form, Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archiver.speech.sentences import Token


class Cue(NamedTuple):
    """A reporting verb at its place: numbers of tokens, end exclusive."""

    form: Form
    group: int
    """Where its verb group begins, auxiliaries and adverbs included."""
    start: int
    end: int
    participle: bool
    """True where its subject is that of another verb: "noting", "to add"."""


def is_adverb(token: Token) -> bool:
    """Tell whether a word may stand between a subject and its verb."""
    if token.classes & lexicon.ADVERBS:
        return True
    return bool(token.classes & lexicon.MANNER) and not token.is_capital


def cue_at(words: Sequence[Token], at: int) -> Cue | None:
    """Return the cue at a token, or None where the word is no finite or participial reporting verb.

    Passives ("was asked"), bare base forms ("to the state") and capitalised words are none.
    """
    if words[at].entry is None:  # most words: nothing more is asked of them
        return None
    form = _form_at(words, at)
    return _cue(words, at, form) if form is not None else None


def _form_at(words: Sequence[Token], at: int) -> Form | None:
    token = words[at]
    if token.entry is None or (token.is_capital and not _begins_sentence(words, at)):
        return None
    return token.entry.phrasal if _is_phrasal(words, at) else token.entry.form


def _is_phrasal(words: Sequence[Token], at: int) -> bool:
    entry = words[at].entry
    return entry is not None and at + 1 < len(words) and words[at + 1].low in entry.second


def _cue(words: Sequence[Token], at: int, form: Form) -> Cue | None:
    group = at
    while group > max(0, at - _ADVERBS) and (
        is_adverb(words[group - 1]) or words[group - 1].classes & lexicon.NEGATIONS
    ):
        group -= 1
    if group > 1 and words[group - 1].classes & lexicon.LASTING and words[group - 2].classes & lexicon.HAVE:
        group -= 1
    before = words[group - 1].classes if group else 0
    if before & lexicon.AS and group > 1 and words[group - 2].classes & lexicon.QUOTED:  # is quoted as saying
        return Cue(form, _group_start(words, group - 2), group - 2, at + 1, participle=False)
    if Verb.BASE in form.verbs and group > 1 and words[group - 2].classes & lexicon.LETTING:
        return None  # let critics say
    if Verb.PRESENT in form.verbs and any(token.classes & lexicon.MANY for token in words[max(0, group - 2) : group]):
        return None  # most Labour claims
    base = words[at].classes & lexicon.SAID_IN_BASE
    finite = _finite(form, before) or (_Group.ALONE if base and _says(words, group) else None)
    if finite is None:
        return None
    if before & _AUXILIARIES and finite is not _Group.ALONE:
        group = _group_start(words, group - 1)
    return Cue(form, group, at, at + 1 + _is_phrasal(words, at), finite is _Group.SHARED)


def _begins_sentence(words: Sequence[Token], at: int) -> bool:
    """Tell whether a capitalised verb begins an inverted sentence: "Said Weber, “…”"."""
    entry = words[at].entry
    form = entry.form if entry is not None else None
    if form is None or form.strength < FAR or Verb.PAST not in form.verbs or at + 1 >= len(words):
        return False
    first = at == 0 or words[at - 1].text in {".", "?", "!", ""}
    return first and (words[at + 1].is_capital or bool(words[at + 1].classes & (lexicon.THE | lexicon.ONE)))


_AUXILIARIES = lexicon.HAVE | lexicon.BE | lexicon.MODALS
_BEFORE_VERB = _AUXILIARIES | lexicon.NEGATIONS
_DENYING = lexicon.NEGATIONS | lexicon.OUGHT
_SUPPOSED = 8
_ADVERBS = 4
"""So many auxiliaries and adverbs may stand before a verb."""


class _Group(Enum):
    """How a form stands as a reporting verb."""

    ALONE = auto()
    WITH_AUXILIARY = auto()
    SHARED = auto()
    """Its subject is that of another verb."""


def _finite(form: Form, before: int) -> _Group | None:  # noqa: PLR0911 # a table of what may stand before
    verbs = form.verbs
    if before & lexicon.BE:
        return _Group.WITH_AUXILIARY if Verb.PARTICIPLE in verbs else None
    if before & lexicon.HAVE:
        return _Group.WITH_AUXILIARY if Verb.PAST in verbs and not before & lexicon.UNFINITE else None
    if before & lexicon.TO:
        return _Group.SHARED if Verb.BASE in verbs and form.strength == FAR else None
    if before & lexicon.MODALS and Verb.BASE in verbs:
        return _Group.WITH_AUXILIARY
    if Verb.PARTICIPLE in verbs:
        return _Group.SHARED
    if (
        Verb.PRESENT in verbs
        and form.kind is Saying.WRITE
        and form.strength < FAR
        and not form.classes & lexicon.READING
    ):
        return None  # emails, posts, texts: nouns where nothing tells otherwise
    if Verb.PRESENT in verbs and form.classes & lexicon.STATING:
        return _Group.ALONE if before & (lexicon.PRONOUNS | lexicon.WRITTEN | lexicon.WHICH) else None
    if Verb.PAST in verbs or Verb.PRESENT in verbs:
        return _Group.ALONE
    return _Group.ALONE if before & lexicon.PLURAL_SUBJECTS or _is_plural(before, form) else None


def _says(words: Sequence[Token], at: int) -> bool:
    """Tell whether a subject stands before "say", no auxiliary and no "let" or "heard": those close to him say."""
    before = words[at - 1] if at else None
    if before is None or not before.is_word:
        return False
    if any(token.classes & lexicon.MAKING for token in words[max(0, at - _ADVERBS) : at]):
        return False
    return not before.classes & (lexicon.PREPOSITIONS | lexicon.CONJUNCTIONS | lexicon.DETERMINERS | _BEFORE_VERB)


def _is_plural(word: int, form: Form) -> bool:
    """Tell whether a word can be the plural subject of a verb that stands in its base form."""
    if word & (lexicon.GROUPS | lexicon.PLENTY):
        return True
    return bool(form.classes & lexicon.NEVER_NOUNS and word & lexicon.MANY_OF)


def _group_start(words: Sequence[Token], at: int) -> int:
    steps = 0
    while at > 0 and steps < _ADVERBS:
        before = words[at - 1]
        if not before.classes & _BEFORE_VERB and not is_adverb(before):
            break
        at -= 1
        steps += 1
    return at


def is_negated(words: Sequence[Token], cue: Cue) -> bool:
    """Tell whether the verb group denies the saying, "did not say", or only supposes it: "if he had said"."""
    group = words[cue.group : cue.start]
    if any(token.classes & _DENYING for token in group) or _is_nobody(words, cue.group):
        return True
    if cue.participle and cue.group and words[cue.group - 1].classes & lexicon.DENYING:
        return True
    if any(token.classes & lexicon.UNREAL for token in group[:-1]) and group[-1].classes & lexicon.HAVE:
        return True
    return any(token.classes & lexicon.HAD for token in group) and _is_supposed(words, cue.group)


def _is_nobody(words: Sequence[Token], at: int) -> bool:
    """Tell whether the subject before a verb is nobody: "no one said"."""
    before = words[at - 1].classes if at else 0
    no_one = before & lexicon.ONE and at > 1 and words[at - 2].classes & lexicon.NO
    return bool(before & lexicon.NOBODY or no_one)


def _is_supposed(words: Sequence[Token], at: int) -> bool:
    """Tell whether "if" opens the clause of a verb: at the beginning of the sentence or behind a mark."""
    for number in range(at - 1, max(-1, at - _SUPPOSED), -1):
        if words[number].classes & (lexicon.IF | lexicon.UNLESS):
            return number == 0 or not words[number - 1].is_word
        if not words[number].is_word:
            return False
    return False


def phrase_at(words: Sequence[Token], at: int) -> int:
    """Return the number of tokens of a prepositional cue (according to, in the words of), or 0."""
    entry = words[at].entry if at < len(words) else None
    return _length(words, at, entry.phrases) if entry is not None else 0


def phrase_behind(words: Sequence[Token], at: int) -> int:
    """Return the same where the words stand behind a quotation."""
    entry = words[at].entry if at < len(words) else None
    return _length(words, at, entry.behind) if entry is not None else 0


def _length(words: Sequence[Token], at: int, phrases: Sequence[tuple[str, ...]]) -> int:
    fitting = (len(each) for each in phrases if tuple(token.low for token in words[at : at + len(each)]) == each)
    return max(fitting, default=0)

# SPDX-License-Identifier: Apache-2.0
"""From a mention to a person: by name, by role with its modifiers, by pronoun and gender.

What stays ambiguous stays open: "the Russian foreign minister" is never the minister of another
country, and a pronoun without a fitting person has no speaker.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from archiver.model import Form, Ground, Span, SpeakerKind
from archiver.speech import lexicon
from archiver.speech.people import (
    Person,
    agrees,
    bare,
    choose,
    contradicts,
    declared,
    fits,
    gender_of,
    learn_gender,
    named,
    role_words,
    split_name,
)
from archiver.speech.sentences import tokens
from archiver.speech.sightings import Seen, fitting_last, place_of, subjects_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archiver.model import Mention, Speaker
    from archiver.speech.passages import Draft, Passage
    from archiver.speech.sentences import Token

_MANY = 100
"""Among more holders of one role than this nobody is sought."""
_NEAR = 30
_APPOSITION = 60
_PARAGRAPH = 500
"""A description of who led before reaches back so many code points."""
_NOT_ONE_PERSON = lexicon.GROUPS | lexicon.ORGANISATIONS | lexicon.WRITTEN | lexicon.NOT_ONE
_WINDOW = 1500
"""A pronoun does not reach back further than this many code points."""


class Resolver:
    """Resolves the mentions of one document in the order of the text."""

    def __init__(self, text: str, everything: Sequence[Passage], participants: Sequence[Speaker]) -> None:
        self.text = text
        self.vocabulary = everything[0].vocabulary if everything else lexicon.english()
        self.declared = declared(participants, self.vocabulary)
        self.antecedents = everything[0].antecedents if everything else {}
        self.people = self._merge(named(text, everything, self.vocabulary))
        self.by_word: dict[str, list[Person]] = {}
        for person in [*self.declared, *self.people]:
            for name in person.names:
                for word in dict.fromkeys(name):
                    self.by_word.setdefault(word, []).append(person)
        self.by_role: dict[str, list[Person]] = {}
        for person in [*self.declared, *self.people]:
            for head in self._heads(frozenset().union(*person.roles)):
                self.by_role.setdefault(head, []).append(person)
        self.known: dict[Span, Person | None] = {}
        self.spoke: list[Seen] = []
        self.seen = self._sightings(everything)

    def _heads(self, role: frozenset[str]) -> list[str]:
        """Return the nouns of a description that are heads of descriptions, in their order."""
        return sorted(word for word in role if self.vocabulary.classes_of(word) & lexicon.ROLES)

    def _bare_word(self, token: Token) -> tuple[str, ...]:
        """Return the last word of a token as names have it; most tokens need no more than their lower case."""
        plain = token.low.isascii() and token.low.isalnum()
        if plain and not self.vocabulary.language.name_endings and not token.classes & lexicon.ARTICLES:
            return (token.low,)
        return bare(token.text, self.vocabulary)[-1:]

    def _merge(self, found: Sequence[Person]) -> list[Person]:
        """Give what the document says of a declared person to that person, and return the others."""
        others: list[Person] = []
        names = {name: person for person in self.declared for name in person.names}
        for person in found:
            known = names.get(person.names[0])
            if known is None:
                others.append(person)
                continue
            known.roles.extend(role for role in person.roles if role not in known.roles)
            known.gender = known.gender or person.gender
        return others

    def _sightings(self, everything: Sequence[Passage]) -> list[Seen]:
        """Return every place where the reporter names a person, in the order of the text."""
        seen: list[Seen] = []
        for passage in everything:
            subjects = subjects_in(passage)
            for number, token in enumerate(passage.words):
                if token.is_capital:
                    person = self._by_surname(self._bare_word(token), token.start)
                    if person is not None and person.kind is SpeakerKind.PERSON:
                        seen.append(Seen(token.start, person, number in subjects))
        return seen

    def _by_surname(self, name: tuple[str, ...], at: int) -> Person | None:
        if not name:
            return None
        fitting = [
            person for person in self.by_word.get(name[0], ())[:50] if any(own[-1] == name[0] for own in person.names)
        ]
        return choose(fitting, at)

    def settle(self, draft: Draft) -> None:
        """Find the speaker and the ground of a draft, and remember who spoke."""
        if draft.rule == "nested-self" and draft.inherits is not None:
            draft.speaker = draft.inherits.speaker
            draft.ground = Ground.PRONOUN if draft.speaker is not None else Ground.NONE
        elif draft.inherits is not None:
            self._inherit(draft, draft.inherits)
        elif draft.rule == "nested-cue" and draft.mention is not None:
            self._decide_nested(draft, draft.mention)
        elif draft.mention is not None:
            self._decide(draft, draft.mention)
        elif draft.rule == "asked-about":
            self._ask(draft)

    def _inherit(self, draft: Draft, source: Draft) -> None:
        draft.speaker = source.speaker
        draft.mode = source.mode
        if draft.rule == "alternation":
            draft.ground = Ground.IMPLICIT
            return
        draft.mention, draft.cue = source.mention, source.cue
        if draft.speaker is not None:
            draft.ground = Ground.CONTINUED

    def _decide(self, draft: Draft, mention: Mention) -> None:
        before = self.antecedents.get(mention.span)
        inside = (
            draft.nested and mention.form is Form.PRONOUN
        )  # whom a speaker means by "he" is not the reporter's context
        person = None if inside else self.find(before or mention)
        draft.mention = self._with_kind(mention, person)
        if person is not None:
            draft.speaker = person.id
            if not draft.nested:
                self.spoke.append(Seen(mention.span.start, person))
            learn_gender(person, self._words(mention), self.vocabulary)
        elif before is not None:
            draft.speaker = self._description(before)
        elif mention.form is not Form.PRONOUN:
            draft.speaker = self._by_label(mention) if draft.rule == "label-turn" else self._description(mention)
        if draft.speaker is not None:
            draft.ground = Ground.LABEL if draft.rule.startswith("label") else _GROUNDS[draft.mention.form]

    def _decide_nested(self, draft: Draft, mention: Mention) -> None:
        """Find who is quoted within a quotation: by name, by office, or by a pronoun that means one named there.

        Nobody but "I" is who says the quotation, and "my mother" is whose mother that is.
        """
        before = self.antecedents.get(mention.span)
        outer = draft.around.speaker if draft.around is not None else None
        if mention.form is Form.PRONOUN and before is None:
            person = self._named_inside(draft, mention)
        else:
            person = self.find(before or mention)
        if person is not None and person.id == outer:
            person = None
        draft.mention = self._with_kind(mention, person)
        meant = before or mention
        if person is not None:
            draft.speaker = person.id
        elif meant.form is not Form.PRONOUN and not self._is_relative(meant):
            draft.speaker = self._full_name(meant) or self._description(meant)
        draft.ground = _GROUNDS[draft.mention.form] if draft.speaker is not None else Ground.NONE

    def _full_name(self, mention: Mention) -> str | None:
        """Return forename and surname without the office before them, where the mention has both."""
        words = [token for token in tokens(self.text, mention.span, (), self.vocabulary) if token.is_word]
        name = split_name(words).name if mention.form is Form.NAME else ()
        whole = len(name) > 1 and all(token.is_capital or token.classes & lexicon.PARTICLES for token in name)
        return " ".join(token.text for token in name) if whole else None

    def _is_relative(self, mention: Mention) -> bool:
        """Tell whether a description says who somebody is by who speaks: my mother, their lawyer."""
        words = [token for token in tokens(self.text, mention.span, (), self.vocabulary) if token.is_word]
        return bool(words[0].classes & lexicon.POSSESSIVES) and not any(token.is_capital for token in words[1:])

    def _named_inside(self, draft: Draft, mention: Mention) -> Person | None:
        """Return the one person of the pronoun's gender whom the quotation around names before it."""
        gender = gender_of(self._first_word(mention), self.vocabulary)
        pieces = draft.around.pieces if draft.around is not None else []
        piece = next((each for each in pieces if each.holds(mention.span)), None)
        if gender is None or piece is None:
            return None
        start = max(piece.start, mention.span.start - _PARAGRAPH)
        names = [
            token
            for token in tokens(self.text, Span(start, mention.span.start), (), self.vocabulary)
            if token.is_capital
        ]
        known = [self._by_surname(self._bare_word(token), token.start) for token in names[-_NEAR:]]
        persons = dict.fromkeys(person for person in known if person is not None and person.gender in {gender, None})
        return next(iter(persons)) if len(persons) == 1 else None

    def _with_kind(self, mention: Mention, person: Person | None) -> Mention:
        if person is None or not person.declared or mention.form is Form.PRONOUN or person.kind is SpeakerKind.PERSON:
            return mention
        form = Form.GROUP if person.kind is SpeakerKind.GROUP else Form.ORGANISATION
        return type(mention)(span=mention.span, form=form)

    def _description(self, mention: Mention) -> str:
        written = " ".join(self.text[mention.span.start : mention.span.end].split())
        written = self.vocabulary.without_owner(written) or written
        first, _, rest = written.partition(" ")
        return (
            f"{first.lower()} {rest}"
            if rest and self.vocabulary.classes_of(first.lower()) & lexicon.DETERMINERS
            else written
        )

    def _ask(self, draft: Draft) -> None:
        if draft.answerer is not None:
            person = self.find(draft.answerer)
            draft.addressee = person.id if person is not None else self._description(draft.answerer)
        askers = [person for person in self.declared if self._questions(person)]
        draft.ground = Ground.IMPLICIT
        if len(askers) == 1:
            draft.speaker = askers[0].id

    def _by_label(self, mention: Mention) -> str:
        """Return who "Q" or "A" is where the record leaves one possibility, else the label."""
        label = self.text[mention.span.start : mention.span.end].lower()
        classes = self.vocabulary.classes_of(label)
        if not classes & lexicon.TURN_LABELS:
            return self._description(mention)
        asks = bool(classes & lexicon.ASKING_LABELS)
        able = [person for person in self.declared if self._questions(person) == asks]
        return able[0].id if len(able) == 1 else self._description(mention)

    def _questions(self, person: Person) -> bool:
        return any(self.vocabulary.classes_of(word) & lexicon.QUESTIONERS for role in person.roles for word in role)

    def _first_word(self, mention: Mention) -> str:
        return next(iter(self._words(mention)), "")

    def _words(self, mention: Mention) -> list[str]:
        return [token.low for token in tokens(self.text, mention.span, (), self.vocabulary) if token.is_word]

    def find(self, mention: Mention) -> Person | None:
        """Return whom a mention means, or None where that is not clear; the same words always mean the same."""
        if mention.span not in self.known:
            self.known[mention.span] = self._seek(mention)
        return self.known[mention.span]

    def _seek(self, mention: Mention) -> Person | None:
        written = bare(self.text[mention.span.start : mention.span.end], self.vocabulary)
        exact = [person for person in self.declared if written in person.names]
        if len(exact) == 1 and mention.form is not Form.PRONOUN:
            return exact[0]
        if mention.form is Form.PRONOUN:
            return self._pronoun(mention)
        if mention.form is Form.NAME:
            return self._name(mention)
        described = self._name if mention.form is Form.ORGANISATION else self._role
        return self._in_apposition(mention) or described(mention)

    def _name(self, mention: Mention) -> Person | None:
        words = [token for token in tokens(self.text, mention.span, (), self.vocabulary) if token.is_word]
        cut = next(
            (
                n
                for n, token in enumerate(words)
                if n and token.classes & (lexicon.FOR | lexicon.AT | lexicon.FROM | lexicon.WITH)
            ),
            len(words),
        )
        parts = split_name(words[:cut])
        lower = [
            n for n, token in enumerate(parts.name) if not token.is_capital and not token.classes & lexicon.PARTICLES
        ]
        name = bare(" ".join(token.text for token in parts.name[lower[-1] + 1 if lower else 0 :]), self.vocabulary)
        if not name:
            return self._role(mention)
        return self._called(name, mention.span.start)

    def _role(self, mention: Mention) -> Person | None:
        words = self._words(mention)
        role = role_words(words, self.vocabulary)
        heads = self._heads(role)
        classes = [self.vocabulary.classes_of(word) for word in words]
        if mention.form is Form.ORGANISATION and classes[0] & lexicon.THE and any(c & lexicon.BODIES for c in classes):
            bodies = [person for person in self.declared if person.kind is SpeakerKind.ORGANISATION]
            return bodies[0] if len(bodies) == 1 else self._body_before(mention.span.start, bodies)
        if not heads or classes[0] & lexicon.INDEFINITE or mention.form is Form.GROUP:
            return None
        holders = [person for head in heads for person in self.by_role.get(head, ())[:_MANY]]
        fitting = [
            person
            for person in dict.fromkeys(holders)
            if any(agrees(role, own, self.vocabulary) for own in person.roles)
        ]
        fitting = [person for person in fitting if person.declared] or fitting
        if len(fitting) == 1:
            return fitting[0]
        if not fitting:
            return self._described(mention.span.start, words, heads, holders)
        ids = {id(person) for person in fitting}
        at = mention.span.start
        spoken = next(
            (seen.person for seen in reversed(self.spoke[-200:]) if seen.at < at and id(seen.person) in ids), None
        )
        if spoken is not None:
            return spoken
        number = bisect_left(self.seen, at, key=lambda seen: seen.at)
        before = self.seen[max(0, number - 200) : number]
        return next((seen.person for seen in reversed(before) if id(seen.person) in ids), None)

    def _in_apposition(self, mention: Mention) -> Person | None:
        """Return whom a full name between commas behind a description names: Brook's lawyer, Paul Vale, said."""
        words = tokens(
            self.text, Span(mention.span.end, min(len(self.text), mention.span.end + _APPOSITION)), (), self.vocabulary
        )
        end = next((n for n, token in enumerate(words) if n and not token.is_capital), len(words))
        if end <= 2 or words[0].text != "," or end == len(words) or words[end].text not in {",", "."}:  # noqa: PLR2004 # a comma and a full name
            return None
        name = bare(" ".join(token.text for token in split_name(words[1:end]).name), self.vocabulary)
        return self._called(name, mention.span.start) if len(name) > 1 else None

    def _called(self, name: tuple[str, ...], at: int) -> Person | None:
        return choose([person for person in self.by_word.get(name[-1], ())[:200] if fits(person, name)], at)

    def _body_before(self, at: int, bodies: Sequence[Person]) -> Person | None:
        """Return the organisation of the record that spoke last, near "the company" or "it", else the one named last.

        `bodies` are those that a name alone can bring to mind.
        """
        near = [seen for seen in self.spoke[-_NEAR:] if 0 < at - seen.at < _PARAGRAPH]
        last = near[-1].person if near else None
        if last is not None and last.declared and last.kind is SpeakerKind.ORGANISATION:
            return last
        before = self.text[max(0, at - _PARAGRAPH) : at].lower()
        places = [
            (max(before.rfind(" ".join(name)) for name in body.names), n) for n, body in enumerate(bodies[:_MANY])
        ]
        place, number = max(places, default=(-1, 0))
        return bodies[number] if place >= 0 else None

    def _described(
        self, at: int, words: Sequence[str], heads: Sequence[str], holders: Sequence[Person]
    ) -> Person | None:
        """Return who led just before "the …", where that person has the office, or nobody in the text has it."""
        classes = [self.vocabulary.classes_of(head) for head in heads]
        if not self.vocabulary.classes_of(words[0]) & lexicon.THE or any(each & _NOT_ONE_PERSON for each in classes):
            return None
        if not holders and not any(each & lexicon.EPITHETS for each in classes):
            return None
        number = bisect_left(self.seen, at, key=lambda seen: seen.at)
        near = [*self.seen[max(0, number - _NEAR) : number], *self.spoke[-_NEAR:]]
        leading = [seen for seen in near if seen.leads and 0 < at - seen.at < _PARAGRAPH]
        speakers = {id(seen.person) for seen in self.spoke[-_NEAR:]}
        led = max((seen for seen in leading if id(seen.person) in speakers), key=place_of, default=None)
        led = led or max(leading, key=place_of, default=None)
        if led is None or contradicts(frozenset(words), led.person, self.vocabulary):
            return None
        return led.person if led.person in holders or not holders else None

    def _pronoun(self, mention: Mention) -> Person | None:
        """Prefer who spoke or was the subject of a sentence last, then who was named last; gender must fit."""
        word = self._first_word(mention)
        gender = gender_of(word, self.vocabulary)
        at = mention.span.start
        if gender is None:
            return self._body_before(at, ()) if self.vocabulary.classes_of(word) & lexicon.IT else None
        number = bisect_left(self.seen, at, key=lambda seen: seen.at)
        near = [seen for seen in self.seen[max(0, number - _NEAR) : number] if at - seen.at < _WINDOW]
        spoke = [seen for seen in self.spoke[-_NEAR:] if 0 < at - seen.at < 2 * _WINDOW]
        leading = sorted([*spoke, *(seen for seen in near if seen.leads)], key=lambda seen: -seen.at)
        return fitting_last(leading, gender) or fitting_last(near[::-1], gender)


_GROUNDS = {
    Form.NAME: Ground.NAME,
    Form.ORGANISATION: Ground.NAME,
    Form.ROLE: Ground.ROLE,
    Form.GROUP: Ground.ROLE,
    Form.PRONOUN: Ground.PRONOUN,
}

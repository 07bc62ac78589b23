# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001, RUF002 -- quotation marks and dashes are the matter of this module
"""Speech within speech: what a speaker says that others said.

Inside a quotation the words are the speaker's, not the reporter's. So "I" is who says the quotation, a
pronoun means nobody outside it, and what would, could or must be said was said by nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.model import Form, Kind, Mention, Span
from archiver.speech import direct, lexicon
from archiver.speech.cues import cue_at, is_adverb
from archiver.speech.direct import Found
from archiver.speech.forms import form_of
from archiver.speech.indirect import reported
from archiver.speech.lexicon import Verb
from archiver.speech.mentions import ending_at
from archiver.speech.passages import Draft, Passage
from archiver.speech.phrases import phrase, reads_like_title
from archiver.speech.sentences import Shape, ends_inside, tokens
from archiver.speech.subjects import subject_before
from archiver.speech.turns import fill

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archiver.model import Phrase
    from archiver.speech.marks import Quotation
    from archiver.speech.mentions import Range
    from archiver.speech.sentences import Token

CUE, SELF, NOBODY = "nested-cue", "nested-self", "nested-none"
RULES = frozenset({CUE, SELF, NOBODY})
"""The rules that give quotations within quotations; no other rule gives any."""

_LOOSE_RULES = frozenset({"colon", "label", "name-beneath"})
"""Rules that find a speaker without a verb of saying: within a quotation they are guesses."""
_LED_IN = frozenset({",", ":", "—", "–"})
_NO_SUBJECT = lexicon.QUESTIONS | lexicon.ADVERBS | lexicon.NEVER_SPEAKS | lexicon.NO_SUBJECT | lexicon.PARTICIPLE
_LONG = 8
"""So many words in marks are somebody’s words, and not a slogan or a scare quote."""
_SENTENCE = 3
_FAR = 300
_BETWEEN = 8
"""An attribution between two parts of a quotation has fewer words than this."""


def inside(passage: Passage, outer: Quotation) -> Passage:
    """Return the words between the marks of a quotation as a passage of their own."""
    end = outer.span.end - 1 if outer.closed else outer.span.end
    return stretch(passage, Span(outer.span.start + 1, max(end, outer.span.start + 1)), outer.inner)


def stretch(passage: Passage, span: Span, quotations: Sequence[Quotation]) -> Passage:
    """Return a part of a passage as a passage; `quotations` are the outermost in it."""
    part = Passage(passage.text, span, quotations, passage.number, passage.vocabulary)
    part.antecedents = passage.antecedents
    return part


def look_inside(passage: Passage, around: Draft) -> tuple[list[Draft], list[Phrase]]:
    """Return the quotations in the words of an utterance: those that are speech, and the others.

    `passage` are the words, `around` is the utterance that they are of. What lies deeper comes along;
    `marks.DEPTH` says how deep that goes.
    """
    drafts: list[Draft] = []
    below: list[Draft] = []
    marked: list[Phrase] = []
    for at in passage.quotes:
        if drafts and _goes_on(passage, at, drafts[-1]):
            drafts[-1].pieces.append(passage.quotation(at).span)
            continue
        draft = _draft(passage, at, around)
        if draft is None:
            marked.append(phrase(passage.text, passage.span.start, passage.quotation(at), passage.vocabulary))
            continue
        drafts.append(draft)
        deeper, further = look_inside(inside(passage, passage.quotation(at)), draft)
        below.extend(deeper)
        marked.extend(further)
    return [*drafts, *below], marked


def _goes_on(passage: Passage, at: int, last: Draft) -> bool:
    """Tell whether a sentence goes on what has its attribution behind it, as in “No,” he said. “I will not.”."""
    cue = last.cue
    between = next((n for n in range(at - 1, -1, -1) if passage.words[n].shape is Shape.QUOTE), None)
    if cue is None or between is None or passage.quotation(between).span != last.pieces[-1]:
        return False
    behind = cue.start > last.pieces[-1].end and at - between <= _BETWEEN
    own = ends_inside(passage.text, passage.quotation(at)) in ",—–-"  # what follows says whose it is
    return behind and not own and passage.is_full(at) and passage.words[at - 1].text in {".", ",", ";"}


def reported_inside(passage: Passage, quoted: Sequence[Draft]) -> Iterator[Draft]:
    """Yield the clauses within a quotation that are reported there; none takes in the quotations given."""
    spans = {piece for draft in quoted for piece in draft.pieces}
    claimed = {at for at in passage.quotes if passage.quotation(at).span in spans}
    for draft in reported(passage, claimed, nested=True):
        draft.nested = True
        yield draft


def _draft(passage: Passage, at: int, around: Draft) -> Draft | None:
    """Return a quotation as an utterance; None where it is a scare quote, a title, a slogan, a word."""
    if (
        not (passage.is_full(at) or _is_led_in(passage, at))
        or passage.words[at - 1 if at else at].classes & lexicon.SELF
    ):
        return None
    if _is_cited_title(passage, at) or _is_word(passage, at):
        return None
    found = _found(passage, at)
    subject = _subject(passage, found) if found is not None else None
    if found is None or subject is None:
        return _of_nobody(passage, at) if found is not None or _is_sentence(passage, at) else None
    draft = Draft(pieces=[passage.quotation(at).span], kind=Kind.DIRECT, rule=CUE, nested=True, around=around)
    fill(draft, passage, found)
    draft.mention = subject
    if passage.vocabulary.classes_of(passage.text[slice(*subject.span)].lower()) & lexicon.SELF:
        draft.rule, draft.inherits = SELF, around
    return draft


def _found(passage: Passage, at: int) -> Found | None:
    """Return the attribution of a quotation: the verb right before it first, as in I asked, “Why?” She left."""
    ahead = direct.before(passage, at)
    if ahead is not None and ahead.cue is not None and ahead.rule == "before-subject" and ahead.cue[1] >= at - 1:
        return ahead
    return direct.after(passage, at) or ahead or _quotative(passage.words, at)


def _of_nobody(passage: Passage, at: int) -> Draft:
    return Draft(pieces=[passage.quotation(at).span], kind=Kind.DIRECT, rule=NOBODY, nested=True)


def _subject(passage: Passage, found: Found) -> Mention | None:
    """Return who is said to have said it; None where nobody is, or nobody has."""
    words = passage.words
    mention = _nearest(words, found) if found.rule not in _LOOSE_RULES else None
    if mention is None or not _has_said(words, found, mention):
        return None
    first = words[mention[0]]
    if not first.classes & lexicon.DRAWN:
        return passage.mention(mention)
    if mention[1] - mention[0] > 1:  # as in "you are trying", where the two are drawn together
        return None
    return Mention(span=Span(first.start, first.start + len(_parted(first))), form=Form.PRONOUN)


def _has_said(words: Sequence[Token], found: Found, mention: Range) -> bool:
    """Tell whether the mention can be a speaker, and is one who said it and not only might."""
    first, cue = words[mention[0]], found.cue
    alone = mention[1] - mention[0] == 1
    if words[mention[1] - 1].classes & lexicon.THAT:  # something that said so is no speaker
        return False
    if first.classes & lexicon.NO_ONE or (alone and first.classes & _NO_SUBJECT):
        return False
    if cue is not None and _is_hypothetical(words, mention, cue):
        return False
    return found.rule != "before-participle" or (cue is not None and _goes_with(words, cue[0]))


def _nearest(words: Sequence[Token], found: Found) -> Range | None:
    """Return the mention of an attribution, or what stands nearer: that’s what people said; a man who came and said."""
    mention = _without_opening(words, found.mention) if found.mention is not None else None
    if mention is None or found.cue is None or found.cue[0] < mention[1]:
        return mention
    if words[mention[1]].text == "," and words[found.cue[0] - 1].text == ",":
        name = ending_at(words, mention[1], found.cue[0] - 2)  # our lawyer, Jon Vale, said
        return name if name is not None and name[0] == mention[1] + 1 and words[name[0]].is_capital else mention
    what = next((at for at in range(mention[1] - 1, mention[0] - 1, -1) if words[at].classes & lexicon.WHAT), None)
    if what is not None:
        return (what + 1, mention[1]) if what + 1 < mention[1] else None
    who = next((at for at in range(found.cue[0] - 1, mention[1], -1) if words[at].classes & lexicon.WHO), None)
    return ending_at(words, mention[1], who - 1) if who is not None else mention


def _without_opening(words: Sequence[Token], part: Range) -> Range:
    """Return a mention without what is no part of it: the word that opens the sentence, another verb."""
    start, end = part
    while start + 1 < end and words[start].classes & lexicon.OPENING:
        start += 1
    if (
        words[start].classes & lexicon.THAT
        and start + 1 < end
        and all(token.is_capital for token in words[start + 1 : end])
    ):
        start += 1
    told = next((at for at in range(start + 2, end) if words[at].classes & lexicon.OBJECT_PRONOUNS), None)
    return (start, told - 1) if told is not None else (start, end)  # the pilot rang me, and said


def _parted(token: Token) -> str:
    """Return a word without what is drawn together with it: I’d, they’ll, he’s."""
    return token.low.replace("'", "’").partition("’")[0]


def _is_hypothetical(words: Sequence[Token], mention: Range, cue: Range) -> bool:
    """Tell whether somebody only might say it: he would say, I’d say, if they say, they have to say."""
    between = words[mention[1] : cue[0]] if mention[1] <= cue[0] else ()
    if any(token.classes & lexicon.HYPOTHETICAL for token in between):
        return True
    if any(token.classes & lexicon.TO for token in between[-2:]):
        return True
    before = words[mention[0] - 1].classes if mention[0] else 0
    entry, tail = words[cue[0]].entry, words[mention[0]].classes
    had = entry is not None and entry.form is not None and Verb.PAST in entry.form.verbs
    return bool(tail & lexicon.WILL or (tail & lexicon.WOULD and not had) or before & lexicon.SUPPOSING)


def _goes_with(words: Sequence[Token], verb: int) -> bool:
    """Tell whether a participle is that of its subject: I am always asking; she went on, saying.

    It is not where somebody is heard saying something.
    """
    if not verb:
        return False
    near = words[max(0, verb - 2) : verb]
    if near[-1].text == "," or near[-1].classes & lexicon.AND:
        return True
    return any(token.classes & (lexicon.BE | lexicon.GOING_ON | lexicon.BEING) for token in near)


def _quotative(words: Sequence[Token], at: int) -> Found | None:
    """Return who is said to be like it: she was like, “…”."""
    low = max(0, at - direct.REACH)
    like = at - 1
    while like > low and words[like].text == ",":
        like -= 1
    if like <= low or not words[like].classes & lexicon.LIKE:
        return None
    verb = like - 1
    while verb > low and (
        is_adverb(words[verb]) or words[verb].text == "," or words[verb].classes & lexicon.LIKE_ADVERBS
    ):
        verb -= 1
    if words[verb].classes & lexicon.BE:
        subject = subject_before(words, low, verb) if verb > low else None
        speaks = subject is not None and _can_speak(words[slice(*subject)])
        return Found(CUE, subject, (verb, like + 1), at) if speaks else None
    drawn = words[verb].classes & lexicon.DRAWN and words[verb].classes & lexicon.BEING
    return Found(CUE, (verb, verb + 1), (like, like + 1), at) if drawn else None


def _can_speak(words: Sequence[Token]) -> bool:
    """Tell whether words name people and no thing: the attitude is like."""
    role = form_of(words) is Form.ROLE
    return not role or any(token.classes & lexicon.ROLES for token in words) or bool(words[0].classes & lexicon.OUR)


def _is_cited_title(passage: Passage, at: int) -> bool:
    """Tell whether a title stands in the marks: who wrote “Peter Pan,”; an essay titled “Peter is lost”."""
    quotation = passage.quotation(at)
    before = passage.words[at - 1] if at else None
    if before is None or not before.is_word:
        return False
    if before.classes & lexicon.TITLED:
        return True
    ends = ends_inside(passage.text, quotation) in ".?!…"
    return not ends and reads_like_title(tokens(passage.text, quotation.span, (), passage.vocabulary)[:14])


def _is_word(passage: Passage, at: int) -> bool:
    """Tell whether a single word stands in the marks that nothing leads in or ends as speech: chanting “U.S.A.”."""
    quotation = passage.quotation(at)
    if at == 0 or passage.words[at - 1].text in {",", ":"} or ends_inside(passage.text, quotation) in ",?!":
        return False
    return len(passage.text[quotation.span.start : min(quotation.span.end, quotation.span.start + _FAR)].split()) == 1


def _is_led_in(passage: Passage, at: int) -> bool:
    """Tell whether a comma or colon and a capital letter make a sentence of words that end without a mark.

    So they do where marks that belong to the whole stand outside: he said, “We will go”, and went.
    """
    span = passage.quotation(at).span
    words = tokens(passage.text, Span(span.start, min(span.end, span.start + _FAR)), (), passage.vocabulary)[:14]
    spoken = [token for token in words if token.is_word]
    led_in = at > 0 and passage.words[at - 1].text in {",", ":"}
    return led_in and len(spoken) >= _SENTENCE and spoken[0].text[0].isupper() and not reads_like_title(words)


def _is_sentence(passage: Passage, at: int) -> bool:
    """Tell whether a quotation reads like somebody’s words though nobody is said to say them."""
    span = passage.quotation(at).span
    words = tokens(passage.text, Span(span.start, min(span.end, span.start + _FAR)), (), passage.vocabulary)
    count = sum(token.is_word for token in words)
    if count < _SENTENCE or reads_like_title(words[:14]):
        return False
    first = next((token for token in words if token.is_word), None)
    led_in = (
        at == 0
        or passage.words[at - 1].text in _LED_IN
        or passage.words[at - 1].classes & (lexicon.LIKE | lexicon.THAT)
        or cue_at(passage.words, at - 1) is not None
    )
    return bool(count >= _LONG or (led_in and first is not None and first.text[0].isupper()))

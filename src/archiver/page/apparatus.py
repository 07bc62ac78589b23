# SPDX-License-Identifier: Apache-2.0
"""What stands beside the text: who speaks, what is shown of it, and every attribution with its ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.page.facts import DOUBTFUL, doubtful
from archiver.page.markup import Html, element, given, join, linked, ours, words
from archiver.page.reasons import Reasons
from archiver.page.text import TINTS, classes, numbers
from archiver.page.words import SENTENCES, UNKNOWN, decided, manner, plain, speaker_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archiver.model import Speaker, Utterance
    from archiver.page.facts import Facts

FILTERED = 40
"""Speakers that can be chosen one by one; of more the list is no help any longer."""
_QUOTED = 320


def filters(facts: Facts) -> Html:
    """Return the choices of what is marked in the text and listed: radio buttons that the style alone reads."""
    said = facts.transcript.utterances
    unsure = sum(map(doubtful, said))
    people = sum(utterance.decided_by is not None for utterance in said)
    wanted = [
        ("f-all", "all", len(said)),
        ("f-d", "doubtful", unsure),
        ("f-p", "decided by a person", people),
    ]
    kinds = [_radio("f", key, label, count=count, checked=key == "f-all") for key, label, count in wanted]
    return element(
        "div",
        element("fieldset", element("legend", "Attributions"), *kinds),
        element("fieldset", element("legend", "Speakers"), *_speakers(facts)),
        class_="filters",
    )


def _speakers(facts: Facts) -> Iterator[Html]:
    said = facts.transcript.utterances
    known = numbers(facts)
    yield _radio("w", "w-all", "everyone", checked=True)
    counts: dict[str | None, int] = {}
    for utterance in said:
        speaker = utterance.speaker or None
        counts[speaker] = counts.get(speaker, 0) + 1
    order = [*(speaker for speaker in known if speaker), *([None] if None in counts else [])]
    for speaker in order[:FILTERED]:
        example = next(utterance for utterance in said if (utterance.speaker or None) == speaker)
        tint = classes(known, example).split(" ")[1]
        yield _radio("w", f"w-s{known[speaker]}", speaker_of(facts, example), count=counts[speaker], tint=tint)
    if len(order) > FILTERED:
        yield element("p", f"and {len(order) - FILTERED} more, whose names stand in the text")


def _radio(
    group: str, key: str, label: str, *, count: int | None = None, checked: bool = False, tint: str | None = None
) -> Html:
    button = element("input", type="radio", name=group, id=key, checked=checked)
    swatch = element("span", class_=f"swatch {tint}", aria_hidden="true") if tint else None
    number = element("span", str(count), class_="count") if count is not None else None
    return element("label", button, swatch, given(label), number, for_=key)


def rules_of_style(facts: Facts) -> str:
    """Return the style by which a chosen speaker stands out; one rule for each, made of numbers alone."""
    known = numbers(facts)
    chosen = range(min(known.values(), default=0), min(len(known), FILTERED + 1))
    return "".join(
        f"body:has(#w-s{n}:checked) .said:not(.s{n}){{--c:var(--off);background:none}}"
        f"body:has(#w-s{n}:checked) .said:not(.s{n})>.mark{{visibility:hidden}}"
        f"body:has(#w-s{n}:checked) .att:not(.s{n}){{display:none}}"
        for n in chosen
    )


def attributions(facts: Facts) -> Html:
    """Return the list of all attributions, in the order in which they are numbered."""
    known = numbers(facts)
    said, reasons = facts.transcript.utterances, Reasons(facts.record.corrections, facts.transcript.text)
    if not said:
        return element("p", "Nothing in this document is marked as speech.")
    items = (_attribution(facts, number, utterance, known, reasons) for number, utterance in enumerate(said, 1))
    note = (
        f"The certainty is the share of attributions by the same rule that are right in annotated texts. One is "
        f"called doubtful if it is below {DOUBTFUL:.2f} or the speaker is unknown, and no person decided."
    )
    return join([element("p", note, class_="note"), element("ol", *items, class_="attributions")])


def _attribution(
    facts: Facts,
    number: int,
    utterance: Utterance,
    known: Mapping[str | None, int],
    reasons: Reasons,
) -> Html:
    unsure = element("strong", "doubtful", class_="tag") if doubtful(utterance) else None
    head = element(
        "p",
        element("span", str(number), class_="no"),
        element("span", given(speaker_of(facts, utterance)), class_="name"),
        element("span", f"certainty {utterance.certainty:.2f}", class_="sure"),
        unsure,
        class_="who",
    )
    return element(
        "li",
        head,
        element("blockquote", *words(_words(facts, utterance)), dir="auto"),
        element("p", *_why(facts, utterance, reasons)),
        element("p", *_where(facts, number, utterance), class_="where"),
        id=f"a{number}",
        class_=f"att {classes(known, utterance)}",
        value=number,
    )


def _words(facts: Facts, utterance: Utterance) -> str:
    text = facts.transcript.text
    told = " … ".join(plain(text[span.start : span.end]) for span in utterance.pieces)
    if len(told) <= _QUOTED:
        return told
    begin, end = told[: _QUOTED * 2 // 3], told[-_QUOTED // 3 :]
    return f"{begin.rpartition(' ')[0] or begin} […] {end.partition(' ')[2] or end}"


def _why(facts: Facts, utterance: Utterance, reasons: Reasons) -> Iterator[Html | str]:
    text = facts.transcript.text
    yield SENTENCES[utterance.ground]
    spans = (("the words", utterance.mention and utterance.mention.span), ("the cue", utterance.cue))
    parts = [(label, plain(text[span.start : span.end])) for label, span in spans if span]
    for place, (label, told) in enumerate(parts):
        yield f" {label.capitalize() if place == 0 else f'and {label}'}: "
        yield element("q", given(told))
    sentence = facts.rules.get(utterance.rule)
    yield f"{'.' if parts else ''} Rule "
    yield element("code", given(plain(utterance.rule)))
    yield f": {sentence}" if sentence else "."
    yield f" {manner(utterance).capitalize()}; {decided(facts.agents, utterance)}."
    because = reasons.of(utterance)
    if because:
        yield " The reason given: "
        yield given(plain(because))


def _where(facts: Facts, number: int, utterance: Utterance) -> Iterator[Html | str]:
    places = ", ".join(f"{span.start}–{span.end - 1}" for span in utterance.pieces)
    yield f"Characters {places}"
    name = facts.ids[number - 1] if number <= len(facts.ids) else None
    if name:
        yield ", in the TEI "
        yield element("code", given(name))
    locators = facts.locators[number - 1] if number <= len(facts.locators) else ()
    for locator in locators:
        yield join([" · ", element("code", locator, class_="id")])
    yield join(
        [" · ", element("a", "in the text", href=ours(f"#u{number}"), aria_label=f"utterance {number} in the text")]
    )


def people(facts: Facts) -> Html:
    """Return who takes part, and what the record says of them."""
    known = numbers(facts)
    return element("ul", *(_person(facts, one, known) for one in facts.record.everyone), class_="people")


def _person(facts: Facts, someone: Speaker, known: Mapping[str | None, int]) -> Html:
    number = known.get(someone.id, 0)
    tint = f"t{(number - 1) % TINTS + 1}" if number else "t0"
    name = plain(someone.name.value) or UNKNOWN
    told = [*someone.roles, *([f"also {', '.join(someone.aliases)}"] if someone.aliases else [])]
    if someone.affiliation:
        other = facts.people.get(someone.affiliation)
        told.append(f"of {(other.name.value if other else None) or someone.affiliation}")
    if someone.anonymous:
        told.append("not named in the document")
    if not number:
        told.append("no words in this document")
    parts: list[Html | str] = [element("span", given(name), class_=f"name {tint}")]
    parts += [join([", ", given(plain(each))]) for each in told]
    parts += [join([" · ", linked(uri, uri)]) for uri in someone.authorities]
    note = element("p", given(someone.note), class_="note") if someone.note else None
    evidence = element("p", given(someone.name.evidence), class_="note") if someone.name.evidence else None
    return element("li", *parts, note, evidence)

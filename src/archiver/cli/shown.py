# SPDX-License-Identifier: Apache-2.0
"""A package as lines for a terminal: the text with its speakers beside it, the attributions, what else is known."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from archiver import citation
from archiver.cli.report.words import outcome, safe
from archiver.cli.wrapping import Line, Wrapped, columns_of, wrapped
from archiver.findings import State
from archiver.page import doubtful
from archiver.page.reasons import Reasons
from archiver.page.statements import statements
from archiver.page.stretches import Sort, walk
from archiver.page.words import GROUNDS, agent, manner, plain, speaker_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from archiver.model import Utterance
    from archiver.page import Checked, Facts
    from archiver.page.stretches import Step

    Paint = Callable[[str, str | None], str]
    """Colours a text that is safe, or gives it back as it is."""

COLOURS = ("cyan", "green", "magenta", "yellow", "blue", "bright_red", "bright_cyan", "bright_green", "bright_magenta")
"""Colours of the speakers, in the order in which they speak; who comes later begins anew with the first."""

_MARGIN = 26
_NARROW = 76
"""Columns below which the names stand above the lines and not beside them."""
_WIDEST = 110
_NARROWEST = 20
_QUOTED = 300
"""Characters of an utterance in the list."""


def lines(facts: Facts, *, width: int, paint: Paint) -> Iterator[str]:
    """Yield the lines of a package, each at most `width` columns, but for identifiers and names without a blank.

    Nothing is said by colour alone: `[3:` opens the third utterance and `]` closes the one opened last, names
    stand beside the text, and what is doubtful bears a `?`.
    """
    width = max(_NARROWEST, min(width, _WIDEST))
    for part in (_heading, _text, _attributions, _record, _ends):
        yield from part(facts, width, paint)


def _heading(facts: Facts, width: int, paint: Paint) -> Iterator[str]:
    cited = facts.citation
    yield from (paint(line, "bold") for line in wrapped(plain(cited.label), width))
    told = (facts.key, cited.genre, cited.stated or cited.published, cited.place)
    yield from wrapped(", ".join(plain(part) for part in told if part), width)
    yield from _state(facts.checked, width, paint)


def _state(checked: Checked, width: int, paint: Paint) -> Iterator[str]:
    checks = checked.subject.checks
    passed = sum(check.state is State.PASSED for check in checks)
    others = [f"{check.name} {check.state} ({check.note})" for check in checks if check.state is not State.PASSED]
    said = f"checked now: {outcome(checked.subject)}, {passed} of {len(checks)} checks passed"
    yield from (
        paint(line, "green" if checked.subject.state is State.PASSED else "yellow")
        for line in wrapped("; ".join((said, *others)), width)
    )
    for finding in checked.ledger:
        yield from (paint(line, "red") for line in wrapped(f"ledger: {finding.code} {finding.title}", width))
    yield ""


def colours(facts: Facts) -> dict[str | None, str | None]:
    """Return the colour of each speaker; the unknown one has none."""
    order = dict.fromkeys(utterance.speaker for utterance in facts.transcript.utterances if utterance.speaker)
    return {None: None} | {speaker: COLOURS[place % len(COLOURS)] for place, speaker in enumerate(order)}


def _text(facts: Facts, width: int, paint: Paint) -> Iterator[str]:
    said = facts.transcript.utterances
    margin = _MARGIN if width >= _NARROW else 0
    known = colours(facts)
    colour = {number: known[utterance.speaker or None] for number, utterance in enumerate(said, 1)}
    for _, steps in walk(facts.transcript):
        filled = _filled(steps, width - margin, colour)
        names = [(_label(facts, said[number - 1]), colour[number], number) for line in filled for number in line.opened]
        if margin:
            yield from _beside(filled, names, paint)
        else:
            yield from (_painted(f"[{number}] {label}", tint, paint) for label, tint, number in dict.fromkeys(names))
            yield from (_joined(line, paint) for line in filled)
    yield ""


def _filled(steps: Iterable[Step], width: int, colour: dict[int, str | None]) -> list[Line]:
    """Fill lines with the text of a block; text has the colour of the innermost utterance that it stands in."""
    filled, inside = Wrapped(width), [0]
    for step in steps:
        stretch = step.opened or step.closed
        if stretch is None:
            filled.add(step.text, colour.get(inside[-1]))
        elif stretch.sort is Sort.PIECE and step.opened:
            inside.append(stretch.number)
            filled.mark(f"[{stretch.number}:", colour[stretch.number], opens=stretch.number)
        elif stretch.sort is Sort.PIECE:
            filled.mark("]", colour[inside.pop()])
    found = filled.done()
    return found[:-1] if len(found) > 1 and not found[-1].pieces else found  # the block ended with a line end


def _label(facts: Facts, utterance: Utterance) -> str:
    return speaker_of(facts, utterance) + (" ?" if doubtful(utterance) else "")


def _beside(filled: list[Line], names: list[tuple[str, str | None, int]], paint: Paint) -> Iterator[str]:
    """Put each name beside the line in which its utterance begins, or beside the next one that is free."""
    waiting: list[tuple[str, str | None]] = []
    ahead = iter(names)
    for line in filled:
        waiting += [(label, tint) for label, tint, _ in (next(ahead) for _ in line.opened)]
        yield (_name(waiting.pop(0), paint) if waiting else " " * _MARGIN * bool(line.pieces)) + _joined(line, paint)
    yield from (_name(each, paint) for each in waiting)


def _name(named: tuple[str, str | None], paint: Paint) -> str:
    label, tint = named
    short = wrapped(label, _MARGIN - 2)
    shown = short[0] if len(short) == 1 else _cut(label, _MARGIN - 3)
    return " " * (_MARGIN - 2 - columns_of(shown)) + _painted(shown, tint, paint) + "  "


def _cut(text: str, width: int) -> str:
    doubt = " ?" if text.endswith(" ?") else ""
    cut = text.removesuffix(" ?")
    while columns_of(cut) + len(doubt) > width:
        cut = cut[:-1]
    return f"{cut.rstrip()}…{doubt}"


def _painted(text: str, tint: str | None, paint: Paint) -> str:
    return paint(text, tint) if tint else text


def _joined(line: Line, paint: Paint) -> str:
    runs = groupby(line.pieces, key=lambda piece: piece[1])
    return "".join(_painted("".join(text for text, _ in run), tint, paint) for tint, run in runs)


def _attributions(facts: Facts, width: int, paint: Paint) -> Iterator[str]:
    said = facts.transcript.utterances
    unsure = sum(map(doubtful, said))
    yield paint(f"Who said what: {len(said)} utterance{'' if len(said) == 1 else 's'}, {unsure} doubtful (?)", "bold")
    known = colours(facts)
    reasons = Reasons(facts.record.corrections, facts.transcript.text)
    for number, utterance in enumerate(said, 1):
        head = f"{number:>4}  {_label(facts, utterance)}"
        told = (
            f"{GROUNDS[utterance.ground]}, {utterance.certainty:.2f}, {manner(utterance)}, {_ruled(facts, utterance)}"
        )
        first, *rest = wrapped(f"{head} ({told})", width)
        yield _painted(first, known[utterance.speaker or None], paint)
        yield from (f"      {line}" for line in rest)
        yield from (f"      {line}" for line in wrapped(_words(facts, utterance), width - 6))
        because = plain(reasons.of(utterance))
        if because:
            yield from (f"      {line}" for line in wrapped(f"because: {because}", width - 6))
    yield ""


def _ruled(facts: Facts, utterance: Utterance) -> str:
    by = f", decided by {agent(facts.agents, utterance.decided_by)}" if utterance.decided_by else ""
    return f"rule {plain(utterance.rule)}{by}"


def _words(facts: Facts, utterance: Utterance) -> str:
    text = facts.transcript.text
    words = plain(" … ".join(text[span.start : span.end] for span in utterance.pieces))
    short = words if len(words) <= _QUOTED else f"{words[: _QUOTED // 2]} … {words[-_QUOTED // 3 :]}"
    spans = (utterance.mention.span if utterance.mention else None, utterance.cue)
    why = [plain(text[span.start : span.end]) for span in spans if span]
    return short + (f" <- {' / '.join(why)}" if why else "")


def _record(facts: Facts, width: int, paint: Paint) -> Iterator[str]:
    yield paint("What the record says, and on what ground", "bold")
    for one in statements(facts.record):
        value = plain(one.value) if one.known else "-"
        first, *rest = wrapped(f"{one.label}: {value}" + (f" ({one.ground})" if one.ground else ""), width - 2)
        yield f"  {first}"
        yield from (f"    {line}" for line in rest)
    yield ""


def _ends(facts: Facts, width: int, paint: Paint) -> Iterator[str]:
    cited = facts.citation
    yield paint("Identifiers", "bold")
    for label, value in (
        ("package", cited.swhid),
        ("source", cited.source),
        ("TEI", cited.tei),
        ("payload", cited.payload),
    ):
        yield f"  {label:<8} {safe(value)}"
    for label, other in (("previous version", cited.previous), ("next version", cited.following)):
        if other:
            yield f"  {label}: {safe(other)}"
    yield ""
    yield paint("How to cite", "bold")
    yield from (f"  {line}" for line in wrapped(plain(citation.write(cited, "apa")), width - 2))

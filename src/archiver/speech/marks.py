# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001, RUF002 -- quotation marks and dashes are the matter of this module
"""Quotation marks: which pairs belong together, what nests, and what goes on over paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from archiver.model import Span
from archiver.speech import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archiver.speech.lexicon import Vocabulary

DEPTH = 4
"""Quotations nested deeper than this are left alone."""

OPENERS = "“”„‟\"＂«»‹›‘’‚‛'`「『"
"""Characters that can stand at the beginning of a quotation."""

_MARK = re.compile(r"``|''|[“”„‟\"＂«»‹›‘’‚‛'`「」『』]")
_DOUBLE = frozenset('“”„‟"＂«»')
_FAMILIES = {
    **dict.fromkeys('“”„‟"＂', "double"),
    **dict.fromkeys("«»", "angle"),
    **dict.fromkeys("‹›", "small angle"),
    **dict.fromkeys("「」", "corner"),
    **dict.fromkeys("『』", "white corner"),
    **dict.fromkeys("‘’‚‛", "single"),
    "'": "apostrophe",
    "`": "apostrophe",
    "``": "tex",
    "''": "tex",
}
_SINGLES = frozenset({"single", "apostrophe", "small angle"})
_BEFORE_OPENER = " \t\r\n\u00a0\u202f\u200b\u202a\ufeff([{—–-/“„«‘‚\"'"
_AFTER_CLOSER = " \t\r\n\u00a0\u202f)]}—–-,.;:?!…”’»\"'/“‘"
_DIGITS = 3
_HEADED = 3
"""A text of so many blocks can have a headline."""
_HEADING = 100
"""A subhead is shorter than this, in code points."""
_LOOK_BACK = 5000
_STRONG_END = ",.?!…—;:"


class _Role(Enum):
    OPEN = auto()
    CLOSE = auto()
    EITHER = auto()
    NONE = auto()


class _Mark(NamedTuple):
    span: Span
    family: str
    role: _Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A stretch in quotation marks within one block; the marks belong to it."""

    span: Span
    """From the opening mark up to and with the closing one, or to the end of the block."""
    closed: bool
    continued: bool
    """True where it goes on in the next block, which begins with another opening mark."""
    single: bool
    """True for ‘single’ marks."""
    inner: tuple[Quotation, ...] = ()
    resumed: bool = False
    """True for the piece behind an attribution within the marks: it has no opening mark of its own."""


def quotations(text: str, blocks: Sequence[Span], vocabulary: Vocabulary | None = None) -> list[list[Quotation]]:
    """Find the quotations of each block, outermost first; those inside others hang on `inner`.

    `blocks` are contents of blocks, without the blank lines around them. Apostrophes, primes and
    elisions are no marks. `vocabulary` is that of the language of the text, None: English. Runs in time linear in the
    text.
    """
    style = _Style(text, vocabulary or lexicon.english())
    found: list[list[Quotation]] = []
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        found.append(_in_block(text, block, following, style))
    return _without_headings(text, blocks, found, style)


def _without_headings(
    text: str, blocks: Sequence[Span], found: list[list[Quotation]], style: _Style
) -> list[list[Quotation]]:
    """Leave out the ‘single’ marks of a headline or a subhead, where the text beneath it has double ones.

    A heading repeats in an editor's words what the text quotes.
    """
    if len(blocks) < _HEADED or not (style.typewriter or any(not each.single for items in found[1:] for each in items)):
        return found
    return [
        [each for each in items if not (each.single and (number == 0 or _is_whole(text, block, each)))]
        for number, (block, items) in enumerate(zip(blocks, found, strict=True))
    ]


def _is_whole(text: str, block: Span, quotation: Quotation) -> bool:
    rest = text[block.start : quotation.span.start] + text[quotation.span.end : block.end]
    return block.end - block.start < _HEADING and not any(char.isalnum() for char in rest)


class _Style:
    """How the document as a whole sets its marks: the main family and the direction of »these«."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        first = next((char for char in text if char in "«»"), "«")
        self.inverted = first == "»"
        self.plural = frozenset(vocabulary.language.plural_endings.split())
        self.double = any(char in text for char in '“„«»＂"') or "``" in text
        self.low = "„" in text
        self.typewriter = not self.double and "''" in text
        # ''Doubled apostrophes'' on both sides are no marks of speech here: no gold knows them as such.


def _in_block(text: str, block: Span, following: Span | None, style: _Style) -> list[Quotation]:
    marks = [mark for mark in _marks(text, block, style) if mark.role is not _Role.NONE]
    nest = _Nest(text, block, _ahead(marks))
    for number, mark in enumerate(marks):
        nest.take(number, mark)
    goes_on = following is not None and following.start < following.end and text[following.start] in OPENERS
    return nest.finish(following_mark=text[following.start] if goes_on and following is not None else "")


class _Ahead(NamedTuple):
    """What stands behind a mark, counting its own family: marks that can close, and the surplus of them."""

    closers: int
    surplus: int


def _ahead(marks: Sequence[_Mark]) -> list[_Ahead]:
    families: dict[str, _Ahead] = {}
    counts = [_Ahead(0, 0)] * len(marks)
    for number in range(len(marks) - 1, -1, -1):
        mark = marks[number]
        counts[number] = closers, surplus = families.get(mark.family, _Ahead(0, 0))
        step = {_Role.OPEN: -1, _Role.CLOSE: 1}.get(mark.role, 0)
        families[mark.family] = _Ahead(closers + (mark.role is not _Role.OPEN), surplus + step)
    return counts


class _Open:
    """A quotation whose end has not come yet."""

    __slots__ = ("family", "inner", "start")

    def __init__(self, family: str, start: int) -> None:
        self.family = family
        self.start = start
        self.inner: list[Quotation] = []


class _Nest:
    """The stack of open quotations in one block."""

    def __init__(self, text: str, block: Span, ahead: Sequence[_Ahead]) -> None:
        self.text = text
        self.block = block
        self.ahead = ahead
        self.stack: list[_Open] = []
        self.done: list[Quotation] = []

    def take(self, number: int, mark: _Mark) -> None:
        is_open = any(level.family == mark.family for level in self.stack)
        role = mark.role
        if role is _Role.EITHER:
            role = _Role.CLOSE if is_open else _Role.OPEN
        if role is _Role.CLOSE:
            if is_open:
                self._close(mark)
            if is_open or mark.span.start > self.block.start or mark.family != "double":
                return
        ahead = self.ahead[number]
        if is_open:
            depth = sum(level.family == mark.family for level in self.stack)
            if ahead.surplus <= depth:  # not enough closing marks for both: the older one lost its own
                self._give_up(mark)
        if ahead.closers == 0 and mark.family in _SINGLES:
            return
        if len(self.stack) < DEPTH:
            self.stack.append(_Open(mark.family, mark.span.start))

    def _close(self, mark: _Mark) -> None:
        while self.stack[-1].family != mark.family:
            dropped = self.stack.pop()
            self._home().extend(dropped.inner)
        top = self.stack.pop()
        self._put(top, mark.span.end, closed=True)

    def _give_up(self, mark: _Mark) -> None:
        """Close an older quotation of the family whose closing mark was forgotten."""
        while self.stack:
            top = self.stack.pop()
            if top.family == mark.family:
                self._put(top, self._last_end_before(top.start, mark.span.start), closed=False)
                return
            self._home().extend(top.inner)

    def _last_end_before(self, start: int, end: int) -> int:
        while end > start + 1 and self.text[end - 1] in " \t\r\n\u00a0":
            end -= 1
        return end

    def _home(self) -> list[Quotation]:
        return self.stack[-1].inner if self.stack else self.done

    def _put(self, level: _Open, end: int, *, closed: bool, continued: bool = False) -> None:
        inner = tuple(item for item in level.inner if item.span.end <= end)
        single = level.family in _SINGLES
        span = Span(level.start, end)
        if any(char.isalnum() for char in self.text[span.start : span.end]) and _differs(span, inner):
            self._home().append(
                Quotation(span=span, closed=closed, continued=continued, single=single, inner=inner),
            )

    def finish(self, *, following_mark: str) -> list[Quotation]:
        while self.stack:
            level = self.stack.pop()
            if level.family in _SINGLES and (self.stack or not following_mark):
                self._home().extend(level.inner)
                continue
            goes_on = not self.stack and bool(following_mark) and _FAMILIES[following_mark] == level.family
            self._put(level, self.block.end, closed=False, continued=goes_on)
        return self.done


def _differs(span: Span, inner: Sequence[Quotation]) -> bool:
    return not any(item.span == span for item in inner)


def _marks(text: str, block: Span, style: _Style) -> Iterator[_Mark]:
    """Give each mark of the block a role by what stands beside it."""
    found = list(_MARK.finditer(text, block.start, block.end))
    strong = _strong_single_ends(text, found, block)
    open_singles = 0
    typed = False
    for number, match in enumerate(found):
        family = _FAMILIES[match.group()]
        typed ^= style.typewriter and match.group() == "''"
        if typed and family in _SINGLES:
            continue  # a quotation within ''one in doubled apostrophes''
        if match.group() == "“" and style.low:
            role = _by_sides(text, match, block) if _touches_word_after(text, match, block) else _Role.CLOSE
        elif family in {"single", "apostrophe"}:
            role = _single_role(text, match, block, style, strong_ahead=strong[number], is_open=open_singles > 0)
            open_singles = max(0, open_singles + {_Role.OPEN: 1, _Role.CLOSE: -1}.get(role, 0))
        else:
            role = _double_role(text, match, block, style)
        yield _Mark(Span(match.start(), match.end()), family, role)


def _double_role(text: str, match: re.Match[str], block: Span, style: _Style) -> _Role:  # noqa: PLR0911 # one return a mark
    char = match.group()
    if char in "«»‹›":
        return _Role.OPEN if (char in "«‹") != style.inverted else _Role.CLOSE
    if char in {"``", "„", "‟", "「", "『"}:
        return _Role.OPEN
    if char in {"''", "」", "』"}:
        return _Role.CLOSE
    before, after = _sides(text, match, block)
    if char == "“":
        misused = before not in _BEFORE_OPENER and after in _AFTER_CLOSER
        return _Role.CLOSE if misused else _Role.OPEN
    if char == "”":
        misused = before in _BEFORE_OPENER and after not in _AFTER_CLOSER
        return _Role.EITHER if misused else _Role.CLOSE
    if before.isdigit() and _is_prime(text, match, block):
        return _Role.NONE
    return _by_sides(text, match, block)


def _is_prime(text: str, match: re.Match[str], block: Span) -> bool:
    """Tell whether a mark behind a digit counts inches, as in 32", and closes no quotation."""
    start = match.start() - 1
    while start > block.start and match.start() - start <= _DIGITS and text[start - 1].isdigit():
        start -= 1
    if start > block.start and text[start - 1] in "'’′":
        return True
    opened = text.count('"', block.start, match.start())
    return opened % 2 == 0 and match.start() - block.start < _LOOK_BACK


def _by_sides(text: str, match: re.Match[str], block: Span) -> _Role:
    before, after = _sides(text, match, block)
    opens = before in _BEFORE_OPENER
    closes = after in _AFTER_CLOSER
    if opens and not closes:
        return _Role.OPEN
    if closes and not opens:
        return _Role.CLOSE
    return _Role.EITHER


def _sides(text: str, match: re.Match[str], block: Span) -> tuple[str, str]:
    before = text[match.start() - 1] if match.start() > block.start else " "
    after = text[match.end()] if match.end() < block.end else " "
    return before, after


def _touches_word_after(text: str, match: re.Match[str], block: Span) -> bool:
    return match.end() < block.end and text[match.end()].isalnum()


def _strong_single_ends(text: str, found: Sequence[re.Match[str]], block: Span) -> list[bool]:
    """For each mark: does a single mark stand behind it that surely closes, before another opens?"""
    ahead = [False] * len(found)
    state = False
    for number in range(len(found) - 1, -1, -1):
        ahead[number] = state
        match = found[number]
        if match.group() not in {"’", "'", "‘"}:
            continue
        before, after = _sides(text, match, block)
        if after not in _AFTER_CLOSER and before in _BEFORE_OPENER:
            state = False
        elif before in _STRONG_END and after in _AFTER_CLOSER:
            state = True
    return ahead


def _single_role(
    text: str, match: re.Match[str], block: Span, style: _Style, *, strong_ahead: bool, is_open: bool
) -> _Role:
    before, after = _sides(text, match, block)
    if (before.isalnum() and after.isalnum()) or _is_elision(text, match, block, style):
        return _Role.NONE
    closes_low = match.group() == "‘" and is_open and before in _STRONG_END and after in _AFTER_CLOSER
    if match.group() in "‚‛`" or (match.group() == "‘" and not before.isalnum() and not closes_low):
        return _Role.OPEN
    if before in _BEFORE_OPENER and after.isalnum() and match.group() == "'":
        return _Role.OPEN
    if not is_open or before in " \t\u00a0" or (before.isdigit() and match.group() == "'" and after == '"'):
        return _Role.NONE
    if before.lower() in style.plural and strong_ahead and after in " \t\u00a0":
        return _Role.NONE
    return _Role.CLOSE if after in _AFTER_CLOSER else _Role.NONE


def _is_elision(text: str, match: re.Match[str], block: Span, style: _Style) -> bool:
    """Tell whether the mark stands for missing letters: ’90s, ’em, ’tis."""
    before, after = _sides(text, match, block)
    if before.isalnum() or not after.isalnum():
        return False
    if after.isdigit():
        return bool(re.match(r"\d0[^\W\d_]|\d\d\b", text[match.end() : match.end() + 4]))
    word = re.match(r"\w{1,6}\b", text[match.end() : min(block.end, match.end() + 7)])
    return word is not None and bool(style.vocabulary.classes_of(word.group().lower()) & lexicon.ELISIONS)

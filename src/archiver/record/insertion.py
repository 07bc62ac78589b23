# SPDX-License-Identifier: Apache-2.0
"""Where new corrections go in the text of a YAML record, and how they are spelt there.

Only text is put in: comments, order and style of what stands there are the user's. Whether the result
means what it should is not known here; whoever asks loads it and compares, and takes the next offer if
it does not.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_LINE_END = re.compile(r"\r\n|\n|\r")
_REST_OF_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_COMMENT_LINE = re.compile(r"( *)#[^\r\n]*(?:\r\n|\n|\r|\Z)")
_PLAIN = re.compile(r"[a-z][a-z0-9-]*")
# Words that one YAML or the other does not take for text.
_NO_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def newline_of(text: str) -> str:
    """Return the line end that a text uses: that of its first line."""
    match = _LINE_END.search(text)
    return match[0] if match else "\n"


def offers(text: str, items: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield texts of the record with the items added to its corrections, the best one first.

    The text is YAML that loads, with a mapping at its root.
    """
    outline = _outline(text)
    listed = outline.corrections
    if listed is None:
        yield from _new_key(text, items, outline)
    elif not listed.flow:
        yield from _after_the_last(text, items, listed)
    else:
        if not outline.flow and _is_empty_beside_its_key(text, listed):
            opened = text[: listed.key_end] + ":" + text[listed.end :]
            block = _block(items, outline.dash, 2, newline_of(text), flow=False)
            yield _put(opened, _line_after(opened, listed.key_end), block)
        yield _into_brackets(text, items, listed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """The list of corrections as it is written."""

    key_end: int
    start: int
    end: int
    flow: bool
    column: int
    """Column of the dashes."""
    inner: int
    """From the dash to the first key; in brackets over several lines, the column of the items."""
    flow_items: bool
    last: int
    """Where the last written value of the last item ends."""
    last_is_block: bool
    """The last value is a block scalar: its end mark stands behind the blank lines that follow it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outline:
    start: int
    end: int
    flow: bool
    column: int
    dash: int
    """Column at which the record writes the dashes of its lists."""
    corrections: _List | None


def _outline(text: str) -> _Outline:
    events: list[Any] = list(yaml.parse(text, Loader=yaml.SafeLoader))  # its marks are untyped
    root, end = events[2], events[-2]
    nodes = list(_children(events, 3))
    lists = [
        (key, node)
        for key, node in zip(nodes[::2], nodes[1::2], strict=True)
        if isinstance(events[node[0]], yaml.SequenceStartEvent)
    ]
    dashes = [events[node[0]].start_mark.column for _, node in lists if not events[node[0]].flow_style]
    mine = [_list(events, key, node) for key, node in lists if events[key[0]].value == "corrections"]
    return _Outline(
        start=root.start_mark.index,
        end=end.start_mark.index if end.explicit else len(text),
        flow=bool(root.flow_style),
        column=root.start_mark.column,
        dash=dashes[0] if dashes else root.start_mark.column + 2,
        corrections=mine[0] if mine else None,
    )


def _children(events: Sequence[Any], first: int) -> Iterator[tuple[int, int]]:
    """Yield first and last event of each node of a collection whose inside begins at event `first`."""
    depth = 0
    begin = first
    for number in range(first, len(events)):
        event = events[number]
        if _is_end(event):
            depth -= 1
            if depth < 0:
                return
        elif depth == 0:
            begin = number
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        if depth == 0:
            yield begin, number


def _list(events: Sequence[Any], key: tuple[int, int], node: tuple[int, int]) -> _List:
    start, end = events[node[0]], events[node[1]]
    items = [events[first] for first, _ in _children(events, node[0] + 1)]
    written = [event for event in events[node[0] + 1 : node[1]] if _is_written(event)]
    last = written[-1] if written else start
    first = items[0] if items else start
    same_line = bool(items) and first.start_mark.line == start.start_mark.line
    column = 0 if start.flow_style else start.start_mark.column
    inner = first.start_mark.column - column if items and same_line is not start.flow_style else 2
    return _List(
        key_end=events[key[0]].end_mark.index,
        start=start.start_mark.index,
        end=end.end_mark.index,
        flow=bool(start.flow_style),
        column=start.start_mark.column,
        inner=inner,
        flow_items=bool(items) and bool(getattr(items[-1], "flow_style", False)),
        last=last.end_mark.index,
        last_is_block=getattr(last, "style", None) in {"|", ">"},
    )


def _is_written(event: Any) -> bool:
    """Tell whether an event ends where something is written; the end of a block is seen only behind it."""
    if isinstance(event, yaml.ScalarEvent):
        return True
    return _is_end(event) and bool(event.end_mark.index > event.start_mark.index)


def _is_end(event: Any) -> bool:
    return isinstance(event, yaml.CollectionEndEvent)


def _after_the_last(text: str, items: Sequence[Mapping[str, Any]], listed: _List) -> Iterator[str]:
    block = _block(items, listed.column, listed.inner, newline_of(text), flow=listed.flow_items)
    if listed.last_is_block:
        at = _line_before(text, listed.last) if _blank(text, listed.last) else len(text)
        yield _put(text, _without_blank_lines(text, at), block)
        yield _put(text, at, block)
        return
    at = _line_after(text, listed.last)
    while (comment := _COMMENT_LINE.match(text, at)) and len(comment[1]) > listed.column:
        at = comment.end()  # it is about the item
    yield _put(text, at, block)


def _new_key(text: str, items: Sequence[Mapping[str, Any]], outline: _Outline) -> Iterator[str]:
    newline = newline_of(text)
    if outline.flow:
        inside = outline.start + 1
        yield f"{text[:inside]}corrections: [{', '.join(map(_braces, items))}], {text[inside:]}"
        return
    indent = " " * outline.column
    block = f"{indent}corrections:{newline}" + _block(items, outline.dash, 2, newline, flow=False)
    yield _put(text, outline.end, block)
    # A block scalar at the end of a file without a last line end would get one.
    if _blank(text, outline.start):
        yield _put(text, _line_before(text, outline.start), block)


def _is_empty_beside_its_key(text: str, listed: _List) -> bool:
    return bool(re.fullmatch(r"[ \t]*:[ \t]*\[[ \t]*\]", text[listed.key_end : listed.end]))


def _into_brackets(text: str, items: Sequence[Mapping[str, Any]], listed: _List) -> str:
    close = listed.end - 1
    before: Any = None
    tokens: Iterator[Any] = yaml.scan(text, Loader=yaml.SafeLoader)
    for token in tokens:
        if token.start_mark.index >= close and isinstance(token, yaml.FlowSequenceEndToken):
            break
        before = token
    comma = isinstance(before, yaml.FlowEntryToken)
    joint = "" if comma or isinstance(before, yaml.FlowSequenceStartToken) else ","
    upto = before.end_mark.index
    if not _blank(text, close):
        space = " " if joint or comma else ""
        return (
            f"{text[:upto]}{joint}{text[upto:close].rstrip(' ')}{space}{', '.join(map(_braces, items))}{text[close:]}"
        )
    newline, at = newline_of(text), _line_before(text, close)
    indent = " " * listed.inner
    lines = f",{newline}".join(indent + _braces(item) for item in items) + ("," if comma else "") + newline
    return f"{text[:upto]}{joint}{text[upto:at]}{lines}{text[at:]}"


def _block(items: Sequence[Mapping[str, Any]], column: int, inner: int, newline: str, *, flow: bool) -> str:
    dash = " " * column + "-".ljust(inner)
    if flow:
        return "".join(f"{dash}{_braces(item)}{newline}" for item in items)
    indent = newline + " " * (column + inner)
    return "".join(dash + indent.join(f"{k}: {_scalar(v)}" for k, v in item.items()) + newline for item in items)


def _braces(item: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{key}: {_scalar(value)}" for key, value in item.items()) + "}"


def _scalar(value: Any) -> str:
    """Spell a value of JSON types on one line; what is more than a plain word is quoted."""
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value not in _NO_WORDS:
        return value
    spelt = json.dumps(value, ensure_ascii=False)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", spelt)


def _put(text: str, at: int, block: str) -> str:
    joint = newline_of(text) if at and text[at - 1] not in "\r\n" else ""
    return text[:at] + joint + block + text[at:]


def _line_after(text: str, at: int) -> int:
    match = _REST_OF_LINE.match(text, at)
    return match.end() if match else at


def _line_before(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _blank(text: str, at: int) -> bool:
    """Tell whether nothing stands before this place in its line."""
    return not text[_line_before(text, at) : at].strip(" ")


def _without_blank_lines(text: str, at: int) -> int:
    """Return the place before the blank lines that end here."""
    kept = text[:at].rstrip(" \t\r\n")
    return _line_after(text, len(kept))

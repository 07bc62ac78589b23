# SPDX-License-Identifier: Apache-2.0
"""From bytes to values: YAML and JSON through one loader that knows the line of everything.

The parser of PyYAML gives events and nothing else of it is used: neither its types (YAML 1.1 reads
`no` as false and 2021-07-12 as a date) nor its recursion. Anchors, aliases, merge keys and tags are
refused, so that a record of a kilobyte cannot stand for a gigabyte.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from archiver.findings import Finding
from archiver.record.places import Path, Places, pointer

LARGEST = 1 << 20
"""Bytes that a record may have."""
DEEPEST = 32
"""Lists and mappings that may lie in each other."""
_MOST_FINDINGS = 1000

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,16})(\.[0-9]{1,25})?([eE][-+]?[0-9]{1,3})?")
_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_READ_DIFFERENTLY = re.compile("[\x85\u2028\u2029]")
# Inside the strings of JSON these are legal, and YAML 1.1 takes them for line ends or refuses them.
_JSON_TO_YAML = {code: f"\\u{code:04x}" for code in [*range(0x7F, 0xA0), 0x2028, 0x2029, 0xFFFE, 0xFFFF]} | {9: " "}


class _Stop(Exception):
    """What is wrong is noted and the rest cannot be read."""


@dataclass(slots=True, kw_only=True)
class Composed:
    """What a file holds: its value, the places in it, and what is wrong with it."""

    value: Any = None
    places: Places = field(default_factory=Places)
    findings: list[Finding] = field(default_factory=list)
    whole: bool = True
    """False where the value is not all that was written, so that it makes no sense to check it."""


def compose(data: bytes, *, path: str) -> Composed:
    """Read YAML or JSON.

    Scalars follow YAML 1.2's core schema as far as records need it: true, false, null, integers and
    decimals are typed, all else (dates, yes, no, on) is text. `path` names the file in the findings.
    Wrong material never raises: R101 syntax, R102 a key given twice, R105 characters that XML
    forbids, R117 too large or too deep, R120 more than plain data (anchors,
    aliases, merge keys, tags).
    """
    if len(data) > LARGEST:
        detail = (f"expected: at most {LARGEST:,} bytes", f"found: {len(data):,} bytes")
        return Composed(findings=[Finding(code="R117", path=path, detail=detail)], whole=False)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Composed(findings=[_not_utf8(data, error, path)], whole=False)
    composer = _Composer(_as_yaml(text), path)
    composer.run()
    return composer.composed


def plain_json(data: bytes) -> Any:
    """Return the value of JSON that is beyond doubt, None for anything else.

    A record in a package is such JSON, and most of them are right: the standard library reads them
    forty times as fast. It knows no lines, so what is found wrong is read again by `compose`.
    """
    if len(data) > LARGEST or not data.startswith(b"{") or b"\\u" in data:
        return None
    try:
        text = data.decode()
        return None if NOT_XML.search(text) else json.loads(text, object_pairs_hook=_no_key_twice)
    except (ValueError, RecursionError):
        return None


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        raise ValueError("a key is given twice")
    return mapping


def _not_utf8(data: bytes, error: UnicodeDecodeError, path: str) -> Finding:
    before = Places(text := data[: error.start].decode("utf-8-sig", "replace")).at(len(text))
    return Finding(
        code="R101",
        path=path,
        line=before.line,
        column=before.column,
        detail=("expected: UTF-8", f"found: byte 0x{data[error.start]:02X} at byte {error.start}"),
        help="save the record as UTF-8",
    )


def _as_yaml(text: str) -> str:
    """Spell JSON so that a YAML 1.1 parser reads what JSON means; leave YAML as it is."""
    if not text.lstrip().startswith(("{", "[")):
        return text
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return text
    return text.translate(_JSON_TO_YAML)


@dataclass(slots=True, kw_only=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    holds: dict[str, Any] | list[Any]
    path: Path
    key: str | None = None
    key_index: int = 0


class _Composer:
    """One pass over the events of one file; a stack in place of recursion."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.places = Places(text)
        self.composed = Composed(places=self.places)
        self.stack: list[_Open] = []
        self.documents = 0

    def run(self) -> None:
        """Read everything, or as much as can be read."""
        loader: Any = None  # its methods are untyped
        try:
            self.refuse_old_line_ends()
            loader = yaml.SafeLoader(self.text)
            while loader.check_event():
                self.take(loader.get_event())
        except _Stop:
            self.composed.whole = False
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            said = " ".join(part for part in (error.context, error.problem) if part)
            self.find("R101", mark.index if mark else 0, (said,))
        except yaml.reader.ReaderError as error:
            self.find("R101", error.position, (f"found: U+{_ordinal(error.character):04X}",), help=_ESCAPE)
        except (ValueError, OverflowError, LookupError, TypeError, AttributeError) as error:
            # PyYAML lets these through on broken escapes, directives and tags.
            self.find("R101", loader.index if loader else 0, (f"found: what the parser cannot read ({error})"[:200],))

    def refuse_old_line_ends(self) -> None:
        """Refuse the three characters that end a line in YAML 1.1 and not in YAML 1.2."""
        if match := _READ_DIFFERENTLY.search(self.text):
            self.find("R101", match.start(), (f"found: U+{ord(match[0]):04X}",), help=_ESCAPE)
            raise _Stop

    def find(
        self, code: str, index: int, detail: tuple[str, ...], *, help: str | None = None, at: Path | None = None
    ) -> None:
        """Note a finding at a code point of the text."""
        line, column = self.places.at(index)
        where = None if at is None else pointer(at)
        finding = Finding(code=code, path=self.path, line=line, column=column, pointer=where, detail=detail, help=help)
        self.composed.findings.append(finding)
        if code in {"R101", "R117"}:
            self.composed.whole = False
        if len(self.composed.findings) >= _MOST_FINDINGS:
            raise _Stop

    def take(self, event: yaml.Event) -> None:
        """Take one event."""
        match event:
            case yaml.ScalarEvent() | yaml.AliasEvent() | yaml.CollectionStartEvent():
                self.refuse_more_than_data(event)
                self.take_node(event)
            case yaml.CollectionEndEvent():
                self.stack.pop()
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self.find("R101", _index(event), ("expected: one document", "found: a second one"))
                    raise _Stop
            case _:
                pass

    def refuse_more_than_data(self, event: yaml.NodeEvent) -> None:
        """Refuse anchors, aliases and tags."""
        index = _index(event)
        if isinstance(event, yaml.AliasEvent):
            self.composed.whole = False
            self.find("R120", index, ("found: an alias",))
        elif event.anchor is not None:
            self.find("R120", index, ("found: an anchor",))
        if getattr(event, "tag", None) is not None:
            self.find("R120", index, ("found: a tag",))

    def take_node(self, event: yaml.NodeEvent) -> None:
        """Put a key or a value where it belongs."""
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.holds, dict) and top.key is None:
            self.take_key(top, event)
            return
        path = self.path_of_next(top)
        index = _index(event)
        self.places.note(path, index, key=top.key_index if top is not None and top.key is not None else None)
        value = self.scalar(event, path) if isinstance(event, yaml.ScalarEvent) else _empty(event)
        self.put(top, value)
        if isinstance(value, dict | list):
            if len(self.stack) >= DEEPEST:
                self.find("R117", index, (f"expected: at most {DEEPEST} levels",))
                raise _Stop
            self.stack.append(_Open(holds=value, path=path))

    @staticmethod
    def path_of_next(top: _Open | None) -> Path:
        """Return the path of the value that comes next."""
        if top is None:
            return ()
        return (*top.path, len(top.holds) if isinstance(top.holds, list) else str(top.key))

    def take_key(self, top: _Open, event: yaml.NodeEvent) -> None:
        """Take the key of the next value; of a key given twice the first value is kept."""
        index = _index(event)
        if not isinstance(event, yaml.ScalarEvent):
            self.find("R120", index, ("expected: a word as the key",))
            raise _Stop
        if event.value == "<<" and event.style is None:
            self.composed.whole = False
            self.find("R120", index, ("found: a merge key",))
        top.key, top.key_index = self.legal(event.value, index, top.path), index
        if top.key in top.holds:
            first = self.places.key((*top.path, top.key))
            detail = (f"first given in line {first.line}, column {first.column}",)
            self.find("R102", index, detail, at=(*top.path, top.key))

    def put(self, top: _Open | None, value: Any) -> None:
        """Put a value into the list or mapping that is open."""
        if top is None:
            self.composed.value = value
        elif isinstance(top.holds, list):
            top.holds.append(value)
        else:
            top.holds.setdefault(str(top.key), value)
            top.key = None

    def scalar(self, event: yaml.ScalarEvent, path: Path) -> Any:
        """Return the value of a scalar: typed if it is plain and looks like it, else text."""
        written: str = event.value
        if event.style is None:
            if written in _WORDS:
                return _WORDS[written]
            if (match := _NUMBER.fullmatch(written)) and math.isfinite(number := float(written)):
                return number if match[1] or match[2] else int(written)
        return self.legal(written, _index(event), path)

    def legal(self, written: str, index: int, path: Path) -> str:
        """Join the surrogate pairs of JSON escapes, and note characters that XML forbids."""
        if not written.isascii():
            written = written.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        if match := NOT_XML.search(written):
            detail = ("expected: characters that XML allows", f"found: U+{ord(match[0]):04X}")
            self.find("R105", index, detail, help="leave the character out", at=path)
            return NOT_XML.sub("\ufffd", written)
        return written


_ESCAPE = "write the character as an escape in double quotation marks, or leave it out"


def _index(event: yaml.Event) -> int:
    """Return where an event begins; parsed from text, every event knows it."""
    return event.start_mark.index if event.start_mark else 0


def _empty(event: yaml.NodeEvent) -> dict[str, Any] | list[Any] | None:
    if isinstance(event, yaml.MappingStartEvent):
        return {}
    return [] if isinstance(event, yaml.SequenceStartEvent) else None


def _ordinal(character: int | str | bytes) -> int:
    return character if isinstance(character, int) else ord(character)

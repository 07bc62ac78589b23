# SPDX-License-Identifier: Apache-2.0
"""The form of decisions: JSON Lines in, one `Decision` for each line that decides something out.

A line is what `archiver review --format jsonl` writes, with `speaker` or `speech` changed if need be and a
reason in `because`. A line without a reason is no decision.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from archiver.findings import Finding
from archiver.model import Span
from archiver.record.syntax import NOT_XML
from archiver.record.words import show

_MOST_FAULTS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One line with a decision, of the right form."""

    line: int
    pieces: tuple[Span, ...]
    """The words meant; none where `quote` names them."""
    text: str | None
    """What stands at the first piece."""
    quote: str | None
    speech: bool
    speaker: str | None
    by: str
    because: str
    date: str | None


def parse(
    data: bytes, *, path: str, by: str, date: str | None = None
) -> tuple[tuple[Decision, ...], tuple[Finding, ...]]:
    """Return the decisions of a file of JSON Lines, and an R121 for each line that has not the form of one.

    `by` and `date` go for lines that do not say it themselves. Keys that are not known are passed over.
    """
    decisions: list[Decision] = []
    findings: list[Finding] = []
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        try:
            if (value := _value(line)) is not None:
                decisions.append(_decision(number, {"by": by, "date": date} | value))
        except _Wrong as wrong:
            findings.append(Finding(code="R121", path=path, line=number, column=wrong.column, detail=wrong.detail))
        if len(findings) >= _MOST_FAULTS:
            break
    return tuple(decisions), tuple(findings)


class _Wrong(Exception):
    """A line is no decision that can be read."""

    def __init__(self, *detail: str, column: int = 1) -> None:
        super().__init__(*detail)
        self.detail = detail
        self.column = column


def _value(line: bytes) -> dict[str, Any] | None:
    """Return the object of a line; None where the line is empty or decides nothing."""
    if not line.strip():
        return None
    try:
        value = json.loads(line.decode(), object_pairs_hook=_no_key_twice, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise _Wrong("expected: UTF-8", f"found: byte 0x{line[error.start]:02X}", column=error.start + 1) from error
    except json.JSONDecodeError as error:
        raise _Wrong(f"expected: JSON ({error.msg})", column=error.colno) from error
    except (ValueError, RecursionError) as error:
        raise _Wrong(f"expected: JSON that can be read ({error})"[:200]) from error
    if not isinstance(value, dict):
        raise _Wrong("expected: an object", f"found: {show(value)}")
    if "because" not in value:
        raise _Wrong("expected: the key because, empty where nothing is decided")
    because = value["because"]
    return None if isinstance(because, str) and not because.strip() else value


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        raise ValueError("a key is given twice")
    return mapping


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


def _decision(line: int, value: dict[str, Any]) -> Decision:
    speech = value.get("speech", True)
    if not isinstance(speech, bool):
        raise _Wrong("expected: speech true or false", f"found: {show(speech)}")
    if speech and "speaker" not in value:
        raise _Wrong("expected: the key speaker, null where nobody knows who speaks")
    pieces, quote, text = _pieces(value), _text(value, "quote"), _text(value, "text")
    if not pieces and quote is None:
        raise _Wrong("expected: at or quote")
    return Decision(
        line=line,
        pieces=pieces,
        text=text if quote is None else quote,
        quote=quote,
        speech=speech,
        speaker=_text(value, "speaker") if speech else None,
        by=_text(value, "by") or "",
        because=_text(value, "because") or "",
        date=_text(value, "date"),
    )


def _text(value: dict[str, Any], key: str) -> str | None:
    found = value.get(key)
    if found is None and key != "because":
        return None
    if not isinstance(found, str) or not found:
        raise _Wrong(f"expected: {key} as text", f"found: {show(found)}")
    if match := NOT_XML.search(found):
        raise _Wrong(f"expected: characters that XML allows in {key}", f"found: U+{ord(match[0]):04X}")
    return found


def _pieces(value: dict[str, Any]) -> tuple[Span, ...]:
    """Return the words that `at` means: all pieces of the utterance, if it has several."""
    if value.get("at") is None:
        return ()
    at = _span(value["at"], "at")
    given = value.get("pieces")
    if given is None:
        return (at,)
    if not isinstance(given, list):
        raise _Wrong("expected: pieces as a list", f"found: {show(given)}")
    pieces = tuple(_span(piece, "pieces") for piece in given)
    if pieces[:1] != (at,):
        raise _Wrong("expected: at as the first of pieces; leave pieces out where other words are meant")
    return pieces


def _span(value: Any, key: str) -> Span:
    pair = value if isinstance(value, list) else []
    if len(pair) != 2 or not all(type(offset) is int for offset in pair):  # noqa: PLR2004 # a pair
        raise _Wrong(f"expected: two offsets in {key}", f"found: {show(value)}")
    return Span(*pair)

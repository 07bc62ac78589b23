# SPDX-License-Identifier: Apache-2.0
"""What a schema wanted and what to do about it, in the words of the person who writes the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from archiver.record.words import nearest, show

if TYPE_CHECKING:
    from collections.abc import Callable

    from archiver.record.places import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One value that breaks one keyword of the schema."""

    path: Path
    keyword: str
    wanted: Any
    """What the keyword says."""
    found: Any
    """The value."""
    schema: dict[str, Any]
    """The schema that holds the keyword, with its description and examples."""


class Explanation(NamedTuple):
    """What was expected, and what to do where more can be said than the table of codes says."""

    expected: str
    help: str | None = None


def explain(fault: Fault) -> Explanation:
    """Say what the schema expected of a value."""
    say = _EXPLANATIONS.get(fault.keyword)
    return say(fault) if say else Explanation(f"{fault.keyword} {show(fault.wanted)}")


_TYPES = {
    "string": "text",
    "object": "a mapping",
    "array": "a list",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


def _type(fault: Fault) -> Explanation:
    wanted = fault.wanted if isinstance(fault.wanted, list) else [fault.wanted]
    expected = " or ".join(_TYPES.get(name, str(name)) for name in wanted)
    if "string" in wanted and isinstance(fault.found, bool | int | float):
        return Explanation(expected, "write it in quotation marks")
    if "string" in wanted and "object" in wanted and fault.found is None:
        advice = "write {unknown: true, note: why}, or leave the key out if it is not required"
        return Explanation(expected, advice)
    return Explanation(expected)


def _enum(fault: Fault) -> Explanation:
    allowed = [str(choice) for choice in fault.wanted]
    meant = nearest(fault.found, allowed) if isinstance(fault.found, str) else None
    return Explanation(f"one of {', '.join(allowed)}", f"did you mean {meant}?" if meant else None)


def _const(fault: Fault) -> Explanation:
    if fault.wanted == "1":
        return Explanation('"1"', 'write record_version: "1", with the quotation marks')
    return Explanation(show(fault.wanted))


def _pattern(fault: Fault) -> Explanation:
    """Describe the shape as the schema does; where it lists several examples, name the nearest."""
    examples = [example for example in fault.schema.get("examples", []) if isinstance(example, str)]
    meant = nearest(fault.found.replace(" ", "-"), examples) if len(examples) > 1 else None
    advice = f"did you mean {meant}?" if meant else (f"for example {examples[0]}" if examples else None)
    return Explanation(fault.schema.get("description", f"text like {fault.wanted}"), advice)


def _limit(what: str) -> Callable[[Fault], Explanation]:
    return lambda fault: Explanation(what.format(fault.wanted))


def _fixed(expected: str, advice: str | None = None) -> Callable[[Fault], Explanation]:
    return lambda _: Explanation(expected, advice)


_EXPLANATIONS: dict[str, Callable[[Fault], Explanation]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "uniqueItems": _fixed("each item once"),
    "minLength": _limit("text of at least {} character"),
    "maxLength": _limit("text of at most {} characters"),
    "minItems": _limit("at least {} items"),
    "maxItems": _limit("at most {} items"),
    "minimum": _limit("at least {}"),
    "maximum": _limit("at most {}"),
    "anyOf": _fixed("uri, spdx or statement", "give one of uri, spdx and statement, or {unknown: true, note: why}"),
    "not": _fixed("the name of a file"),
    "false": _fixed("quote or at, not both", "leave one of the two out"),
}

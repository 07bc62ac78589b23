# SPDX-License-Identifier: Apache-2.0
"""Check the value of a record against its JSON Schema, and say every fault in plain words.

The schema chooses between the forms of a fact by if/then/else and not by oneOf, so that a fault is
reported for the form that was meant. No reference is ever resolved outside the schema itself.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from archiver.errors import CannotRead
from archiver.findings import Finding
from archiver.record.explain import Fault, explain
from archiver.record.places import Path, Places, pointer
from archiver.record.words import nearest, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema import ValidationError

MOST_FAULTS = 1000

_SAY_THE_GROUND = (
    "write from: source if the source states it, "
    "else supplied_by, certainty and evidence, or {unknown: true, note: why}"
)


def faults(value: Any, *, schema: bytes, places: Places, path: str) -> list[Finding]:
    """Return every fault of a record: R103, R104, R105 or R116, each with line, column and JSON path.

    Raises:
        CannotRead: the schema is not one that can be used.
    """
    if (version := _unknown_version(value, places, path)) is not None:
        return [version]
    told = _Findings(places, path)
    try:
        for error in islice(_validator(schema).iter_errors(value), MOST_FAULTS):
            told.take(_fault(error))
    except CannotRead:
        raise
    except Exception as error:  # a schema out of a package may hold anything, and jsonschema trusts schemas
        raise CannotRead(f"the schema of the record cannot be used: {error}"[:300], where=path) from error
    return told.findings


def _unknown_version(value: Any, places: Places, path: str) -> Finding | None:
    version = value.get("record_version", "1") if isinstance(value, dict) else "1"
    if version in ("1", 1) or not isinstance(version, str | int | float):
        return None
    line, column = places.value(("record_version",))
    detail = ('expected: "1"', f"found: {show(version)}")
    return Finding(code="R116", path=path, line=line, column=column, pointer="$.record_version", detail=detail)


@lru_cache(maxsize=8)
def _validator(schema: bytes) -> Any:
    """Compile a schema once; jsonschema is imported here because it takes 0.1 s."""
    from jsonschema import Draft202012Validator, validators  # noqa: PLC0415
    from referencing import Registry  # noqa: PLC0415

    try:
        rules = json.loads(schema)
    except (ValueError, RecursionError) as error:
        raise CannotRead(f"the schema of the record is not JSON: {error}") from error
    extend: Any = validators.extend  # untyped
    strict = extend(Draft202012Validator, {"pattern": _pattern, "uniqueItems": _unique_items})
    # An empty registry that retrieves nothing: the default one would ask the network.
    return strict(rules, registry=Registry())


def _pattern(validator: Any, pattern: str, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    """Check `pattern` as ECMA-262 means it: `$` is the end, not the place before a last line feed."""
    from jsonschema import ValidationError  # noqa: PLC0415 # see _validator

    if validator.is_type(instance, "string") and not re.search(re.sub(r"(?<!\\)\$$", r"\\Z", pattern), instance):
        yield ValidationError("pattern")


def _unique_items(_validator: Any, wanted: bool, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    """Check `uniqueItems` in linear time; jsonschema compares mappings pair by pair."""
    from jsonschema import ValidationError  # noqa: PLC0415 # see _validator

    if not wanted or not isinstance(instance, list):
        return
    seen: set[str] = set()
    for index, item in enumerate(instance):
        written = json.dumps(item, sort_keys=True)
        if written in seen:
            yield ValidationError("repeated", path=[index], instance=item)
        seen.add(written)


def _fault(error: ValidationError) -> Fault:
    schema = error.schema
    return Fault(
        path=tuple(error.absolute_path),
        # A schema that is `false` has no keyword.
        keyword=str(error.validator) if isinstance(error.validator, str) else "false",
        wanted=error.validator_value,
        found=error.instance,
        schema=dict(schema) if isinstance(schema, dict) else {},
    )


class _Findings:
    """The faults of one record as findings; what was said of a place is not said again."""

    def __init__(self, places: Places, path: str) -> None:
        self.findings: list[Finding] = []
        self._places = places
        self._path = path
        self._told: set[tuple[str, str]] = set()

    def take(self, fault: Fault) -> None:
        """Turn a fault into findings."""
        match fault.keyword:
            case "additionalProperties":
                self._unknown_keys(fault)
            case "required":
                self._missing_keys(fault)
            case _:
                expected, advice = explain(fault)
                self._add("R105", fault.path, (f"expected: {expected}", f"found: {show(fault.found)}"), advice)

    def _add(self, code: str, path: Path, detail: tuple[str, ...], advice: str | None, *, key: bool = False) -> None:
        where = pointer(path)
        if (where, detail[0]) in self._told:
            return
        self._told.add((where, detail[0]))
        line, column = self._places.key(path) if key else self._places.value(path)
        self.findings.append(
            Finding(code=code, path=self._path, line=line, column=column, pointer=where, detail=detail, help=advice)
        )

    def _unknown_keys(self, fault: Fault) -> None:
        """Note each key that the schema does not know, with the nearest one that is still free."""
        known = list(fault.schema.get("properties", {}))
        free = [key for key in known if key not in fault.found]
        for key in fault.found:
            if key in known or len(self.findings) > MOST_FAULTS:
                continue
            meant = nearest(key, free)
            advice = f"did you mean {meant}?" if meant else f"known here: {', '.join(known)}"
            self._add("R103", (*fault.path, key), (f"found: {show(key)}",), advice, key=True)

    def _missing_keys(self, fault: Fault) -> None:
        """Note each key that is missing, with what the schema says about it."""
        for key in fault.wanted:
            if key in fault.found:
                continue
            about = fault.schema.get("properties", {}).get(key, {}).get("description")
            detail = (f"missing: {key}", *((f"meaning: {about}",) if about else ()))
            self._add("R104", fault.path, detail, _SAY_THE_GROUND if key == "from" else None)

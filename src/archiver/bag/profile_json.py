# SPDX-License-Identifier: Apache-2.0
"""The JSON of a profile that somebody else wrote: read it safely, say where a fault is. Pure; RFC 8259 and 9535."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGEST = 1024 * 1024
"""Octets of a profile; real ones hold some thousand."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: by keys and indices, or by line and column where there is no reading it at all."""

    reason: str
    place: tuple[str | int, ...] = ()
    line: int | None = None
    column: int | None = None


def load(data: bytes) -> tuple[dict[str, object], Fault | None]:
    """Read an object: UTF-8, no key given twice, no NaN; a byte order mark is passed over.

    Hostile texts cost no more than their size: 1 MiB at most, and what lies too deep inside each other is refused.
    """
    if len(data) > LARGEST:
        return {}, Fault(f"larger than {LARGEST} octets")
    try:
        content = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_unrepeated, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        return {}, Fault(error.msg, (), error.lineno, error.colno)
    except UnicodeDecodeError as error:
        return {}, Fault(f"not UTF-8 at octet {error.start}")
    except RecursionError:
        return {}, Fault("too deeply nested")
    except ValueError as error:  # a key given twice, NaN, a number of thousands of digits
        return {}, Fault(str(error))
    return (content, None) if isinstance(content, dict) else ({}, Fault("an object is needed"))


def _unrepeated(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            message = f"the key {key!r} is given twice"
            raise ValueError(message)
        found[key] = value
    return found


def _refuse(constant: str) -> NoReturn:
    message = f"{constant} is no JSON"
    raise ValueError(message)


def as_pointer(place: Sequence[str | int]) -> str:
    """Write a place as a JSON path (RFC 9535 §2.7): `$['Bag-Info'].Title.values[0]`."""
    return "$" + "".join(map(_step, place))


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    if _NAME.fullmatch(step):
        return f".{step}"
    quoted = step.replace("\\", "\\\\").replace("'", "\\'")
    return f"['{quoted}']"

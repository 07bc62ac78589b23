# SPDX-License-Identifier: Apache-2.0
"""Pins: what a consumer holds a package to, one JSON object a line. Pure.

The lines are of the form of the ledger's, sorted keys and no blanks, so that a file of pins is added to with `>>` and
two of them are compared with `diff`.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass

LONGEST = 64 * 1024
"""Octets of a line, its end included."""

_PAYLOAD = re.compile(r"ni:///sha-256;[A-Za-z0-9_-]{43}")
_SWHID = re.compile(r"swh:1:dir:[0-9a-f]{40}")
_NAME = re.compile("[^\x00-\x1f\x7f\ud800-\udfff]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """What a package has to be."""

    name: str
    """Name and version of the package (`name/v1`), or the name of its folder or archive file."""
    payload: str
    """`ni:///sha-256;…` of the canonical payload manifest."""
    swhid: str
    """`swh:1:dir:…` of `data/`."""


def format_pin(pin: Pin) -> str:
    """Write a pin as a line without its end."""
    return json.dumps(fields(pin), separators=(",", ":"), ensure_ascii=False)


def fields(pin: Pin) -> dict[str, str]:
    """Return what stands in the line of a pin, in its order."""
    return dict(sorted(asdict(pin).items()))


def parse_pin(line: str) -> Pin:
    """Read a line.

    Raises:
        ValueError: if it is no pin; the message says why.
    """
    try:
        given = json.loads(line, object_pairs_hook=_without_repeats)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg}") from error
    if not isinstance(given, dict) or given.keys() != set(Pin.__slots__):
        raise ValueError("a pin has exactly the keys name, payload, swhid")
    for name, form in (("name", _NAME), ("payload", _PAYLOAD), ("swhid", _SWHID)):
        if not isinstance(given[name], str) or not form.fullmatch(given[name]):
            raise ValueError(f"{name} is not of the form that it should have")
    return Pin(**given)


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    given = dict(pairs)
    if len(given) != len(pairs):
        raise ValueError("a key is given twice")
    return given

# SPDX-License-Identifier: Apache-2.0
"""Words of messages: a value on one short line, and the word that was probably meant."""

from __future__ import annotations

import json
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

_LONGEST = 60
_TOO_LONG_TO_COMPARE = 64
_TOO_MANY_TO_COMPARE = 200


def nearest(word: str, choices: Collection[str]) -> str | None:
    """Return the choice that is most like the word, without regard to case, or None."""
    if len(word) > _TOO_LONG_TO_COMPARE or len(choices) > _TOO_MANY_TO_COMPARE:
        return None
    folded: dict[str, str] = {}
    for choice in choices:
        folded.setdefault(choice.casefold(), choice)
    found = get_close_matches(word.casefold(), folded, n=1)
    return folded[found[0]] if found else None


def show(value: Any) -> str:
    """Return a value of a record on one short line, without control characters."""
    if isinstance(value, dict):
        return f"a mapping with {', '.join(map(show, list(value)[:4]))}" if value else "an empty mapping"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if value is None:
        return "nothing"
    written = json.dumps(value[:_LONGEST] if isinstance(value, str) else value, ensure_ascii=False)
    if not written.isprintable():
        written = json.dumps(json.loads(written), ensure_ascii=True)
    return written[:_LONGEST] + "…" if len(written) > _LONGEST or show_cut(value) else written


def show_cut(value: Any) -> bool:
    """Tell whether `show` leaves out the end of the value."""
    return isinstance(value, str) and len(value) > _LONGEST

# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.record import canonical


def test_canonical_json_is_sorted_indented_and_unescaped() -> None:
    value = {"b": ["é", "e\u0301"], "a": {"d": None, "c": True}, "A": 1}
    lines = ["{", '  "A": 1,', '  "a": {', '    "c": true,', '    "d": null', "  },"]
    lines += ['  "b": [', '    "é",', '    "e\u0301"', "  ]", "}", ""]
    assert canonical(value) == "\n".join(lines).encode()


def test_what_json_cannot_say_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical({"a": float("nan")})

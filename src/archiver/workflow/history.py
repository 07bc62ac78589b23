# SPDX-License-Identifier: Apache-2.0
"""The whole history of a package: what is in it, and what the ledger of its shelf knows besides."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archiver import provenance
from archiver.provenance import Actor, ActorKind, Deed, DeedKind, Thing
from archiver.workflow.books import Books
from archiver.workflow.opened import open_package, transcript_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from archiver.ledger import LedgerEntry
    from archiver.provenance import History
    from archiver.workflow.opened import Opened

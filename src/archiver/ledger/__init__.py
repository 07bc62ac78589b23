# SPDX-License-Identifier: Apache-2.0
"""The log outside the packages: an append-only chain of what was packaged, which no bag can certify itself."""

from __future__ import annotations

from archiver.ledger.append import OpenLedger, locked
from archiver.ledger.entry import LedgerEntry, parse_entry
from archiver.ledger.read import Ledger, entries_about, line_of, read

__all__ = ["Ledger", "LedgerEntry", "OpenLedger", "entries_about", "line_of", "locked", "parse_entry", "read"]

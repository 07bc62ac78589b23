# SPDX-License-Identifier: Apache-2.0
"""Fetch the files that a bag names and does not hold (RFC 8493 §2.2.3); the only room that opens a socket."""

from __future__ import annotations

from archiver.fetch.addresses import vet
from archiver.fetch.failure import Failed
from archiver.fetch.fill import fill
from archiver.fetch.terms import TERMS, Terms

__all__ = ["TERMS", "Failed", "Terms", "fill", "vet"]

# SPDX-License-Identifier: Apache-2.0
"""BagIt packages (RFC 8493): lay them out, write them, judge them."""

from __future__ import annotations

from archiver.bag.carrier import Carrier, open_archive
from archiver.bag.expected import expected_octets
from archiver.bag.judge import Judgement, judge
from archiver.bag.plan import Plan, plan
from archiver.bag.second import second_opinion
from archiver.bag.tags import PROFILE
from archiver.bag.terms import TERMS, Limits, Terms
from archiver.bag.write import is_staging, write

__all__ = [
    "PROFILE",
    "TERMS",
    "Carrier",
    "Judgement",
    "Limits",
    "Plan",
    "Terms",
    "expected_octets",
    "is_staging",
    "judge",
    "open_archive",
    "plan",
    "second_opinion",
    "write",
]

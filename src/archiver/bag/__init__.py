# SPDX-License-Identifier: Apache-2.0
"""BagIt packages (RFC 8493): lay them out, write them, judge them."""

from __future__ import annotations

from archiver.bag.gather import Gathered, gather
from archiver.bag.journal import alone, is_interrupted, recover, replace
from archiver.bag.judge import Judgement, judge
from archiver.bag.manifest import SIZES, WEAK
from archiver.bag.plan import ALGORITHMS, Plan, plan
from archiver.bag.renew import Renewal, Request
from archiver.bag.second import second_opinion
from archiver.bag.stream import lay_out
from archiver.bag.tags import PROFILE, format_info, parse_info
from archiver.bag.terms import TERMS, Limits, Terms
from archiver.bag.update import prepare
from archiver.bag.write import is_staging, put_in_place, write

__all__ = [
    "ALGORITHMS",
    "PROFILE",
    "SIZES",
    "TERMS",
    "WEAK",
    "Gathered",
    "Judgement",
    "Limits",
    "Plan",
    "Renewal",
    "Request",
    "Terms",
    "alone",
    "format_info",
    "gather",
    "is_interrupted",
    "is_staging",
    "judge",
    "lay_out",
    "parse_info",
    "plan",
    "prepare",
    "put_in_place",
    "recover",
    "replace",
    "second_opinion",
    "write",
]

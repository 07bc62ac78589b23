# SPDX-License-Identifier: Apache-2.0
"""BagIt packages (RFC 8493): lay them out, write them, judge them, bring them up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archiver.bag.carrier import Carrier, open_archive
from archiver.bag.expected import expected_octets
from archiver.bag.gather import gather
from archiver.bag.judge import Judgement, judge
from archiver.bag.plan import Plan, plan
from archiver.bag.seal import Seal
from archiver.bag.tags import PROFILE
from archiver.bag.terms import TERMS, Limits, Terms
from archiver.bag.write import is_staging, put_in_place, write

if TYPE_CHECKING:
    from archiver.bag.gather import Gathered
    from archiver.bag.journal import alone, is_begun, is_interrupted, recover, replace
    from archiver.bag.manifest import SIZES, WEAK
    from archiver.bag.plan import ALGORITHMS
    from archiver.bag.renew import Renewal, Request
    from archiver.bag.second import second_opinion
    from archiver.bag.stream import lay_out
    from archiver.bag.tags import format_info, parse_info
    from archiver.bag.update import prepare

__all__ = [
    "ALGORITHMS",
    "PROFILE",
    "SIZES",
    "TERMS",
    "WEAK",
    "Carrier",
    "Gathered",
    "Judgement",
    "Limits",
    "Plan",
    "Renewal",
    "Request",
    "Seal",
    "Terms",
    "alone",
    "expected_octets",
    "format_info",
    "gather",
    "is_begun",
    "is_interrupted",
    "is_staging",
    "judge",
    "lay_out",
    "open_archive",
    "parse_info",
    "plan",
    "prepare",
    "put_in_place",
    "recover",
    "replace",
    "second_opinion",
    "write",
]

_MODULES = {
    "ALGORITHMS": "plan",
    "Gathered": "gather",
    "Renewal": "renew",
    "Request": "renew",
    "SIZES": "manifest",
    "WEAK": "manifest",
    "alone": "journal",
    "format_info": "tags",
    "is_begun": "journal",
    "is_interrupted": "journal",
    "lay_out": "stream",
    "parse_info": "tags",
    "prepare": "update",
    "recover": "journal",
    "replace": "journal",
    "second_opinion": "second",
}
"""What a plain check needs none of, imported when it is first asked for."""


def __getattr__(name: str) -> Any:
    from importlib import import_module  # noqa: PLC0415 # only on the first use of a name

    if name not in _MODULES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)

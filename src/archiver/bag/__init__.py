# SPDX-License-Identifier: Apache-2.0
"""BagIt packages (RFC 8493): lay them out, write them, judge them, bring them up to date."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from archiver.bag.carrier import Carrier, open_archive
    from archiver.bag.expected import expected_octets
    from archiver.bag.gather import Gathered, gather
    from archiver.bag.journal import alone, is_begun, is_interrupted, recover, replace
    from archiver.bag.judge import Judgement, judge
    from archiver.bag.manifest import SIZES, WEAK
    from archiver.bag.plan import ALGORITHMS, Plan, plan
    from archiver.bag.renew import Renewal, Request
    from archiver.bag.seal import Seal
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
    "carrier": ("Carrier", "open_archive"),
    "expected": ("expected_octets",),
    "gather": ("Gathered", "gather"),
    "journal": ("alone", "is_begun", "is_interrupted", "recover", "replace"),
    "judge": ("Judgement", "judge"),
    "manifest": ("SIZES", "WEAK"),
    "plan": ("ALGORITHMS", "Plan", "plan"),
    "renew": ("Renewal", "Request"),
    "seal": ("Seal",),
    "second": ("second_opinion",),
    "stream": ("lay_out",),
    "tags": ("PROFILE", "format_info", "parse_info"),
    "terms": ("TERMS", "Limits", "Terms"),
    "update": ("prepare",),
    "write": ("is_staging", "put_in_place", "write"),
}
"""The modules and what is taken from them, imported when it is first asked for."""


def __getattr__(name: str) -> Any:
    from importlib import import_module  # noqa: PLC0415 # only on the first use of a name

    for module, names in _MODULES.items():
        if name in names:
            value = globals()[name] = getattr(import_module(f"{__name__}.{module}"), name)
            return value
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


class _Room(type(sys)):  # type: ignore[misc] # the class of modules
    """The class of this module: a function keeps its name where the module that it comes from has the same."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in _MODULES.get(name, ()) or not isinstance(value, type(sys)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Room

# SPDX-License-Identifier: Apache-2.0
"""The order of the steps: validate, encode, package, verify. Nothing is decided here that a room can decide.

A step is imported when it is first asked for: whoever verifies a bag waits for no reader of speech.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archiver.workflow.anchors import checkpoint, prove_package, witness
    from archiver.workflow.bagging import bag, dry_bag, read_info
    from archiver.workflow.beginning import new
    from archiver.workflow.citing import cite
    from archiver.workflow.comparing import diff
    from archiver.workflow.encoding import encode, validate, validate_all
    from archiver.workflow.fetching import fetch, plan_fetch
    from archiver.workflow.identifying import identify
    from archiver.workflow.packaging import dry_run, package
    from archiver.workflow.pins import pin
    from archiver.workflow.proving import check_proof
    from archiver.workflow.publishing import publish
    from archiver.workflow.quoting import quotes
    from archiver.workflow.reproducing import reproduce
    from archiver.workflow.reviewing import decide, review
    from archiver.workflow.showing import is_shelf, show
    from archiver.workflow.signing import sign
    from archiver.workflow.telling import history
    from archiver.workflow.updating import roll_back, update
    from archiver.workflow.verification import verify

__all__ = [
    "bag",
    "check_proof",
    "checkpoint",
    "cite",
    "decide",
    "diff",
    "dry_bag",
    "dry_run",
    "encode",
    "fetch",
    "history",
    "identify",
    "is_shelf",
    "new",
    "package",
    "pin",
    "plan_fetch",
    "prove_package",
    "publish",
    "quotes",
    "read_info",
    "reproduce",
    "review",
    "roll_back",
    "show",
    "sign",
    "update",
    "validate",
    "validate_all",
    "verify",
    "witness",
]

_STEPS = {
    "bag": "bagging",
    "check_proof": "proving",
    "checkpoint": "anchors",
    "cite": "citing",
    "decide": "reviewing",
    "diff": "comparing",
    "dry_bag": "bagging",
    "dry_run": "packaging",
    "encode": "encoding",
    "fetch": "fetching",
    "history": "telling",
    "identify": "identifying",
    "is_shelf": "showing",
    "new": "beginning",
    "package": "packaging",
    "pin": "pins",
    "plan_fetch": "fetching",
    "prove_package": "anchors",
    "publish": "publishing",
    "quotes": "quoting",
    "read_info": "bagging",
    "reproduce": "reproducing",
    "review": "reviewing",
    "roll_back": "updating",
    "show": "showing",
    "sign": "signing",
    "update": "updating",
    "validate": "encoding",
    "validate_all": "encoding",
    "verify": "verification",
    "witness": "anchors",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module  # noqa: PLC0415 # only on the first use of a name

    if name not in _STEPS:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_STEPS[name]}"), name)

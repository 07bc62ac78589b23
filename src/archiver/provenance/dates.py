# SPDX-License-Identifier: Apache-2.0
"""The date that an RO-Crate demands, from a record that may not know it, and without a clock (decision 0020)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.model import RULES_DATE

if TYPE_CHECKING:
    from archiver.model import Record

_ONE = re.compile(r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-(0[1-9]|1[0-2])(?:-([0-3][0-9]))?)?(?=[T?~%]|\Z|-)")
_EXACT = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?\Z")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2}))?\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A date of ISO 8601 and what it is."""

    iso: str
    """A year, a month or a day."""
    told: str
    """What this date is, in one sentence."""


def published(record: Record) -> Published:
    """Return when the document was published, or the nearest thing that is known.

    That is the date of publication, else that of the statement, else that of the capture, by which it had been
    published. If the record knows none of them, it is the day on which the rules were fixed by which the dataset
    was made: it cannot have been published before. The earliest day is meant where a date is uncertain.
    """
    for fact, what in (
        (record.publication_date, "of the publication"),
        (record.statement_date, "of the statement"),
        (record.source_captured, "of the capture"),
    ):
        if fact.value is not None and (iso := earliest(fact.value)) is not None:
            exact = fact.value if _EXACT.match(fact.value) else f"{fact.value} in EDTF"
            doubt = "" if fact is record.publication_date else "; when the document was published is not known"
            return Published(iso=iso, told=f"The date is that {what}, {exact}{doubt}.")
    told = "When the document was published is not known; the date is the first on which this dataset can have been."
    return Published(iso=RULES_DATE, told=told)


def earliest(edtf: str) -> str | None:
    """Return the earliest date that an EDTF date can mean, as far as ISO 8601 can say it with a year of four figures.

    A month or season that is not known is left out; an interval is meant by its first end that is known.
    """
    for side in edtf.split("/"):
        match = _ONE.match(side)
        if match:
            year, month, day = match.groups()
            return "-".join([year.replace("X", "0"), *(part for part in (month, day) if part)])
    return None


def moment(edtf: str | None) -> str | None:
    """Return a date or time that RO-Crate takes as an instant; None for what is uncertain or not to the day."""
    return edtf if edtf is not None and _MOMENT.match(edtf) else None

# SPDX-License-Identifier: Apache-2.0
"""What differs between two records, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ABSENT = object()
"""Stands for a field that one of the records does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field that was added, removed or changed."""

    pointer: str
    """JSON path; somebody with an id is named by it: `$.speakers[brook].roles[0]`."""
    old: Any
    """The value in JSON types; `ABSENT` where there is none."""
    new: Any

    @property
    def kind(self) -> str:
        """Whether it was added, removed or changed."""
        return "added" if self.old is ABSENT else "removed" if self.new is ABSENT else "changed"


def field_changes(old: Any, new: Any) -> tuple[FieldChange, ...]:
    """Return what differs between two records in JSON types, in the order of the keys.

    Speakers, participants, organisations and agents are the same where their ids are, whatever their place.
    Records are checked before: none is deeper than its schema.
    """
    return tuple(_compare("$", old, new))


def _compare(pointer: str, old: Any, new: Any) -> Iterator[FieldChange]:
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _by_key(pointer + ".{}", old, new)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _by_key(pointer + "[{}]", _keyed(old), _keyed(new))
    elif old != new or type(old) is not type(new):
        yield FieldChange(pointer=pointer, old=old, new=new)


def _by_key(form: str, old: dict[Any, Any], new: dict[Any, Any]) -> Iterator[FieldChange]:
    for key in dict.fromkeys((*old, *new)):
        yield from _compare(form.format(key), old.get(key, ABSENT), new.get(key, ABSENT))


def _keyed(items: list[Any]) -> dict[Any, Any]:
    """Return the items of a list by their ids, or by their places if they have none."""
    ids = [item.get("id") if isinstance(item, dict) else None for item in items]
    return dict(zip(ids, items, strict=True)) if all(ids) and len({*ids}) == len(ids) else dict(enumerate(items))

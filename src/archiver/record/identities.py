# SPDX-License-Identifier: Apache-2.0
"""Check that ids and names of a record each mean one thing (R106, R107, R111)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archiver.record.shape import mappings, text_at
from archiver.record.words import nearest, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.record.places import Path
    from archiver.record.shape import Note

_PEOPLE = ("speakers", "participants", "organisations")


def check_identities(value: Any, note: Note) -> None:
    """Note ids used twice, names that two share, and references to ids that are not there."""
    _unique_ids(value, note)
    _unshared_names(value, note)
    _resolved(value, note)


def _ids(value: Any, *lists: str) -> Iterator[tuple[Path, str]]:
    for name in lists:
        for path, item in mappings(value, name):
            if isinstance(item.get("id"), str):
                yield (*path, "id"), item["id"]


def _unique_ids(value: Any, note: Note) -> None:
    first: dict[str, Path] = {}
    for path, identifier in _ids(value, *_PEOPLE, "agents"):
        if identifier in first:
            note("R106", path, (f"found: {show(identifier)}", f"first used: {note.where(first[identifier])}"))
        first.setdefault(identifier, path)


def _names(item: dict[str, Any], path: Path) -> Iterator[tuple[Path, str]]:
    """Yield what means this one and nobody else; the description of somebody unnamed may be shared."""
    name = text_at(item.get("name"))
    if name is not None and item.get("anonymous") is not True:
        yield (*path, "name"), name
    aliases = item.get("aliases")
    for index, alias in enumerate(aliases if isinstance(aliases, list) else ()):
        if isinstance(alias, str):
            yield (*path, "aliases", index), alias


def _unshared_names(value: Any, note: Note) -> None:
    """Compare without regard to case and to the kind of white space."""
    owners: dict[str, tuple[Path, Path]] = {}
    for name in _PEOPLE:
        for owner, item in mappings(value, name):
            for path, written in _names(item, owner):
                _, first = owners.setdefault(" ".join(written.casefold().split()), (owner, path))
                if first[:2] != owner:
                    note("R107", path, (f"found: {show(written)}", f"also at: {note.where(first)}"))


def _references(value: Any) -> Iterator[tuple[Path, Any, tuple[str, ...]]]:
    """Yield each reference with the lists where its id may be declared."""
    for path, agent in _supplied_by(value):
        yield path, agent, ("agents",)
    for name in _PEOPLE:
        for path, item in mappings(value, name):
            yield (*path, "affiliation"), item.get("affiliation"), ("organisations",)
    for path, item in mappings(value, "corrections"):
        yield (*path, "by"), item.get("by"), ("agents",)
        yield (*path, "speaker"), item.get("speaker"), _PEOPLE


def _supplied_by(value: Any) -> Iterator[tuple[Path, Any]]:
    """Yield every `supplied_by` of the record; the depth was limited when the record was read."""
    waiting: list[tuple[Path, Any]] = [((), value)]
    while waiting:
        path, item = waiting.pop()
        if isinstance(item, dict):
            waiting.extend(((*path, key), inner) for key, inner in item.items())
            if "supplied_by" in item:
                yield (*path, "supplied_by"), item["supplied_by"]
        elif isinstance(item, list):
            waiting.extend(((*path, index), inner) for index, inner in enumerate(item))


def _resolved(value: Any, note: Note) -> None:
    declared: dict[tuple[str, ...], dict[str, None]] = {}
    for path, given, lists in _references(value):
        if lists not in declared:
            declared[lists] = dict.fromkeys(known for _, known in _ids(value, *lists))
        if isinstance(given, str) and given not in declared[lists]:
            meant = nearest(given, declared[lists])
            found = (f"expected: an id of {', '.join(lists)}", f"found: {show(given)}")
            note("R111", path, found, f"did you mean {meant}?" if meant else None)

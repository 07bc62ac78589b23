# SPDX-License-Identifier: Apache-2.0
"""Check what a package says of its own history: the RO-Crate in its payload and PREMIS beside it."""

from __future__ import annotations

from collections import Counter
from hashlib import sha512
from typing import TYPE_CHECKING

from archiver.errors import InvalidMaterial
from archiver.findings import Finding
from archiver.model import RULES_VERSION
from archiver.workflow.own import CRATE, PREMIS, is_content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from archiver.bag import Judgement
    from archiver.model import Record
    from archiver.provenance.stated import Stated

_FIRST_WITH_CRATE = 4
"""Version of the rules from which on a payload describes itself."""
_MOST_TOLD = 20
"""Differences that one finding tells."""


def check_descriptions(judged: Judgement, record: Record | None, path: str) -> tuple[list[Finding], list[str]]:
    """Compare RO-Crate and PREMIS with a payload that is sound; return what is wrong and what was looked at.

    The crate must be the one that source, record and TEI give, if the package names the rules of this archiver
    (P103); where it names others, it must list the files that are there. PREMIS must not contradict them (P104).
    A package by older rules may have neither.
    """
    findings = [*_crate(judged, record, path), *_premis(judged, path)]
    seen = [("RO-Crate", CRATE), ("PREMIS", PREMIS)]
    return findings, [name for name, file in seen if file in judged.contents]


def _crate(judged: Judgement, record: Record | None, path: str) -> Iterator[Finding]:
    named = dict(judged.info).get("Archiver-Rules", "")
    found = judged.contents.get(CRATE)
    if found is None:
        if CRATE not in judged.payload and _describes(named):
            yield Finding(code="P103", path=f"{path}/{CRATE}", detail=("it is missing", f"rules {named}"))
        return
    if named == RULES_VERSION:
        detail = _differs(judged, record, found)
    else:
        from archiver.provenance.stated import of_crate  # noqa: PLC0415 # few packages are of other rules

        detail = _told(lambda: of_crate(found), _expected_in_crate(judged))
    if detail:
        yield Finding(code="P103", path=f"{path}/{CRATE}", detail=detail)


def _describes(named: str) -> bool:
    """Tell whether rules of this version make a crate; of what is no number nothing is demanded."""
    return named.isascii() and named.isdigit() and int(named[:9]) >= _FIRST_WITH_CRATE


def _differs(judged: Judgement, record: Record | None, found: bytes) -> tuple[str, ...]:
    """Make the crate again and say where it parts; of a record or TEI that cannot be read others speak."""
    from archiver import changes, tei  # noqa: PLC0415 # lxml is dear
    from archiver.workflow.payload import crate_of  # noqa: PLC0415 # brings the rules of speech

    data = judged.contents.get("data/transcript.tei.xml")
    if record is None or data is None:
        return ()
    try:
        transcript = tei.decode(data)
    except InvalidMaterial:
        return ()
    files = {name.removeprefix("data/"): one for name, one in judged.contents.items() if name.startswith("data/")}
    made = crate_of(record, transcript, files)
    strange = sorted(name.removeprefix("data/") for name in judged.payload if not is_content(name))
    more = [f"not described: {name}" for name in strange[:_MOST_TOLD]]
    return (*([] if made == found else [f"the bytes part at octet {changes.alike(found, made)}"]), *more)


def _expected_in_crate(judged: Judgement) -> dict[str, Mapping[str, str]]:
    from archiver.provenance.entities import relative  # noqa: PLC0415 # few packages are of other rules

    others = (name for name in judged.payload if name != CRATE)
    return {relative(name.removeprefix("data/")): _facts(judged, name) for name in others}


def _premis(judged: Judgement, path: str) -> Iterator[Finding]:
    found = judged.contents.get(PREMIS)
    if found is None:
        return
    from archiver.provenance.premis import original_name  # noqa: PLC0415 # a foreign bag needs none
    from archiver.provenance.stated import of_premis  # noqa: PLC0415 # the same

    expected = {original_name(name.removeprefix("data/")): _facts(judged, name) for name in judged.payload}
    detail = _told(lambda: of_premis(found), expected)
    if detail:
        yield Finding(code="P104", path=f"{path}/{PREMIS}", detail=detail)


def _facts(judged: Judgement, name: str) -> dict[str, str]:
    """Return size and digests of a payload file as far as they are known; what was not kept has SHA-256 alone."""
    facts = {"sha256": judged.payload[name]}
    data = judged.contents.get(name)
    return facts if data is None else {**facts, "sha512": sha512(data).hexdigest(), "size": str(len(data))}


def _told(read: Callable[[], list[tuple[str, Stated]]], expected: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    from archiver.provenance.stated import Unreadable  # noqa: PLC0415 # a foreign bag needs none

    try:
        stated = read()
    except Unreadable as error:
        return (f"it cannot be read: {error}",)
    told = list(_differences(stated, expected))
    more = [f"and {len(told) - _MOST_TOLD} more"] if len(told) > _MOST_TOLD else []
    return (*told[:_MOST_TOLD], *more)


def _differences(stated: list[tuple[str, Stated]], expected: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    counts = Counter(name for name, _ in stated)
    yield from (f"not described: {name}" for name in sorted(expected.keys() - counts.keys()))
    yield from (f"described and not there: {name}" for name in sorted(counts.keys() - expected.keys()))
    yield from (f"described {count} times: {name}" for name, count in sorted(counts.items()) if count > 1)
    for name, said in stated:
        facts = expected.get(name, {})
        for what, claim in (*said.digests, *(("size", size) for size in said.sizes)):
            if what in facts and claim.strip().lower() != facts[what]:
                yield f"{name}: {what} stated {claim.strip()}   found {facts[what]}"
        if not said.digests:
            yield f"{name}: no digest"

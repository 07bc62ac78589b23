# SPDX-License-Identifier: Apache-2.0
"""Language tags: whether they are well formed by the grammar of BCP 47 (R113)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from archiver.record.shape import text_at, text_path
from archiver.record.words import show

if TYPE_CHECKING:
    from archiver.record.shape import Note

_IRREGULAR = (
    "en-GB-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo i-pwn i-tao i-tay i-tsu "
    "sgn-BE-FR sgn-BE-NL sgn-CH-DE"
)
_REGULAR = "art-lojban cel-gaulish no-bok no-nyn zh-guoyu zh-hakka zh-min zh-min-nan zh-xiang"
_GRANDFATHERED = frozenset((_IRREGULAR + " " + _REGULAR).lower().split())
_TAG = re.compile(
    r"""
    (?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})   # language, with up to three extlangs
    (?:-[a-z]{4})?                                         # script
    (?:-(?:[a-z]{2}|[0-9]{3}))?                            # region
    (?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)
    (?P<extensions>(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*)
    (?:-x(?:-[a-z0-9]{1,8})+)?                             # private use
    """,
    re.VERBOSE,
)
_PRIVATE = re.compile(r"x(?:-[a-z0-9]{1,8})+")
_SINGLETON = re.compile(r"-([0-9a-wy-z])(?=-)")
_LONGEST = 255


def check_language(value: Any, note: Note) -> None:
    """Note the language of the record if its tag is not well formed."""
    fact = value.get("language") if isinstance(value, dict) else None
    tag = text_at(fact)
    if tag is not None and not is_language_tag(tag):
        note("R113", text_path(("language",), fact), (f"found: {show(tag)}",), _suggestion(tag))


def is_language_tag(tag: str) -> bool:
    """Tell whether a tag is well formed (RFC 5646 §2.1 and §2.2.9); no registry is asked."""
    if len(tag) > _LONGEST or not tag.isascii():
        return False
    tag = tag.lower()
    if tag in _GRANDFATHERED or _PRIVATE.fullmatch(tag):
        return True
    match = _TAG.fullmatch(tag)
    if match is None:
        return False
    variants = match["variants"].split("-")[1:]
    singletons = _SINGLETON.findall(match["extensions"])
    return len(set(variants)) == len(variants) and len(set(singletons)) == len(singletons)


def _suggestion(tag: str) -> str | None:
    mended = tag.strip().replace("_", "-")
    return f"did you mean {mended}?" if mended != tag and is_language_tag(mended) else None

# SPDX-License-Identifier: Apache-2.0
"""HTML made of elements: the one place where text becomes markup, and every text is escaped here.

A `str` is text, whatever stands in it; `Html` is markup and is made by `element` alone. The target of a link is an
`Address`, which is made of what we wrote ourselves, or of an http(s) URI.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_EMPTY = frozenset({"meta", "link", "input", "img", "br", "hr"})
_TARGETS = frozenset({"href", "src"})
# What no HTML document may hold: controls (but for tab and line ends), surrogates, noncharacters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_DIRECTING = re.compile("([\u202a-\u202e\u2066-\u2069])")
_OUTSIDE = re.compile(
    r"https?://(?:[^\x00-\x20\x7f-\x9f\\<>\"'`{}|^/?#@:\[\]]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?"
    r"(?:[/?#][^\x00-\x20\x7f-\x9f\\<>\"'`{}|^\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]*)?",
    re.IGNORECASE,
)
"""A host without a user before it, perhaps a port, and what follows; a name in another script is let through."""
_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_OURS = re.compile(rf"#{_NAME}|(?:\.\./)*{_NAME}(?:/{_NAME})*/?(?:#{_NAME})?")
_LONGEST_ADDRESS = 2000


@dataclass(frozen=True, slots=True)
class Html:
    """Markup; nothing but `element`, `join` and the few blocks that are written whole make it."""

    markup: str


class Address(str):
    """A URI that may stand in a link."""

    __slots__ = ()


Child = Html | str | None
_Value = str | int | bool | None


def text(words: str) -> str:
    """Return a text escaped; a carriage return stays one, and what HTML cannot hold is U+FFFD."""
    return escape(_FORBIDDEN.sub("\ufffd", words)).replace("\r", "&#13;")


def element(name: str, /, *children: Child, **attributes: _Value) -> Html:
    """Return an element; its texts and the values of its attributes are escaped.

    An attribute whose value is None or False is left out, one that is True stands without a value. `class_` is
    `class`, and `data_name` is `data-name`.

    Raises:
        TypeError: if a link leads to what is no `Address`.
    """
    opening = f"<{name}{''.join(_attribute(key, value) for key, value in attributes.items())}>"
    if name in _EMPTY:
        return Html(opening)
    return Html(f"{opening}{join(children).markup}</{name}>")


def join(children: Iterable[Child]) -> Html:
    """Return markup and texts one after the other; the texts are escaped."""
    return Html("".join(c.markup if isinstance(c, Html) else text(c) for c in children if c is not None))


def _attribute(key: str, value: _Value) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    if name in _TARGETS and not isinstance(value, Address):
        raise TypeError(f"{name} leads to what is no Address: {value!r}")
    return f" {name}" if value is True else f' {name}="{text(str(value))}"'


def outside(uri: str | None) -> Address | None:
    """Return the address of a URI that comes from a record; None for all but http and https, and what is malformed."""
    sound = uri is not None and len(uri) <= _LONGEST_ADDRESS and _OUTSIDE.fullmatch(uri)
    return Address(uri) if uri is not None and sound else None


def ours(target: str) -> Address:
    """Return an address within the page or the site.

    Raises:
        ValueError: if it is no fragment and no plain relative path.
    """
    if not _OURS.fullmatch(target):
        raise ValueError(f"no address of ours: {target!r}")
    return Address(target)


def inlined(data: bytes, media_type: str) -> Address:
    """Return an address that holds what it leads to; `media_type` is one of ours."""
    return Address(f"data:{media_type};base64,{b64encode(data).decode('ascii')}")


def words(told: str) -> list[Child]:
    """Return a text whose characters that turn the direction of writing are seen and have no effect.

    Each stands in an element of its own, which is laid out by itself; the characters of the text are the same.
    """
    return [
        element("span", part, class_="turn", data_code=f"U+{ord(part):04X}") if _DIRECTING.fullmatch(part) else part
        for part in _DIRECTING.split(told)
        if part
    ]


def given(told: str | None, **attributes: _Value) -> Html:
    """Return a text from the material, apart from the direction of what stands around it."""
    return element("bdi", *words(told or ""), **attributes)


def data(value: Any, *, media_type: str, identifier: str) -> Html:
    """Return a block of JSON that nothing runs; no character of the value can end it."""
    written = json.dumps(value, ensure_ascii=True, sort_keys=True, indent=1 if isinstance(value, dict) else None)
    safe = written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Html(f'<script type="{media_type}" id="{identifier}">{safe}</script>')


def linked(told: str, uri: str | None) -> Html:
    """Return a text from the material, as a link if the URI is an address."""
    target = outside(uri)
    return element("a", given(told), href=target, rel="external noopener noreferrer") if target else given(told)

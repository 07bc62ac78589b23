# SPDX-License-Identifier: Apache-2.0
"""What BibTeX and biblatex have in common: the form of an entry, and characters that mean something to TeX."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archiver.citation.value import Citation, Name

# A brace is counted even where a backslash stands before it: braces are called by name.
_SPECIALS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    **{character: f"\\{character}" for character in "$&#_%"},
}
_SPECIAL = re.compile("|".join(map(re.escape, _SPECIALS)))
_VERBATIM = re.compile(r"[{}\\\s]")


def escaped(text: str) -> str:
    """Return a text that TeX prints as it is."""
    return _SPECIAL.sub(lambda match: _SPECIALS[match[0]], _printable(text))


def verbatim(address: str) -> str:
    """Return an address for a field that is printed letter by letter; what would end the field is encoded."""
    return _VERBATIM.sub(lambda match: "".join(f"%{octet:02X}" for octet in match[0].encode()), address)


def author(names: Iterable[Name]) -> str:
    """Return names as BibTeX parts them; one whose parts are not known stands in braces and is kept whole."""
    return " and ".join(_name(name) for name in names)


def _name(name: Name) -> str:
    if name.family is None:
        return f"{{{escaped(name.text)}}}"
    # Braces keep the commas and the word "and" inside a name from parting it.
    return f"{_part(name.family)}, {_part(name.given)}" if name.given else f"{{{escaped(name.family)}}}"


def _part(text: str) -> str:
    return f"{{{escaped(text)}}}" if "," in text or re.search(r"\band\b", text) else escaped(text)


def entry(kind: str, key: str, fields: Iterable[tuple[str, str | None]]) -> str:
    """Return an entry; fields without a value are left out. A month is a macro, which the style puts into words."""
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


def key(citation: Citation) -> str:
    """Return the key of the entry: name and version of the package, of letters that every program takes.

    Where other letters are lost with which another package might have been told apart, a digest stands for them.
    """
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", citation.key).strip("-")
    if re.fullmatch(r"[A-Za-z0-9._-]+(/v[0-9]+)?", citation.key):
        return plain
    return f"{plain}-{sha256(citation.key.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def _printable(text: str) -> str:
    return " ".join("".join(" " if unicodedata.category(c) in {"Cc", "Cs"} else c for c in text).split())

# SPDX-License-Identifier: Apache-2.0
"""Tag files written anew in a bag that has a version and an encoding of its own. Pure; RFC 8493, section 2."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archiver.bag.lines import decoded
from archiver.bag.paths import V1, decode, encode
from archiver.bag.tags import format_info
from archiver.errors import InvalidMaterial
from archiver.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archiver.bag.manifest import Manifest
    from archiver.bag.tags import Declaration, Pair

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_LINE_END = re.compile(r"\r\n|\r|\n")


def manifest_text(manifest: Manifest, declaration: Declaration, *, path: str) -> bytes:
    """Write a manifest in the version and encoding of its bag, sorted by the bytes of the paths in UTF-8.

    Raises:
        InvalidMaterial: B513 for every path that this version or this encoding cannot hold.
    """
    lines, faults = [], []
    for name in sorted(manifest.entries, key=lambda name: name.encode("utf-8", "surrogatepass")):
        text = encode(name) if declaration.version >= V1 else name.replace("\r", "%0D").replace("\n", "%0A")
        if decode(text, declaration.version) != name or not _is_writable(text, declaration):
            faults.append(name)
        lines.append(f"{manifest.entries[name].hex()}  {text}\n")
    if faults:
        version = "{}.{}".format(*declaration.version)
        detail = f"{path}: no manifest of BagIt {version} in {declaration.encoding.upper()} can hold this name"
        raise InvalidMaterial([Finding(code="B513", path=name, detail=(detail,)) for name in faults])
    return "".join(lines).encode(declaration.encoding)


def renewed_info(data: bytes, pairs: Sequence[Pair], declaration: Declaration, *, path: str) -> bytes:
    """Give labels of bag-info.txt other values; all other lines keep their bytes, their order and their folding.

    The values of a label stand where its first one stood, those of a new label at the end.

    Raises:
        InvalidMaterial: B112 if a label or value cannot be written, B513 if the file or its encoding does not let us.
    """
    text, fault = decoded(data, declaration.encoding)
    if text is None:
        raise InvalidMaterial([Finding(code="B513", path=path, detail=(fault,))])
    ending = found[0] if (found := _LINE_END.search(text)) else "\n"
    new: dict[str, str] = {}
    for label, value in pairs:
        line = format_info([(label, value)], path=path).decode().replace("\n", ending)
        new[label.casefold()] = new.get(label.casefold(), "") + line
    parts = [new.get(label, group) if label in new else group for label, group in _groups(text, ending, set(new))]
    met = {label for label, _ in _groups(text, ending, set(new))}
    result = "".join([*parts, *(line for label, line in new.items() if label not in met)])
    if not _is_writable(result, declaration):
        detail = f"{declaration.encoding.upper()}, the encoding of this bag, has not all of these characters"
        raise InvalidMaterial([Finding(code="B513", path=path, detail=(detail,))])
    return result.encode(declaration.encoding)


def _groups(text: str, ending: str, dropped: set[str]) -> list[tuple[str, str]]:
    """Part the text into its fields, each with its folded label; of the `dropped` ones only the first is kept."""
    groups: list[tuple[str, str]] = []
    for line in _LINE.findall(text):
        whole = line if line.endswith(("\r", "\n")) else line + ending
        if line[:1] in {" ", "\t"} and groups:
            groups[-1] = (groups[-1][0], groups[-1][1] + whole)
        else:
            groups.append((line.partition(":")[0].strip().casefold(), whole))
    met: set[str] = set()
    kept = []
    for label, group in groups:
        if label not in met or label not in dropped:
            kept.append((label, group))
        met.add(label)
    return kept


def _is_writable(text: str, declaration: Declaration) -> bool:
    try:
        text.encode(declaration.encoding)
    except UnicodeEncodeError:
        return False
    return True

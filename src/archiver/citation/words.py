# SPDX-License-Identifier: Apache-2.0
"""What the styles for people have in common: sentences, names in a row, and a quotation with its place."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from archiver.model import Kind

if TYPE_CHECKING:
    from archiver.citation.value import Citation, Name, Quotation

_PAIRS = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "‘": "’",
    "‚": "‘’",
    '"': '"',
    "「": "」",
    "『": "』",
}
"""Marks that open words, and those that close them again."""
_DOUBLE = re.compile('“([^“”„]*)”|„([^“”„]*)[“”]|"([^"]*)"')
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNPARTED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Letters of Chinese, Japanese and Korean: the family name comes first there, without a comma."""
_ENDS = (".", "?", "!", ".”", "?”", "!”", ".’”", "?’”", "!’”", ".]")


def line(text: str) -> str:
    """Return a text as one line, without control characters and those that turn the direction of what follows them."""
    return " ".join(_TURNING.sub("", _CONTROL.sub(" ", text)).split())


def sentences(*parts: str | None) -> str:
    """Join parts, each of them ended by a full stop if it has no mark of its own; what is None is left out."""
    return " ".join(part if part.endswith(_ENDS) else f"{part}." for part in parts if part)


def inverted(name: Name, given: str | None = None) -> str:
    """Return a name with the family name first, if it is known which part it is."""
    return f"{name.family}, {given or name.given}" if name.family and name.given else name.text


def in_reference(name: Name, given: str | None = None) -> str:
    """Return a name as it stands in a list of references; in East Asia the family name is the first as it is."""
    return name.text if name.family and _UNPARTED.search(name.family) else inverted(name, given)


def in_a_row(names: list[str], last: str) -> str:
    """Return names with commas between them and a word before the last."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, {last} {names[-1]}"


def initials(given: str) -> str:
    """Return the first letters of given names: `Cora Mae` is `C. M.`, `Jean-Paul` is `J.-P.`."""
    words = unicodedata.normalize("NFC", given).replace(".", ". ").replace(". -", ".-").split()
    letters = (["".join(filter(str.isalpha, part)) for part in word.split("-")] for word in words)
    return " ".join("-".join(f"{part[0]}." for part in parts if part) for parts in letters if any(parts))


def quoted(quotation: Quotation) -> str:
    """Return the words in quotation marks, those of the document where it has some, pieces parted by `…`."""
    pieces = [line(piece) for piece in quotation.words]
    if quotation.kind is Kind.DIRECT and all(map(_is_marked, pieces)):
        return " … ".join(pieces)
    return f"“{within_marks(' … '.join(pieces))}”"


def within_marks(text: str) -> str:
    """Return a text as it stands in quotation marks: its own double ones are single then."""
    return _DOUBLE.sub(lambda match: f"‘{''.join(filter(None, match.groups()))}’", text)


def _is_marked(words: str) -> bool:
    """Tell whether quotation marks stand around all of the words; of a paragraph that is continued, before them."""
    closing = _PAIRS.get(words[:1])
    if closing is None:
        return False
    depth, at = 1, 1
    while depth and at < len(words):
        apostrophe = words[at - 1].isalnum() and words[at + 1 : at + 2].isalnum()
        if words[at] in closing and not apostrophe:
            depth -= 1
        elif words[at] == words[0]:
            depth += 1
        at += 1
    return not any(map(str.isalnum, words[at:]))


def place(quotation: Quotation) -> str:
    """Return where the words stand: `characters 154–315`, counted from 0, the last one included."""
    return "characters " + ", ".join(f"{span.start}–{span.end - 1}" for span in quotation.spans)


def located(quotation: Quotation) -> str:
    """Return where the words stand, in characters and by the identifier of the octets."""
    return "; ".join(part for part in (place(quotation), ", ".join(quotation.locators)) if part)


def in_text(citation: Citation, how: str, *, conjunction: str, dated: str) -> str:
    """Return words as they are cited in a text: who said them, in which document, and where they stand there.

    `how` is `as cited`, `quoted` or `qtd.`; of words that are the document's own, and not the speaker's, that is not
    said. `dated` is what follows the author, with its comma or blank.
    """
    quotation = citation.quotation
    if quotation is None:
        return ""
    named = [name.family or name.text for name in citation.authors]
    several = len(named) > 2  # noqa: PLR2004 # of three or more only the first is named
    who = f"{named[0]} et al." if several else f" {conjunction} ".join(named)
    told = f"{speaker(quotation)}, {_told(quotation) or how} in {who or citation.label}{dated}"
    return f"{quoted(quotation)} ({told}, {located(quotation)})\n"


def speaker(quotation: Quotation) -> str:
    """Return who said or wrote the words, with the doubt that there is about it."""
    if quotation.speaker is None:
        return "unknown speaker"
    return f"probably {line(quotation.speaker)}" if quotation.doubtful else line(quotation.speaker)


def _told(quotation: Quotation) -> str | None:
    """Say of reported speech that these are not the words that were said; None if they are."""
    return {Kind.INDIRECT: "paraphrased", Kind.MIXED: "partly quoted"}.get(quotation.kind)


def note(quotation: Quotation | None) -> str | None:
    """Return a quotation as a remark: speaker, words, place and identifier of the place."""
    if quotation is None:
        return None
    who = ", ".join(filter(None, (speaker(quotation), _told(quotation))))
    return f"{who}: {quoted(quotation)} ({located(quotation)})"


def remarks(citation: Citation) -> str:
    """Return what is to be said besides: whose date it is where it is not that of the publication, and a quotation."""
    undated = citation.stated and not citation.published
    told = ("The date is that of the statement" if undated else None, note(citation.quotation))
    return "; ".join(part for part in told if part)

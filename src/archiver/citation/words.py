# SPDX-License-Identifier: Apache-2.0
"""What the styles for people have in common: sentences, names in a row, and a quotation with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archiver.citation.value import Citation, Name, Quotation

_MARKS = "“”„‟«»‹›‘’‚\"'「」『』"
_ENDS = (".", "?", "!", ".”", "?”", "!”", ".]")


def sentences(*parts: str | None) -> str:
    """Join parts, each of them ended by a full stop if it has no mark of its own; what is None is left out."""
    return " ".join(part if part.endswith(_ENDS) else f"{part}." for part in parts if part)


def inverted(name: Name, given: str | None = None) -> str:
    """Return a name with the family name first, if it is known which part it is."""
    return f"{name.family}, {given or name.given}" if name.family and name.given else name.text


def in_a_row(names: list[str], last: str) -> str:
    """Return names with commas between them and a word before the last."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, {last} {names[-1]}"


def initials(given: str) -> str:
    """Return the first letters of given names: `Cora Mae` is `C. M.`, `Jean-Paul` is `J.-P.`."""
    return " ".join("-".join(f"{part[0]}." for part in word.split("-") if part) for word in given.split())


def quoted(quotation: Quotation) -> str:
    """Return the words in quotation marks, those of the document where it has some, pieces parted by `…`."""
    words = " … ".join(" ".join(piece.split()) for piece in quotation.words)
    return words if words[:1] in _MARKS else f"“{words}”"


def place(quotation: Quotation) -> str:
    """Return where the words stand: `characters 154–315`, counted from 0, the last one included."""
    return "characters " + ", ".join(f"{span.start}–{span.end - 1}" for span in quotation.spans)


def located(quotation: Quotation) -> str:
    """Return where the words stand, in characters and by the identifier of the octets."""
    return "; ".join(part for part in (place(quotation), ", ".join(quotation.locators)) if part)


def in_text(citation: Citation, how: str, *, conjunction: str, dated: str) -> str:
    """Return words as they are cited in a text: who said them, in which document, and where they stand there.

    `how` is `as cited in`, `quoted in` or `qtd. in`; `dated` what follows the author, with its comma or blank.
    """
    quotation = citation.quotation
    if quotation is None:
        return ""
    named = [name.family or name.text for name in citation.authors]
    several = len(named) > 2  # noqa: PLR2004 # of three or more only the first is named
    who = f"{named[0]} et al." if several else f" {conjunction} ".join(named)
    return f"{quoted(quotation)} ({speaker(quotation)}, {how} {who or citation.label}{dated}, {located(quotation)})\n"


def speaker(quotation: Quotation) -> str:
    """Return who said or wrote the words."""
    return quotation.speaker or "unknown speaker"


def note(quotation: Quotation | None) -> str | None:
    """Return a quotation as a remark: speaker, words, place and identifier of the place."""
    if quotation is None:
        return None
    return f"{speaker(quotation)}: {quoted(quotation)} ({located(quotation)})"


def remarks(citation: Citation) -> str:
    """Return what is to be said besides: whose date it is where it is not that of the publication, and a quotation."""
    undated = citation.stated and not citation.published
    told = ("The date is that of the statement" if undated else None, note(citation.quotation))
    return "; ".join(part for part in told if part)

# SPDX-License-Identifier: Apache-2.0
"""biblatex: dates in EDTF as they are, the identifier as an electronic print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.citation.dates import when
from archiver.citation.tex import author, entry, escaped, key, verbatim
from archiver.citation.words import remarks

if TYPE_CHECKING:
    from archiver.citation.value import Citation

LANGUAGES = {
    "ar": "arabic",
    "bg": "bulgarian",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "en-GB": "british",
    "en-US": "american",
    "es": "spanish",
    "et": "estonian",
    "fi": "finnish",
    "fr": "french",
    "he": "hebrew",
    "hr": "croatian",
    "hu": "magyar",
    "it": "italian",
    "lt": "lithuanian",
    "lv": "latvian",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "pt-BR": "brazilian",
    "ro": "romanian",
    "ru": "russian",
    "sk": "slovak",
    "sl": "slovene",
    "sr": "serbian",
    "sv": "swedish",
    "tr": "turkish",
    "uk": "ukrainian",
}
"""The names that babel gives to languages."""


def write(citation: Citation) -> str:
    """Return an entry of the kind `misc` in UTF-8."""
    publishers = dict.fromkeys(name for name in (citation.publisher, citation.archive) if name)
    return entry(
        "misc",
        key(citation),
        [
            ("author", author(citation.authors)),
            ("title", f"{{{escaped(citation.label)}}}"),
            ("type", escaped(citation.genre)),
            ("date", citation.date if when(citation.date) else None),
            ("organization", " and ".join(f"{{{escaped(name)}}}" for name in publishers)),
            ("version", escaped(citation.version)),
            ("langid", _langid(citation.language)),
            ("url", verbatim(citation.url or "")),
            ("urldate", _day(citation.captured)),
            ("eprint", verbatim(citation.swhid)),
            ("eprinttype", "swhid"),
            ("abstract", escaped(citation.abstract or "")),
            ("keywords", ", ".join(map(_keyword, citation.subjects))),
            ("note", escaped(remarks(citation))),
        ],
    )


def _keyword(subject: str) -> str:
    return f"{{{escaped(subject)}}}" if "," in subject else escaped(subject)


def _langid(tag: str | None) -> str | None:
    return tag and (LANGUAGES.get(tag) or LANGUAGES.get(tag.partition("-")[0]))


def _day(captured: str | None) -> str | None:
    return captured.partition("T")[0] if captured and when(captured) else None

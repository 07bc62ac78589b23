# SPDX-License-Identifier: Apache-2.0
"""How a package, or a quotation in it, is cited: one value, and a module for each style that writes it.

Pure: values in, text out. Nothing is invented: an author, a date or a publisher that the record does not know
is left out, or said to be unknown in the words of the style.
"""

from __future__ import annotations

from archiver.citation.of import citation_of
from archiver.citation.value import Citation, Name, Quotation

__all__ = ["STYLES", "Citation", "Name", "Quotation", "citation_of", "write"]

STYLES = ("apa", "chicago", "mla", "bibtex", "biblatex", "ris", "csl-json", "cff", "datacite", "dublin-core")
"""The styles that can be asked for."""


def write(citation: Citation, style: str) -> str:
    """Return a citation in one of `STYLES`, ended by a line feed.

    Raises:
        ValueError: if there is no such style.
    """
    from importlib import import_module  # noqa: PLC0415 # one style is asked for at a time

    if style not in STYLES:
        raise ValueError(f"no style of citation: {style!r}")
    written: str = import_module(f"archiver.citation.{style.replace('-', '_')}").write(citation)
    return written

# SPDX-License-Identifier: Apache-2.0
"""A package as people read it: one page that needs nothing else, and the pages of a shelf.

Pure: values in, text out. Everything in a package is hostile; what comes from it passes `markup.element` or
`markup.text`, which escape it, and no name of an element or attribute comes from it.
"""

from __future__ import annotations

from archiver.page.facts import DOUBTFUL, Checked, Facts, File, doubtful

__all__ = ["DOUBTFUL", "Checked", "Facts", "File", "doubtful"]

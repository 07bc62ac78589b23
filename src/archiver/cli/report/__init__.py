# SPDX-License-Identifier: Apache-2.0
"""How a report is written: one module a format, values in, pieces of text out. Nothing here prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.findings import Report

FORMATS = ("full", "concise", "json", "jsonl", "junit", "sarif", "github")
"""All formats of the screen."""

FILE_FORMATS = {".json": "json", ".jsonl": "jsonl", ".xml": "junit", ".sarif": "sarif"}
"""The formats of files, by the extension that asks for them: those that a program reads."""

HEADS = (
    b'{\n  "report_version"',
    b'{"report_version"',
    b'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="archiver"',
    (
        b'{\n  "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",'
        b'\n  "version": "2.1.0",\n  "runs": [\n    {\n      "tool": {\n        "driver": {\n'
        b'          "name": "archiver"'
    ),
)
"""How a file of each of these formats begins, and how no file of anybody else does."""

_MODULES = {"json": "document", "jsonl": "lines", "junit": "junit", "sarif": "sarif", "github": "github"}


def pieces(what: Report, style: str, *, strict: bool, root: str) -> Iterator[str]:
    """Yield a report in a format that a program reads, piece by piece; each piece ends with a line end.

    `root` is the folder from which SARIF and GitHub count their paths.
    """
    from importlib import import_module  # noqa: PLC0415 # only the format that is asked for

    module = import_module(f"{__name__}.{_MODULES[style]}")
    written: Iterator[str] = module.write(what, strict=strict, root=root)
    return written

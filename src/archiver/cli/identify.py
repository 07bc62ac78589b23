# SPDX-License-Identifier: Apache-2.0
"""`archiver identify`: what a package, a file or a folder is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from archiver.cli import options, render

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.workflow.identifying import Identified


@click.command("identify")
@click.argument("paths", nargs=-1, required=True, type=options.PATH)
@click.option("--plain", is_flag=True, help="Look for no package: take a folder or an archive file as what it is.")
@click.option(
    "--format",
    "style",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="json: an object a line for each path.",
)
def command(paths: tuple[Path, ...], style: str, *, plain: bool) -> None:
    """Compute the identifiers of each of PATHS: a package, or any file or folder.

    A package, in a folder or an archive file, is cited by the SWHID of its data/ and secured by the digest of
    its payload (an RFC 6920 URI). Any other file or folder has the SWHID that git gives to a blob or a tree.
    Nothing is verified: that is for `archiver verify`.
    """
    from archiver import workflow  # noqa: PLC0415 # --help needs none of the rooms

    for path in paths:
        found = workflow.identify(path, plain=plain)
        if style == "json":
            render.data(_document(found))
        else:
            for what, identifier in found.ids:
                render.result(f"{identifier}  {render.safe(_place(found, what))}")
        for label, value in found.stated:
            render.remark(f"{render.safe(found.path)}: bag-info.txt says otherwise, {label}: {render.safe(value)}")


def _place(found: Identified, what: str) -> str:
    return found.path if not what else f"{found.path.rstrip('/')}/{what}" if what != "payload" else found.path


def _document(found: Identified) -> dict[str, Any]:
    ids = dict(found.ids)
    if found.kind != "package":
        return {"path": found.path, "kind": found.kind, "swhid": ids[""]}
    files = {what: identifier for what, identifier in found.ids if what not in {"data/", "payload"}}
    return {
        "path": found.path,
        "kind": found.kind,
        "swhid": ids["data/"],
        "payload": ids["payload"],
        "files": files,
        "stated": dict(found.stated),
    }

# SPDX-License-Identifier: Apache-2.0
"""`archiver show`: who said what in a package, in the terminal or as a page; a shelf as a list or a site."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from archiver.cli import options, render

if TYPE_CHECKING:
    from archiver.findings import Report
    from archiver.page.summary import Summary

_STDOUT = "-"


@click.command("show")
@click.argument("path", metavar="PACKAGE|SHELF", type=options.PATH, required=False)
@click.option(
    "--html",
    "target",
    is_flag=False,
    flag_value=_STDOUT,
    metavar="[FILE|DIR|-]",
    help="Write a page to a file, or to stdout; of a shelf a site into a folder.",
)
@click.option("--title", help="Name of the site; without it that of the archive.")
@click.option(
    "--ledger",
    type=options.PATH,
    envvar="ARCHIVER_LEDGER",
    help="The ledger; without it LEDGER in the folders above a package.",
)
@click.option("--no-ledger", is_flag=True, help="Ask no ledger, for a package far from its shelf.")
def command(path: Path | None, target: str | None, title: str | None, ledger: Path | None, *, no_ledger: bool) -> None:
    """Show who said what in a package, on what ground, and what else is known of it.

    In the terminal, or with --html as one page that needs no network and no script. Of a shelf, the list of its
    packages, or a site with all of them. Everything is verified first: a package that is damaged is not shown
    (exit 1), the site says that it is damaged, and what could not be checked is said (exit 3).

    A file or folder is replaced only by what replaces it: a page by a page, a site by a site.
    """
    if no_ledger and ledger:
        raise click.UsageError("--ledger and --no-ledger contradict each other")
    if path is None and target not in {None, _STDOUT}:  # `--html PACKAGE`: the option took the argument
        path, target = Path(str(target)), _STDOUT
    if path is None:
        raise click.UsageError("Missing argument 'PACKAGE|SHELF'.")
    from archiver import workflow  # noqa: PLC0415 # --help needs none of the rooms

    if title is not None and not workflow.is_shelf(path):
        raise click.UsageError("--title names the site of a shelf")
    asked: Path | Literal[False] | None = False if no_ledger else ledger
    if workflow.is_shelf(path):
        _shelf(path, target, title, asked)
    else:
        _package(path, target, asked)


def _package(path: Path, target: str | None, ledger: Path | Literal[False] | None) -> None:
    from archiver import workflow  # noqa: PLC0415 # as above

    if target not in {None, _STDOUT}:
        _demand_place(Path(str(target)))
    shown = workflow.show(path, when=options.now(), ledger=ledger)
    if target is None:
        from archiver.cli.shown import lines  # noqa: PLC0415 # as above

        width = shutil.get_terminal_size().columns
        for line in lines(shown.facts, width=width, paint=render.paint):
            render.result(line.rstrip(" "))
    else:
        from archiver import page  # noqa: PLC0415 # as above

        _write(page.write(shown.facts), target)
    _leave(shown.report)


def _demand_place(target: Path) -> None:
    from archiver.cli import files  # noqa: PLC0415 # as above
    from archiver.page.document import HEAD  # noqa: PLC0415 # as above

    files.demand_place_of(target, (HEAD.encode(),), "page of archiver")


def _write(html: str, target: str) -> None:
    if target == _STDOUT:
        render.result(html, newline=False)
        return
    from archiver.cli import files  # noqa: PLC0415 # as above

    files.write(Path(target), html.encode("utf-8", "replace"), replace=True)
    render.result(target)


def _shelf(path: Path, target: str | None, title: str | None, ledger: Path | Literal[False] | None) -> None:
    from archiver import workflow  # noqa: PLC0415 # as above
    from archiver.cli import tree  # noqa: PLC0415 # as above

    if target == _STDOUT:
        raise click.UsageError(f"{path} is a shelf, and a site is many files: name a folder, --html DIR")
    if target is not None:
        tree.demand_place(Path(target), apart_from=path)
    found = workflow.publish(path, when=options.now(), ledger=ledger, title=title)
    if target is None:
        for one in found.listed():
            render.result(_line(one))
    else:
        count = tree.write(Path(target), found.files())
        render.remark(f"{count} files")
        render.result(target)
    _leave(found.report)


def _line(one: Summary) -> str:
    state = str(one.state) if one.sound else f"damaged: {one.verdict}"
    told = "  ".join(part for part in (one.date, one.title) if part)
    return render.safe(f"{one.key}  {state}  {told}".rstrip())


def _leave(report: Report) -> None:
    """Say what keeps the exit code from being 0, and leave with it."""
    from archiver.findings import errors_in  # noqa: PLC0415 # as above

    render.told(found for found in report.findings if found.severity != "warning")
    code = report.exit_code()
    if code and not errors_in(report.findings):
        render.remark("not everything could be checked")
    sys.exit(code)

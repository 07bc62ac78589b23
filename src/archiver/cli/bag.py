# SPDX-License-Identifier: Apache-2.0
"""`archiver bag`: a plain BagIt bag of any folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archiver.cli import options, render
from archiver.cli.progress import stopped_by_signals

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.workflow.bagging import Bagged


@click.command("bag")
@click.argument("folder", type=options.PATH)
@click.argument("dest", type=options.PATH)
@click.option("--algorithm", "algorithms", multiple=True, help="A checksum algorithm; once for each. [sha256, sha512]")
@options.info
@click.option("--info-file", type=options.PATH, help="A file in the form of bag-info.txt; its lines come first.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out what has this name, such as .DS_Store.")
@click.option("--bag-in-bag", is_flag=True, help="Take a folder that is a bag already as payload.")
@click.option("--jobs", type=click.IntRange(min=1), help="How many large files are copied at once.")
@click.option("--no-verify", is_flag=True, help="Do not read the copies again before the bag is put in place.")
@click.option("--strict", is_flag=True, envvar="ARCHIVER_STRICT", help="Let warnings stop it too.")
@click.option("--dry-run", is_flag=True, help="Print what would be taken in, and write nothing.")
def command(
    folder: Path,
    dest: Path,
    algorithms: tuple[str, ...],
    info: tuple[tuple[str, str], ...],
    info_file: Path | None,
    exclude: tuple[str, ...],
    jobs: int | None,
    *,
    bag_in_bag: bool,
    no_verify: bool,
    strict: bool,
    dry_run: bool,
) -> None:
    """Write a BagIt 1.0 bag of FOLDER, any folder, at DEST, which must not exist; print its path.

    FOLDER is only read. The bag is staged beside DEST, read again and judged, and put in place by one rename:
    it is there whole or not at all. The same files and options give the same bytes; SOURCE_DATE_EPOCH takes the
    place of today's date.
    """
    from archiver import workflow  # noqa: PLC0415 # --help needs none of the rooms

    pairs = (*(workflow.read_info(info_file) if info_file else ()), *info)
    if dry_run:
        bagged = workflow.dry_bag(folder, dest, exclude=exclude, bag_in_bag=bag_in_bag, strict=strict)
        for path, size in bagged.files:
            render.result(f"{size:>10}  {render.safe(path)}")
    else:
        with stopped_by_signals():
            bagged = workflow.bag(
                folder,
                dest,
                when=options.now(),
                algorithms=algorithms,
                info=pairs,
                exclude=exclude,
                bag_in_bag=bag_in_bag,
                strict=strict,
                verify=not no_verify,
                jobs=jobs,
            )
    _tell(bagged, dry_run=dry_run, unread=no_verify)


def _tell(bagged: Bagged, *, dry_run: bool, unread: bool) -> None:
    for path in bagged.excluded:
        render.remark(f"excluded: {render.safe(path)}")
    render.told(bagged.findings)
    what = f"{len(bagged.files)} file{'s' * (len(bagged.files) != 1)}, {bagged.octets} octets"
    if dry_run:
        render.remark(f"to be bagged: {what}; nothing was written")
        return
    if bagged.unasked and not unread:
        render.remark(f"bagit was not asked: {bagged.unasked}")
    render.remark(f"bagged {what}" + ("; the copies were not read again" if unread else ""))
    render.result(bagged.path)

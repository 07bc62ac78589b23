# SPDX-License-Identifier: Apache-2.0
"""`archiver sign`: vouch for packages with an SSH key."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from archiver.cli import files, options, render
from archiver.cli.progress import stopped_by_signals
from archiver.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.signature.keys import PrivateKey
    from archiver.workflow.signing import Signed

PASSPHRASE = "ARCHIVER_SSH_PASSPHRASE"  # noqa: S105 # the name of the variable


@click.command("sign")
@click.argument("packages", nargs=-1, required=True, type=options.PATH, metavar="PACKAGE|BAG...")
@click.option(
    "--key",
    type=options.PATH,
    required=True,
    envvar="ARCHIVER_SSH_KEY",
    help=f"The private key, as ssh-keygen makes it; its passphrase is taken from {PASSPHRASE}.",
)
@click.option("--as", "name", default="", metavar="NAME", help="Write PACKAGE.sshsig.NAME, beside those of others.")
@click.option("--replace", is_flag=True, help="Replace the signature of another key.")
def command(packages: tuple[Path, ...], key: Path, name: str, *, replace: bool) -> None:
    """Sign each PACKAGE or BAG, folders or archive files, in a file beside it, PACKAGE.sshsig; print its path.

    What is signed is tagmanifest-sha512.txt, or the strongest tag manifest that there is: it lists the manifests,
    which list the payload. Each bag is judged first, and if one is not sound none is signed. The signature is the one
    that ssh-keygen -Y sign -n bagit@archiver makes, and ssh-keygen -Y verify checks it. It states no time.
    """
    from archiver import workflow  # noqa: PLC0415 # --help needs none of the rooms

    with stopped_by_signals():
        made = workflow.sign(packages, key=_key(key), name=name)
    standing = [_standing(one, replace=replace) for one in made]
    for one, there in zip(made, standing, strict=True):
        if there != one.data:
            files.write(one.path, one.data, replace=there is not None)
        render.result(str(one.path))


def _key(path: Path) -> PrivateKey:
    from archiver.signature.keys import LONGEST, read_private  # noqa: PLC0415 # not for --help
    from archiver.workflow.signatures import octets_of  # noqa: PLC0415 # the same

    passphrase = os.environb.get(PASSPHRASE.encode())
    try:
        return read_private(octets_of(path, LONGEST, follow=True), passphrase=passphrase)
    except ValueError as error:
        advice = f"{error}; a passphrase is taken from {PASSPHRASE}"
        raise UsageError(f"{path} is no key to sign with", where=str(path), help=advice) from error


def _standing(made: Signed, *, replace: bool) -> bytes | None:
    """Return the signature that stands in the place of a new one; None if nothing does.

    Raises:
        UsageError: if it may not be replaced, or is no signature.
        CannotRead: if it cannot be read.
    """
    from archiver.signature.keys import fingerprint  # noqa: PLC0415 # not for --help
    from archiver.signature.sshsig import LONGEST, parse_signature  # noqa: PLC0415 # the same
    from archiver.workflow.signatures import Irregular, octets_of  # noqa: PLC0415 # the same

    path = made.path
    files.demand_outside(path)
    if not os.path.lexists(path):
        return None
    try:
        there = octets_of(path, LONGEST)
        public = parse_signature(there).public
    except (Irregular, ValueError) as error:
        raise UsageError(f"{path} is there and is no signature", where=str(path), help="move it away") from error
    if public != parse_signature(made.data).public and not replace:
        advice = "write yours beside it with --as NAME, or over it with --replace"
        raise UsageError(f"{path} is the signature of {fingerprint(public)}", where=str(path), help=advice)
    return there

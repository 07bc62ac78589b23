# SPDX-License-Identifier: Apache-2.0
"""Arguments and options that several commands share."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archiver.cli.report import FILE_FORMATS, FORMATS
from archiver.errors import CannotRead, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from archiver.bag import Limits
    from archiver.ledger.note import Signer

_Command = Any


class GivenPath(click.Path):
    """A path as the user typed it; whether it can be read is for the rooms to say. An empty one is a slip."""

    def __init__(self) -> None:
        super().__init__(readable=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuse the empty path, such as an unset variable of a shell: it would mean the current folder."""
        if str(value) == "":
            self.fail("the path is empty", param, ctx)
        return super().convert(value, param, ctx)


class Octets(click.ParamType):  # type: ignore[type-arg, unused-ignore] # generic in newer versions only
    """A number of octets as people write it: 500M, 1.5GiB, 2TB; without a B a letter means powers of 1024."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number of octets."""
        match = _SIZE.fullmatch(str(value).strip())
        if match is None:
            self.fail(f"{value!r} is no size: write 500M, 1.5GiB or 2TB", param, ctx)
        number, letter, unit = match.groups()
        thousand = 1000 if unit.upper() == "B" and letter else 1024
        return int(Decimal(number) * thousand ** " KMGTPE".index(letter.upper() or " "))


_SIZE = re.compile(r"([0-9]{1,20}(?:\.[0-9]{1,9})?) ?([KMGTPE]?)(B|iB|)", re.IGNORECASE | re.ASCII)

PATH = GivenPath()
OCTETS = Octets()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFile:
    """A file that a report is asked for, and the format in which."""

    style: str
    path: Path


class _GivenReport(GivenPath):
    """`[FORMAT:]FILE`: the extension tells the format if it is not named."""

    name = "[format:]file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Tell format and file apart; refuse what names a format that files do not have."""
        if isinstance(value, ReportFile):
            return value
        prefix = re.match("([a-z]+):", value)
        style = prefix[1] if prefix else FILE_FORMATS.get(_extension(value), "json")
        if style not in FILE_FORMATS.values():
            known = ", ".join(FILE_FORMATS.values())
            self.fail(f"{style!r} is no format of a file ({known}); a file of that name is ./{value}", param, ctx)
        path = super().convert(value[prefix.end() if prefix else 0 :], param, ctx)
        if str(path) == "-":
            self.fail(f"stdout is for --format: say --format {style}", param, ctx)
        return ReportFile(style=style, path=path)


def _extension(name: str) -> str:
    """Return what tells the format; `.sarif.json` is SARIF too."""
    return ".sarif" if name.endswith(".sarif.json") else Path(name).suffix


class LabelAndValue(click.ParamType):  # type: ignore[type-arg,unused-ignore] # generic in newer clicks only
    """`LABEL=VALUE`, as it goes into bag-info.txt."""

    name = "LABEL=VALUE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """Part the two at the first equals sign."""
        label, sign, text = str(value).partition("=")
        if not sign or not label:
            self.fail(f"{value!r} is not LABEL=VALUE", param, ctx)
        return label, text


class VerifierKey(GivenPath):
    """A public key as it is written, `NAME+ID+KEY`, or the file that holds one."""

    name = "KEY|FILE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the key."""
        from archiver.ledger.note import Verifier, parse_verifier  # noqa: PLC0415 # most calls name no key

        if isinstance(value, Verifier):
            return value
        text = str(value)
        path = super().convert(value, param, ctx)
        try:
            if path.is_file():
                text = path.read_text(encoding="utf-8").strip()
            return parse_verifier(text)
        except (OSError, ValueError) as error:
            self.fail(f"{value!r}: {error}", param, ctx)


verifiers = click.option(
    "--verifier",
    "verifiers",
    type=VerifierKey(),
    multiple=True,
    metavar="KEY|FILE",
    help="A public key, of a ledger or a witness, that must have signed; can be given again.",
)


def signer(path: Path | None) -> Signer | None:
    """Read the private key in a file; None where none is named.

    Raises:
        CannotRead: if it cannot be read.
        UsageError: if it is no key.
        ArchiverError: if the extra `sign` is not installed.
    """
    if path is None:
        return None
    from archiver.ledger.note import parse_signer  # noqa: PLC0415 # most calls name no key

    try:
        return parse_signer(path.read_text(encoding="utf-8").strip())
    except OSError as error:
        raise CannotRead(f"cannot read {path}: {error.strerror}", where=str(path)) from error
    except ValueError as error:
        raise UsageError(f"{path} holds no key", where=str(path), help=_without_secrets(error)) from error


def _without_secrets(error: ValueError) -> str:
    return "not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)


key = click.option("--key", type=PATH, envvar="ARCHIVER_KEY", help="The private key to sign with.")

info = click.option(
    "--info", multiple=True, type=LabelAndValue(), metavar="LABEL=VALUE", help="A line of bag-info.txt; once for each."
)

source = click.argument("source", type=PATH)
record = click.option(
    "--record",
    type=PATH,
    help="The record; without it record.yaml, .yml or .json beside the source.",
)


def report_options(command: _Command) -> _Command:
    """Add the options that say how a report is written and judged."""
    options: list[Callable[[_Command], _Command]] = [
        click.option(
            "--format",
            "style",
            type=click.Choice(FORMATS),
            default="full",
            envvar="ARCHIVER_FORMAT",
            show_default=True,
            help="How the report is written.",
        ),
        click.option(
            "--report",
            "reports",
            type=_GivenReport(),
            multiple=True,
            metavar="[FORMAT:]FILE",
            help="Write the report to this file too, as json, jsonl, junit (.xml) or sarif; may be given again.",
        ),
        click.option("--strict", is_flag=True, envvar="ARCHIVER_STRICT", help="Count warnings as errors."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def limit_options(command: _Command) -> _Command:
    """Add the options that say how much an archive file may hold."""
    options: list[Callable[[_Command], _Command]] = [
        click.option(
            "--max-octets",
            type=OCTETS,
            envvar="ARCHIVER_MAX_OCTETS",
            help="Octets that an archive file may unpack to, such as 500G; 16T without it.",
        ),
        click.option(
            "--max-ratio",
            type=click.IntRange(min=1),
            envvar="ARCHIVER_MAX_RATIO",
            help="Octets that one packed octet may unpack to, beyond the first 64 MiB; 1000 without it.",
        ),
        click.option(
            "--max-members",
            type=click.IntRange(min=1),
            envvar="ARCHIVER_MAX_MEMBERS",
            help="Files and folders that an archive file may hold; 10,000,000 without it.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def limits(*, max_octets: int | None, max_ratio: int | None, max_members: int | None) -> Limits:
    """Return the limits for archive files, those of the room where the caller names none."""
    from archiver.bag import Limits  # noqa: PLC0415 # --help needs none of the rooms

    given = {"octets": max_octets, "ratio": max_ratio, "members": max_members}
    return Limits(**{name: value for name, value in given.items() if value is not None})


def terms(*, max_octets: int | None, max_ratio: int | None, max_members: int | None, **others: Any) -> dict[str, Any]:
    """Return fields of `bag.Terms`: the limits for archive files together, all others as they are."""
    return {"limits": limits(max_octets=max_octets, max_ratio=max_ratio, max_members=max_members), **others}


def now() -> datetime:
    """Return the time to write down: `SOURCE_DATE_EPOCH` where it is set, else the clock, in UTC.

    Raises:
        UsageError: if `SOURCE_DATE_EPOCH` is no whole number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 # the one place that reads the clock
    try:
        if not (epoch.isascii() and epoch.isdigit()):
            raise ValueError(epoch)  # noqa: TRY301 # one message for both
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        message = f"SOURCE_DATE_EPOCH is no time: {epoch!r}"
        raise UsageError(message, help="give whole seconds since 1970-01-01, or unset it") from error

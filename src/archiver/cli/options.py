# SPDX-License-Identifier: Apache-2.0
"""Arguments and options that several commands share."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archiver.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

FORMATS = ("full", "concise", "json")

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


PATH = GivenPath()


class LabelAndValue(click.ParamType):  # type: ignore[type-arg,unused-ignore] # generic in newer clicks only
    """`LABEL=VALUE`, as it goes into bag-info.txt."""

    name = "LABEL=VALUE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """Part the two at the first equals sign."""
        label, sign, text = str(value).partition("=")
        if not sign or not label:
            self.fail(f"{value!r} is not LABEL=VALUE", param, ctx)
        return label, text


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
            "report_path",
            type=PATH,
            help="Write the report as JSON to this file too.",
        ),
        click.option("--strict", is_flag=True, envvar="ARCHIVER_STRICT", help="Count warnings as errors."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


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

# SPDX-License-Identifier: Apache-2.0
"""What stops us: one family of errors.

    ArchiverError            we cannot go on                                  exit 3
    ├── UsageError           the call itself is wrong                         exit 2
    ├── CannotRead           a file or folder cannot be read                  exit 3
    ├── CannotWrite          a file or folder cannot be written               exit 3
    ├── NothingToCheck       what was named holds nothing that can be checked exit 3
    └── InvalidMaterial      the material is wrong; carries the findings      exit 1

What is wrong with the user's material is not an error but a `Finding`; `InvalidMaterial` carries
findings to a caller who asked for a result that cannot exist.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from archiver.findings import Finding


class ArchiverError(Exception):
    """We cannot go on; `where` names the file or folder and `help` says what to do."""

    exit_code = 3

    def __init__(self, message: str, *, where: str | None = None, help: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.help = help


class UsageError(ArchiverError):
    """The call itself is wrong: arguments that contradict each other, a bad name."""

    exit_code = 2


class CannotRead(ArchiverError):
    """A file or folder cannot be read."""


class CannotWrite(ArchiverError):
    """A file or folder cannot be written; what stood there before stands there still."""


class NothingToCheck(ArchiverError):
    """What was named holds nothing that can be checked."""


class InvalidMaterial(ArchiverError):
    """The material is wrong: `findings` says where and how to mend it."""

    exit_code = 1

    def __init__(self, findings: Sequence[Finding]) -> None:
        count = len(findings)
        super().__init__(f"{count} finding{'s' if count != 1 else ''}")
        self.findings = tuple(findings)

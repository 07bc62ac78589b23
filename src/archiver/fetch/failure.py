# SPDX-License-Identifier: Apache-2.0
"""Why one file did not come. Pure."""

from __future__ import annotations

NOT_FETCHED, NOT_ALLOWED, TOO_LARGE = "B412", "B413", "B414"
OTHER_LENGTH, OTHER_BYTES, NO_PLACE = "B415", "B416", "B417"

_GRAVEST = (OTHER_BYTES, OTHER_LENGTH, NO_PLACE, TOO_LARGE, NOT_FETCHED, NOT_ALLOWED)


class Failed(Exception):  # said of a file, not of the program
    """A file did not come; the rest goes on.

    `code` is that of the finding, `detail` its lines; `again` tells whether another try may help, `after` how
    many seconds the server asks for until then.
    """

    def __init__(self, code: str, *detail: str, again: bool = False, after: float = 0) -> None:
        super().__init__(code, *detail)
        self.code, self.detail, self.again, self.after = code, detail, again, after

    def at(self, url: str) -> Failed:
        """Return the failure with the address at which it befell."""
        return Failed(self.code, *(f"{url}: {line}" for line in self.detail), again=self.again, after=self.after)


class Stopped(Exception):  # the same
    """The caller wants no more."""


def gravest(failures: list[Failed]) -> Failed:
    """Return one failure for those at all addresses of a file: the gravest, with what befell at each."""
    code = min((failure.code for failure in failures), key=_GRAVEST.index)
    return Failed(code, *(line for failure in failures for line in failure.detail))

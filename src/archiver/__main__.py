# SPDX-License-Identifier: Apache-2.0
"""Run the command line with `python -m archiver`."""

import os
import sys


def _leave_out_current_folder() -> None:
    """Take no module from the current folder, where Python looks first: it may be a bag of somebody else.

    Where the current folder is not there any more, Python has not put it there either.
    """
    try:
        here = os.getcwd()  # noqa: PTH109 # pathlib is not imported from there either
    except OSError:
        return
    if sys.path and sys.path[0] in {"", here} and not sys.flags.safe_path:
        del sys.path[0]


if __name__ == "__main__":
    _leave_out_current_folder()
    from archiver.cli import main

    main()

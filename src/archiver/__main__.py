# SPDX-License-Identifier: Apache-2.0
"""Run the command line with `python -m archiver`."""

from archiver.cli import main

if __name__ == "__main__":
    main()

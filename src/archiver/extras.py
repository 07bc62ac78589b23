# SPDX-License-Identifier: Apache-2.0
"""Libraries that only some uses need: they are imported when they are used, and named where they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from archiver.errors import ArchiverError


def cryptography(module: str) -> Any:
    """Return a module of `cryptography` by its name below that package.

    Raises:
        ArchiverError: if the extra `sign` is not installed.
    """
    try:
        return import_module(f"cryptography.{module}")
    except ImportError as error:
        advice = "install the extra: pip install 'archiver[sign]'"
        raise ArchiverError("signatures need the package cryptography", help=advice) from error

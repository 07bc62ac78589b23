# SPDX-License-Identifier: Apache-2.0
"""How much a bag says that it holds, before it is read: for a word on progress, never for a verdict."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from archiver.bag.opening import Large, Unread, open_root, read_at_once
from archiver.bag.tags import parse_info, parse_oxum

if TYPE_CHECKING:
    from pathlib import Path

_MOST = 1 << 20


def expected_octets(*roots: Path) -> int | None:
    """Return the octets that Payload-Oxum states for the bags in some folders; None if it is not to be had of all."""
    stated = [_stated(root) for root in roots]
    known = [octets for octets in stated if octets is not None]
    return sum(known) if len(known) == len(stated) else None


def _stated(root: Path) -> int | None:
    try:
        folder = open_root(root)
    except OSError:
        return None
    try:
        data = read_at_once("bag-info.txt", folder, _MOST)[0]
    except (OSError, Unread, Large):
        return None
    finally:
        os.close(folder)
    oxum, _ = parse_oxum(parse_info(data)[0])
    return oxum[0] if oxum else None

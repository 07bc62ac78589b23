# SPDX-License-Identifier: Apache-2.0
"""Paths as other programs want them: counted from a root, and as URI references (RFC 3986)."""

from __future__ import annotations

import os

_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def below(path: str, root: str) -> str | None:
    """Return a path as counted from the folder `root`, by its letters alone; None if it does not lie there."""
    whole = absolute(path)
    for folder in (absolute(root), os.path.realpath(root)):
        if whole == folder:
            return "."
        if whole.startswith(folder.rstrip("/") + "/"):
            return whole[len(folder.rstrip("/")) + 1 :]
    return None


def absolute(path: str) -> str:
    """Return a path from the root of the file system, without `.` and `..`."""
    return os.path.abspath(path)  # noqa: PTH100 # resolve() would follow links


def uri(path: str) -> str:
    """Return a relative path as a relative reference, an absolute one as a `file` URI (RFC 3986 §4.2, RFC 8089)."""
    quoted = "".join(chr(octet) if octet in _PLAIN else f"%{octet:02X}" for octet in octets(path))
    return f"file:///{quoted.lstrip('/')}" if path.startswith("/") else quoted


def octets(path: str) -> bytes:
    """Return the bytes of a path as the file system has them."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a surrogate that stands for no byte
        return path.encode("utf-8", "surrogatepass")

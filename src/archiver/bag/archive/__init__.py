# SPDX-License-Identifier: Apache-2.0
"""Bags in archive files: zip, tar, and tar packed with gzip, bzip2 or xz.

They are read as streams and never unpacked to disk: memory grows with the names, not with the contents, and
what is read stops at limits that the caller sets. The headers are our own reading, for the standard library
believes the ones and does not look at the others.
"""

from __future__ import annotations

from archiver.bag.archive.carried import Archive
from archiver.bag.archive.kinds import Kind, kind_of, unread_kind_of

__all__ = ["Archive", "Kind", "kind_of", "unread_kind_of"]

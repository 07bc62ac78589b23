# SPDX-License-Identifier: Apache-2.0
"""What holds of archive files of any octets: no exception but ours, and what is let pass others see alike.

If nothing is wrong with an archive file itself, then `zipfile` or `tarfile` must find the same files in it, with the
same octets, or refuse it: else whoever unpacks it gets another bag than the one that was judged.
"""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import re
import tarfile
import tempfile
import zipfile
import zlib
from pathlib import Path

from archiver.bag import judge
from archiver.bag.archive import Archive, Kind, kind_of
from archiver.codes import CODES, severity_of
from archiver.errors import ArchiverError
from archives import FOREIGN, Zipped, header, pax, tar_file, tarred, zip_file, zipped

_LEAVINGS = re.compile(r"__MACOSX|\._.*|\.DS_Store|Thumbs\.db|desktop\.ini", re.IGNORECASE)

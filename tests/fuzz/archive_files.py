# SPDX-License-Identifier: Apache-2.0
"""What holds of archive files of any octets: no exception but ours, and what is let pass others see alike.

If nothing is wrong with an archive file itself, then `zipfile` or `tarfile` must find the same files in it, with the
same octets, or refuse it: else whoever unpacks it gets another bag than the one that was judged.
"""

from __future__ import annotations

import hashlib
import io
import re
import tarfile
import tempfile
import zipfile
from pathlib import Path

from archiver.bag import Limits, Terms, judge
from archiver.bag.archive import Archive, Kind, kind_of
from archiver.codes import Severity
from archiver.errors import ArchiverError

TERMS = Terms(limits=Limits(octets=1 << 20, members=2000), jobs=1)
_LEAVINGS = re.compile(r"__MACOSX|\._.*|\.DS_Store|Thumbs\.db|desktop\.ini", re.IGNORECASE)
_TOLD = {Severity.ERROR, Severity.UNCHECKED}
_REFUSALS = (tarfile.TarError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


def archive_file(data: bytes) -> bool:
    """Judge an archive file; return whether nothing is wrong with the file itself, and an extractor took it too."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bag"
        path.write_bytes(data)
        if (kind := kind_of(path)) is None:
            return False
        try:
            judge(path, path="bag", terms=TERMS)
            seen = Archive(path, TERMS).observe(algorithms=["sha256"])
        except ArchiverError:
            return False
    codes = {fault.code for fault in seen.faults}
    # B215: the encoding of the names is not declared, and each reader has its own guess.
    if any(fault.severity in _TOLD for fault in seen.faults) or seen.irregular or seen.unreadable or "B215" in codes:
        return False
    try:
        theirs = unzipped(data) if kind is Kind.ZIP else untarred(data)
    except _REFUSALS:
        return False
    ours = {name: file.digests[0] for name, file in seen.files.items()}
    assert ours == below(theirs, top="B213" in codes), codes
    return True


def below(files: dict[str, bytes], *, top: bool) -> dict[str, bytes]:
    """The digests of files by their paths in the bag: at the top, or in the one folder there."""
    plain = {re.sub(r"\A(?:\./+)+", "", name): hashlib.sha256(data).digest() for name, data in files.items()}
    if top:
        return plain
    kept = {name: digest for name, digest in plain.items() if not _LEAVINGS.fullmatch(name.partition("/")[0])}
    assert len({name.partition("/")[0] for name in kept}) <= 1
    return {name.partition("/")[2]: digest for name, digest in kept.items()}


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        members = [member for member in file.infolist() if not member.is_dir()]
        assert len({member.filename for member in members}) == len(members)
        return {member.filename: file.read(member) for member in members}


def untarred(data: bytes) -> dict[str, bytes]:
    found = {}
    with tarfile.open(fileobj=io.BytesIO(data)) as file:
        for member in file:
            # A dump of a folder and a volume label are no files, though tarfile makes them one.
            if member.isdir() or member.type in {b"D", b"V"}:
                continue
            body = file.extractfile(member)
            assert body is not None
            assert member.name not in found
            found[member.name] = body.read()
    return found

# SPDX-License-Identifier: Apache-2.0
"""What holds of any folder: `archiver verify` ends the same whether or not a plain bag may be recognised at sight.

Beside that a bag that was recognised has to be one for `bagit` too, which others wrote.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import shutil
from typing import TYPE_CHECKING
from unittest.mock import patch

from archiver.bag import second_opinion
from archiver.bag.literal import literal
from archiver.cli import main

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ALGORITHMS = ("sha256", "sha512", "md5", "sha1", "sha224", "blake2b", "sha3256", "crc32")
NAMES = (
    "a", "B", "b", "A", "a.txt", "c d", ".hidden", "con", "Aux.txt", "nul .b", "e.", "f ", " g", "..x", "...",
    "~", "%41", "100%", "a%0Ab", "a\nb", "a\rb", "\\", "a\\b", "*", "*a", ":", "::error::", "é", "e\u0301",
    "\udcff", "-x", "C:", "(1)", "o'b", "#", "x" * 255, "LEDGER", "data", "bagit.txt", "fetch.txt",
    "package-info.txt", "bag-info.txt", "record.json", "transcript.tei.xml", "source", "metadata",
    "manifest-sha256.txt", "manifest-md5.txt", "tagmanifest-sha256.txt", "tagmanifest-md5.txt",
    "Manifest-sha256.txt", "manifest-SHA256.txt", "manifest-sha256.txt.txt", "manifest-.txt",
    "xmanifest-sha256.txt", "manifest-crc32.txt", "com1", "LPT9.x", "conin$", "a\tb", "a\x7fb", "\u202e", "＃",
    "$x", "`",
)  # fmt: skip
LINES = (
    b"\n", b" \n", b"\r\n", b"\r", b"", b"A: b\n", b"a:b\n", b"A:  b\n", b" more\n", b"\tmore\n", b": x\n",
    b"A:\n", b"A: \n", b"Payload-Oxum: 1.1\n", b"payload-oxum: 2.2\n", b"Payload-Oxum: 0.0\n",
    b"Payload-Oxum:\n", b"Bagging-Date: 2026-01-31\n", b"Bagging-Date: 2024-02-29\n",
    b"Bagging-Date: 2026-13-01\n", b"Bag-Count: 1 of 2\n", b"Bag-Size: 1\n",
    b"BagIt-Profile-Identifier: urn:x-archiver:profile:package:1\n", b"BagIt-Profile-Identifier: https://a/b\n",
    b"BagIt-Version: 1.0\n", b"BagIt-Version: 0.97\n", b"Tag-File-Character-Encoding: UTF-8\n",
    b"Tag-File-Character-Encoding: ISO-8859-1\n", b"Ort: K\xc3\xb6ln\n", b"Ort: K\xf6ln\n", b"\xef\xbb\xbf",
    b"A: \x0bb\n", b"A: \xc2\x85b\n", b"A: \xc2\xa0b\n", b"A\xc2\xa0: b\n", b"A : b\n", b"B: c: d\n",
    b"x" * 300000, b"\x00", b"\x1c",
)  # fmt: skip


def at_sight(root: Path) -> bool:
    """Hold the two ways against each other; tell whether the bag was recognised."""
    short = ended(root)
    with patch("archiver.cli.at_sight.literal", nothing), patch("archiver.bag.judge.literal", nothing):
        full = ended(root)
    assert short == full, (short, full)
    found = literal(str(root))
    if found is None:
        return False
    complaint = second_opinion(root)
    assert complaint is None, complaint
    return True


def nothing(*_: object) -> None:
    """Recognise no bag at sight."""


def ended(root: Path) -> tuple[object, str, str]:
    """Return the exit code of `archiver verify`, what it says and what it complains of."""
    code: object = None
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
        try:
            main(["verify", str(root)])
        except SystemExit as left:
            code = left.code
    return code, out.getvalue(), err.getvalue()


def a_bag(root: Path, draw: random.Random) -> None:
    """Write a bag that is nearly always plain."""
    (root / "data").mkdir(parents=True)
    for _ in range(draw.randint(0, 3)):
        put(root / "data" / "/".join(draw.choices(NAMES[:7], k=draw.randint(1, 2))), draw.randbytes(draw.randint(0, 9)))
    for _ in range(draw.choice([0, 0, 1, 2])):
        put(root / draw.choice(["", "metadata"]) / draw.choice(NAMES[:7]), draw.randbytes(draw.randint(0, 9)))
    (root / "bagit.txt").write_bytes(draw.choice([DECLARATION, DECLARATION.replace(b"1.0", b"0.97")]))
    info = b"".join(draw.choices([LINES[5], b"Bagging-Date: 2026-01-31\n", oxum(root)], k=draw.randint(0, 2)))
    if draw.random() < 0.7:
        (root / "bag-info.txt").write_bytes(info)
    names = draw.sample(ALGORITHMS[: draw.choice([2, 4, 7])], draw.randint(1, 2))
    list_payload(root, names)
    list_tags(root, names if draw.random() < 0.8 else draw.sample(ALGORITHMS[:4], 1))


def put(path: Path, data: bytes) -> None:
    with contextlib.suppress(OSError, ValueError):
        if os.path.lexists(path) and path not in regular(path.parent):
            return  # nothing is written through a link, and nobody reads from a FIFO
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def oxum(root: Path) -> bytes:
    sizes = [path.stat().st_size for path in regular(root / "data")]
    return f"Payload-Oxum: {sum(sizes)}.{len(sizes)}\n".encode()


def regular(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())


def lines(root: Path, paths: list[Path], name: str) -> bytes:
    found = []
    for path in paths:
        digest = hashlib.new({"sha3256": "sha3_256", "crc32": "md5"}.get(name, name), path.read_bytes()).hexdigest()
        found.append(f"{digest}  {path.relative_to(root)}\n".encode(errors="surrogateescape"))
    return b"".join(found)


def list_payload(root: Path, names: list[str]) -> None:
    for name in names:
        put(root / f"manifest-{name}.txt", lines(root, regular(root / "data"), name))


def list_tags(root: Path, names: list[str]) -> None:
    mark = re.compile(r"tagmanifest-[a-z0-9]+\.txt")
    tags = [
        path for path in regular(root) if path.relative_to(root).parts[0] != "data" and not mark.fullmatch(path.name)
    ]
    for name in names:
        put(root / f"tagmanifest-{name}.txt", lines(root, tags, name))


def listed(root: Path) -> list[str]:
    return [path.name.removeprefix("tagmanifest-")[:-4] for path in root.glob("tagmanifest-*.txt")]


def change(root: Path, draw: random.Random) -> None:
    """Do something to a bag, and perhaps vouch for it afterwards."""
    deed = draw.choice(DEEDS)
    with contextlib.suppress(OSError, ValueError):
        deed(root, draw.choice(regular(root) or [root / "x"]), draw)
    if draw.random() < 0.3:
        with contextlib.suppress(OSError, ValueError):
            list_payload(
                root, [path.name[9:-4] for path in root.glob("manifest-*.txt") if path.name[9:-4] in ALGORITHMS]
            )
    if draw.random() < 0.6:
        with contextlib.suppress(OSError, ValueError):
            list_tags(root, [name for name in listed(root) if name in ALGORITHMS])


def text(root: Path, file: Path, draw: random.Random) -> None:
    """Change a tag file line by line, or octet by octet."""
    del file
    file = draw.choice([path for path in regular(root) if path.parent == root])
    data = file.read_bytes()
    rows = data.splitlines(keepends=True)
    how = draw.randrange(9)
    if how == 0:
        rows.insert(draw.randint(0, len(rows)), draw.choice(LINES))
    elif how == 1 and rows:
        rows.insert(draw.randint(0, len(rows)), draw.choice(rows))
    elif how == 2:
        draw.shuffle(rows)
    elif how == 3 and rows:
        del rows[draw.randrange(len(rows))]
    elif how == 4:
        rows = [data.replace(b"\n", draw.choice([b"\r\n", b"\r", b"\n\n", b" \n", b"\x0b", b"\n "]))]
    elif how == 5:
        rows = [
            draw.choice([data.upper(), data.rstrip(b"\n"), b"\xef\xbb\xbf" + data, data + b"\n", b"", data.lower()])
        ]
    elif how == 6:
        old, new = draw.choice(
            [(b"  ", b" "), (b"  ", b"\t"), (b"  ", b" *"), (b"  ", b"  ./"), (b"a", b"A"), (b"data/", b"data//")]
        )
        rows = [data.replace(old, new, draw.randint(1, 2))]
    else:
        at = draw.randint(0, len(data))
        rows = [
            data[:at],
            draw.choice([b"", b" ", b"%", b"\xc3", b"0", b"\n", b"\0", b"/"]),
            data[at + draw.randint(0, 1) :],
        ]
    file.write_bytes(b"".join(rows))


def another(root: Path, file: Path, draw: random.Random) -> None:
    """Put in a file, a folder or a special file of any name."""
    del file
    folders = [root, root / "data", *(path for path in root.rglob("*") if path.is_dir() and not path.is_symlink())]
    path = draw.choice(folders) / draw.choice(NAMES)
    how = draw.randrange(8)
    if how < 4:
        put(path, draw.randbytes(draw.randint(0, 3)))
    elif how == 4:
        path.mkdir()
    elif how == 5:
        path.symlink_to(
            draw.choice([str(path), str(root / "bagit.txt"), "bagit.txt", "data", "..", "nowhere", "../outside"])
        )
    elif how == 6:
        os.mkfifo(path)
    else:
        os.link(draw.choice(regular(root)), path)


def instead(root: Path, file: Path, draw: random.Random) -> None:
    """Put something else in the place of a file, or of the payload folder."""
    if draw.random() < 0.1:
        (root / "data").rename(root.with_name("elsewhere"))
        (root / "data").symlink_to("../elsewhere")
        return
    data = file.read_bytes()
    file.unlink()
    how = draw.randrange(6)
    if how == 0:
        file.mkdir()
    elif how == 1:
        put(root.with_name("outside"), data)
        file.symlink_to(root.with_name("outside"))
    elif how == 2:
        os.mkfifo(file)
    elif how == 3:
        put(file.with_name(draw.choice(NAMES)), data)
    elif how == 4:
        put(file.with_name(file.name.swapcase()), data)


def octets(root: Path, file: Path, draw: random.Random) -> None:
    """Change a file of the payload or a tag file."""
    del root
    data = file.read_bytes()
    at = draw.randint(0, len(data))
    file.write_bytes(
        data[:at] + draw.choice([b"", b"x", b"\0" * 300000, draw.randbytes(2)]) + data[at + draw.randint(0, 1) :]
    )


def algorithm(root: Path, file: Path, draw: random.Random) -> None:
    """Add the manifest of another algorithm, right or wrong, or take one away."""
    name = draw.choice(ALGORITHMS)
    if draw.random() < 0.2:
        file.unlink()
    elif draw.random() < 0.7:
        list_payload(root, [name])
    else:
        list_tags(root, [name])
    if draw.random() < 0.3:
        text(root, file, draw)


def closed(root: Path, file: Path, draw: random.Random) -> None:
    """Set the modes of a file."""
    del root
    file.chmod(draw.choice([0o000, 0o777, 0o4755, 0o600]))


def whole(root: Path, file: Path, draw: random.Random) -> None:
    """Make the folder something else."""
    del file
    how = draw.randrange(3)
    if how == 0:
        moved = root.with_name("moved")
        root.rename(moved)
        root.symlink_to(moved)
    elif how == 1:
        put(root.parent / "LEDGER", draw.choice([b"", b"x\n"]))
    else:
        shutil.rmtree(root / "data")


DEEDS: tuple[Callable[[Path, Path, random.Random], None], ...] = (
    *(text,) * 6, *(another,) * 5, *(instead,) * 3, *(octets,) * 2, *(algorithm,) * 3, closed, whole,
)  # fmt: skip

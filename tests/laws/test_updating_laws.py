# SPDX-License-Identifier: Apache-2.0
"""An update never makes a bag good that was not: whatever verify has against it stops the update too."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archiver.bag import Request, judge
from archiver.errors import ArchiverError, InvalidMaterial
from archiver.findings import errors_in
from archiver.workflow import bag, update
from bags import tree
from builders import WHEN
from faults import MEMORY

ALGORITHMS = ("md5", "sha256", "sha512", "sha1")
NAMES = ("a", "b", "c/d")

PAYLOAD = st.tuples(st.just("payload"), st.sampled_from(NAMES), st.sampled_from([b"EVIL", b"", None]))
LINE = st.tuples(st.just("line"), st.integers(0, 2), st.sampled_from(NAMES), st.sampled_from(["evil", "gone", "twice"]))
EXTRA = st.tuples(st.just("extra"), st.integers(0, 2), st.sampled_from(["lost", "../x"]))
SEAL = st.tuples(st.just("seal"), st.integers(0, 2))
DROP = st.tuples(st.just("drop"), st.integers(0, 2), st.booleans())
TAMPERING = st.lists(st.one_of(PAYLOAD, LINE, EXTRA, SEAL, DROP), min_size=1, max_size=5)


def digest(algorithm: str, data: bytes) -> str:
    return hashlib.new(algorithm, data, usedforsecurity=False).hexdigest()


def tamper(place: Path, algorithms: list[str], what: tuple) -> None:  # type: ignore[type-arg] # as they are drawn
    kind, *rest = what
    if kind == "payload":
        path = place / "data" / rest[0]
        path.unlink(missing_ok=True)
        if rest[1] is not None:
            path.write_bytes(rest[1])
        return
    algorithm = algorithms[rest[0] % len(algorithms)]
    manifest, seal = place / f"manifest-{algorithm}.txt", place / f"tagmanifest-{algorithm}.txt"
    if kind == "seal":
        names = sorted(path.name for path in place.glob("*.txt") if not path.name.startswith("tagm"))
        seal.write_text("".join(f"{digest(algorithm, (place / name).read_bytes())}  {name}\n" for name in names))
    elif kind == "drop":
        (seal if rest[1] else manifest).unlink(missing_ok=True)
    elif manifest.exists():
        lines = manifest.read_text().splitlines(keepends=True)
        if kind == "extra":
            lines.append(f"{digest(algorithm, b'x')}  data/{rest[1]}\n")
        for number, line in enumerate(list(lines)):
            if kind == "line" and line.endswith(f"data/{rest[1]}\n"):
                evil = f"{digest(algorithm, b'EVIL')}  data/{rest[1]}\n"
                lines[number] = {"evil": evil, "gone": "", "twice": line + evil}[rest[2]]
        manifest.write_text("".join(lines))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(ALGORITHMS), min_size=2, max_size=3, unique=True),
    TAMPERING,
    st.lists(st.integers(0, 2), max_size=3, unique=True),
    st.booleans(),
)
def test_what_verify_has_against_a_bag_stops_every_update_of_it(
    algorithms: list[str],
    tampering: list[tuple],  # type: ignore[type-arg] # as they are drawn
    removed: list[int],
    add: bool,  # hypothesis gives it
) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as shelf:
        source, place = Path(shelf) / "source", Path(shelf) / "bag"
        (source / "c").mkdir(parents=True)
        for name in NAMES:
            (source / name).write_bytes(name.encode())
        bag(source, place, when=WHEN, algorithms=algorithms)
        for each in tampering:
            tamper(place, algorithms, each)
        (place / "data" / "c").mkdir(exist_ok=True)
        wrong = errors_in(judge(place, path="bag").findings)
        remove = tuple(algorithms[number] for number in removed if number < len(algorithms))
        request = Request(
            add=("sha384",) if add or not set(algorithms) - {*remove, "md5", "sha1"} else (), remove=remove
        )
        before = tree(Path(shelf))
        if wrong:
            with pytest.raises(InvalidMaterial) as caught:
                update(place, request)
            assert caught.value.exit_code == 1
            assert tree(Path(shelf)) == before
            return
        try:
            update(place, request)
        except ArchiverError:
            assert tree(Path(shelf)) == before
        assert errors_in(judge(place, path="bag").findings) == ()

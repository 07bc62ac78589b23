# SPDX-License-Identifier: Apache-2.0
"""Every file of the corpus, and whatever once broke a law, keeps the laws of the readers of tag files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuzz.archive_files import archive_file
from fuzz.bag_texts import LAWS
from fuzz.run_sight import tried

HERE = Path(__file__).parent
FILES = sorted(path for path in (HERE / "corpus").glob("*/*") if path.is_file())
ARCHIVES = sorted((HERE / "archives").iterdir())
HOSTILE = {
    "before",
    "long-without-end",
    "sparse-behind-1",
    "sparse-behind-2",
    "unicode-twice",
    "wide-twice",
    "overlap",
    "same-name",
    "link",
    "volume",
    "zeros",
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_file_of_the_corpus_keeps_the_laws(path: Path) -> None:
    LAWS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("path", ARCHIVES, ids=lambda path: path.name)
def test_an_archive_that_is_let_pass_is_what_others_unpack(path: Path) -> None:
    hostile = path.stem in HOSTILE or path.name.startswith("crash-")
    assert archive_file(path.read_bytes()) is not hostile


@pytest.mark.parametrize("law", LAWS)
@given(data=st.data())
def test_pieces_of_the_corpus_in_any_order_keep_the_laws(law: str, data: st.DataObject) -> None:
    seeds = [path.read_bytes() for path in FILES if path.parent.name == law]
    pieces = [piece for seed in seeds for piece in (seed[:1], seed[1 : len(seed) // 2], seed[len(seed) // 2 :])]
    drawn = data.draw(st.lists(st.one_of(st.sampled_from(pieces), st.binary(max_size=6)), max_size=6))
    LAWS[law](b"".join(drawn))


def test_every_law_has_a_corpus() -> None:
    assert {path.parent.name for path in FILES} == LAWS.keys()


def test_bags_changed_by_chance_end_the_same_on_both_ways() -> None:
    recognised = [tried(seed) for seed in range(100)]
    assert 10 < sum(recognised) < 90

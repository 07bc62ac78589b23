# SPDX-License-Identifier: Apache-2.0
"""The cross-validation of `benchmarks/`: words are withheld where they must be, and come back."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from archiver.speech import attribute

if TYPE_CHECKING:
    from types import ModuleType

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"


@pytest.fixture
def folds(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return import_module("folds")


def document(number: int, cue: str, speaker: str) -> dict[str, Any]:
    text = f"“We wait for the boat,” {speaker} {cue}."
    at = text.index(cue)
    return {"id": str(number), "text": text, "quotes": [{"cue": [at, at + len(cue)], "speaker_text": speaker}]}


def test_a_word_is_of_a_fold_alone_that_no_other_has(folds: ModuleType) -> None:
    gold = [document(n, "said", "the mayor") for n in range(10)]
    gold[3] = document(3, "quipped", "Dr. Lind’s lawyer")
    words = folds.attested(gold)
    assert folds.only_in(words, 3) >= {"quip", "quipped", "lawyer", "dr.", "lind"}
    assert not folds.only_in(words, 3) & {"say", "said", "the", "mayor"}
    assert not folds.only_in(words, 0)


def test_a_word_withheld_is_known_to_no_rule_and_comes_back(folds: ModuleType) -> None:
    text = "“We wait for the boat,” Ada Lind quipped."
    (plain,) = attribute(text)
    words = {"quip", "ada"}
    with folds.spoken(folds.without(words), words):
        (without,) = attribute(text)
    (after,) = attribute(text)
    assert (plain.rule, without.rule, after.rule) == ("after-subject", "after-name", "after-subject")


@pytest.mark.usefixtures("folds")
def test_a_peer_that_is_not_there_is_told_and_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    peer = import_module("textacy_peer")
    monkeypatch.setenv("PYTHONPATH", str(BENCHMARKS))
    with pytest.raises(SystemExit, match="textacy did not run"):
        peer.answers([document(0, "said", "Lind")], "no_such_pipeline", sys.executable)

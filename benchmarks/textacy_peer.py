# SPDX-License-Identifier: Apache-2.0
"""textacy on the same documents: scores by the same scorer, and speed in turns with archiver, A B A B.

textacy and a spaCy pipeline live in an environment of their own; `textacy_worker.py` is run there.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attribution as base

from archiver.speech import attribute

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

WORKER = Path(__file__).with_name("textacy_worker.py")
TURNS = 2
"""A B so many times."""
TIMED = 50
"""So many documents are read in each turn."""
ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def answers(
    gold: Sequence[dict[str, Any]], model: str, interpreter: str, *, whole: bool = False
) -> tuple[dict[str, list[dict[str, Any]]], float]:
    """Return what textacy finds in the documents, and the seconds of processor time that it took."""
    sent = "".join(json.dumps({"id": each["id"], "text": each["text"]}) + "\n" for each in gold)
    command = [interpreter, str(WORKER), model, *(["whole"] if whole else [])]
    done = subprocess.run(  # an interpreter that whoever measures names
        command, input=sent, capture_output=True, text=True, encoding="utf-8", check=False, env=os.environ | ONE_CORE
    )
    if done.returncode:
        message = (
            f"textacy did not run: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}"
        )
        raise SystemExit(message)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {each["id"]: each["quotes"] for each in found}, sum(each["seconds"] for each in found)


def turns(gold: Sequence[dict[str, Any]], model: str, interpreter: str) -> str:
    """Return the documents a second of archiver and textacy in turns, in processor time on one core."""
    few = gold[:: max(1, len(gold) // TIMED)][:TIMED]
    own: list[float] = []
    peer: list[float] = []
    attribute(few[0]["text"])
    for _ in range(TURNS):
        started = time.process_time()
        for document in few:
            attribute(document["text"])
        own.append(len(few) / (time.process_time() - started))
        peer.append(len(few) / max(answers(few, model, interpreter)[1], 1e-9))
    pairs = ", ".join(f"{a:.0f} to {b:.1f}" for a, b in zip(own, peer, strict=True))
    ratio = sum(own) / sum(peer)
    what = f"documents a second of processor time, {len(few)} documents in turns"
    return f"{what}, archiver to textacy: {pairs}; {ratio:.0f} times as many"


def without_typewriter(
    gold: Sequence[dict[str, Any]], found: dict[str, list[dict[str, Any]]]
) -> dict[str, list[dict[str, Any]]]:
    """Leave out words in doubled apostrophes, which the gold of some articles labels as reported speech."""
    texts = {each["id"]: each["text"] for each in gold}

    def marked(text: str, quote: dict[str, Any]) -> bool:
        return "''" in (text[quote["start"] : quote["start"] + 2], text[max(0, quote["start"] - 2) : quote["start"]])

    return {key: [quote for quote in quotes if not marked(texts[key], quote)] for key, quotes in found.items()}


def report(score: ModuleType, gold: Sequence[dict[str, Any]], model: str, interpreter: str) -> Iterator[str]:
    """Yield the speed of textacy, then its scores, fed by paragraphs and by whole documents: it takes minutes."""
    yield turns(gold, model, interpreter)
    for name, whole in (("fed per paragraph", False), ("fed whole documents", True)):
        found, _ = answers(gold, model, interpreter, whole=whole)
        fewer = without_typewriter(gold, found)
        yield f"textacy, {name}\n" + base.table(score, gold, found)
        yield f"textacy, {name}, without what stands in typewriter marks\n" + base.table(score, gold, fewer)

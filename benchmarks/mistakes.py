# SPDX-License-Identifier: Apache-2.0
"""List what the attribution gets wrong against gold, for a person to read and sort by cause.

    python benchmarks/mistakes.py [CORPUS] [--row quoted|direct|ind.speech] [--last N] [--context N] [--counts]

A mistake is a gold span that was not found ("missed"), a span that gold does not have ("spurious"), the two
where they overlap ("bounds"), or a span with another speaker ("speaker"): what `score.py` counts against us, a
line of JSON each, in the order of the documents. Of the corpus's text only what --context asks for is written, to
standard output and nowhere else: the articles are their publishers'.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attribution import CORPUS, converted, scorer

from archiver.speech import attribute

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

ROWS = ("direct", "quoted", "ind.speech")
MATCH = 0.8
"""The scorer's measure of a match: so much of the longer span is in both."""


def mistakes(score: ModuleType, row: str, document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the mistakes of a row of the scorer's table in one document, by where they stand."""
    text = document["text"]
    gold, given, neutral = _spans(score, row, document)
    pairs = score.match(gold, given)
    good = {at: place for at, (place, overlap) in pairs.items() if overlap >= MATCH}
    matched = set(good.values())
    spurious = {
        place for place, each in enumerate(given) if place not in matched and not _covered(score, each["span"], neutral)
    }
    found: list[dict[str, Any]] = []
    for at, each in enumerate(gold):
        place = pairs[at][0] if at in pairs else None
        other = given[place] if place is not None and (at in good or place in spurious) else None
        if at in good and score.judge(given[good[at]]["q"], each["q"])[0]:
            continue
        cause = "speaker" if at in good else "bounds" if other else "missed"
        spurious.discard(-1 if place is None else place)
        found.append(_mistake(cause, each, other))
    found += [_mistake("spurious", None, given[place]) for place in spurious]
    for each in sorted(found, key=lambda one: one["gold"] or one["given"]):
        yield {"id": document["id"], "row": row} | each | {"text": text}


def _spans(score: ModuleType, row: str, document: dict[str, Any]) -> tuple[list[Any], list[Any], list[Any]]:
    """Return the gold spans of a row, ours, and the stretches where ours count for nothing, as `score.py` does."""
    text = document["text"]
    ignored = [tuple(span) for span in document.get("ignore") or []]
    quotes = [each for each in document["quotes"] if not _covered(score, (each["start"], each["end"]), ignored)]
    found = converted(text, attribute(text))
    quoted = row != "ind.speech"
    kinds = None if quoted else ("indirect", "mixed")
    gold = score.expand(text, quotes, kinds, gold=True, quoted=quoted)
    given = score.expand(text, found, kinds, gold=False, quoted=quoted)
    aside = [each for each in gold if _is_aside(row, each)]
    return [each for each in gold if each not in aside], given, ignored + [each["span"] for each in aside]


def _is_aside(row: str, gold: dict[str, Any]) -> bool:
    """Tell whether a gold span counts neither for nor against us in a row."""
    if row == "direct":
        return bool(gold["kind"] == "frag")
    return row == "ind.speech" and not gold["q"].get("cue_speech", True)


def _covered(score: ModuleType, span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return bool(sum(score.ovl(span, other) for other in others) >= 0.5 * (span[1] - span[0]))


def _mistake(cause: str, gold: dict[str, Any] | None, given: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "mistake": cause,
        "gold": gold and list(gold["span"]),
        "given": given and list(given["span"]),
        "gold_speaker": gold and gold["q"].get("speaker_text"),
        "given_speaker": given and given["q"]["speaker_text"],
        "rule": given and given["q"]["rule"],
    }


def shown(mistake: dict[str, Any], context: int) -> dict[str, Any]:
    """Return a mistake as it is written: with `context` characters on both sides of its words, or without words."""
    text = mistake.pop("text")
    if not context:
        return {key: value for key, value in mistake.items() if not key.endswith("_speaker")}
    spans = [span for span in (mistake["gold"], mistake["given"]) if span]
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    return mistake | {
        "before": text[max(0, start - context) : start],
        "words": [text[slice(*span)] for span in spans],
        "after": text[end : end + context],
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the mistakes to standard output."""
    parser = argparse.ArgumentParser(description="List the mistakes of speaker attribution against gold.")
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--row", choices=ROWS, default="quoted")
    parser.add_argument("--last", type=int, default=0, help="only the last so many, in the order of the documents")
    parser.add_argument("--context", type=int, default=0, help="show the words, and so many characters around them")
    parser.add_argument("--counts", action="store_true", help="count them by kind and rule instead")
    options = parser.parse_args(arguments)
    path = options.corpus / "dev.jsonl" if options.corpus.is_dir() else options.corpus
    score = scorer(path.parent)
    documents = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    found = [each for document in documents for each in mistakes(score, options.row, document)][-options.last :]
    if options.counts:
        counted = Counter((each["mistake"], each["rule"] or "-") for each in found)
        lines = [f"{number:5} {cause:9} {rule}" for (cause, rule), number in counted.most_common()]
    else:
        lines = [json.dumps(shown(each, options.context), ensure_ascii=False) for each in found]
    sys.stdout.write("\n".join([*lines, ""]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

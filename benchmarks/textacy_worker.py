# SPDX-License-Identifier: Apache-2.0
"""Let textacy find direct quotations: documents on standard input, quotations and seconds on standard output.

    PYTHON textacy_worker.py MODEL [whole]

runs in an environment that has textacy and the spaCy pipeline MODEL (a name, or a folder); nothing of archiver is
needed there. Each input line is a document as JSON with `id` and `text`, each output line `{"id", "quotes", "seconds"}`
in the form of the scorer. Paragraphs are given one by one, for textacy gives up on a whole document where one mark has
no partner; with `whole` it is given the document as it is.
"""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def parts(text: str, *, whole: bool) -> Iterator[tuple[int, str]]:
    """Yield what is given to textacy at once, with its offset."""
    if whole:
        yield 0, text
        return
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield at, line
        at += len(line)


def quotes(nlp: Any, text: str, *, whole: bool) -> Iterator[dict[str, Any]]:
    """Yield the quotations of a text."""
    from textacy import extract  # noqa: PLC0415 # not there where archiver is

    for offset, part in parts(text, whole=whole):
        try:
            found = list(extract.direct_quotations(nlp(part)))
        except ValueError:  # a mark without a partner
            continue
        for each in found:
            speaker = list(each.speaker or ())
            start, end = each.content.start_char, each.content.end_char
            first = speaker[0].idx if speaker else None
            last = speaker[-1].idx + len(speaker[-1].text) if speaker else None
            yield {
                "start": offset + start,
                "end": offset + end,
                "kind": "direct",
                "speaker_text": part[first:last] if speaker else None,
                "speaker_start": offset + first if first is not None else None,
                "speaker_end": offset + last if last is not None else None,
            }


def main() -> int:
    """Answer each line of standard input."""
    import spacy  # noqa: PLC0415 # as above

    nlp = spacy.load(sys.argv[1])
    whole = "whole" in sys.argv[2:]
    nlp("A first sentence, so that nothing is set up while time is taken.")
    for line in sys.stdin:
        document = json.loads(line)
        started = time.process_time()
        found = list(quotes(nlp, document["text"], whole=whole))
        seconds = time.process_time() - started
        sys.stdout.write(json.dumps({"id": document["id"], "quotes": found, "seconds": seconds}) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

# SPDX-License-Identifier: Apache-2.0
"""`archiver quotes`: who said what, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from archiver.cli import options, render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from archiver.model import Span, Utterance
    from archiver.workflow.quoting import Quoted

COLUMNS = (
    "document",
    "utterance",
    "within",
    "start",
    "end",
    "kind",
    "mode",
    "entity",
    "speaker_text",
    "ground",
    "certainty",
    "rule",
    "decided_by",
    "text",
)


@click.command("quotes")
@click.argument("sources", nargs=-1, required=True, type=options.PATH)
@options.record
@click.option(
    "--format",
    "style",
    type=click.Choice(("table", "jsonl", "csv")),
    default="table",
    show_default=True,
    help="jsonl: one document a line; csv: one piece of speech a row.",
)
@click.option(
    "--nested/--no-nested",
    default=False,
    show_default=True,
    help="Give the quotations within quotations that are speech too, as the TEI does.",
)
def command(sources: tuple[Path, ...], record: Path | None, style: str, *, nested: bool) -> None:
    """Say who said what in each of SOURCES, by its record if it has one.

    Offsets are characters (Unicode code points) from the beginning of the text, the end exclusive. The TEI
    of a package says the same as --nested. `within` is the utterance in whose words another one stands.
    """
    from archiver import workflow  # noqa: PLC0415 # --help needs none of the rooms

    if record and len(sources) > 1:
        raise click.UsageError("--record goes with one source")
    found = (workflow.quotes(source, record=record, nested=nested) for source in sources)
    if style == "jsonl":
        for quoted in found:
            render.data(document(quoted))
    elif style == "csv":
        render.rows(COLUMNS, (piece | {"document": quoted.path} for quoted in found for piece in pieces(quoted)))
    else:
        for quoted in found:
            render.result("\n".join(_table(quoted)))


def document(quoted: Quoted) -> dict[str, Any]:
    """Return a document with all its speech as JSON types."""
    return {"id": quoted.path, "quotes": list(pieces(quoted))}


def pieces(quoted: Quoted) -> Iterator[dict[str, Any]]:
    """Yield every piece of every utterance: its span, its speaker, and the words that justify it."""
    text = quoted.transcript.text
    names = {speaker.id: speaker.name.value for speaker in quoted.record.everyone} if quoted.record else {}
    around = within(quoted.transcript.utterances)
    for number, utterance in enumerate(quoted.transcript.utterances, 1):
        for piece in utterance.pieces:
            yield {
                "utterance": number,
                "within": around[piece],
                "start": piece.start,
                "end": piece.end,
                "text": text[piece.start : piece.end],
                "kind": str(utterance.kind),
                "mode": str(utterance.mode),
                "quoted": [list(span) for span in utterance.quoted if piece.holds(span)],
                "speaker": utterance.speaker,
                "entity": names.get(utterance.speaker or "", utterance.speaker),
                **_spanned(text, utterance),
                "ground": str(utterance.ground),
                "certainty": utterance.certainty,
                "rule": utterance.rule,
                "decided_by": utterance.decided_by,
            }


def within(utterances: Sequence[Utterance]) -> dict[Span, int | None]:
    """Return for each piece the number, from 1, of the utterance in whose words it stands; None if in nobody's.

    Of several it is the innermost.
    """
    pieces = [(piece, number) for number, utterance in enumerate(utterances, 1) for piece in utterance.pieces]
    pieces.sort(key=lambda each: (each[0].start, -each[0].end))
    found: dict[Span, int | None] = {}
    above: list[tuple[Span, int]] = []
    for piece, number in pieces:
        while above and above[-1][0].end <= piece.start:
            above.pop()
        found[piece] = above[-1][1] if above else None
        above.append((piece, number))
    return found


def _spanned(text: str, utterance: Utterance) -> dict[str, Any]:
    mention = utterance.mention.span if utterance.mention else None
    return {
        **_span("speaker", text, mention),
        "form": str(utterance.mention.form) if utterance.mention else None,
        **_span("cue", text, utterance.cue),
    }


def _span(name: str, text: str, span: Span | None) -> dict[str, Any]:
    start, end = span or (None, None)
    return {f"{name}_text": text[start:end] if span else None, f"{name}_start": start, f"{name}_end": end}


def _table(quoted: Quoted) -> Iterator[str]:
    yield f"{render.safe(quoted.path)}: {len(quoted.transcript.utterances)} utterances"
    for piece in pieces(quoted):
        who = piece["entity"] or "?"
        inner = f", within {piece['within']}" if piece["within"] is not None else ""
        yield (
            f"{piece['start']:>7}-{piece['end']:<7} {piece['kind']:<8} {piece['certainty']:.2f}  "
            f"{render.safe(who)} ({piece['ground']}, {piece['rule']}{inner})"
        )
        yield f"{'':>16}{render.safe(_short(piece['text']))}"


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:50]} … {text[-27:]}"  # noqa: PLR2004 # a line on a screen

# SPDX-License-Identifier: Apache-2.0
"""Measure who-said-it against gold: scores, calibration of the certainty, speed.

    python benchmarks/attribution.py [CORPUS] [--cross-validate | --textacy MODEL --interpreter PYTHON]

CORPUS is a JSON Lines file of documents with gold (or a folder with `dev.jsonl`), beside which lies the
scorer `score.py`. The corpus is read where it lies; nothing of it is written anywhere. Certainty is judged
twice: as published in `archiver.speech.rules`, and with tables counted on one half of the documents and
tried on the other (even and odd, both ways), so that no document vouches for itself.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archiver.model import Fact, Speaker, SpeakerKind
from archiver.speech import CERTAINTY, attribute
from archiver.speech.rules import AUTO_ACCEPT, sign_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from types import ModuleType

    from archiver.model import Utterance

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "quotes"
ROWS = ("direct", "quoted", "ind.speech")
PEERS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("nearest name and verb", "82.0", "69.6", "78.7", "-", "1200"),
    ("textacy 0.13, fed per paragraph", "82.7", "74.1", "80.5", "-", "3.3"),
    ("Guardian/AFP regex pipeline", "74.2", "58.0", "64.8", "-", "4.5"),
    ("BBC Citron, retrained on dev", "71.3", "70.6", "67.4", "48.1", "2.5"),
    ("SFU Gender Gap Tracker", "54.8", "42.3", "42.9", "47.4", "3.1"),
    ("one annotator against another", "95.6", "94.6", "96.2", "67.5", "-"),
)
"""Others on the kept-back half of the same corpus (504 articles of PolNeAR, scored with the same scorer), as
the project's notes on speech publish them: e2e F of direct, of all quoted, of words, of reported speech; docs/s."""

BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)
BODY_MENTIONS = frozenset({"it", "the company", "the organization", "the organisation"})
PRONOUNS = frozenset({"he", "she", "they", "we", "i", "you", "who", "him", "her", "them", "that", "which"})
SAMPLES = 1000
SEED = 7
FEW = 25
"""A sign with fewer cases of a rule than this has no line of its own."""
PRIOR = 20
"""So many imagined cases at the rule's own share are added to those of a sign."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One span that was given, and whether span and speaker are right."""

    document: int
    rule: str
    sign: str
    certainty: float
    right: bool
    direct: bool
    """False for spans that the scorer's row `direct` leaves out: fragments, and reported clauses."""


def scorer(folder: Path) -> ModuleType:
    """Return the scorer that lies beside the corpus."""
    spec = spec_from_file_location("speech_score", folder / "score.py")
    if spec is None or spec.loader is None:
        message = f"no scorer in {folder}"
        raise SystemExit(message)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def converted(text: str, utterances: Iterable[Utterance]) -> list[dict[str, Any]]:
    """Return utterances in the scorer's form, without those within others, which the gold does not know."""
    pairs = sorted(
        ((piece, each) for each in utterances for piece in each.pieces), key=lambda pair: (pair[0].start, -pair[0].end)
    )
    found: list[dict[str, Any]] = []
    end = -1
    for piece, each in pairs:
        if piece.start < end:
            continue
        end = piece.end
        mention = each.mention.span if each.mention is not None else None
        first = next((char for char in text[each.pieces[0].start : each.pieces[0].end] if char.isalnum()), "")
        found.append(
            {
                "start": piece.start,
                "end": piece.end,
                "kind": each.kind.value,
                "speaker_text": text[mention.start : mention.end] if mention is not None else None,
                "speaker_start": mention.start if mention is not None else None,
                "speaker_end": mention.end if mention is not None else None,
                "entity": each.speaker,
                "quoted": [list(part) for part in each.quoted if piece.holds(part)],
                "rule": each.rule,
                "sign": sign_of(each.kind, each.mention, each.speaker, first),
                "certainty": each.certainty,
            },
        )
    return found


def judge(score: ModuleType, number: int, document: dict[str, Any], found: list[dict[str, Any]]) -> list[Judged]:
    """Return every span with its verdict: quotations on the row `quoted`, reported clauses on `indirect`."""
    judged: list[Judged] = []
    text = document["text"]
    ignored = [tuple(span) for span in document.get("ignore") or []]
    for quoted in (True, False):
        kinds = None if quoted else ("indirect", "mixed")
        gold = score.expand(text, document["quotes"], kinds, gold=True, quoted=quoted)
        spans = score.expand(text, found, kinds, gold=False, quoted=quoted)
        matched = {place: (at, overlap) for at, (place, overlap) in score.match(gold, spans).items()}
        fragments = [each["span"] for each in gold if each["kind"] == "frag"] if quoted else []
        for place, span in enumerate(spans):
            given, bounds = span["q"], span["span"]
            if quoted == given["rule"].startswith(("clause", "asked")):
                continue
            at, overlap = matched.get(place, (0, 0.0))
            good = overlap >= 0.8  # noqa: PLR2004 # the scorer's measure of a match
            if not good and _covered(score, bounds, ignored):
                continue
            right = good and score.judge(given, gold[at]["q"])[0]
            direct = (
                quoted
                and not (good and gold[at]["kind"] == "frag")
                and (good or not _covered(score, bounds, fragments))
            )
            judged.append(Judged(number, given["rule"], given["sign"], given["certainty"], bool(right), direct))
    return judged


def _covered(score: ModuleType, span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return bool(sum(score.ovl(span, other) for other in others) >= 0.5 * (span[1] - span[0]))


def shares(judged: Iterable[Judged]) -> tuple[dict[str, float], dict[tuple[str, str], float]]:
    """Count the share of right output by rule, and by rule and sign drawn towards the rule's share."""
    by_rule: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    by_sign: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for each in judged:
        for count in (by_rule[each.rule], by_sign[each.rule, each.sign]):
            count[0] += 1
            count[1] += each.right
    rules = {rule: (right + 5 * CERTAINTY[rule]) / (number + 5) for rule, (number, right) in by_rule.items()}
    signs = {
        key: (right + PRIOR * rules[key[0]]) / (number + PRIOR)
        for key, (number, right) in by_sign.items()
        if number >= FEW and by_rule[key[0]][0] > number
    }
    return rules, signs


def held_out(judged: Sequence[Judged], folds: int = 2) -> list[Judged]:
    """Return the spans with the certainty that the documents of the other folds give them."""
    anew: list[Judged] = []
    for fold in range(folds):
        rules, signs = shares(each for each in judged if each.document % folds != fold)
        anew += [
            Judged(each.document, each.rule, each.sign, _told(each, rules, signs), each.right, each.direct)
            for each in judged
            if each.document % folds == fold
        ]
    return anew


def _told(each: Judged, rules: Mapping[str, float], signs: Mapping[tuple[str, str], float]) -> float:
    return signs.get((each.rule, each.sign), rules.get(each.rule, CERTAINTY[each.rule]))


def reliability(judged: Sequence[Judged]) -> str:
    """Return the table of certainty against truth, a line a bin, and the mean distance of the two."""
    lines = [f"{'certainty':>12} {'spans':>6} {'said':>6} {'right':>6}"]
    distance = 0.0
    for low, high in pairwise(BINS):
        inside = [each for each in judged if low <= each.certainty < high]
        if inside:
            said = sum(each.certainty for each in inside) / len(inside)
            right = sum(each.right for each in inside) / len(inside)
            distance += abs(said - right) * len(inside) / len(judged)
            lines.append(f"{low:5.2f}-{min(high, 1):5.2f}  {len(inside):6} {said:6.3f} {right:6.3f}")
    return "\n".join([*lines, f"expected calibration error {distance:.3f}"])


def tier(judged: Sequence[Judged], threshold: float, *, direct: bool) -> str:
    """Return precision and coverage of what is said with at least the threshold's certainty."""
    quoted = [each for each in judged if not each.rule.startswith(("clause", "asked"))]
    given = [each for each in quoted if each.direct or not direct]
    taken = [each for each in given if each.certainty >= threshold]
    right = sum(each.right for each in taken)
    name = "direct" if direct else "all quoted"
    return (
        f"auto-accept (certainty >= {threshold}), {name}: precision {100 * right / max(1, len(taken)):.1f} %, "
        f"coverage {100 * len(taken) / max(1, len(given)):.1f} % of {len(given)}"
    )


def table(score: ModuleType, gold: Sequence[dict[str, Any]], found: dict[str, list[dict[str, Any]]]) -> str:
    """Return the scores of all documents, and of the even and the odd ones."""
    lines = [f"{'':8} {'row':11} {'P':>6} {'R':>6} {'F':>6} {'exact F':>8} {'speaker':>8} {'resolved':>9}"]
    for name, part in (("all", gold), ("even", gold[::2]), ("odd", gold[1::2])):
        per_document, _ = score.run(part, found)
        total = score.total(per_document)
        for row in ROWS:
            figures = score.summary(total[row])
            measures = [figures["e2e"]["P"], figures["e2e"]["R"], figures["e2e"]["F"], figures["exact"]["F"]]
            resolved = figures["resolved_pron_nominal"]
            told = "-" if resolved is None else f"{100 * resolved:.1f}"
            cells = " ".join(f"{100 * measure:6.2f}" for measure in measures)
            lines.append(f"{name:8} {row:11} {cells}  {100 * figures['attr_acc']:7.2f} {told:>9}")
        words = score.wsummary(total["words"])["right speaker"]
        lines.append(f"{name:8} {'words':11} " + " ".join(f"{100 * words[measure]:6.2f}" for measure in "PRF"))
    return "\n".join(lines)


def intervals(score: ModuleType, gold: Sequence[dict[str, Any]], found: dict[str, list[dict[str, Any]]]) -> str:
    """Return the 95 % intervals of the F figures: documents drawn anew with replacement, 1000 times, from one seed."""
    per_document, _ = score.run(gold, found)
    drawn = random.Random(SEED)  # noqa: S311 # no secret
    figures: defaultdict[str, list[float]] = defaultdict(list)
    for _ in range(SAMPLES):
        total = score.total(per_document, [drawn.randrange(len(gold)) for _ in gold])
        for row in ROWS:
            counts = total[row]
            figures[row].append(score.prf(counts["e2e"], counts["pred"], counts["gold"])[2])
        figures["words"].append(score.wsummary(total["words"])["right speaker"]["F"])
    lines = [f"95 % intervals of F, {SAMPLES} samples of the documents, seed {SEED}"]
    for row, values in figures.items():
        values.sort()
        low, high = values[int(0.025 * SAMPLES)], values[int(0.975 * SAMPLES) - 1]
        lines.append(f"{row:11} {100 * low:5.1f} to {100 * high:5.1f}")
    return "\n".join(lines)


def people(document: dict[str, Any]) -> list[Speaker]:
    """Return the people of a document as a cataloguer would list them who knows their names and offices.

    The gold names some of those whom a pronoun or a description means. What a mention calls them, pronouns
    apart, stands for their roles in a record; whom "it" or "the company" means is an organisation.
    """
    names: defaultdict[str, set[str]] = defaultdict(set)
    roles: defaultdict[str, set[str]] = defaultdict(set)
    bodies: set[str] = set()
    for quote in document["quotes"]:
        if not quote.get("entity"):
            continue
        key, mention = quote["entity"].split()[-1], (quote.get("speaker_text") or "").lower()
        names[key].add(quote["entity"])
        if mention in BODY_MENTIONS:
            bodies.add(key)
        elif mention not in PRONOUNS and key.lower() not in mention:
            roles[key].add(mention)
    return [
        Speaker(
            id=f"p{number}",
            name=Fact(value=max(sorted(names[key]), key=len)),
            surname=key,
            roles=tuple(sorted(roles[key])),
            kind=SpeakerKind.ORGANISATION if key in bodies else SpeakerKind.PERSON,
        )
        for number, key in enumerate(sorted(names))
    ]


def with_record(score: ModuleType, gold: Sequence[dict[str, Any]]) -> str:
    """Return how many pronouns and descriptions go to the right person where the record names the people."""
    found = {}
    for document in gold:
        participants = people(document)
        names = {person.id: person.name.value for person in participants}
        spans = converted(document["text"], attribute(document["text"], participants=participants))
        found[document["id"]] = [span | {"entity": names.get(span["entity"], span["entity"])} for span in spans]
    total = score.total(score.run(gold, found)[0])
    resolved = {row: score.summary(total[row])["resolved_pron_nominal"] for row in ROWS[:2]}
    shares = [f"{row} {'none' if share is None else f'{100 * share:.1f} %'}" for row, share in resolved.items()]
    return "pronouns and descriptions resolved where the record names the people: " + ", ".join(shares)


def peers() -> str:
    """Return the figures of others."""
    head = f"{'others, kept-back half':34} {'direct':>7} {'quoted':>7} {'words':>7} {'reported':>9} {'docs/s':>7}"
    rows = [f"{name:34} {a:>7} {b:>7} {c:>7} {d:>9} {speed:>7}" for name, a, b, c, d, speed in PEERS]
    return "\n".join([head, *rows])


def published(judged: Sequence[Judged]) -> str:
    """Return the counted shares in the form of `archiver.speech.rules`, for a person to review and copy."""
    rules, signs = shares(judged)
    counts = Counter(each.rule for each in judged)
    lines = [f"# {rule}: {share:.2f} of {counts[rule]}" for rule, share in sorted(rules.items())]
    for rule in sorted({rule for rule, _ in signs}):
        told = ", ".join(f"{sign} {share:.2f}" for (other, sign), share in sorted(signs.items()) if other == rule)
        lines.append(f'        "{rule}": "{told}",')
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the measurement and write its tables to standard output."""
    parser = argparse.ArgumentParser(description="Measure speaker attribution against gold.")
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--shares", action="store_true", help="write the counted shares for rules.py instead")
    parser.add_argument("--cross-validate", action="store_true", help="withhold words and certainties by folds instead")
    parser.add_argument(
        "--textacy", metavar="MODEL", help="measure textacy with this spaCy pipeline, by name or folder"
    )
    parser.add_argument("--interpreter", default=sys.executable, help="the Python that has textacy and the pipeline")
    options = parser.parse_args(arguments)
    path = options.corpus / "dev.jsonl" if options.corpus.is_dir() else options.corpus
    score = scorer(path.parent)
    gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    if options.textacy:
        import textacy_peer  # noqa: PLC0415 # it needs what stands above

        for part in textacy_peer.report(score, gold, options.textacy, options.interpreter):
            sys.stdout.write(part + "\n\n")
            sys.stdout.flush()
        return 0
    started = time.process_time()
    told = [attribute(document["text"]) for document in gold]
    seconds = time.process_time() - started
    found = {doc["id"]: converted(doc["text"], each) for doc, each in zip(gold, told, strict=True)}
    judged = [each for n, doc in enumerate(gold) for each in judge(score, n, doc, found[doc["id"]])]
    if options.cross_validate:
        import folds  # noqa: PLC0415 # it needs what stands above

        sys.stdout.write(folds.report(score, gold, found) + "\n")
        return 0
    if options.shares:
        sys.stdout.write(published(judged) + "\n")
        return 0
    speed = len(gold) / seconds
    size = sum(len(document["text"].encode()) for document in gold) / 1000
    parts = [
        f"{len(gold)} documents of {size / max(1, len(gold)):.1f} KB, {speed:.0f} a second of processor time",
        table(score, gold, found),
        intervals(score, gold, found),
        with_record(score, gold),
        peers(),
        "certainty as published\n" + reliability(judged),
        "certainty counted on the other half\n" + reliability(held_out(judged)),
        *(tier(judged, AUTO_ACCEPT, direct=direct) for direct in (True, False)),
        *("on the other half, " + tier(held_out(judged), AUTO_ACCEPT, direct=direct) for direct in (True, False)),
    ]
    sys.stdout.write("\n\n".join(parts) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

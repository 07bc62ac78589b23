# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 -- apostrophes are matter of a pattern here
"""Cross-validate who-said-it: what the figures are where no document has a say about its own words and certainties.

Documents are dealt into five folds. For the documents of a fold

- every word of an open table of English (verbs of saying, phrases, titles, offices, groups, bodies, nouns for texts
  and works, forenames, nationalities) that the gold of that fold has in a cue or a speaker, and the gold of no other
  fold, is taken out of the tables;
- certainties are counted on the other four folds.

Closed classes (articles, pronouns, prepositions, auxiliaries) stay, and so does a word that no gold has: nobody can
have learnt it there. The rules themselves were made with all documents in view; no fold undoes that. So each rule is
also shown with the documents and folds in which it fires, and what the figures are without it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import attribution as base

from archiver.speech import attribute, languages, lexicon
from archiver.speech.languages import ENGLISH, forenames

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from types import ModuleType

FOLDS = 5
TABLES = (
    "titles",
    "roles",
    "organisations",
    "bodies",
    "groups",
    "female_roles",
    "male_roles",
    "not_one",
    "epithets",
    "questioners",
    "occasions",
    "statement_nouns",
    "written",
    "tales",
    "title_words",
    "programme_words",
    "word_words",
    "opinions",
)
PAIRS = ("phrasal", "places", "short_titles", "object_prepositions", "complements")
VERB_TABLES = (
    "never_nouns",
    "bare",
    "asking",
    "asking_back",
    "addressing",
    "objects",
    "finite_only",
    "infinitives",
    "not_for_clauses",
    "quoting",
)
_WORD = re.compile(r"[\w.’'-]+")
Predictions = dict[str, list[dict[str, Any]]]


def attested(gold: Sequence[dict[str, Any]]) -> list[set[str]]:
    """Return for each fold the words of its cues and speakers, and the lemmas of its verbs of saying."""
    forms = lexicon.english()
    words: list[set[str]] = [set() for _ in range(FOLDS)]
    for number, document in enumerate(gold):
        for quote in document["quotes"]:
            cue = document["text"][slice(*quote["cue"])] if quote.get("cue") else ""
            for word in _WORD.findall(f"{cue} {quote.get('speaker_text') or ''}".lower()):
                plain = forms.without_owner(word)
                form = forms.form_of(plain)
                words[number % FOLDS] |= {word, plain, word.rstrip(".")} | ({form.lemma} if form is not None else set())
    return words


def only_in(words: Sequence[Collection[str]], fold: int) -> set[str]:
    """Return the words that this fold has and no other."""
    others = set().union(*(each for number, each in enumerate(words) if number != fold))
    return set(words[fold]) - others


def without(words: Collection[str]) -> languages.Language:
    """Return English without these words in its open tables."""

    def kept(text: str) -> str:
        return " ".join(word for word in text.split() if word.partition("/")[0] not in words)

    return replace(
        ENGLISH,
        verbs=tuple((kind, strength, kept(lemmas)) for kind, strength, lemmas in ENGLISH.verbs),
        phrases=tuple(phrase for phrase in ENGLISH.phrases if phrase.split()[0] not in words),
        **{table: kept(getattr(ENGLISH, table)) for table in (*TABLES, *PAIRS, *VERB_TABLES)},
    )


@contextmanager
def spoken(language: languages.Language, words: Collection[str]) -> Iterator[None]:
    """Let the rules know this language alone, and forenames without these words."""
    known = languages.LANGUAGES
    names = forenames.FEMALE_NAMES, forenames.MALE_NAMES
    languages.LANGUAGES = (language,)
    forenames.FEMALE_NAMES, forenames.MALE_NAMES = (
        " ".join(name for name in each.split() if name not in words) for each in names
    )
    try:
        yield
    finally:
        languages.LANGUAGES = known
        forenames.FEMALE_NAMES, forenames.MALE_NAMES = names


def withheld(gold: Sequence[dict[str, Any]]) -> tuple[Predictions, list[set[str]]]:
    """Return what is found with the words of each document's fold withheld, and those words that were in a table."""
    words = attested(gold)
    found: Predictions = {}
    taken: list[set[str]] = []
    for fold in range(FOLDS):
        own = only_in(words, fold)
        taken.append(own & _tabled())
        with spoken(without(own), own):
            for document in gold[fold::FOLDS]:
                found[document["id"]] = base.converted(document["text"], attribute(document["text"]))
    return found, taken


def _tabled() -> set[str]:
    lemmas = {lemma for _, _, each in ENGLISH.verbs for lemma in each.split()}
    listed = {word.partition("/")[0] for table in (*TABLES, *PAIRS) for word in getattr(ENGLISH, table).split()}
    return lemmas | listed | set(forenames.FEMALE_NAMES.split()) | set(forenames.MALE_NAMES.split())


def figures(score: ModuleType, gold: Sequence[dict[str, Any]], found: Predictions) -> dict[str, float]:
    """Return the figures that the project has targets for, in per cent."""
    total = score.total(score.run(gold, found)[0])
    rows = {row: score.summary(total[row]) for row in base.ROWS}
    return {
        "direct": 100 * rows["direct"]["e2e"]["F"],
        "quoted": 100 * rows["quoted"]["e2e"]["F"],
        "words": 100 * score.wsummary(total["words"])["right speaker"]["F"],
        "reported": 100 * rows["ind.speech"]["e2e"]["F"],
        "direct P": 100 * rows["direct"]["e2e"]["P"],
        "reported P": 100 * rows["ind.speech"]["e2e"]["P"],
        "spans": 100 * rows["direct"]["exact"]["F"],
        "speaker": 100 * rows["direct"]["attr_acc"],
    }


TARGETS: Mapping[str, float] = {
    "direct": 95,
    "quoted": 90,
    "words": 94,
    "reported": 55,
    "direct P": 95,
    "reported P": 75,
    "spans": 97.5,
    "speaker": 97,
}


def compared(score: ModuleType, gold: Sequence[dict[str, Any]], plain: Predictions, held: Predictions) -> str:
    """Return the plain figures beside those with words withheld, with 95 % intervals and the targets."""
    columns = [(figures(score, gold, found), bounds(score, gold, found)) for found in (plain, held)]
    lines = [f"{'e2e F':12} {'target':>7} {'plain':>7} {'95 %':>14} {'withheld':>9} {'95 %':>14}"]
    for name, target in TARGETS.items():
        (first, near), (second, far) = columns
        reached = "" if second[name] >= target else "  falls short"
        lines.append(
            f"{name:12} {target:7} {first[name]:7.2f} {near[name]:>14} {second[name]:9.2f} {far[name]:>14}{reached}"
        )
    return "\n".join(lines)


def bounds(score: ModuleType, gold: Sequence[dict[str, Any]], found: Predictions) -> dict[str, str]:
    """Return the 95 % interval of each figure: the documents drawn anew with replacement, from one seed."""
    per_document, _ = score.run(gold, found)
    drawn = base.random.Random(base.SEED)
    values: defaultdict[str, list[float]] = defaultdict(list)
    for _ in range(base.SAMPLES):
        total = score.total(per_document, [drawn.randrange(len(gold)) for _ in gold])
        direct, quoted, reported = (score.summary(total[row]) for row in base.ROWS)
        values["direct"].append(direct["e2e"]["F"])
        values["quoted"].append(quoted["e2e"]["F"])
        values["reported"].append(reported["e2e"]["F"])
        values["words"].append(score.wsummary(total["words"])["right speaker"]["F"])
        values["direct P"].append(direct["e2e"]["P"])
        values["reported P"].append(reported["e2e"]["P"])
        values["spans"].append(direct["exact"]["F"])
        values["speaker"].append(direct["attr_acc"])
    told = {}
    for name, each in values.items():
        each.sort()
        low, high = each[int(0.025 * len(each))], each[int(0.975 * len(each)) - 1]
        told[name] = f"{100 * low:.1f} to {100 * high:.1f}"
    return told


def rules(score: ModuleType, gold: Sequence[dict[str, Any]], found: Predictions) -> str:
    """Return for each rule in how many documents and folds it fires, and the figures if it did not.

    Without a rule that gives a speaker to marked words the words stay and the speaker goes; without one that gives a
    reported clause the clause goes. What another rule would have said instead is not counted.
    """
    documents: defaultdict[str, set[int]] = defaultdict(set)
    spans: Counter[str] = Counter()
    for number, document in enumerate(gold):
        for span in found[document["id"]]:
            documents[span["rule"]].add(number)
            spans[span["rule"]] += 1
    plain = figures(score, gold, found)
    lines = [f"{'rule':20} {'spans':>6} {'docs':>5} {'folds':>5}  without it: direct quoted  words reported"]
    narrow: list[str] = []
    for rule in sorted(spans, key=lambda each: (-spans[each], each)):
        less = figures(score, gold, {key: _without_rule(each, rule) for key, each in found.items()})
        cells = " ".join(f"{less[name] - plain[name]:+6.2f}" for name in ("direct", "quoted", "words", "reported"))
        folds = len({number % FOLDS for number in documents[rule]})
        narrow += [rule] if folds == 1 else []
        lines.append(f"{rule:20} {spans[rule]:6} {len(documents[rule]):5} {folds:5}  {'':11} {cells}")
    fewer = {key: _without_rules(spans, narrow) for key, spans in found.items()}
    told = ", ".join(f"{name} {value:.2f}" for name, value in figures(score, gold, fewer).items())
    return "\n".join([*lines, f"rules that fire in one fold alone: {', '.join(narrow) or 'none'}; without them {told}"])


def _without_rules(spans: Sequence[dict[str, Any]], rules: Sequence[str]) -> list[dict[str, Any]]:
    for rule in rules:
        spans = _without_rule(spans, rule)
    return list(spans)


def _without_rule(spans: Sequence[dict[str, Any]], rule: str) -> list[dict[str, Any]]:
    nobody = {"speaker_text": None, "speaker_start": None, "speaker_end": None, "entity": None}
    clause = rule.startswith(("clause", "asked", "fragment"))
    return [span | nobody if span["rule"] == rule else span for span in spans if not (clause and span["rule"] == rule)]


def report(score: ModuleType, gold: Sequence[dict[str, Any]], plain: Predictions) -> str:
    """Return the tables of the cross-validation."""
    held, taken = withheld(gold)
    judged = [each for n, doc in enumerate(gold) for each in base.judge(score, n, doc, held[doc["id"]])]
    anew = base.held_out(judged, FOLDS)
    counts = ", ".join(str(len(each)) for each in taken)
    return "\n\n".join(
        [
            f"{FOLDS} folds by document; words of the tables that a fold's gold alone has, withheld there: {counts}",
            compared(score, gold, plain, held),
            "certainty, words withheld, counted on the other folds\n" + base.reliability(anew),
            *(base.tier(anew, base.AUTO_ACCEPT, direct=direct) for direct in (True, False)),
            rules(score, gold, plain),
        ],
    )

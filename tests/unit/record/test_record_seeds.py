# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest

from archiver.model import Basis, Fact, Record, Source
from archiver.record import check_source, load
from archiver.rules import rule

SEEDS = sorted((Path(__file__).parents[3] / "seeds").iterdir())


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: str(seed.name))
def test_records_of_the_seeds_are_faultless_and_describe_their_sources(seed: Path) -> None:
    loaded = load((seed / "record.yaml").read_bytes(), path="record.yaml", schema=rule("record.schema.json"))
    assert loaded.findings == ()
    assert loaded.record is not None
    source = Source(name=loaded.record.source_file, data=(seed / loaded.record.source_file).read_bytes())
    assert check_source(loaded, source=source, text=source.data.decode()) == ()


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: str(seed.name))
def test_what_the_seeds_quote_as_evidence_stands_in_their_sources(seed: Path) -> None:
    record = load((seed / "record.yaml").read_bytes(), path="record.yaml", schema=rule("record.schema.json")).record
    assert record is not None
    text = (seed / record.source_file).read_text(encoding="utf-8")
    quotes = [fact.evidence for fact in facts(record) if fact.basis is Basis.SOURCE and fact.evidence]
    assert quotes
    assert all(quote.strip("“”") in text for quote in quotes)


def facts(record: Record) -> list[Fact]:
    named = [someone.name for someone in record.everyone]
    return [record.title, record.language, record.statement_date, record.place, record.occasion, *named]

# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.record.languages import check_language, is_language_tag
from archiver.record.places import Places
from archiver.record.shape import Note

GOOD = (
    "en en-GB EN-gb ru zh-Hant zh-cmn-Hans-CN es-419 sl-rozaj-biske-1994 de-CH-1901 de-DE-u-co-phonebk x-whatever "
    "en-x-twain i-klingon I-Klingon en-GB-oed art-lojban zh-min-nan sr-Latn-RS-x-a1 hy-Latn-IT-arevela "
    "qaa-Qaaa-QM-x-southern az-Arab-x-AZE-derbend en-a-myext-b-another und mis abcd abcdefgh zh-yue-aaa-bbb"
)
BAD = (
    "e english_language en_GB en-GB- -en en--GB a-DE ar-a-aaa-b-bbb-a-ccc de-419-DE en-a x- de-1901-1901 i-nonsense "
    "en-x 12 ék abcdefghi en-123456789 zh-yue-aaa-bbb-ccc-ddd"
)


@pytest.mark.parametrize("tag", GOOD.split())
def test_well_formed_tags(tag: str) -> None:
    assert is_language_tag(tag)


@pytest.mark.parametrize("tag", [*BAD.split(), "", "en ", "en\n", "en-" * 200 + "GB", "eſ"])
def test_tags_that_are_not_well_formed(tag: str) -> None:
    assert not is_language_tag(tag)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", []),
        ({"unknown": True}, []),
        (5, []),
        ("en_GB", [("$.language", "did you mean en-GB?")]),
        ({"value": "English language"}, [("$.language.value", None)]),
        ("_", [("$.language", None)]),
    ],
)
def test_language_of_the_record(language: object, told: list[tuple[str, str | None]]) -> None:
    note = Note(Places(), "record.yaml")
    check_language({"language": language}, note)
    assert [(finding.pointer, finding.help) for finding in note.findings] == told
    check_language(None, note)
    assert len(note.findings) == len(told)

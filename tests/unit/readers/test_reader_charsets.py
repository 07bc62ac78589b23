# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import codecs

from archiver.readers.charsets import _CHARSETS, BYTE_ORDER_MARKS, charset, suggestion


def test_every_listed_codec_is_there_and_its_recorded_name_leads_back_to_it() -> None:
    for name, recorded in _CHARSETS.items():
        assert codecs.lookup(name).name == name
        assert codecs.lookup(recorded).name == name.removesuffix("-sig")
        assert charset(recorded) == recorded


def test_marks_are_tried_from_the_longest() -> None:
    marks = [mark for mark, _ in BYTE_ORDER_MARKS]
    assert marks == sorted(marks, key=len, reverse=True)


def test_suggestions_are_made_only_where_something_is_near() -> None:
    assert suggestion("utf8x") == "utf-8"
    assert suggestion("qqqqqq") is None
    assert suggestion("u" * 100_000) is None

# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st

from archiver.errors import InvalidMaterial
from archiver.model import Source, Transcript
from archiver.readers import read
from archiver.readers.charsets import _CHARSETS

if TYPE_CHECKING:
    from archiver.findings import Finding

MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16le": codecs.BOM_UTF16_LE,
    "utf-16be": codecs.BOM_UTF16_BE,
    "utf-32le": codecs.BOM_UTF32_LE,
    "utf-32be": codecs.BOM_UTF32_BE,
}
encodings = st.none() | st.sampled_from(sorted(_CHARSETS)) | st.text(max_size=12)


def read_or_refuse(data: bytes, encoding: str | None) -> Transcript | tuple[Finding, ...]:
    try:
        return read(Source(name="a.txt", data=data), encoding=encoding)
    except InvalidMaterial as error:
        return error.findings


@given(st.binary() | st.text().map(str.encode), encodings)
@example(b"\xff\xfe\x00\x00", None)
@example(b"\xff\xfea", "utf-16")
@example(b"\x1b$B!!\x1b(B", "iso-2022-jp")
def test_a_source_is_read_without_loss_or_refused_with_findings(data: bytes, encoding: str | None) -> None:
    transcript = read_or_refuse(data, encoding)
    if not isinstance(transcript, Transcript):
        assert transcript
        assert all(finding.code.startswith("S1") for finding in transcript)
        return
    mark = MARKS[transcript.encoding] if transcript.bom else b""
    assert mark + transcript.text.encode(transcript.encoding) == data
    assert "".join(transcript.text[a:b] for a, b in transcript.blocks) == transcript.text


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1
    )
)
def test_all_text_that_xml_allows_is_read(text: str) -> None:
    text = "A: " + text
    for encoding in ("utf-8", "utf-16le", "utf-32be"):
        assert read(Source(name="a.txt", data=text.encode(encoding)), encoding=encoding).text == text

# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pytest

from archiver.errors import InvalidMaterial
from archiver.model import Source, Span, Transcript
from archiver.readers import Excuse, TextReader
from archiver.readers.text import LARGEST, MOST_LINES

if TYPE_CHECKING:
    from archiver.findings import Finding

TEXT = "„Так,“ сказал он.\r\n\r\nEnd\u00a0\u2028"


def read(data: bytes, encoding: str | None = None) -> Transcript:
    transcript = TextReader().read(Source(name="a.txt", data=data), encoding=encoding)
    assert isinstance(transcript, Transcript)
    return transcript


def refused(data: bytes, encoding: str | None = None) -> tuple[Finding, ...]:
    with pytest.raises(InvalidMaterial) as caught:
        TextReader().read(Source(name="a.txt", data=data), encoding=encoding)
    assert all(finding.path == "a.txt" for finding in caught.value.findings)
    return caught.value.findings


def test_utf_8_is_the_default_and_nothing_of_it_is_changed() -> None:
    transcript = read(TEXT.encode())
    assert (transcript.text, transcript.encoding, transcript.bom) == (TEXT, "utf-8", False)
    assert transcript.blocks == (Span(0, 21), Span(21, 26))


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16le"),
        (codecs.BOM_UTF16_BE, "utf-16be"),
        (codecs.BOM_UTF32_LE, "utf-32le"),
        (codecs.BOM_UTF32_BE, "utf-32be"),
    ],
)
def test_a_byte_order_mark_tells_the_encoding_and_is_no_text(mark: bytes, encoding: str) -> None:
    data = mark + TEXT.encode(encoding)
    undeclared = read(data)
    assert (undeclared.text, undeclared.encoding, undeclared.bom) == (TEXT, encoding, True)
    assert mark + undeclared.text.encode(undeclared.encoding) == data
    assert read(data, encoding) == undeclared
    if encoding.startswith("utf-16"):
        assert read(data, "UTF-16") == undeclared


@pytest.mark.parametrize(
    ("encoding", "recorded"),
    [
        ("windows-1251", "windows-1251"),
        ("CP1251", "windows-1251"),
        ("utf-8-sig", "utf-8"),
        ("utf_16_le", "utf-16le"),
        ("koi8-r", "koi8-r"),
        ("latin1", "iso-8859-1"),
        ("ascii", "us-ascii"),
        ("shift-jis", "shift_jis"),
        ("cp037", "ibm037"),
    ],
)
def test_declared_encodings_are_recorded_by_their_registered_names(encoding: str, recorded: str) -> None:
    text = "plain words"
    transcript = read(text.encode(encoding), encoding)
    assert (transcript.text, transcript.encoding) == (text, recorded)
    assert text.encode(recorded) == text.encode(encoding.removesuffix("-sig"))


@pytest.mark.parametrize(
    "encoding",
    [
        "rot13",
        "base64",
        "hex",
        "idna",
        "punycode",
        "unicode_escape",
        "raw_unicode_escape",
        "undefined",
        "utf-7",
        "mbcs",
        "zlib",
        "uu",
        "quopri",
    ],
)
def test_codecs_that_are_no_character_sets_are_refused(encoding: str) -> None:
    (finding,) = refused(b"abc", encoding)
    assert finding.code == "S104"


@pytest.mark.parametrize("encoding", ["", "aliases", "\x00", "utf-8\n", "é", "x" * 1000, "../../etc", "no such"])
def test_names_of_nothing_are_refused(encoding: str) -> None:
    assert [finding.code for finding in refused(b"abc", encoding)] == ["S104"]


def test_the_nearest_encoding_is_named() -> None:
    assert refused(b"abc", "win-1251")[0].help == "did you mean windows-1251?"


def test_every_broken_byte_is_named_with_its_place() -> None:
    findings = refused("é\r\nab".encode() + b"\xff\n\xc3(" + b"x\xe2\x82")
    assert [(finding.code, finding.line, finding.column, finding.detail[1]) for finding in findings] == [
        ("S101", 2, 3, "found: FF at byte 6"),
        ("S101", 3, 1, "found: C3 at byte 8"),
        ("S101", 3, 4, "found: E2 82 at byte 11"),
    ]
    assert {finding.offset for finding in findings} == {None}


def test_broken_bytes_are_counted_from_the_beginning_of_the_file() -> None:
    (finding,) = refused(codecs.BOM_UTF8 + b"a\xff")
    assert (finding.detail, finding.column) == (("expected: utf-8", "found: FF at byte 4"), 2)
    assert [finding.detail[1] for finding in refused(codecs.BOM_UTF16_LE + b"a\x00b")] == ["found: 62 at byte 4"]


def test_no_more_than_a_hundred_broken_bytes_are_named() -> None:
    assert len(refused(b"\xff" * 1000)) == 100


def test_in_an_encoding_with_state_only_the_first_fault_says_something() -> None:
    assert len(refused(b"a\xffb\xff", "iso-2022-jp")) == 1
    assert len(refused(b"a\x81b\x81", "windows-1252")) == 2


@pytest.mark.parametrize(
    ("data", "encoding", "detail"),
    [
        (codecs.BOM_UTF8 + b"a", "windows-1251", "found: the byte order mark of utf-8"),
        (codecs.BOM_UTF16_LE + b"a\x00", "utf-16be", "found: the byte order mark of utf-16le"),
        (codecs.BOM_UTF16_LE + b"a\x00", "utf-8", "found: the byte order mark of utf-16le"),
        (b"a\x00", "utf-16", "expected: the byte order mark of utf-16"),
        (b"a\x00\x00\x00", "utf-32", "expected: the byte order mark of utf-32"),
    ],
)
def test_a_mark_that_contradicts_the_record_is_a_fault(data: bytes, encoding: str, detail: str) -> None:
    (finding,) = refused(data, encoding)
    assert finding.code == "S101"
    assert finding.detail[-1] == detail
    assert finding.advice.startswith("declare ")


@pytest.mark.parametrize("data", [b"", *(codecs.BOM_UTF8, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE)])
def test_nothing_is_no_source(data: bytes) -> None:
    assert [finding.code for finding in refused(data)] == ["S103"]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"\x1b$B\x1b(Ba", "iso-2022-jp"),
        (b"a\x1b(J", "iso-2022-jp"),
        (b"~\na", "hz"),
    ],
)
def test_what_is_lost_in_decoding_is_found(data: bytes, encoding: str) -> None:
    (finding,) = refused(data, encoding)
    assert finding.code == "S105"
    assert "byte" in finding.detail[0]


@pytest.mark.parametrize("encoding", ["mac-arabic", "mac-farsi"])
def test_what_two_bytes_spell_alike_is_read_only_in_the_spelling_that_is_written(encoding: str) -> None:
    spellings = [bytes([byte]) for byte in range(0x20, 0x100)]
    kept = [spelling for spelling in spellings if spelling.decode(encoding).encode(encoding) == spelling]
    assert len(kept) < len(spellings)
    for spelling in spellings:
        if spelling in kept:
            assert read(spelling, encoding).text == spelling.decode(encoding)
        else:
            assert [finding.code for finding in refused(spelling, encoding)] == ["S105"]


def test_characters_that_xml_forbids_are_named_with_their_places() -> None:
    findings = refused("a\x0b\r\né\x1f\uffff\x7f\x85".encode())
    assert [(f.code, f.offset, f.line, f.column, f.detail) for f in findings] == [
        ("S102", 1, 1, 2, ("found: U+000B",)),
        ("S102", 5, 2, 2, ("found: U+001F",)),
        ("S102", 6, 2, 3, ("found: U+FFFF",)),
    ]


def test_no_more_than_a_hundred_forbidden_characters_are_named() -> None:
    findings = refused(b"\x01" * 1000)
    assert len(findings) == 101
    assert findings[-1].detail == ("found: more than 100 such characters; the rest is not listed",)
    assert len(refused(b"\x01" * 100)) == 100


def test_size_and_lines_have_limits() -> None:
    (size,) = refused(b"a" * (LARGEST + 1))
    (lines,) = refused(b"\n" * (MOST_LINES + 1))
    assert (size.code, lines.code) == ("S106", "S106")
    assert size.detail == ("expected: at most 3,500,000 bytes", "found: 3,500,001 bytes")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"a\x00b", "it has NUL bytes"),
        ("ab".encode("utf-16le"), "it has NUL bytes"),
        (b"%PDF-1.7", "it is a PDF file"),
        (b"PK\x03\x04rest", "it is a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n", "it is a PNG image"),
        (b"{\\rtf1 x}", "it is an RTF file"),
        (b"<?xml version='1.0'?><a/>", "it looks like XML"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>", "it looks like HTML"),
        (b"<!-- a > b --> <html lang='en'>", "it looks like HTML"),
        ("\ufeff<html>".encode("utf-16le"), "it looks like HTML"),
        ("<HTML>".encode("utf-16be"), "it looks like HTML"),
    ],
)
def test_what_is_no_plain_text_gets_an_excuse(data: bytes, reason: str) -> None:
    excuse = TextReader().read(Source(name="a.txt", data=data), encoding=None)
    assert isinstance(excuse, Excuse)
    assert excuse.reason.startswith(reason)


@pytest.mark.parametrize("text", ["<applause> Yes.", "BZh, he said.", "<3", "PK said: “no”", "< html", "<htmlish>"])
def test_prose_with_a_strange_beginning_is_prose(text: str) -> None:
    assert read(text.encode()).text == text


def test_nul_in_a_wide_encoding_is_a_forbidden_character() -> None:
    assert [finding.detail for finding in refused("a\x00".encode("utf-16le"), "utf-16le")] == [("found: U+0000",)]

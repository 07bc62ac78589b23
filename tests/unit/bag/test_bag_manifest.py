# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.bag.lines import MOST
from archiver.bag.manifest import Manifest, algorithm_of, algorithms_of, format_manifest, parse_manifest

MD5 = "0123456789abcdef" * 2
OLD = (0, 97)


def codes(
    text: str | bytes, *, path: str = "manifest-md5.txt", version: tuple[int, int] = (1, 0)
) -> list[tuple[str, int | None]]:
    data = text if isinstance(text, bytes) else text.encode()
    return [(finding.code, finding.line) for finding in parse_manifest(data, path=path, version=version)[1]]


def paths(text: str, *, path: str = "manifest-md5.txt", version: tuple[int, int] = (1, 0)) -> list[str]:
    return list(parse_manifest(text.encode(), path=path, version=version)[0].entries)


def test_lines_may_end_in_any_of_three_ways_and_the_last_one_in_none() -> None:
    assert paths(f"{MD5} data/a\r\n{MD5}\tdata/b\r{MD5} \t data/c\n{MD5}  data/d") == [
        "data/a",
        "data/b",
        "data/c",
        "data/d",
    ]


def test_other_line_breaks_and_blanks_belong_to_the_name() -> None:
    name = "data/a\x85\u2028\v\f\x1c b \u00a0"
    assert paths(f"{MD5}  {name}\n") == [name]


def test_hex_may_be_in_either_case() -> None:
    manifest, findings = parse_manifest(f"{MD5.upper()}  data/a\n".encode(), path="manifest-md5.txt")
    assert (manifest, findings) == (Manifest(algorithm="md5", entries={"data/a": bytes.fromhex(MD5)}), ())


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("", "B134"),
        (" \t", "B134"),
        (MD5, "B105"),
        (f"{MD5} ", "B105"),
        (f" {MD5} data/a", "B105"),
        (f"{MD5[:16]}  data/a", "B105"),
        (f"{MD5}0  data/a", "B105"),
        (f"{MD5[:-1]}g  data/a", "B105"),
        (f"{MD5}  data/100%.txt", "B142"),
        (f"{MD5} *data/a", "B130"),
        (f"\\{MD5}  data/a\\\\b", "B130"),
        (f"{MD5}  ./data/a", "B131"),
        (f"{MD5}  bagit.txt", "B106"),
        (f"{MD5}  data/../../x", "B106"),
        (f"{MD5}  data", "B106"),
        (f"{MD5}  /data/a", "B106"),
    ],
)
def test_a_malformed_line_is_told_with_its_number(line: str, code: str) -> None:
    assert codes(f"{MD5}  data/first\n{line}\n{MD5}  data/last\n") == [(code, 2)]


def test_old_manners_are_warned_of_in_old_bags() -> None:
    text = f"{MD5} *data/a\n{MD5}  ./data/b\n\n{MD5}  data/100%.txt\n{MD5}  data/a\n"
    assert codes(text, version=OLD) == [("B119", 1), ("B132", 2), ("B135", 3), ("B121", 5)]
    assert paths(text, version=OLD) == ["data/a", "data/b", "data/100%.txt"]


def test_a_file_listed_twice_is_told() -> None:
    assert codes(f"{MD5}  data/a\n{MD5}  data/a\n") == [("B133", 2)]
    assert codes(f"{MD5}  data/a\n{MD5[::-1]}  data/a\n") == [("B107", 2)]
    assert codes(f"{MD5}  data/a\n{MD5[::-1]}  data/a\n", version=OLD) == [("B107", 2)]


def test_a_tag_manifest_lists_neither_payload_nor_tag_manifests() -> None:
    separated = ("  bagit.txt", "  data/a", "  tagmanifest-sha512.txt", "  *x", " *y", "  manifest-md5.txt")
    text = "".join(f"{MD5}{rest}\n" for rest in separated)
    assert codes(text, path="tagmanifest-md5.txt") == [("B106", 2), ("B106", 3), ("B130", 5)]
    assert paths(text, path="tagmanifest-md5.txt") == ["bagit.txt", "*x", "y", "manifest-md5.txt"]


def test_bytes_that_are_not_the_declared_text_are_one_finding() -> None:
    assert codes(b"\xff\xfe") == [("B105", None)]


def test_a_byte_order_mark_is_told_and_passed_over() -> None:
    data = b"\xef\xbb\xbf" + MD5.encode() + b"  data/a\n"
    assert codes(data) == [("B136", 1)]
    assert codes(data, version=OLD) == [("B137", 1)]
    assert paths(data.decode()) == ["data/a"]


def test_what_md5sum_escaped_is_read_as_it_says() -> None:
    text = f"\\{MD5}  data/a\\\\b\\nc\\rd%0A\\x\n"
    assert paths(text) == ["data/a\\b\nc\rd%0A\\x"]
    assert codes(text, version=OLD) == [("B119", 1)]


def test_a_percent_sign_that_is_not_encoded_is_taken_as_itself() -> None:
    assert paths(f"{MD5}  data/100%.txt\n{MD5}  data/%7E%0A\n") == ["data/100%.txt", "data/%7E\n"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_an_encoding_that_wants_a_byte_order_mark_is_not_guessed_without_one(encoding: str) -> None:
    data = f"{MD5}  data/a\n".encode(f"{encoding}-le")
    (finding,) = parse_manifest(data, path="manifest-md5.txt", encoding=encoding)[1]
    assert (finding.code, finding.detail) == ("B105", (f"no byte order mark, which {encoding.upper()} wants",))
    assert parse_manifest(b"", path="manifest-md5.txt", encoding=encoding)[1] == ()


def test_another_encoding_is_read_when_declared() -> None:
    data = f"{MD5}  data/é\n".encode("utf-16")
    manifest, findings = parse_manifest(data, path="manifest-md5.txt", version=OLD, encoding="utf-16")
    assert (list(manifest.entries), findings) == (["data/é"], ())


def test_an_unknown_algorithm_may_have_any_length() -> None:
    assert codes("ab  data/a\n", path="manifest-whirl.txt") == []


def test_findings_on_lines_are_bounded_and_counted() -> None:
    findings = parse_manifest(b"broken\n" * (MOST + 5), path="manifest-md5.txt")[1]
    assert len(findings) == MOST + 1
    assert findings[-1].detail == ("and 5 more findings on single lines",)


def test_the_canonical_form_is_sorted_by_bytes() -> None:
    digest = bytes.fromhex(MD5)
    entries = {"data/\U0001f600": digest, "data/\uff5e": digest, "data/B%": digest, "data/a\n": digest}
    assert format_manifest(Manifest(algorithm="md5", entries=entries)).decode() == (
        f"{MD5}  data/B%25\n{MD5}  data/a%0A\n{MD5}  data/\uff5e\n{MD5}  data/\U0001f600\n"
    )


@pytest.mark.parametrize(
    "name",
    ["manifest-sha-512.txt", "manifest-SHA512.txt", "manifest-.txt", "x/manifest-md5.txt", "manifest-md5.txt.sig"],
)
def test_other_names_are_no_manifests(name: str) -> None:
    assert algorithm_of(name) is None
    with pytest.raises(ValueError, match="no manifest"):
        parse_manifest(b"", path=name)


def test_the_known_algorithms_are_taken_from_the_names() -> None:
    names = ["manifest-sha512.txt", "tagmanifest-md5.txt", "manifest-whirl.txt", "bagit.txt"]
    assert algorithms_of(names) == ("md5", "sha512")

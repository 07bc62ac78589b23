# SPDX-License-Identifier: Apache-2.0
"""Bags made to be judged wrongly, each named by the finding it must give: `python tests/adversarial.py FOLDER`.

`ok_…` must pass without a word, `warn_CODE_…` must pass with that warning, `CODE_…` must be refused with that
finding. The table knows every finding of each case, with its path. Beside each bag lie two baits: `outside/` and
`bag-evil/`, with files that a judge who leaves the bag would find.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import socket
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Found = tuple[str, str]
    """The code of a finding and its path below the bag."""

HELLO, WORLD = b"hello\n", b"world\n"
PAYLOAD: Mapping[str, bytes] = {"hello.txt": HELLO, "sub/world.txt": WORLD}
INFO = "Source-Organization: Fordham Archive\nPayload-Oxum: 12.2\n"
M, T, B, F = "manifest-sha512.txt", "tagmanifest-sha512.txt", "bag-info.txt", "fetch.txt"
SECRET = b"nobody may read this\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A bag as its files, what is done to it on disk, and all that has to be found."""

    name: str
    files: Mapping[str, bytes]
    findings: tuple[Found, ...] = ()
    after: Callable[[Path], None] | None = None
    """What is done to the written bag: links, FIFOs, empty folders."""

    @property
    def valid(self) -> bool:
        return self.name.startswith(("ok_", "warn_"))


def sha(data: bytes, algorithm: str = "sha512") -> str:
    return hashlib.new(algorithm, data, usedforsecurity=False).hexdigest()


def line(data: bytes, path: str, algorithm: str = "sha512") -> str:
    return f"{sha(data, algorithm)}  {path}\n"


def encoded(path: str, version: str) -> str:
    if version == "1.0":
        path = path.replace("%", "%25")
    return path.replace("\r", "%0D").replace("\n", "%0A")


def manifest(payload: Mapping[str, bytes], algorithm: str = "sha512", version: str = "1.0") -> str:
    return "".join(line(data, "data/" + encoded(path, version), algorithm) for path, data in payload.items())


def bag(
    *,
    payload: Mapping[str, bytes] = PAYLOAD,
    version: str = "1.0",
    encoding: str = "UTF-8",
    codec: str = "utf-8",
    algorithms: Iterable[str] = ("sha512",),
    info: str | bytes | None = None,
    texts: Mapping[str, str | bytes | None] | None = None,
    tags: Iterable[str] | None = None,
    left_out: Iterable[str] = (),
) -> dict[str, bytes]:
    """Return the files of a bag. `texts` puts texts in the place of tag files, None takes one away.

    The tag manifests are written last, over what is then there; `tags` names their algorithms.
    """
    found: dict[str, str | bytes | None] = {
        "bagit.txt": f"BagIt-Version: {version}\nTag-File-Character-Encoding: {encoding}\n".encode()
    }
    for algorithm in algorithms:
        found[f"manifest-{algorithm}.txt"] = manifest(payload, algorithm, version)
    octets = sum(map(len, payload.values()))
    found[B] = info if info is not None else INFO.replace("12.2", f"{octets}.{len(payload)}")
    found |= texts or {}
    files = {
        path: text.encode(codec, "surrogateescape") if isinstance(text, str) else text
        for path, text in found.items()
        if text is not None
    }
    given = {path for path in files if path.startswith("tagmanifest-")}
    for algorithm in algorithms if tags is None else tags:
        name = f"tagmanifest-{algorithm}.txt"
        if name not in found:
            listed = sorted(files.keys() - given - set(left_out))
            text = "".join(line(files[path], encoded(path, version), algorithm) for path in listed)
            files[name] = text.encode(codec)
            given.add(name)
    return files | {f"data/{path}": data for path, data in payload.items()}


def case(name: str, at: str = "", *more: str, **options: Any) -> Case:
    """Return a case; its name gives the code of the finding `at` a path, `more` are others as `CODE path`.

    The options are those of `bag`, and besides: `extra` are files that no manifest lists, `without` such that are
    taken away, `after` is what is done on disk.
    """
    after, extra, without = options.pop("after", None), options.pop("extra", {}), options.pop("without", ())
    files = bag(**options) | extra
    for path in without:
        del files[path]
    words = name.split("_")
    told = [(words[1] if words[0] == "warn" else words[0], at)] if words[0] != "ok" else []
    for text in more:
        code, _, path = text.partition(" ")
        told.append((code, path))
    return Case(name=name, files=files, findings=tuple(sorted(told)), after=after)


def declarations() -> Iterator[Case]:
    """§2.1.1."""
    version, encoding = "BagIt-Version: 1.0\n", "Tag-File-Character-Encoding: UTF-8\n"
    old = "BagIt-Version: 0.97\n"
    d = "bagit.txt"
    for name, text in {
        "ok_declaration_without_last_line_end": version + encoding.rstrip(),
        "ok_declaration_with_cr": (version + encoding).replace("\n", "\r"),
        "ok_declaration_with_crlf": (version + encoding).replace("\n", "\r\n"),
        "ok_declaration_of_ascii": version + "Tag-File-Character-Encoding: US-ASCII\n",
        "ok_declaration_in_lower_case_of_its_value": version + "Tag-File-Character-Encoding: utf-8\n",
        "ok_declaration_of_a_registered_alias": version + "Tag-File-Character-Encoding: latin1\n",
        "B140_declaration_blank_before_colon": version.replace(":", " :") + encoding,
        "B140_declaration_two_blanks": version.replace(": ", ":  ") + encoding,
        "B140_declaration_no_blank": version + encoding.replace(": ", ":"),
        "B140_declaration_tab": version.replace(": ", ":\t") + encoding,
        "B140_declaration_trailing_blank": version + encoding.replace("\n", " \n"),
        "B140_declaration_unregistered_utf8": version + "Tag-File-Character-Encoding: utf8\n",
        "warn_B141_declaration_blank_before_colon_0_97": old.replace(":", " :") + encoding,
        "warn_B141_declaration_unregistered_cp1252_0_97": old + "Tag-File-Character-Encoding: cp1252\n",
        "B134_declaration_blank_third_line": version + encoding + "\n",
        "warn_B135_declaration_blank_third_line_0_97": old + encoding + "\n",
        "B102_declaration_empty": "",
        "B102_declaration_of_one_line": version,
        "B102_declaration_swapped": encoding + version,
        "B102_declaration_third_line": version + encoding + "Note: x\n",
        "B102_declaration_version_twice": version + version + encoding,
        "B102_declaration_blank_line_between": version + "\n" + encoding,
        "B102_declaration_blank_line_first": "\n" + version + encoding,
        "B102_declaration_full_width_digits": "BagIt-Version: １.０\n" + encoding,
        "B102_declaration_lower_case_labels": version.lower() + encoding,
        "B102_declaration_version_of_three_numbers": "BagIt-Version: 1.0.0\n" + encoding,
        "B102_declaration_version_without_minor": "BagIt-Version: 1\n" + encoding,
        "B102_declaration_leading_zero": "BagIt-Version: 01.0\n" + encoding,
        "B102_declaration_huge_version": f"BagIt-Version: {'9' * 5000}.0\n" + encoding,
        "B102_declaration_minus": "BagIt-Version: -1.0\n" + encoding,
        "B102_declaration_separated_by_u2028": (version + encoding).replace("\n", "\u2028", 1),
        "B102_declaration_separated_by_form_feed": (version + encoding).replace("\n", "\f", 1),
        **{
            f"B102_declaration_codec_{codec}": version + f"Tag-File-Character-Encoding: {codec}\n"
            for codec in ("rot13", "zlib", "idna", "undefined", "unicode_escape", "punycode", "mbcs", "base64", "x")
        },
        "B102_declaration_no_encoding_value": version + "Tag-File-Character-Encoding: \n",
        "B102_declaration_two_encodings": version + "Tag-File-Character-Encoding: UTF-8 UTF-16\n",
    }.items():
        yield case(name, d, texts={d: text})
    mark = b"\xef\xbb\xbf" + (version + encoding).encode()
    yield case("B102_declaration_with_byte_order_mark", d, texts={d: mark})
    yield case("B102_declaration_byte_order_mark_0_97", d, version="0.97", texts={d: mark.replace(b"1.0", b"0.97")})
    yield case("B102_declaration_in_utf_16", d, texts={d: (version + encoding).encode("utf-16")})
    yield case("B102_declaration_nul", d, texts={d: (version + encoding).replace("1", "1\0")})
    yield case("B102_declaration_not_utf_8", d, texts={d: b"BagIt-Version: 1.0\n\xff\n"})
    yield case("B101_no_declaration", d, texts={d: None})
    yield case("B101_declaration_in_upper_case", d, texts={d: None, "BAGIT.TXT": version + encoding})
    for number in ("0.98", "0.5", "1.1", "2.0"):
        yield case(f"F903_version_{number.replace('.', '_')}", d, texts={d: f"BagIt-Version: {number}\n" + encoding})
    for name in ("SCSU", "IBM037"):
        text = version + f"Tag-File-Character-Encoding: {name}\n"
        yield case(f"F903_declaration_of_a_registered_set_without_codec_{name}", d, texts={d: text})
    for number in ("0.93", "0.94", "0.95", "0.96", "0.97"):
        yield case(f"ok_version_{number.replace('.', '_')}", version=number)


def manifests() -> Iterator[Case]:
    """§2.1.3, §2.3, §2.4 and §6.1.3: the lines of a payload manifest."""
    first, second = line(HELLO, "data/hello.txt"), line(WORLD, "data/sub/world.txt")
    both, blank = first + second, "  "
    for name, text in {
        "ok_lines_end_in_cr": both.replace("\n", "\r"),
        "ok_lines_end_in_crlf": both.replace("\n", "\r\n"),
        "ok_lines_end_in_each_of_the_three": first.replace("\n", "\r") + second.replace("\n", "\r\n"),
        "ok_last_line_not_ended": both.rstrip(),
        "ok_one_blank": both.replace(blank, " "),
        "ok_tab": both.replace(blank, "\t"),
        "ok_tabs_and_blanks": both.replace(blank, " \t \t"),
        "ok_upper_case_hex": first[:128].upper() + first[128:] + second,
        "ok_mixed_case_hex": first[:64].upper() + first[64:] + second,
        "ok_lines_in_any_order": second + first,
        "B105_line_without_path": both + sha(HELLO) + "\n",
        "B105_line_without_path_but_blanks": both + sha(HELLO) + "  \n",
        "B105_line_without_digest": both + "  data/hello.txt\n",
        "B105_line_is_a_comment": "# made by hand\n" + both,
        "B105_line_is_words": both + "this is no line\n",
        "B105_fields_swapped": both + f"data/hello.txt  {sha(HELLO)}\n",
        "B105_leading_blank": first + second[:-1] + "\n " + first,
        "B105_separated_by_vertical_tab": first + second + first.replace(blank, "\v"),
        "B105_separated_by_no_break_space": both + first.replace(blank, "\u00a0"),
        "B105_separated_by_comma": both + first.replace(blank, ","),
        "B105_bsd_style": both + f"SHA512 (data/hello.txt) = {sha(HELLO)}\n",
        "B105_digest_too_short": both + f"{sha(HELLO)[:16]}  data/hello.txt\n",
        "B105_digest_too_long": both + f"{sha(HELLO)}00  data/hello.txt\n",
        "B105_digest_of_odd_length": both + f"{sha(HELLO)[:-1]}  data/hello.txt\n",
        "B105_digest_not_hex": both + f"{'g' * 128}  data/hello.txt\n",
        "B105_digest_in_full_width_digits": both + f"{'１' * 128}  data/hello.txt\n",
        "B105_digest_in_base64": both
        + "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvU==  data/hello.txt\n",
        "B105_digest_with_prefix_0x": both + f"0x{sha(HELLO)[2:]}  data/hello.txt\n",
        "B105_digest_with_its_algorithm": both + f"sha512:{sha(HELLO)}  data/hello.txt\n",
        "B107_listed_twice_with_two_digests": both + line(WORLD, "data/hello.txt"),
        "B133_listed_twice_with_one_digest": both + first,
        "B134_blank_line": first + "\n" + second,
        "B134_line_of_blanks": first + " \t\n" + second,
        "B134_blank_line_at_the_end": both + "\n",
        "B131_dot_slash": both.replace("data/", "./data/"),
        "B130_asterisk": both.replace(" data/", "*data/"),
        "B130_leading_backslash": "\\" + first + second,
        "B106_lists_a_tag_file": both + line(INFO.encode(), "bag-info.txt"),
        "B106_lists_another_folder": both + line(HELLO, "other/hello.txt"),
        "B106_lists_data_with_a_suffix": both + line(HELLO, "data-evil/hello.txt"),
        "B106_lists_data_in_upper_case": both + line(HELLO, "DATA/hello.txt"),
        "B106_lists_data_itself": both + line(HELLO, "data"),
        "B106_lists_a_folder_with_slash": both + line(HELLO, "data/sub/"),
        "B106_double_slash": both + line(HELLO, "data//hello.txt"),
        "B106_dot_in_the_middle": both + line(HELLO, "data/./hello.txt"),
        "B106_backslash_as_separator": both + line(HELLO, "data\\hello.txt"),
        "B106_dotdot": both + line(SECRET, "../outside/secret.txt"),
        "B106_dotdot_below_data": both + line(SECRET, "data/../../outside/secret.txt"),
        "B106_dotdot_that_stays_inside": both + line(HELLO, "data/sub/../hello.txt"),
        "B106_dotdot_at_the_end": both + line(HELLO, "data/sub/.."),
        "B106_dotdot_by_backslashes": both + line(SECRET, "data\\..\\..\\outside\\secret.txt"),
        "B106_sibling_with_the_name_as_prefix": both + line(SECRET, "../bag-evil/secret.txt"),
        "B106_absolute": both + line(SECRET, "/etc/passwd"),
        "B106_home": both + line(SECRET, "~/secret.txt"),
        "B106_home_of_another": both + line(SECRET, "~root/secret.txt"),
        "B106_drive": both + line(SECRET, "C:\\secret.txt"),
        "B106_drive_without_root": both + line(SECRET, "c:secret.txt"),
        "B106_drive_with_slashes": both + line(SECRET, "C:/secret.txt"),
        "B106_unc": both + line(SECRET, "\\\\server\\share\\secret.txt"),
        "B106_unc_long": both + line(SECRET, "\\\\?\\UNC\\server\\secret.txt"),
        "B106_unc_with_slashes": both + line(SECRET, "//server/share/secret.txt"),
        "B106_windows_device_namespace": both + line(SECRET, "\\\\.\\PhysicalDrive0"),
        "B106_environment": both + line(SECRET, "%25HomeDrive%25\\secret.txt"),
        "B106_url": both + line(SECRET, "file:///etc/passwd"),
        "B106_nul": both + line(SECRET, "data/hello.txt\0.jpg"),
        "B106_asterisk_and_dotdot": both + f"{sha(SECRET)} *../outside/secret.txt\n",
    }.items():
        codes = {M: text}
        doubled = text.count("\\" + sha(HELLO)) or name.startswith(("B130_a", "B131"))
        count = 2 if doubled and name != "B130_leading_backslash" else 1
        more = [f"{name[:4]} {M}"] * (count - 1)
        yield case(name, M, *more, texts=codes)
        if name.startswith(("B130", "B131", "B133", "B134")):
            warning = {"B130": "B119", "B131": "B132", "B133": "B121", "B134": "B135"}[name[:4]]
            more = [f"{warning} {M}"] * (count - 1)
            yield case(f"warn_{warning}{name[4:]}_0_97", M, *more, version="0.97", texts=codes)
    mark = b"\xef\xbb\xbf" + both.encode()
    yield case("B136_byte_order_mark", M, texts={M: mark})
    yield case("warn_B137_byte_order_mark_0_97", M, version="0.97", texts={M: mark})
    yield case("B105_not_utf_8", M, texts={M: both.encode() + b"\xff\xfe\n"})
    yield case("B105_utf_8_overlong", M, texts={M: both.encode() + sha(HELLO).encode() + b"  data/\xc0\xaf\n"})
    yield case("F101_folder_is_listed", "data/sub", texts={M: both + line(HELLO, "data/sub")})
    yield case("F101_listed_and_not_there", "data/ghost.txt", texts={M: both + line(b"?", "data/ghost.txt")})
    yield case("F101_listed_in_another_case", "data/HELLO.TXT", texts={M: both + line(b"?", "data/HELLO.TXT")})
    yield case("F101_a_very_long_path", "data/" + "a" * 5000, texts={M: both + line(b"?", "data/" + "a" * 5000)})
    deep = "data" + "/a" * 5000
    yield case("F101_a_very_deep_path", deep, texts={M: both + line(b"?", deep)})
    yield case("F103_not_listed", "data/sub/world.txt", texts={M: first}, info="A: b\n")
    yield case("F103_manifest_is_empty", "data/hello.txt", "F103 data/sub/world.txt", texts={M: ""}, info="A: b\n")


def algorithms() -> Iterator[Case]:
    """§2.4: which algorithms there are and how their manifests are called."""
    for algorithm in ("sha224", "sha256", "sha384", "sha512"):
        yield case(f"ok_algorithm_{algorithm}", algorithms=[algorithm])
    for algorithm in ("md5", "sha1"):
        yield case(f"warn_B126_only_{algorithm}", f"manifest-{algorithm}.txt", algorithms=[algorithm])
    yield case("warn_B126_md5_and_sha1", "manifest-md5.txt", algorithms=["md5", "sha1"])
    yield case("ok_two_algorithms", algorithms=["sha256", "sha512"])
    yield case("ok_md5_beside_sha512", algorithms=["md5", "sha512"])
    yield case("B104_name_with_a_hyphen", M, texts={M: None, "manifest-sha-512.txt": manifest(PAYLOAD)}, info="A: b\n")
    yield case("B104_name_in_upper_case", M, texts={M: None, "manifest-SHA512.txt": manifest(PAYLOAD)}, info="A: b\n")
    yield case("B104_no_manifest", M, texts={M: None}, info="A: b\n")
    yield case("B104_manifest_in_a_folder", M, texts={M: None, "sub/" + M: manifest(PAYLOAD)}, info="A: b\n")
    yield case("B104_manifest_in_the_payload", M, payload={M: HELLO}, texts={M: None}, info="A: b\n")
    yield case("B104_only_tag_manifests", M, texts={M: None}, info="A: b\n", tags=["sha256", "sha512"])
    for name in ("whirl", "shake128", "shake256", "crc32", "sha3", "sm3x", "undefined"):
        text = "".join(f"ab  data/{path}\n" for path in PAYLOAD)
        yield case(f"B115_algorithm_{name}", f"manifest-{name}.txt", texts={f"manifest-{name}.txt": text})
    unknown = {M: None, "manifest-whirl.txt": "ab  data/hello.txt\nab  data/sub/world.txt\n"}
    yield case("B115_unknown_algorithm_alone", "manifest-whirl.txt", texts=unknown)
    yield case(
        "B115_unknown_tag_manifest",
        "tagmanifest-whirl.txt",
        tags=["sha512"],
        texts={"tagmanifest-whirl.txt": f"ab  {M}\nab  {B}\nab  bagit.txt\n"},
    )
    one = manifest({"hello.txt": HELLO}, "sha256")
    both = ["sha256", "sha512"]
    yield case(
        "B108_not_every_manifest_lists_every_file",
        "manifest-sha256.txt",
        algorithms=both,
        texts={"manifest-sha256.txt": one},
    )
    yield case(
        "ok_not_every_manifest_lists_every_file_0_97",
        version="0.97",
        algorithms=both,
        texts={"manifest-sha256.txt": one},
    )
    parts = {"manifest-sha256.txt": one, M: line(WORLD, "data/sub/world.txt")}
    yield case(
        "B108_each_manifest_lists_another_file", "manifest-sha256.txt", f"B108 {M}", algorithms=both, texts=parts
    )
    yield case("ok_each_manifest_lists_another_file_0_97", version="0.97", algorithms=both, texts=parts)
    yield case("B108_one_manifest_is_empty", "manifest-sha256.txt", algorithms=both, texts={"manifest-sha256.txt": ""})
    wrong = {"manifest-sha256.txt": manifest({"hello.txt": WORLD, "sub/world.txt": WORLD}, "sha256")}
    yield case("B109_manifests_disagree", "manifest-sha256.txt", algorithms=both, texts=wrong)
    strong = {M: manifest({"hello.txt": b"other", "sub/world.txt": WORLD})}
    yield case("F102_md5_does_not_outvote_sha512", "data/hello.txt", algorithms=["md5", "sha512"], texts=strong)


def informations() -> Iterator[Case]:
    """§2.2.2."""
    for name, text in {
        "ok_info_empty": "",
        "ok_info_folded": "A: one\n two\n\tthree\nB: four\n",
        "ok_info_folded_over_a_line_of_blanks": "A: one\n  \n two\n",
        "ok_info_repeats": "A: one\nB: two\nA: one\n",
        "ok_info_colon_in_value": "A: http://example.org/a:b\n",
        "ok_info_blank_in_label": "Two Words: b\n",
        "ok_info_tab_after_colon": "A:\tb\n",
        "ok_info_more_blanks_after_colon": "A:   b\n",
        "ok_info_empty_value": "A: \n",
        "ok_info_without_last_line_end": "A: b",
        "ok_info_ends_in_cr": "A: b\rC: d\r",
        "ok_info_long_line": "A: " + "b" * 100_000 + "\n",
        "ok_info_other_script": "Название: значение\n",
        "ok_info_odd_breaks_in_value": "A: b\x0b\x0c\x85\u2028c\n",
        "ok_info_oxum_leading_zeros": "Payload-Oxum: 0012.02\n",
        "ok_info_oxum_in_upper_case": "PAYLOAD-OXUM: 12.2\n",
        "ok_info_bag_count_of_unknown": "Bag-Count: 1 of ?\n",
        "B112_info_no_colon": "A: b\nno colon here\n",
        "B112_info_starts_folded": " folded\nA: b\n",
        "B112_info_starts_with_a_line_of_blanks": "  \nA: b\n",
        "B112_info_no_label": ": b\n",
        "B112_info_label_of_blanks": "\u00a0: b\n",
        "B138_info_no_blank_after_colon": "A:b\n",
        "B138_info_blank_before_colon": "A : b\n",
        "warn_B139_info_nothing_after_colon": "A:\n",
        "B134_info_blank_line": "A: b\n\nC: d\n",
        "B112_info_oxum_words": "Payload-Oxum: twelve.two\n",
        "B112_info_oxum_minus": "Payload-Oxum: -12.2\n",
        "B112_info_oxum_one_number": "Payload-Oxum: 12\n",
        "B112_info_oxum_three_numbers": "Payload-Oxum: 12.2.0\n",
        "B112_info_oxum_empty": "Payload-Oxum: \n",
        "B112_info_oxum_superscript": "Payload-Oxum: 12.²\n",
        "B112_info_oxum_arabic_digits": "Payload-Oxum: ١٢.٢\n",
        "B112_info_oxum_thousands_separator": "Payload-Oxum: 1,2.2\n",
        "B112_info_oxum_with_unit": "Payload-Oxum: 12.2 octets\n",
        "B112_info_oxum_huge": "Payload-Oxum: " + "9" * 5000 + ".2\n",
        "B112_info_oxum_exponent": "Payload-Oxum: 1e1.2\n",
        "B112_info_oxum_plus": "Payload-Oxum: +12.2\n",
        "B112_info_oxum_underscore": "Payload-Oxum: 1_2.2\n",
        "B112_info_oxum_twice": "Payload-Oxum: 12.2\nPayload-Oxum: 12.2\n",
        "B112_info_oxum_twice_in_two_cases": "Payload-Oxum: 12.2\npayload-oxum: 13.2\n",
        "B113_info_oxum_wrong_octets": "Payload-Oxum: 13.2\n",
        "B113_info_oxum_wrong_files": "Payload-Oxum: 12.3\n",
        "B113_info_oxum_in_lower_case_wrong": "payload-oxum: 13.2\n",
        "B113_info_oxum_folded_wrong": "Payload-Oxum:\t13.2\n",
        "warn_B146_info_date_in_words": "Bagging-Date: May 2024\n",
        "warn_B146_info_date_that_is_none": "Bagging-Date: 2023-02-29\n",
        "warn_B146_info_date_with_time": "Bagging-Date: 2024-05-02T12:00:00Z\n",
        "warn_B146_info_count_in_words": "Bag-Count: one\n",
        "warn_B146_info_size_twice": "Bag-Size: 1 MB\nBag-Size: 1 MB\n",
    }.items():
        yield case(name, B, info=text)
    for name, text in {
        "ok_info_separators_0_97": "A: 1\nB:   2\nC : 3\nD    :   4\nE:5\nF:\n",
        "warn_B135_info_blank_line_0_97": "A: b\n\nC: d\n",
        "ok_info_size_twice_0_97": "Bag-Size: 1 MB\nBag-Size: 1 MB\n",
    }.items():
        yield case(name, B, version="0.97", info=text)
    yield case("B136_info_byte_order_mark", B, info=b"\xef\xbb\xbfA: b\n")
    yield case("B112_info_not_utf_8", B, info=b"A: \xe9\n")
    yield case("B113_oxum_and_nothing_else_is_wrong", B, info="Payload-Oxum: 1.1\n")
    old = {B: None, "package-info.txt": "Payload-Oxum: 13.2\n"}
    yield case("B113_package_info_0_95", B, version="0.95", texts=old)
    wrong_oxum = "Payload-Oxum: 99.9\n"
    yield case(
        "F102_wrong_oxum_does_not_hide_the_file",
        "data/hello.txt",
        info=wrong_oxum,
        extra={"data/hello.txt": b"Hello\n"},
    )


def encodings() -> Iterator[Case]:
    """§2.1.1 and §2.3: tag files in other encodings."""
    payload = {"café.txt": HELLO}
    for encoding in ("UTF-16", "ISO-8859-1", "windows-1252", "UTF-32", "IBM437", "macintosh"):
        codec = "mac_roman" if encoding == "macintosh" else encoding
        yield case(f"ok_encoding_{encoding}", payload=payload, encoding=encoding, codec=codec)
    for encoding, name in {
        "KOI8-R": "мост",
        "Shift_JIS": "表",
        "GB18030": "橋",
        "EUC-KR": "다리",
        "Big5": "橋",
    }.items():
        yield case(f"ok_encoding_{encoding}", payload={name: HELLO}, encoding=encoding, codec=encoding)
    lies = [f"B105 {M}", f"B105 {T}"]
    yield case("B112_encoding_utf_16_without_mark", B, *lies, encoding="UTF-16", codec="utf-16-be")
    yield case("B112_encoding_utf_16_is_a_lie", B, *lies, encoding="UTF-16")
    latin = {"payload": payload, "codec": "iso-8859-1"}
    yield case("B105_encoding_utf_8_is_a_lie", M, **latin)
    yield case(
        "F101_encoding_latin_1_is_a_lie",
        "data/cafÃ©.txt",
        "F103 data/café.txt",
        payload=payload,
        encoding="ISO-8859-1",
        texts={M: line(b"?", "data/café.txt")},
        info="A: b\n",
    )
    yield case("B105_encoding_ascii_is_a_lie", M, payload=payload, encoding="US-ASCII")


def names() -> Iterator[Case]:
    """§2.1.3, §5.1 and §6.1: names that are legal, however odd."""
    for label, name in {
        "blanks_inside": "two  words.txt",
        "leading_blank": " leading.txt",
        "two_leading_dots": "..foo",
        "three_dots": ".../x",
        "tilde": "~x",
        "asterisk": "*star.txt",
        "hash": "#a",
        "hidden": ".hidden",
        "percent": "100%.txt",
        "percent_code_literal": "a%0Ab.txt",
        "percent_code_of_percent": "a%250Ab",
        "percent_other_code": "%7Etest",
        "dollar": "$HOME",
        "quotes": "it's",
        "semicolon": "a;rm -rf b",
        "leading_hyphen": "-rf",
        "cjk": "日本/語.txt",
        "emoji": "😀.txt",
        "nfc": "café.txt",
        "nfd": "cafe\u0301.txt",
        "no_normal_form": "\u212bngstrom",
        "data_in_data": "data/data/hello.txt",
        "bagit_in_data": "bagit.txt",
        "tag_manifest_in_data": "tagmanifest-sha512.txt",
        "zero_width": "a\u200bb",
        "long_name": "n" * 250,
        "no_break_space_inside": "a\u00a0b",
    }.items():
        yield case(f"ok_name_{label}", payload={name: HELLO})
    for label, name in {
        "line_feed": "a\nb",
        "carriage_return": "a\rb",
        "both": "a\r\nb",
        "four_line_feeds": "a\nb\nc\nd\ne",
        "tab": "a\tb",
        "vertical_tab": "a\vb",
        "form_feed": "a\fb",
        "file_separator": "a\x1cb",
        "next_line": "a\x85b",
        "line_separator": "a\u2028b",
        "escape": "\x1b[2Jb",
        "right_to_left": "a\u202ecod.exe",
        "trailing_blank": "a ",
        "trailing_no_break_space": "a\u00a0",
        "trailing_dot": "end.",
        "folder_with_trailing_dot": "end./a",
        "colon": "a:b",
        "question_mark": "a?",
        "backslash": "back\\slash",
        "quotation_mark": 'a"b',
        "pipe": "a|b",
        "angle": "a<b>",
        "device": "con.txt",
        "device_in_upper_case": "LPT1",
        "device_with_superscript": "com¹.log",
        "device_as_folder": "aux/a",
    }.items():
        shown = name.encode("unicode_escape").decode() if not name.isprintable() else name
        shown = shown.replace("\\t", "\\x09").replace("\\n", "\\x0a").replace("\\r", "\\x0d")
        yield case(f"warn_B120_name_{label}", "data/" + shown.replace("a\\xa0", "a\u00a0"), payload={name: HELLO})
    yield case("warn_B120_case_collision", "data/hello.txt", payload={"Hello.txt": HELLO, "hello.txt": WORLD})
    yield case("warn_B120_case_collision_of_sharp_s", "data/straße", payload={"STRASSE": HELLO, "straße": WORLD})
    twins = {"cafe\u0301": HELLO, "café": WORLD}
    yield case("warn_B120_both_normal_forms", "data/café", payload=twins)
    swapped = manifest({"cafe\u0301": WORLD, "café": HELLO})
    yield case(
        "F102_both_normal_forms_swapped",
        "data/cafe\u0301",
        "F102 data/café",
        "B120 data/café",
        payload=twins,
        texts={M: swapped},
    )
    for version in ("1.0", "0.97"):
        end = "" if version == "1.0" else "_0_97"
        nfd = {"texts": {M: manifest({"cafe\u0301": HELLO})}, "payload": {"café": HELLO}, "version": version}
        yield case(f"warn_B144_listed_in_nfd_and_kept_in_nfc{end}", "data/cafe\u0301", **nfd)
        nfc = {"texts": {M: manifest({"café": HELLO})}, "payload": {"cafe\u0301": HELLO}, "version": version}
        yield case(f"warn_B144_listed_in_nfc_and_kept_in_nfd{end}", "data/café", **nfc)
    changed = {"texts": {M: manifest({"café": WORLD})}, "payload": {"cafe\u0301": HELLO}}
    yield case("F102_listed_in_nfc_and_changed_in_nfd", "data/café", "B144 data/café", **changed)
    shadow = {
        "texts": {M: manifest({"café": HELLO})},
        "payload": {"café": WORLD, "cafe\u0301": HELLO},
        "info": "A: b\n",
    }
    yield case(
        "F102_the_other_normal_form_has_the_listed_bytes",
        "data/café",
        "F103 data/cafe\u0301",
        "B120 data/café",
        **shadow,
    )
    three = {"texts": {M: manifest({"\u212b": HELLO})}, "payload": {"\u00c5": WORLD, "A\u030a": b"x"}, "info": "A: b\n"}
    yield case(
        "F101_two_normal_forms_for_a_third",
        "data/\u212b",
        "F103 data/\u00c5",
        "F103 data/A\u030a",
        "B120 data/\u00c5",
        **three,
    )
    pair = {"version": "0.97", "payload": {"café": HELLO}, "texts": {M: manifest({"café": HELLO, "cafe\u0301": HELLO})}}
    yield case("warn_B121_both_normal_forms_of_one_file_0_97", "data/cafe\u0301", **pair)
    conflict = pair | {"texts": {M: manifest({"café": HELLO, "cafe\u0301": WORLD})}}
    yield case("F101_both_normal_forms_of_one_file_disagree_0_97", "data/cafe\u0301", **conflict)
    once = {"payload": {"café": HELLO}, "texts": {M: manifest({"café": HELLO, "cafe\u0301": HELLO})}}
    yield case("F101_both_normal_forms_of_one_file", "data/cafe\u0301", **once)


def percent_signs() -> Iterator[Case]:
    """§2.1.3: encoded names, by version."""
    for label, name, text in (
        ("bare", "100%.txt", "100%.txt"),
        ("other_code", "%7Etest", "%7Etest"),
        ("at_the_end", "100%", "100%"),
    ):
        written = {M: line(HELLO, f"data/{text}")}
        yield case(f"B142_percent_{label}", M, payload={name: HELLO}, texts=written)
        yield case(f"ok_percent_{label}_0_97", payload={name: HELLO}, texts=written, version="0.97")
    lower = {M: line(HELLO, "data/a%0ab%0dc%25d")}
    shown = "data/a\\x0ab\\x0dc%d"
    yield case("warn_B120_percent_codes_in_lower_case", shown, payload={"a\nb\rc%d": HELLO}, texts=lower)
    yield case("ok_percent_25_0_97", payload={"a%25": HELLO}, texts={M: line(HELLO, "data/a%25")}, version="0.97")
    yield case("warn_B120_percent_0A_0_97", "data/a\\x0ab", payload={"a\nb": HELLO}, version="0.97")
    twice = {M: line(HELLO, "data/a%250Ab")}
    yield case("F104_percent_is_decoded_once", "data/a%0Ab", "B120 data/a\\x0ab", payload={"a\nb": HELLO}, texts=twice)
    hidden = {M: manifest(PAYLOAD) + line(SECRET, "data/%2e%2e/%2e%2e/outside/secret.txt")}
    yield case("B142_percent_hides_no_dotdot", M, "F101 data/%2e%2e/%2e%2e/outside/secret.txt", texts=hidden)


def fetches() -> Iterator[Case]:
    """§2.2.3."""
    url = "https://example.org/hello"
    for name, text in {
        "warn_B123_fetch_of_what_is_there": f"{url} 6 data/hello.txt\n",
        "warn_B123_fetch_with_unknown_length": f"{url} - data/hello.txt\n",
        "warn_B123_fetch_with_tabs": f"{url}\t6\tdata/hello.txt\n",
        "warn_B123_fetch_by_file": "file:///etc/passwd - data/hello.txt\n",
        "warn_B123_fetch_by_other_scheme": "s3+x://bucket/key - data/hello.txt\n",
        "warn_B123_fetch_by_data": "data:,hello - data/hello.txt\n",
        "B122_fetch_two_fields": f"{url} data/hello.txt\n",
        "B122_fetch_relative_url": "hello.txt - data/hello.txt\n",
        "B122_fetch_absolute_path": "/etc/passwd - data/hello.txt\n",
        "B122_fetch_network_path": "//example.org/x - data/hello.txt\n",
        "B122_fetch_url_with_blank": "https://example.org/a b - data/hello.txt\n",
        "B122_fetch_length_minus": f"{url} -6 data/hello.txt\n",
        "B122_fetch_length_words": f"{url} six data/hello.txt\n",
        "B122_fetch_length_fraction": f"{url} 6.0 data/hello.txt\n",
        "B122_fetch_length_hex": f"{url} 0x6 data/hello.txt\n",
        "B122_fetch_length_arabic_digits": f"{url} ٦ data/hello.txt\n",
        "B122_fetch_length_huge": f"{url} {'9' * 5000} data/hello.txt\n",
        "B122_fetch_length_plus": f"{url} +6 data/hello.txt\n",
        "B122_fetch_of_a_tag_file": f"{url} - bag-info.txt\n",
        "B122_fetch_of_what_is_in_no_manifest": f"{url} - data/unlisted.txt\n",
        "B122_fetch_of_another_folder": f"{url} - data-evil/secret.txt\n",
        "B106_fetch_dotdot": f"{url} - ../outside/secret.txt\n",
        "B106_fetch_dotdot_below_data": f"{url} - data/../../outside/secret.txt\n",
        "B106_fetch_absolute": f"{url} - /etc/passwd\n",
        "B106_fetch_home": f"{url} - ~/secret.txt\n",
        "B106_fetch_drive": f"{url} - C:\\secret.txt\n",
        "B106_fetch_unc": f"{url} - \\\\server\\share\n",
        "B106_fetch_sibling": f"{url} - ../bag-evil/secret.txt\n",
        "B106_fetch_nul": f"{url} - data/a\0b\n",
        "B134_fetch_blank_line": f"{url} 6 data/hello.txt\n\n",
        "B131_fetch_dot_slash": f"{url} 6 ./data/hello.txt\n",
        "B142_fetch_bare_percent": f"{url} 6 data/100%.txt\n",
    }.items():
        payload = {"100%.txt": HELLO} if "percent" in name else PAYLOAD
        more = [] if name.startswith("warn") else [f"B123 {F}"]
        yield case(name, F, *more, payload=payload, texts={F: text})
    loose = f"{url} 6 ./data/hello.txt\n\n"
    yield case("warn_B132_fetch_0_97", F, f"B135 {F}", f"B123 {F}", version="0.97", texts={F: loose})
    yield case("ok_fetch_empty", texts={F: ""})
    yield case("B122_fetch_not_utf_8", F, f"B123 {F}", texts={F: b"\xff\n"})
    missing = {"texts": {F: f"{url} 6 data/hello.txt\n"}, "without": ["data/hello.txt"]}
    yield case("F101_holey_bag", "data/hello.txt", f"B123 {F}", **missing)
    partly = missing | {"algorithms": ["sha256", "sha512"]}
    partly["texts"] = {**missing["texts"], "manifest-sha256.txt": line(WORLD, "data/sub/world.txt", "sha256")}  # type: ignore[dict-item]
    yield case(
        "B108_fetched_file_is_not_in_every_manifest",
        "manifest-sha256.txt",
        "F101 data/hello.txt",
        f"B123 {F}",
        **partly,
    )


def tag_files() -> Iterator[Case]:
    """§2.2.1 and §2.2.4."""
    base = bag()
    good = base[T].decode()
    files = bag(algorithms=["sha256", "sha512"])
    listed = [f"{sha(base[path])}  {path}\n" for path in (B, "bagit.txt", M)]
    for name, text, *more in (
        ("ok_tag_manifest_in_any_order", "".join(reversed(listed))),
        ("ok_tag_manifest_ends_in_crlf", good.replace("\n", "\r\n")),
        ("B105_tag_manifest_line_without_path", good + sha(HELLO) + "\n"),
        ("B105_tag_manifest_digest_too_short", good + "ab  bagit.txt\n"),
        ("B107_tag_manifest_lists_twice", good + line(HELLO, "bagit.txt")),
        ("B133_tag_manifest_lists_twice_alike", good + listed[1]),
        ("B134_tag_manifest_blank_line", good + "\n"),
        ("B130_tag_manifest_asterisk", good.replace(f"  {M}", f" *{M}")),
        ("B131_tag_manifest_dot_slash", good.replace(M, "./" + M)),
        ("B106_tag_manifest_lists_payload", good + line(HELLO, "data/hello.txt")),
        ("B106_tag_manifest_lists_itself", good + line(HELLO, T)),
        ("B106_tag_manifest_lists_another", good + line(HELLO, "tagmanifest-md5.txt")),
        ("B106_tag_manifest_dotdot", good + line(SECRET, "../outside/secret.txt")),
        ("B106_tag_manifest_sibling", good + line(SECRET, "../bag-evil/secret.txt")),
        ("B106_tag_manifest_absolute", good + line(SECRET, "/etc/passwd")),
        ("B106_tag_manifest_home", good + line(SECRET, "~/secret.txt")),
        ("B106_tag_manifest_drive", good + line(SECRET, "C:\\secret.txt")),
        ("B108_tag_manifest_leaves_out_a_manifest", listed[0] + listed[1]),
        ("B108_tag_manifest_is_empty", "", f"B124 {B}"),
        ("warn_B124_tag_manifest_leaves_out_bag_info", listed[1] + listed[2]),
        ("ok_tag_manifest_leaves_out_the_declaration", listed[0] + listed[2]),
    ):
        at = B if name.startswith("warn_B124") else T
        yield case(name, at, *more, texts={T: text})
    yield case("warn_B147_tag_manifest_leaves_out_a_manifest_0_97", T, version="0.97", left_out=[M])
    partly = {T: "".join(line(files[path], path) for path in ("bagit.txt", M, "manifest-sha256.txt"))}
    yield case("warn_B147_tag_manifests_list_other_files", T, algorithms=["sha256", "sha512"], texts=partly)
    for name in ("~$minutes.doc", "%draft%.txt", "~lock"):
        yield case(f"ok_tag_file_{name.strip('~$%.').split('.')[0].replace('%', '')}", texts={name: "x"})
    yield case("warn_B125_no_tag_manifest", T, tags=[])
    yield case("warn_B124_unlisted_tag_file", "notes.txt", extra={"notes.txt": b"x"})
    yield case("warn_B124_unlisted_tag_file_in_a_folder", "metadata/notes.txt", extra={"metadata/notes.txt": b"x"})
    yield case("warn_B124_folder_with_data_as_prefix", "data-evil/a.txt", extra={"data-evil/a.txt": b"x"})
    yield case("warn_B124_second_bag_inside", "inner/bagit.txt", extra={"inner/bagit.txt": base["bagit.txt"]})
    yield case("ok_tag_file_of_any_bytes", texts={"metadata/picture.bin": bytes(range(256))})
    yield case("ok_tag_file_named_like_a_manifest", texts={"manifest-sha512.txt.sig": b"\0"})
    yield case("ok_tag_file_that_is_a_manifest_in_a_folder", texts={"old/" + M: "rubbish\n"})
    yield case("ok_tag_manifest_of_another_algorithm", tags=["sha256"])
    yield case("F105_bag_info_changed", B, extra={B: b"A: changed\n"})
    yield case("F105_declaration_changed", "bagit.txt", extra={"bagit.txt": base["bagit.txt"].rstrip()})
    yield case("F106_tag_file_missing", "notes.txt", texts={"notes.txt": "x"}, without=["notes.txt"])
    yield case("F106_bag_info_missing", B, without=[B])
    vouched = {
        M: line(WORLD, "data/sub/world.txt"),
        T: good.replace(sha(base[M]), sha(line(WORLD, "data/sub/world.txt").encode())) + line(HELLO, "data/hello.txt"),
    }
    yield case("B106_payload_vouched_for_by_the_tag_manifest", T, "F103 data/hello.txt", texts=vouched, info=INFO)
    yield case("F105_manifest_changed", M, "F103 data/sub/world.txt", extra={M: line(HELLO, "data/hello.txt").encode()})


def fixity() -> Iterator[Case]:
    """§3: every file, and one pass that names them all."""
    flipped = bytes([HELLO[0] ^ 1]) + HELLO[1:]
    yield case("ok_plain")
    yield case("ok_empty_payload", payload={}, after=lambda root: (root / "data").mkdir())
    yield case("ok_empty_file", payload={"empty": b""})
    yield case("ok_empty_folder", after=lambda root: (root / "data/empty").mkdir())
    yield case("ok_large_file", payload={"zeros": bytes(3_000_000)})
    yield case("F102_one_bit", "data/hello.txt", extra={"data/hello.txt": flipped})
    yield case("F102_one_octet_more", "data/hello.txt", extra={"data/hello.txt": HELLO + b"\n"})
    yield case("F102_one_octet_less", "data/hello.txt", extra={"data/hello.txt": HELLO[:-1]})
    yield case("F102_emptied", "data/hello.txt", extra={"data/hello.txt": b""})
    yield case("F102_line_ends_converted", "data/hello.txt", extra={"data/hello.txt": b"hello\r\n"})
    swapped = {"data/hello.txt": WORLD, "data/sub/world.txt": HELLO}
    yield case("F102_two_files_swapped", "data/hello.txt", "F102 data/sub/world.txt", extra=swapped)
    yield case("F101_missing", "data/hello.txt", without=["data/hello.txt"])
    yield case("F103_added", "data/new.txt", extra={"data/new.txt": b"new"})
    yield case("F103_thumbs_db_added", "data/Thumbs.db", extra={"data/Thumbs.db": b""})
    yield case("F104_renamed", "data/hello.txt", extra={"data/hallo.txt": HELLO}, without=["data/hello.txt"])
    yield case("F104_moved", "data/hello.txt", extra={"data/sub/hello.txt": HELLO}, without=["data/hello.txt"])
    many = {"data/new.txt": b"new", "data/sub/world.txt": flipped}
    yield case(
        "F101_all_at_once",
        "data/hello.txt",
        "F103 data/new.txt",
        "F102 data/sub/world.txt",
        extra=many,
        without=["data/hello.txt"],
    )
    yield case("B103_no_payload_folder", "data", without=["data/hello.txt", "data/sub/world.txt"])
    nothing = {"payload": {}, "extra": {"data": b"a file"}}
    yield case("B103_payload_folder_is_a_file", "data", "B124 data", **nothing)
    yield case("F103_collision_of_short_digest", "data/new.txt", extra={"data/new.txt": HELLO})
    yield case("F903_bag_info_too_large", B, f"F105 {B}", after=lambda root: os.truncate(root / B, 9 * 1024 * 1024))
    yield case(
        "F102_sparse_file", "data/hello.txt", after=lambda root: os.truncate(root / "data/hello.txt", 48 * 1024 * 1024)
    )


def special_files() -> Iterator[Case]:
    """§5.1: links and what is no file, never opened."""

    def linked(path: str, target: str, *, folder: bool = False) -> Callable[[Path], None]:
        def link(root: Path) -> None:
            with contextlib.suppress(FileNotFoundError):
                (root / path).unlink()
            (root / path).symlink_to(target, target_is_directory=folder)

        return link

    def emptied_and_linked(target: str) -> Callable[[Path], None]:
        def link(root: Path) -> None:
            (root / "data/hello.txt").unlink()
            (root / "data/sub/world.txt").unlink()
            (root / "data/sub").rmdir()
            (root / "data").rmdir()
            (root / "data").symlink_to(target, target_is_directory=True)

        return link

    def special(path: str, make: Callable[[Path], None]) -> Callable[[Path], None]:
        def replace(root: Path) -> None:
            with contextlib.suppress(FileNotFoundError):
                (root / path).unlink()
            make(root / path)

        return replace

    hello = "data/hello.txt"
    for name, at, after in (
        ("B110_link_to_a_file_outside", hello, linked(hello, "../../outside/secret.txt")),
        ("B110_link_to_a_file_inside", hello, linked(hello, "sub/world.txt")),
        ("B110_link_by_an_absolute_path", hello, linked(hello, "/etc/passwd")),
        ("B110_link_to_nothing", hello, linked(hello, "nowhere")),
        ("B110_link_to_itself", hello, linked(hello, "hello.txt")),
        ("B110_link_to_a_device", hello, linked(hello, "/dev/zero")),
        ("B110_link_to_a_process", hello, linked(hello, "/proc/self/mem")),
        ("B110_link_to_a_terminal", hello, linked(hello, "/dev/tty")),
        ("B110_unlisted_link", "data/extra", linked("data/extra", "hello.txt")),
        ("B110_link_to_a_folder_outside", "data/extra", linked("data/extra", "../../outside", folder=True)),
        ("B110_loop_of_folders", "data/loop", linked("data/loop", "..", folder=True)),
        ("B110_loop_to_the_root", "data/root", linked("data/root", "/", folder=True)),
        ("B110_payload_folder_is_a_link", "data", emptied_and_linked("../bag-evil")),
        ("B110_payload_folder_is_a_link_to_nothing", "data", emptied_and_linked("nowhere")),
        ("B110_manifest_is_a_link", M, linked(M, "../outside/secret.txt")),
        ("B110_declaration_is_a_link", "bagit.txt", linked("bagit.txt", "../outside/secret.txt")),
        ("B110_bag_info_is_a_link", B, linked(B, "../outside/secret.txt")),
        ("B110_tag_manifest_is_a_link", T, linked(T, "../outside/secret.txt")),
        ("B110_fifo_listed", hello, special(hello, os.mkfifo)),
        ("B110_fifo_unlisted", "data/fifo", special("data/fifo", os.mkfifo)),
        ("B110_fifo_as_manifest", M, special(M, os.mkfifo)),
        ("B110_fifo_as_declaration", "bagit.txt", special("bagit.txt", os.mkfifo)),
        ("B110_fifo_as_fetch", F, special(F, os.mkfifo)),
        ("B110_socket", hello, special(hello, _socket)),
        ("B110_device", hello, special(hello, _device)),
    ):
        yield case(name, at, after=after)
    yield case("ok_hard_link", payload={"a": HELLO, "b": HELLO}, after=_hard_link)
    yield case(
        "F901_folders_without_end",
        "data" + "/d" * 200,
        after=lambda root: (root / "data" / "/".join("d" * 210)).mkdir(parents=True),
    )
    yield case("ok_many_folders_inside_each_other", payload={"d/" * 190 + "a": HELLO})
    yield case(
        "F103_name_that_is_not_utf_8",
        "data/\\xff\\xfe.txt",
        "B120 data/\\xff\\xfe.txt",
        extra={"data/\udcff\udcfe.txt": b"x"},
    )
    yield case("warn_B124_tag_file_that_is_not_utf_8", "\\xff.txt", "B120 \\xff.txt", extra={"\udcff.txt": b"x"})
    unlisted = {"data/sub/manifest-sha512.txt": b"rubbish\n"}
    yield case("F103_manifest_in_the_payload_unlisted", "data/sub/manifest-sha512.txt", extra=unlisted)


def _hard_link(root: Path) -> None:
    (root / "data/b").unlink()
    os.link(root / "data/a", root / "data/b")


def _socket(path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(f"/proc/self/fd/{folder}/{path.name}")  # a path of its own could be too long
    finally:
        os.close(folder)


def _device(path: Path) -> None:
    """Make a device that nothing answers for; who may not make one makes a FIFO."""
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(0, 0))
    except OSError:
        os.mkfifo(path)


GROUPS = (
    declarations,
    manifests,
    algorithms,
    informations,
    encodings,
    names,
    percent_signs,
    fetches,
    tag_files,
    fixity,
    special_files,
)


def cases() -> dict[str, Case]:
    """Return all cases by their names, in the order of the names."""
    found = [each for group in GROUPS for each in group()]
    by_name = {each.name: each for each in found}
    assert len(by_name) == len(found), "two cases have one name"
    return dict(sorted(by_name.items()))


def write(each: Case, folder: Path) -> Path:
    """Write a case into a folder of its own below `folder`, with the baits, and return the bag."""
    place = folder / each.name
    root = place / "bag"
    for path, data in {**{f"bag/{path}": data for path, data in each.files.items()}, **BAITS}.items():
        file = os.fsencode(place / path)
        os.makedirs(os.path.dirname(file), exist_ok=True)  # noqa: PTH103, PTH120 # names that are not UTF-8
        with open(file, "wb") as stream:  # noqa: PTH123 # the same
            stream.write(data)
    if each.after is not None:
        each.after(root)
    return root


BAITS = {"outside/secret.txt": SECRET, "bag-evil/secret.txt": SECRET, "bag-evil/hello.txt": HELLO}


def main(folder: Path) -> None:
    """Write all cases, and what must be found, into a folder that is not there yet."""
    folder.mkdir()
    table = {}
    for each in cases().values():
        write(each, folder)
        codes = [f"{code} {path}" for code, path in each.findings]
        table[each.name] = {
            "path": f"{each.name}/bag",
            "valid": each.valid,
            "warn": each.valid and bool(codes),
            "findings": codes,
        }
    (folder / "expected.json").write_text(json.dumps(table, indent=1, ensure_ascii=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

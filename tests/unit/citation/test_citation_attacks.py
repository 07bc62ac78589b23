# SPDX-License-Identifier: Apache-2.0
"""What a citation must not claim, and what names, titles and dates of all sorts do to it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from archiver.citation import STYLES, Name, Quotation, write
from archiver.model import Fact, Kind, Rights
from builders import a_record
from citations import ORG, SOURCE, cited, quotation, whole


def said(words: str, **fields: object) -> Quotation:
    return replace(quotation(), words=(words,), **fields)  # type: ignore[arg-type]


def in_text(one: Quotation, style: str = "apa") -> str:
    return write(whole(quotation=one), style).splitlines()[0]


@pytest.mark.parametrize("style", ["apa", "chicago", "mla"])
def test_indirect_speech_is_never_given_as_the_words_of_the_speaker(style: str) -> None:
    one = said("the road would follow", kind=Kind.INDIRECT)
    assert in_text(one, style).startswith(f"“the road would follow” (Ada Brook, paraphrased in {ORG}")
    assert "cited in" not in in_text(one, style)
    assert "qtd" not in in_text(one, style)


def test_where_only_fragments_are_in_marks_the_rest_is_not_claimed() -> None:
    one = said("the bridge was “ready” and “safe”", kind=Kind.MIXED)
    assert in_text(one).startswith("“the bridge was ‘ready’ and ‘safe’” (Ada Brook, partly quoted in ")


@pytest.mark.parametrize("style", [style for style in STYLES if style not in {"apa", "chicago", "mla"}])
def test_the_formats_for_programs_say_too_that_words_are_not_literal(style: str) -> None:
    for kind, how in ((Kind.INDIRECT, "Ada Brook, paraphrased: “x”"), (Kind.MIXED, "Ada Brook, partly quoted: “x”")):
        assert how in write(whole(quotation=said("x", kind=kind)), style)
    assert "Ada Brook: “x”" in write(whole(quotation=said("x")), style)


def test_a_doubtful_speaker_is_not_cited_as_a_certain_one() -> None:
    one = said("“x”", doubtful=True, certainty=0.67)
    assert in_text(one).startswith("“x” (probably Ada Brook, as cited in ")
    assert in_text(replace(one, speaker=None)).startswith("“x” (unknown speaker, as cited in ")
    told = json.loads(write(whole(quotation=one), "csl-json"))[0]["custom"]["quotation"]
    assert (told["kind"], told["certainty"]) == ("direct", 0.67)


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("“We open,” as she put it", "“‘We open,’ as she put it”"),
        ("“We open.”", "“We open.”"),
        ("“We open”.", "“We open”."),
        ("“We open. It is ‘ready’.”", "“We open. It is ‘ready’.”"),
        ("„Wir öffnen“", "„Wir öffnen“"),
        ("«Открываем»", "«Открываем»"),
        ("‘We don’t open’", "‘We don’t open’"),
        ("“The first paragraph has no end", "“The first paragraph has no end"),
        ("’Tis time", "“’Tis time”"),
        ('"We open"', '"We open"'),
        ('"We open" and "close"', "“‘We open’ and ‘close’”"),
        ("We open", "“We open”"),
    ],
)
def test_words_have_marks_around_all_of_them(words: str, written: str) -> None:
    assert in_text(said(words)).startswith(f"{written} (Ada Brook")


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("The “bridge” again", "“The ‘bridge’ again.”"),
        ("Die „Brücke“ steht", "“Die ‘Brücke’ steht.”"),
        ('The "bridge"', "“The ‘bridge.’”"),
        ('The 6" pipe', '“The 6" pipe.”'),
        ("Ready?", "“Ready?”"),
        ("“Ready?”", "“‘Ready?’”"),
        ("Le « pont »", "“Le « pont ».”"),
    ],
)
def test_quotation_marks_within_a_title_give_way(title: str, written: str) -> None:
    for style in ("chicago", "mla"):
        assert f" {written} " in write(whole(title=title), style)


@pytest.mark.parametrize(
    ("edtf", "apa", "chicago", "mla"),
    [
        ("2021-07/2021-08", "(2021, July–August)", "2021. X News report, July–August.", "July–Aug. 2021"),
        ("2021-07-03/2021-07-09", "(2021, July 3–9)", "2021. X News report, July 3–9.", "3–9 July 2021"),
        (
            "2021-07-31/2021-08-01",
            "(2021, July 31–August 1)",
            "2021. X News report, July 31–August 1.",
            "31 July–1 Aug. 2021",
        ),
        (
            "2021-12-31/2022",
            "(2021, December 31–2022)",
            "2021–2022. X News report, December 31, 2021–2022.",
            "31 Dec. 2021–2022",
        ),
        (
            "2021-12-31/2022-01-02",
            "(2021, December 31–2022, January 2)",
            "2021–2022. X News report, December 31, 2021–January 2, 2022.",
            "31 Dec. 2021–2 Jan. 2022",
        ),
        ("2021-12-31/..", "(2021, December 31–)", "2021–. X News report, December 31, 2021–.", "31 Dec. 2021–"),
        (
            "2021-07-03/2021-07-09~",
            "(2021, July 3–ca. 2021, July 9)",
            "ca. 2021. X News report, July 3–9.",
            "3 July 2021–ca. 9 July 2021",
        ),
        ("0044", "(44 CE)", "44 CE. X News report.", "44 CE"),
        ("-0100/0100", "(101 BCE–100 CE)", "101 BCE–100 CE. X News report.", "101 BCE–100 CE"),
        ("-01XX", "(200–101 BCE)", "200–101 BCE. X News report.", "200–101 BCE"),
        ("-000X", "(10–1 BCE)", "10–1 BCE. X News report.", "10–1 BCE"),
    ],
)
def test_intervals_and_early_years_are_written_as_people_write_them(
    edtf: str, apa: str, chicago: str, mla: str
) -> None:
    one = whole(published=edtf)
    assert f" {apa}. " in write(one, "apa")
    assert f" {chicago} " in write(one, "chicago").replace("“Opening of the bridge.”", "X")
    assert f"Courier, {mla}" in write(one, "mla")


@pytest.mark.parametrize(("edtf", "part"), [("-0043", -44), ("0000", -1), ("0001", 1), ("Y-12345", -12346)])
def test_csl_has_no_year_nought(edtf: str, part: int) -> None:
    assert json.loads(write(whole(published=edtf), "csl-json"))[0]["issued"]["date-parts"] == [[part]]


@pytest.mark.parametrize(
    ("edtf", "written"), [("-0043", "-0043"), ("-0043-03-15", "-0043-03-15"), ("-0100/0100", "-0100/0100")]
)
def test_datacite_has_years_of_four_figures(edtf: str, written: str) -> None:
    assert f'dateType="Issued">{written}</date>' in write(whole(published=edtf), "datacite")


@pytest.mark.parametrize("edtf", ["Y12345", "Y-12345", "2021/Y12345"])
def test_a_year_of_more_figures_is_no_date_for_datacite(edtf: str) -> None:
    assert "Issued" not in write(whole(published=edtf), "datacite")
    assert edtf in write(whole(published=edtf), "biblatex")


def test_the_year_before_the_first_is_no_year_nought() -> None:
    one = whole(published="0000")
    assert "PY  - 1 BCE\r\n" in write(one, "ris")
    assert 'issue-date: "0000"' in write(one, "cff")
    assert "year:" not in write(one, "cff")


def test_a_name_in_chinese_or_japanese_has_neither_comma_nor_initials() -> None:
    one = whole(
        authors=(Name(text="山田太郎", family="山田", given="太郎"), Name(text="김 민수", family="김", given="민수"))
    )
    assert write(one, "apa").startswith("山田太郎, & 김 민수. (")
    assert write(one, "chicago").startswith("山田太郎, and 김 민수. ")
    assert write(one, "mla").startswith("山田太郎, and 김 민수. ")
    assert "AU  - 山田, 太郎\r\n" in write(one, "ris")


@pytest.mark.parametrize(
    ("given", "short"),
    [
        ("Cora (Mae)", "C. M."),
        ("Robert “Bob”", "R. B."),
        ("E\u0301ric", "É."),
        ("d’Arcy", "d."),
        ("J.-P.", "J.-P."),
        ("J.P.", "J. P."),
    ],
)
def test_initials_are_letters(given: str, short: str) -> None:
    assert write(whole(authors=(Name(text="x", family="Brook", given=given),)), "apa").startswith(f"Brook, {short} (")


def test_bibtex_has_the_month_as_the_macro_that_styles_know() -> None:
    assert "  month = may,\n" in write(whole(), "bibtex")


def test_biblatex_names_the_archive_where_its_styles_print_it() -> None:
    assert "  organization = {{Fordham Courier} and {Fordham Archive}},\n" in write(whole(), "biblatex")


def test_two_packages_have_two_keys_whatever_their_script() -> None:
    keys = [
        write(whole(key=key), "bibtex").partition("\n")[0] for key in ("мост/v1", "паром/v1", "bridge/v1", "b-v1/v1")
    ]
    assert len({*keys}) == len(keys)
    assert keys[2] == "@misc{bridge-v1,"
    assert all(key.isascii() for key in keys)


def test_a_reader_that_takes_the_day_of_access_from_ris_finds_it() -> None:
    assert "Y2  - 2024/05/04/\r\n" in write(whole(), "ris")
    assert "Y2" not in write(cited(a_record(source_captured=Fact(value=None))), "ris")
    assert SOURCE in write(whole(quotation=quotation()), "ris")


ORCID = "https://orcid.org/0000-0002-1825-0097"


def test_datacite_and_cff_tell_who_an_author_is_by_the_identifiers_of_the_record() -> None:
    person = Name(
        text="Ada Brook", family="Brook", given="Ada", kind="person", authorities=(ORCID, "https://example.org/ada")
    )
    group = Name(text=ORG, kind="organisation", authorities=("https://ror.org/05gq02987", "http://viaf.org/viaf/1"))
    one = whole(authors=(person, group))
    text = write(one, "datacite")
    assert (
        f'<nameIdentifier nameIdentifierScheme="ORCID" schemeURI="https://orcid.org/">{ORCID}</nameIdentifier>' in text
    )
    assert 'nameIdentifierScheme="ROR" schemeURI="https://ror.org/">https://ror.org/05gq02987<' in text
    assert 'nameIdentifierScheme="VIAF" schemeURI="http://viaf.org/">http://viaf.org/viaf/1<' in text
    assert "example.org/ada" not in text
    assert text.index("<familyName>") < text.index("<nameIdentifier ")
    assert f'    orcid: "{ORCID}"\n' in write(one, "cff")
    other = replace(person, authorities=("https://orcid.org/0000",))
    assert "orcid" not in write(whole(authors=(other,)), "cff")


def test_a_licence_of_ones_own_is_none_of_the_list_that_cff_knows() -> None:
    rights = Rights(
        uri="https://example.org/l", spdx="LicenseRef-Own", statement=None, holder=None, basis=Fact(value="x")
    )
    text = write(whole(rights=rights), "cff")
    assert "license:" not in text
    assert 'license-url: "https://example.org/l"' in text
    assert 'license: "CC0-1.0"' in write(whole(rights=replace(rights, spdx="CC0-1.0")), "cff")

# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver import citation
from archiver.citation import STYLES, Name, write
from archiver.model import Basis, Fact, Related, Rights, SpeakerKind
from builders import a_record, a_speaker
from citations import ORG, SOURCE, SWHID, cited, quotation, whole


def test_the_styles_for_people() -> None:
    one = whole()
    assert write(one, "apa") == (
        f"{ORG}, & Brook, A. (2024, May 3). Opening of the bridge (Version 2) [News report]. "
        f"Fordham Courier; Fordham Archive. {SWHID}\n"
    )
    assert write(one, "chicago") == (
        f"{ORG}, and Ada Brook. 2024. “Opening of the bridge.” News report, May 3. Fordham Courier. Version 2. "
        f"Fordham Archive. {SWHID}.\n"
    )
    assert write(one, "mla") == (
        f"{ORG}, and Ada Brook. “Opening of the bridge.” Fordham Courier, 3 May 2024. "
        f"Fordham Archive, version 2, {SWHID}. News report.\n"
    )


def test_a_supplied_title_stands_in_brackets_and_nothing_is_invented() -> None:
    unknown = Fact(value=None, basis=Basis.UNKNOWN)
    one = cited(a_record(statement_date=unknown))
    assert write(one, "apa") == (
        f"[Opening of the bridge] (Version 2) [News report]. (n.d.). Fordham Archive. {SWHID}\n"
    )
    assert write(one, "chicago").startswith("[Opening of the bridge]. n.d. News report. Version 2. ")
    assert write(one, "mla") == f"[Opening of the bridge]. Fordham Archive, version 2, {SWHID}. News report.\n"
    item = json.loads(write(one, "csl-json"))[0]
    assert item["title"] == "[Opening of the bridge]"
    assert not {"author", "issued", "URL", "original-publisher"} & item.keys()
    assert "author =" not in write(one, "bibtex")
    assert ":unkn" in write(one, "datacite")
    assert "AU  -" not in write(one, "ris")


@pytest.mark.parametrize(
    ("edtf", "apa", "chicago", "mla", "csl"),
    [
        ("2021-07-12", "(2021, July 12)", "2021", "12 July 2021", {"date-parts": [[2021, 7, 12]]}),
        ("2021-09", "(2021, September)", "2021", "Sept. 2021", {"date-parts": [[2021, 9]]}),
        ("2021?", "(2021?)", "2021?", "2021?", {"date-parts": [[2021]], "circa": True}),
        ("2021-07~", "(ca. 2021, July)", "ca. 2021", "ca. July 2021", {"date-parts": [[2021, 7]], "circa": True}),
        ("2021%", "(ca. 2021?)", "ca. 2021?", "ca. 2021?", {"date-parts": [[2021]], "circa": True}),
        ("202X", "(2020s)", "2020s", "2020s", {"date-parts": [[2020], [2029]]}),
        ("20XX", "(2000–2099)", "2000–2099", "2000–2099", {"date-parts": [[2000], [2099]]}),
        ("2021-07-XX", "(2021, July)", "2021", "July 2021", {"date-parts": [[2021, 7]]}),
        ("2021-XX-XX", "(2021)", "2021", "2021", {"date-parts": [[2021]]}),
        ("2021-22", "(2021, Summer)", "2021", "Summer 2021", {"date-parts": [[2021]], "season": 2}),
        ("2020/2021", "(2020–2021)", "2020–2021", "2020–2021", {"date-parts": [[2020], [2021]]}),
        ("2021/..", "(2021–)", "2021–", "2021–", {"literal": "2021–"}),
        ("../2021", "(–2021)", "–2021", "–2021", {"literal": "–2021"}),
        ("2021-07-12T10:00:00Z", "(2021, July 12)", "2021", "12 July 2021", {"date-parts": [[2021, 7, 12]]}),
        ("-0043", "(44 BCE)", "44 BCE", "44 BCE", {"date-parts": [[-44]]}),
    ],
)
def test_dates_keep_their_doubt(edtf: str, apa: str, chicago: str, mla: str, csl: dict[str, Any]) -> None:
    one = cited(a_record(publication_date=Fact(value=edtf)))
    assert f" {apa}. " in write(one, "apa")
    assert f". {chicago}. " in write(one, "chicago")
    assert f", {mla}, version 2" in write(one, "mla")
    assert json.loads(write(one, "csl-json"))[0]["issued"] == csl
    assert f"date = {{{edtf}}}" in write(one, "biblatex")
    for style in STYLES:
        assert write(one, style).endswith("\n")


def test_an_interval_within_a_year_is_that_year() -> None:
    one = cited(a_record(publication_date=Fact(value="2021-07/2021-08~")))
    assert "year = {ca. 2021}" in write(one, "bibtex")
    assert "(2021, July–ca. 2021, August)" in write(one, "apa")


def test_whose_date_it_is_is_said_where_publication_is_not_dated() -> None:
    one = cited(a_record(statement_date=Fact(value="2024-05-02")))
    for style in ("bibtex", "biblatex", "ris", "csl-json", "cff"):
        assert "The date is that of the statement" in write(one, style)
        assert "The date is that of the statement" not in write(whole(), style)
    assert "date-published" not in write(one, "cff")
    assert '<date dateType="Other" dateInformation="statement made">2024-05-02<' in write(one, "datacite")


def test_a_name_is_parted_only_where_the_record_parts_it() -> None:
    record = a_record(
        creators=(Fact(value="Maria da Silva e Costa"), Fact(value="The Delegation")),
        speakers=(a_speaker(id="d", name=Fact(value="The Delegation"), kind=SpeakerKind.GROUP, surname="Delegation"),),
    )
    assert cited(record).authors == (
        Name(text="Maria da Silva e Costa"),
        Name(text="The Delegation", kind="group"),
    )


def test_a_quotation_has_its_speaker_and_its_place() -> None:
    one = whole(quotation=quotation())
    at = f"characters 0–20, 40–54; {SOURCE};bytes=0-26, {SOURCE};bytes=45-65"
    words = "“We open the bridge,” … “and the road.”"
    assert write(one, "apa").splitlines()[0] == f"{words} (Ada Brook, as cited in {ORG} & Brook, 2024, {at})"
    assert write(one, "chicago").splitlines()[0] == f"{words} (Ada Brook, quoted in {ORG} and Brook 2024, {at})"
    assert write(one, "mla").splitlines()[0] == f"{words} (Ada Brook, qtd. in {ORG} and Brook, {at})"
    for style in STYLES:
        assert f"{SOURCE};bytes=45-65" in write(one, style).replace(r"\_", "_")
    assert json.loads(write(one, "csl-json"))[0]["custom"]["quotation"]["characters"] == [[0, 21], [40, 55]]


def test_of_many_authors_some_are_named() -> None:
    names = tuple(Name(text=f"Cora Finch{i}", family=f"Finch{i}", given="Cora May-Ann") for i in range(22))
    assert "Finch18, C. M.-A., . . . Finch21, C. M.-A." in write(whole(authors=names), "apa")
    assert write(whole(authors=names), "chicago").startswith("Finch0, Cora May-Ann, Cora Finch1, Cora Finch2, et al. ")
    assert write(whole(authors=names), "mla").startswith("Finch0, Cora May-Ann, et al. ")
    assert "(Ada Brook, as cited in Finch0 et al., 2024" in write(whole(authors=names, quotation=quotation()), "apa")


def test_datacite_follows_its_rules() -> None:
    one = whole(
        quotation=quotation(),
        related=(Related(relation="IsPartOf", identifier="10.5555/1", identifier_type="DOI"),),
        rights=Rights(uri="https://example.org/l", spdx="CC0-1.0", statement=None, holder=None, basis=Fact(value="x")),
    )
    root = ET.fromstring(write(one, "datacite"))  # noqa: S314 # our own
    space = {"d": "http://datacite.org/schema/kernel-4"}
    for name in ("identifier", "creators", "titles", "publisher", "publicationYear", "resourceType"):
        assert len(root.findall(f"d:{name}", space)) == 1, name
    assert re.fullmatch("[0-9]{4}", root.findtext("d:publicationYear", "", space))
    names = root.findall("d:creators/d:creator/d:creatorName", space)
    assert [(name.text, name.get("nameType")) for name in names] == [
        (ORG, "Organizational"),
        ("Brook, Ada", "Personal"),
    ]
    related = {
        (one.get("relationType"), one.get("relatedIdentifierType"), one.text)
        for one in root.findall("d:relatedIdentifiers/d:relatedIdentifier", space)
    }
    assert ("IsNewVersionOf", "SWHID", one.previous) in related
    assert ("IsPreviousVersionOf", "SWHID", one.following) in related
    assert ("HasPart", "SWHID", one.source) in related
    assert ("IsDerivedFrom", "URL", one.url) in related
    assert ("IsPartOf", "DOI", "10.5555/1") in related
    dates = [(date.get("dateType"), date.text) for date in root.findall("d:dates/d:date", space)]
    assert dates == [
        ("Issued", "2024-05-03"),
        ("Other", "2024-05-02"),
        ("Collected", "2024-05-04"),
        ("Available", "2024-06-01"),
    ]


@pytest.mark.parametrize(
    ("edtf", "date", "information"),
    [
        ("202X", "2020/2029", "EDTF: 202X"),
        ("2021?", "2021", "EDTF: 2021?"),
        ("2020/2021-03", "2020/2021-03", None),
        ("2020/..", "2020/", "EDTF: 2020/.."),
    ],
)
def test_datacite_has_dates_of_its_own_form_and_says_the_doubt(edtf: str, date: str, information: str | None) -> None:
    text = write(cited(a_record(publication_date=Fact(value=edtf))), "datacite")
    told = f' dateInformation="{information}"' if information else ""
    assert f'<date dateType="Issued"{told}>{date}</date>' in text


def test_dublin_core_is_read_back() -> None:
    root = ET.fromstring(write(whole(), "dublin-core"))  # noqa: S314 # our own
    found = [(child.tag.rpartition("}")[2], child.text) for child in root]
    assert ("creator", "Brook, Ada") in found
    assert ("publisher", "Fordham Courier") in found
    assert ("publisher", "Fordham Archive") in found
    assert ("identifier", SWHID) in found


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(ValueError, match="no style"):
        write(whole(), "vancouver")


TEXTS = st.text(max_size=30).filter(str.strip) | st.sampled_from(
    [
        r"50% of {what} is \a $ & # _ ^ ~",
        "a } b { c",
        "TY  - X\r\nER  - ",
        '<a href="x">&amp;]]></a>',
        "a\0b\x85c\u2028d",
        "— no: yes",
    ]
)


@settings(max_examples=80, deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_any_text_comes_back_from_the_formats_that_programs_read(title: str, author: str, subject: str) -> None:
    record = a_record(title=Fact(value=title), creators=(Fact(value=author),), subjects=(subject,))
    one = cited(record)
    item = json.loads(write(one, "csl-json"))[0]
    assert item["title"] == one.label
    assert item.get("author", []) == [{"literal": name.text} for name in one.authors]
    found = yaml.safe_load(write(one, "cff"))
    assert found["title"] == one.label
    assert found["authors"] == ([{"name": name.text} for name in one.authors] or [{"name": "anonymous"}])
    lines = write(one, "ris").split("\r\n")
    assert [line for line in lines if line.startswith("TI")] == [f"TI  - {one.label}"]
    assert [line[:6] for line in lines].count("ER  - ") == 1
    for style in ("datacite", "dublin-core"):
        ET.fromstring(write(one, style))  # noqa: S314 # our own


def test_the_room_brings_its_names() -> None:
    assert set(STYLES) == {
        "apa", "chicago", "mla", "bibtex", "biblatex", "ris", "csl-json", "cff", "datacite", "dublin-core"
    }  # fmt: skip
    assert citation.write is write


@pytest.mark.parametrize("style", STYLES)
def test_author_of_blanks_is_nobody(style: str) -> None:
    blank, nobody = a_record(creators=(Fact(value=" \u00a0"),)), a_record(creators=())
    assert write(cited(blank), style) == write(cited(nobody), style)


def test_sentence_of_mla_begins_with_a_capital_where_no_archive_is_known() -> None:
    nothing = whole(archive=None, published=None, stated=None, publisher=None)
    assert write(nothing, "mla").endswith(f"“Opening of the bridge.” Version 2, {SWHID}. News report.\n")
    courier = whole(archive=None, published=None, stated=None, publisher="Fordham Courier")
    assert f"Fordham Courier. Version 2, {SWHID}" in write(courier, "mla")

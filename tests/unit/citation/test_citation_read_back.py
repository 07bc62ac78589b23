# SPDX-License-Identifier: Apache-2.0
"""What programs of others make of our citations: pybtex, bibtexparser, citeproc-py, cffconvert."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import warnings
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.citation import Name, write
from archiver.model import Basis, Fact
from builders import a_record
from citations import ORG, cited, quotation, whole

if TYPE_CHECKING:
    from pathlib import Path

NASTY = r"50% of {what} is \a $ & # _ ^ ~ } and, more {"
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).filter(str.strip) | st.just(NASTY)


def by_pybtex(text: str) -> Any:
    database = pytest.importorskip("pybtex.database")
    (entry,) = database.parse_string(text, "bibtex").entries.values()
    return entry


def by_bibtexparser(text: str) -> dict[str, str]:
    parser = pytest.importorskip("bibtexparser")
    library = parser.parse_string(text)
    assert library.failed_blocks == []
    (entry,) = library.entries
    return {field.key: str(field.value) for field in entry.fields}


def plain(text: str) -> str:
    """Undo what TeX would undo in printing."""
    names = {
        r"\textbackslash{}": "\\",
        r"\textbraceleft{}": "\x01",
        r"\textbraceright{}": "\x02",
        r"\textasciicircum{}": "^",
        r"\textasciitilde{}": "~",
    }
    text = re.sub("|".join(map(re.escape, names)), lambda match: names[match[0]], text)
    text = re.sub(r"\\([$&#_%])", r"\1", text)
    return text.replace("{", "").replace("}", "").replace("\x01", "{").replace("\x02", "}")


@pytest.mark.parametrize("style", ["bibtex", "biblatex"])
def test_bibtex_keeps_an_organisation_in_one_piece(style: str) -> None:
    one = whole(quotation=quotation())
    entry = by_pybtex(write(one, style))
    first, second = entry.persons["author"]
    assert plain(" ".join(first.last_names)) == ORG
    assert not first.first_names
    assert (second.last_names, second.first_names) == (["Brook"], ["Ada"])
    fields = by_bibtexparser(write(one, style))
    assert plain(fields["title"]) == "Opening of the bridge"
    assert fields["version"] == "2"
    assert fields["url"] == "https://example.org/a%20b?c=1&d=2#e_f"
    assert "bytes=45-65" in fields["note"]
    assert one.swhid in fields.values()


def test_biblatex_has_the_language_and_the_day_of_capture() -> None:
    fields = by_bibtexparser(write(whole(), "biblatex"))
    assert fields["langid"] == "english"
    assert fields["urldate"] == "2024-05-04"
    assert fields["keywords"] == "bridges, {rivers, roads}"
    assert "langid" not in by_bibtexparser(write(whole(language="tlh"), "biblatex"))
    assert by_bibtexparser(write(whole(language="pt-BR"), "biblatex"))["langid"] == "brazilian"


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_what_means_something_to_tex_comes_back(title: str, family: str, genre: str) -> None:
    names = (Name(text=f"x {family}", family=family, given="Ada"), Name(text=family))
    one = whole(title=" ".join(title.split()) or "x", authors=names, genre=" ".join(genre.split()) or "x")
    for style, field in (("bibtex", "howpublished"), ("biblatex", "type")):
        fields = by_bibtexparser(write(one, style))
        assert plain(fields["title"]) == one.title
        assert plain(fields[field]) == one.genre
        persons = by_pybtex(write(one, style)).persons["author"]
        assert len(persons) == 2


# The processor brings no styles along: this one asks for all that a style of a report asks for.
STYLE = """\
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="en-US">
  <info><title>t</title><id>t</id><updated>2024-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout suffix=".">
    <names variable="author"><name name-as-sort-order="all" and="text" initialize-with=". "/></names>
    <date variable="issued" prefix=" (" suffix=") "><date-part name="year"/><date-part name="month" prefix=" "/></date>
    <text variable="title"/><text variable="version" prefix=" v"/><text variable="genre" prefix=" [" suffix="]"/>
    <text variable="publisher" prefix=". "/><text variable="archive" prefix=". "/>
    <text variable="archive_location" prefix=". "/>
  </layout></bibliography>
</style>
"""


def rendered(citation: Any, where: Path) -> str:
    pytest.importorskip("citeproc")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from citeproc import (  # noqa: PLC0415 # warns while it is imported
            Citation,
            CitationItem,
            CitationStylesBibliography,
            CitationStylesStyle,
            formatter,
        )
        from citeproc.source.json import CiteProcJSON  # noqa: PLC0415 # the same

        items = json.loads(write(citation, "csl-json"))
        (where / "style.csl").write_text(STYLE, encoding="utf-8")
        style = CitationStylesStyle(str(where / "style.csl"), validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
        bibliography.register(Citation([CitationItem(items[0]["id"])]))
        return str(bibliography.bibliography()[0])


def test_a_csl_processor_prints_author_year_title_and_archive_once(tmp_path: Path) -> None:
    text = rendered(whole(), tmp_path)
    assert ORG in text
    assert "Brook, A." in text
    assert "2024" in text
    assert "Opening of the bridge" in text
    assert text.count("Fordham Archive") == 1


@pytest.mark.parametrize("edtf", ["2021?", "202X", "2020/2021", "2021/..", "2021-22"])
def test_a_csl_processor_takes_dates_in_doubt(edtf: str, tmp_path: Path) -> None:
    assert "bridge" in rendered(cited(a_record(publication_date=Fact(value=edtf))), tmp_path)


CFFCONVERT = shutil.which("cffconvert")


@pytest.mark.skipif(CFFCONVERT is None, reason="cffconvert wants an old jsonschema: put it on PATH from its own venv")
@pytest.mark.parametrize("case", ["whole", "unknown", "doubtful", "nasty"])
def test_the_citation_file_format_has_a_schema_that_ours_satisfies(case: str, tmp_path: Path) -> None:
    unknown = Fact(value=None, basis=Basis.UNKNOWN)
    one = {
        "whole": whole(quotation=quotation()),
        "unknown": cited(a_record(statement_date=unknown)),
        "doubtful": cited(a_record(publication_date=Fact(value="2021-07~"), kind="captions")),
        "nasty": whole(title=NASTY, authors=(Name(text=NASTY),), language="x-y", url="urn:x:y", abstract=NASTY * 9),
    }[case]
    file = tmp_path / "CITATION.cff"
    file.write_text(write(one, "cff"), encoding="utf-8")
    command = [CFFCONVERT or "cffconvert", "--validate", "-i", str(file)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout + done.stderr

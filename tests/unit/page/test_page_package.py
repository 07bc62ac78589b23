# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import base64
from dataclasses import replace
from hashlib import sha256

import html5lib
import pytest

from archiver.findings import Check, Finding, State
from archiver.model import Correction, Fact, Ground, Kind, Mode, Span
from archiver.page import Beside, Checked, File, Place, doubtful, write, write_damaged
from archiver.speech.rules import AUTO_ACCEPT
from builders import TEXT, a_record, a_speaker, a_transcript
from citations import whole
from pages import by_class, by_id, checked, facts, mentioned, parsed, said, transcript_words, words

LONG = "“" + "road and bridge " * 40 + "end”"


def test_page_is_valid_html() -> None:
    full = facts(
        a_record(related=(), subjects=("bridges",)),
        citation=whole(),
        files=(File(path="data/record.json", octets=2100, sha256="ab" * 32),),
        picture='<svg xmlns="http://www.w3.org/2000/svg"/>',
        history=("The bag was written.",),
    )
    html5lib.HTMLParser(strict=True).parse(write(full))


def test_visible_text_is_the_text() -> None:
    for text in (TEXT, "a\r\nb\r\n\r\nc\r", "  \n\n\n x ", "\u202eabc\u2069\ufeff", "", "<p>&amp;</p>]]>"):
        assert transcript_words(parsed(write(facts(transcript=a_transcript(text))))) == text


def test_doubtful_is_what_a_review_would_list() -> None:
    assert [doubtful(said(certainty=degree)) for degree in (AUTO_ACCEPT - 0.01, AUTO_ACCEPT)] == [True, False]
    assert not doubtful(said(certainty=0.1, decided_by="ann"))
    assert doubtful(said(certainty=1.0, speaker=None))


def test_speaker_stands_at_the_words_with_ground_and_certainty() -> None:
    root = parsed(write(facts(transcript=a_transcript(utterances=(said(certainty=0.7),)))))
    (spoken,) = by_class(root, "said")
    assert words(spoken) == "“We open the bridge,”"
    assert spoken.get("class") == "said s1 t1 d"
    mark = by_id(root, "u1")
    assert mark.get("href") == "#a1"
    assert mark.get("data-name") == "Ada Brook ?"
    assert mark.get("aria-label") == "1: Ada Brook, named, certainty 0.70, doubtful"
    card = "Ada Brook\nnamed, certainty 0.70, doubtful\ndirect speech\nrule after-subject, decided by rule"
    assert mark.get("data-card") == card
    assert not words(mark)


def test_list_says_why_and_where() -> None:
    utterance = said(mention=mentioned(TEXT, "Ada Brook"), cue=Span(TEXT.index("said"), TEXT.index("said") + 4))
    shown = facts(
        transcript=a_transcript(utterances=(utterance,)),
        ids=("s1",),
        locators=(("swh:1:cnt:00;bytes=0-24",),),
        rules={"after-subject": "Subject and verb stand behind."},
    )
    told = words(by_id(parsed(write(shown)), "a1"))
    assert "The speaker is named. The words: Ada Brook and the cue: said." in told
    assert "Rule after-subject: Subject and verb stand behind." in told
    assert "Direct speech; decided by rule." in told
    assert "Characters 0–20, in the TEI s1 · swh:1:cnt:00;bytes=0-24 · in the text" in told
    assert "doubtful" not in told


def test_unknown_speaker_is_doubtful_and_grey() -> None:
    root = parsed(write(facts(transcript=a_transcript(utterances=(said(speaker=None, ground=Ground.NONE),)))))
    entry = by_id(root, "a1")
    assert entry.get("class") == "att s0 t0 d"
    assert "unknown speaker" in words(entry)
    assert by_id(root, "w-s0") is not None


def test_speaker_who_is_not_in_the_record_has_the_name_of_the_text() -> None:
    root = parsed(write(facts(transcript=a_transcript(utterances=(said(speaker="Cal\u202e Dorn"),)))))
    assert by_id(root, "u1").get("data-name") == "Cal Dorn"


def test_decision_of_a_person_is_named_with_its_reason_and_never_doubtful() -> None:
    at = Span(0, 21)
    reasons = (
        Correction(quote="other words", at=None, speech=True, speaker="brook", by="desk", because="No."),
        Correction(quote=None, at=at, speech=True, speaker="brook", by="desk", because="She chaired."),
    )
    utterance = said(certainty=0.1, decided_by="desk", rule="corrected", mode=Mode.WRITTEN, kind=Kind.INDIRECT)
    root = parsed(write(facts(a_record(corrections=reasons), a_transcript(utterances=(utterance,)))))
    entry = by_id(root, "a1")
    assert entry.get("class") == "att s1 t1 p"
    assert "decided by the cataloguing desk. The reason given: She chaired." in words(entry)
    assert "Indirect speech, written" in words(entry)


def test_reason_is_found_by_the_words_too() -> None:
    reason = Correction(
        quote="“We open the bridge,”", at=None, speech=True, speaker="brook", by="desk", because="She chaired."
    )
    shown = facts(a_record(corrections=(reason,)), a_transcript(utterances=(said(decided_by="desk"),)))
    assert "She chaired." in words(by_id(parsed(write(shown)), "a1"))


@pytest.mark.parametrize("quote", ["We open the bridge", "open the bridge", TEXT])
def test_reason_is_found_by_words_within_the_utterance_and_around_it(quote: str) -> None:
    reason = Correction(quote=quote, at=None, speech=True, speaker="brook", by="desk", because="She chaired.")
    other = Correction(quote=None, at=Span(0, 3), speech=True, speaker="vale", by="desk", because="He did.")
    shown = facts(a_record(corrections=(other, reason)), a_transcript(utterances=(said(decided_by="desk"),)))
    assert "She chaired." in words(by_id(parsed(write(shown)), "a1"))
    assert "He did." not in words(by_id(parsed(write(shown)), "a1"))


def test_reason_of_the_nearest_correction_is_given() -> None:
    reasons = (
        Correction(quote=TEXT, at=None, speech=True, speaker="brook", by="desk", because="Of all."),
        Correction(quote="We open the bridge", at=None, speech=True, speaker="brook", by="desk", because="Of this."),
        Correction(quote="no words of it", at=None, speech=True, speaker="brook", by="desk", because="Of none."),
    )
    shown = facts(a_record(corrections=reasons), a_transcript(utterances=(said(decided_by="desk"),)))
    assert words(by_id(parsed(write(shown)), "a1")).count("The reason given: Of this.") == 1


def test_value_and_its_ground_are_apart_for_who_hears_or_copies_them() -> None:
    root = parsed(write(facts()))
    assert f"{facts().citation.swhid} SWHID of data/" in words(by_id(root, "identifiers"))
    values = [dd for dd in by_id(root, "record").iter("dd") if by_class(dd, "ground")]
    assert values
    assert all(f" {words(by_class(dd, 'ground')[0])}" in words(dd) for dd in values)


def test_long_words_are_cut_at_blanks_in_the_list_only() -> None:
    root = parsed(write(facts(transcript=a_transcript(LONG, utterances=(said(LONG, LONG),)))))
    assert transcript_words(root) == LONG
    quoted = words(by_id(root, "a1").find("blockquote"))  # type: ignore[arg-type]
    assert len(quoted) < 340
    assert " […] " in quoted
    assert quoted.endswith(" bridge end”")


def test_filters_count_and_every_speaker_can_be_chosen() -> None:
    utterances = (said(), said(words="the road would follow", certainty=0.5, speaker=None), said(words="The mayor"))
    page = write(facts(transcript=a_transcript(utterances=utterances)))
    told = [words(label) for label in parsed(page).iter("label")]
    assert told == ["all3", "doubtful1", "decided by a person0", "everyone", "Ada Brook2", "unknown speaker1"]
    assert "body:has(#w-s0:checked) .said:not(.s0)" in page
    assert "body:has(#w-s1:checked) .said:not(.s1)" in page


def test_of_many_speakers_the_first_can_be_chosen() -> None:
    text = "".join(f"{number:03} " for number in range(60))
    utterances = tuple(said(text, f"{number:03}", speaker=f"n{number}") for number in range(60))
    page = write(facts(transcript=a_transcript(text, utterances=utterances)))
    assert "and 20 more, whose names stand in the text" in page
    assert "#w-s40:checked" in page
    assert "#w-s41:checked" not in page
    assert len(by_class(parsed(page), "t1")) == 2 * 8 + 5  # every eighth speaker, in the text, the list, the choice


def test_document_without_speech_says_so_and_offers_no_choice() -> None:
    root = parsed(write(facts(transcript=a_transcript())))
    assert "Nothing in this document is marked as speech." in words(by_id(root, "attributions"))
    assert not by_class(root, "filters")


def test_policy_lets_nothing_but_the_style_inside_take_part() -> None:
    root = parsed(write(facts()))
    (policy,) = [m.get("content", "") for m in root.iter("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    (style,) = list(root.iter("style"))
    digest = base64.b64encode(sha256(words(style).encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert not [element for element in root.iter() if element.get("style") is not None]


def test_facts_stand_with_their_ground_and_evidence() -> None:
    told = words(by_id(parsed(write(facts())), "record"))
    assert "Opening of the bridge supplied by the cataloguing desk, certainty highnone" in told
    assert "Languageen from the source" in told
    assert "Placeunknown not known" in told


def test_link_of_the_record_leads_to_the_web_alone() -> None:
    described = a_record(
        source_url=Fact(value="javascript:alert(1)"),
        place=Fact(value="Fordham", authority="https://example.org/fordham"),
        speakers=(a_speaker(authorities=("javascript:x", "https://example.org/brook")),),
    )
    root = parsed(write(facts(described)))
    targets = {link.get("href", "") for link in root.iter("a")}
    assert {"https://example.org/fordham", "https://example.org/brook"} <= targets
    assert not [target for target in targets if "javascript" in target]
    assert "javascript:alert(1)" in words(by_id(root, "record"))


def test_people_are_told_with_what_the_record_says() -> None:
    crew = a_speaker(
        id="crew", name=Fact(value="the crew"), anonymous=True, affiliation="brook", roles=(), note="A note."
    )
    told = words(by_id(parsed(write(facts(a_record(participants=(crew,))))), "people"))
    assert "Ada Brook, mayor of Fordham" in told
    assert "the crew, of Ada Brook, not named in the document, no words in this documentA note." in told


@pytest.mark.parametrize(
    ("state", "kind", "word"),
    [
        (State.PASSED, "good", "✓ Verified"),
        (State.WARNED, "fair", "! Verified, with warnings"),
        (State.NOT_RUN, "fair", "– Not fully verified"),
    ],
)
def test_state_is_said_in_words_at_the_top(state: State, kind: str, word: str) -> None:
    findings = {
        State.PASSED: (),
        State.WARNED: (Finding(code="L112", path="shelf/bridge/v2"),),
        State.NOT_RUN: (Finding(code="L109", path="shelf/bridge/v2"),),
    }[state]
    root = parsed(write(facts(checked=checked(*findings, state=state))))
    (line,) = by_class(root, "state")
    assert line.get("class") == f"state {kind}"
    assert words(line).startswith(f"{word} 2024-06-01 12:30:00 UTC")


def test_check_that_was_not_made_is_named_though_all_is_well() -> None:
    known = checked()
    checks = (*known.subject.checks, Check(name="provenance", state=State.NOT_RUN, note="no crate"))
    shown = facts(checked=replace(known, subject=replace(known.subject, checks=checks)))
    (line,) = by_class(parsed(write(shown)), "state")
    assert words(line).startswith("✓ Verified 2024-06-01 12:30:00 UTC, 1 of 2 checks passed; provenance not run.")


def test_damaged_ledger_is_said_in_red_at_the_top() -> None:
    known = checked()
    wrong = Checked(
        subject=known.subject, when=known.when, tool=known.tool, ledger=(Finding(code="L103", path="shelf/LEDGER"),)
    )
    root = parsed(write(facts(checked=wrong)))
    (line,) = by_class(root, "state")
    assert line.get("class") == "state bad"
    assert "Not vouched for" in words(line)
    assert "L103" in words(by_id(root, "integrity"))


def test_integrity_tells_each_check_and_each_file() -> None:
    shown = facts(
        files=(File(path="data/a", octets=1234567, sha256="ab" * 32), File(path="data/b", octets=None, sha256="c"))
    )
    told = words(by_id(parsed(write(shown)), "integrity"))
    assert "Checked on 2024-06-01 12:30:00 UTC by archiver 0" in told
    assert "fixity✓ passed12 files, 2 algorithms" in told
    assert "The 2 files of the payload" in told
    assert f"data/a1,234,567{'ab' * 32}data/bc" in told


def test_every_style_of_citation_can_be_read_and_saved_from_the_page_alone() -> None:
    root = parsed(write(facts(citation=whole())))
    cite = by_id(root, "cite")
    names = {"APA", "Chicago", "MLA", "BibTeX", "BibLaTeX", "RIS", "CSL-JSON", "CFF", "DataCite", "Dublin Core"}
    assert names <= {words(each) for kind in ("dt", "summary") for each in cite.iter(kind)}
    saved = [link for link in cite.iter("a") if link.get("download")]
    shown = [words(each) for each in cite.iter("pre")]
    for link, text in zip(saved, shown, strict=True):
        assert base64.b64decode(link.get("href", "").partition(";base64,")[2]).decode().replace("\r\n", "\n") == text


def test_identifiers_are_there() -> None:
    cited = whole()
    told = words(by_id(parsed(write(facts(citation=cited))), "identifiers"))
    for identifier in (cited.swhid, cited.source, cited.tei, cited.payload, cited.previous, cited.following):
        assert str(identifier) in told


def test_picture_is_an_image_that_runs_nothing_and_stands_in_words_too() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    root = parsed(write(facts(picture=svg, history=("The bag <b> was written.",))))
    (image,) = list(by_id(root, "history").iter("img"))
    assert base64.b64decode(image.get("src", "").partition(",")[2]).decode() == svg
    assert image.get("alt")
    assert "The bag <b> was written." in words(by_id(root, "history"))
    assert not [each for each in parsed(write(facts())).iter() if each.get("id") == "history"]


def test_place_in_a_site_links_versions_and_files() -> None:
    place = Place(
        up="../../",
        previous=("bridge/v1", "../../bridge/v1/"),
        following=("bridge/v3", "../../bridge/v3/"),
        files=(
            Beside(name="source.txt", label="The source", media_type="text/plain", rel="item", path="source"),
            Beside(
                name="bibtex.bib", label="BibTeX", media_type="application/x-bibtex", rel="describedby", style="bibtex"
            ),
        ),
    )
    root = parsed(write(facts(), place))
    links = {words(link): link.get("href") for link in root.iter("a")}
    assert links["version before: bridge/v1"] == "../../bridge/v1/"
    assert links["version after: bridge/v3"] == "../../bridge/v3/"
    assert links["All packages"] == "../../index.html"
    assert links["The source"] == "source.txt"
    assert links["Save as bibtex.bib"] == "bibtex.bib"


def test_version_that_is_known_and_stands_elsewhere_is_mentioned() -> None:
    assert "there is a version before" in write(facts(citation=whole()))
    assert "there is a version" not in write(facts(citation=whole(previous=None, following=None)))


def test_damaged_package_shows_what_was_found_and_no_word_of_it() -> None:
    found = Finding(code="F102", path="shelf/bridge/v2/data/record.json", detail=("sha256 <recorded>",))
    page = write_damaged("bridge/v2", checked(found, state=State.FAILED))
    root = parsed(page)
    html5lib.HTMLParser(strict=True).parse(page)
    (line,) = by_class(root, "state")
    assert line.get("class") == "state bad"
    assert "✗ This package is damaged or missing (corrupt)." in words(line)
    told = words(by_id(root, "findings"))
    assert "error F102: file changed since it was archived data/record.json" in told
    assert "sha256 <recorded>" in told
    assert not by_class(root, "transcript")
    assert "fixity✗ failed" in words(by_id(root, "integrity"))


def test_paths_outside_the_package_lose_their_folders() -> None:
    known = checked()
    assert known.inside("shelf/bridge/v2") == ""
    assert known.inside("shelf/bridge/v2/data/x") == "data/x"
    assert known.inside("/home/somebody/shelf/LEDGER") == "LEDGER"

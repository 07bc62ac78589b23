# SPDX-License-Identifier: Apache-2.0
"""Pages for tests: facts of any record and transcript, and pages read back by a parser of HTML that is not ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import html5lib

from archiver.findings import Check, State, Subject
from archiver.model import Form, Ground, Kind, Mention, Span, Utterance
from archiver.page import Checked, Facts
from builders import TEXT, a_record, a_transcript
from citations import cited

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from archiver.model import Record, Transcript

WHEN = "2024-06-01T12:30:00Z"


def said(text: str = TEXT, words: str = "“We open the bridge,”", **fields: Any) -> Utterance:
    start = text.index(words)
    told: dict[str, Any] = {
        "pieces": (Span(start, start + len(words)),),
        "kind": Kind.DIRECT,
        "speaker": "brook",
        "ground": Ground.NAME,
        "certainty": 0.98,
        "rule": "after-subject",
    }
    return Utterance(**(told | fields))


def mentioned(text: str, words: str, form: Form = Form.NAME) -> Mention:
    return Mention(span=Span(text.index(words), text.index(words) + len(words)), form=form)


def checked(*findings: Any, state: State = State.PASSED, path: str = "shelf/bridge/v2") -> Checked:
    checks = (Check(name="fixity", state=state, note="12 files, 2 algorithms"),)
    subject = Subject(path=path, checks=checks, findings=findings)
    return Checked(subject=subject, when=WHEN, tool="archiver 0")


def facts(record: Record | None = None, transcript: Transcript | None = None, **fields: Any) -> Facts:
    described = record or a_record()
    known: dict[str, Any] = {
        "key": "bridge/v2",
        "record": described,
        "transcript": transcript or a_transcript(utterances=(said(),)),
        "citation": cited(described),
        "checked": checked(),
    }
    return Facts(**(known | fields))


def parsed(page: str) -> Element:
    """Parse a page as browsers do (the algorithm of the HTML standard), strictly for what we wrote ourselves."""
    return html5lib.parse(page, treebuilder="etree", namespaceHTMLElements=False)


def by_id(root: Element, identifier: str) -> Element:
    found = root.find(f".//*[@id='{identifier}']")
    assert found is not None, identifier
    return found


def by_class(root: Element, name: str) -> list[Element]:
    return [element for element in root.iter() if name in str(element.get("class", "")).split()]


def words(element: Element) -> str:
    return "".join(element.itertext())


def transcript_words(root: Element) -> str:
    (found,) = by_class(root, "transcript")
    return words(found)


def shape(root: Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the names of all elements and of their attributes."""
    for element in root.iter():
        yield str(element.tag), tuple(sorted(map(str, element.attrib)))

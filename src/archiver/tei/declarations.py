# SPDX-License-Identifier: Apache-2.0
"""What was done to the text and by which rules: `encodingDesc`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archiver.model import RULES_VERSION, Ground, Kind
from archiver.tei.ids import word
from archiver.tei.xml import TEI, child

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from archiver.tei.header import Header

SCHEMA = "schema/archiver.rng"
"""Where the schema lies, as seen from the document."""

_PROJECT = (
    "Public statements are archived so that anyone can see who said what, and on what ground that is said. "
    "The characters of the source are kept; speech and its attribution are marked in place."
)
_EDITORIAL: tuple[tuple[str, dict[str, str], str], ...] = (
    ("correction", {"status": "unknown", "method": "silent"}, "Nothing was corrected: mistakes of the source stand."),
    (
        "normalization",
        {},
        (
            "Nothing was normalised. The string value of text is the source character for character: spaces of every "
            "kind, quotation marks, line ends and combining characters are as they were. What parts two paragraphs "
            "stands at the end of the first."
        ),
    ),
    (
        "quotation",
        {"marks": "all"},
        "All quotation marks are kept as characters, inside the element whose limits they mark.",
    ),
    ("hyphenation", {"eol": "all"}, "Hyphens at line ends, where there are any, are kept as they are."),
    (
        "segmentation",
        {},
        (
            "Each paragraph is a p, with the blank lines after it. A stretch of speech is a said, or if it was written "
            "a q of type written, and is never longer than its paragraph. The stretches of one utterance are chained "
            "by next and prev and joined in standOff."
        ),
    ),
    (
        "interpretation",
        {},
        (
            "Speech was found and attributed by the rules listed in the taxonomy of rules, or as the record says. The "
            "words that attribute it stand in a seg of type attribution, whose corresp names the speech: a seg of type "
            "cue is the word of saying, a persName, rs or orgName the mention of the speaker. A cue or mention that "
            "serves further speech names that itself. The certainty of each attribution is in standOff, with the rule "
            "in ana and in resp who decided."
        ),
    ),
    ("punctuation", {"marks": "all", "placement": "internal"}, "Punctuation is kept as it was found."),
)
_GROUNDS = {
    Ground.NAME: "the speaker is named",
    Ground.ROLE: "the speaker is referred to by role, office or description",
    Ground.PRONOUN: "the speaker is referred to by a pronoun",
    Ground.LABEL: "the speaker is named by a label before the speech, as in a transcript",
    Ground.CONTINUED: "the speech continues what the same speaker said before",
    Ground.IMPLICIT: "the speaker is not mentioned and follows from the context",
    Ground.NONE: "the text does not say who speaks",
}
_KINDS = {
    Kind.DIRECT: "in quotation marks",
    Kind.MIXED: "reported, with fragments in quotation marks",
    Kind.INDIRECT: "reported, without quotation marks",
}
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def write(parent: etree._Element, header: Header) -> None:
    """Append `encodingDesc`."""
    element = child(parent, "encodingDesc")
    child(element, "schemaRef", type="RNG", url=SCHEMA)
    child(child(element, "projectDesc"), "p", _PROJECT)
    editorial = child(element, "editorialDecl")
    for tag, attributes, sentence in _EDITORIAL:
        child(child(editorial, tag, **attributes), "p", sentence)
    _tags(element, header.tags)
    _classification(element, header)
    _application(element, header)


def _tags(parent: etree._Element, tags: Mapping[str, int]) -> None:
    namespace = child(child(parent, "tagsDecl", partial="false"), "namespace", name=TEI)
    for tag in sorted(tags):
        child(namespace, "tagUsage", gi=tag, occurs=str(tags[tag]))


def _classification(parent: etree._Element, header: Header) -> None:
    ids, kind = header.body.ids, word(header.record.kind)
    element = child(parent, "classDecl")
    grounds = {ids.own(f"attr.{ground}"): words for ground, words in _GROUNDS.items()}
    _taxonomy(element, ids.own("attribution"), "Ground on which speech is given to its speaker", grounds)
    kinds = {ids.own(f"speech.{speech}"): words for speech, words in _KINDS.items()}
    _taxonomy(element, ids.own("speech"), "How the words are given", kinds)
    genre = ids.own("genre")
    _taxonomy(element, genre, "Kind of document", {f"{genre}.{kind}": _HUMP.sub(" ", kind).lower()})
    if header.rules:
        rules = {ids.own(f"rule.{rule}"): sentence for rule, sentence in header.rules.items()}
        _taxonomy(element, ids.own("rules"), "Rules that decided on attributions in this document", rules)


def _taxonomy(parent: etree._Element, identifier: str, about: str, categories: Mapping[str, str]) -> None:
    taxonomy = child(parent, "taxonomy", id=identifier)
    child(taxonomy, "desc", about)
    for category, words in categories.items():
        child(child(taxonomy, "category", id=category), "catDesc", words)


def _application(parent: etree._Element, header: Header) -> None:
    identifier = header.body.ids.own("archiver")
    application = child(child(parent, "appInfo"), "application", id=identifier, ident="archiver", version=RULES_VERSION)
    child(application, "label", "archiver")
    child(application, "desc", "The version is that of the rules, which shape this document, not of the release.")

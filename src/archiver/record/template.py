# SPDX-License-Identifier: Apache-2.0
"""The record that `archiver new` writes: every key with a line about it, to be filled in by a person."""

from __future__ import annotations

import hashlib
import json
import re
from string import Template
from typing import TYPE_CHECKING

from archiver.errors import UsageError
from archiver.record.syntax import NOT_XML

if TYPE_CHECKING:
    from archiver.model import Source

_REFUSED_BY_YAML = re.compile("[\x7f-\x9f\u2028\u2029]")

_TEXT = Template("""\
# The metadata record of $name
# A plain text says: the source states it. What the source does not state is supplied with its evidence
#   {value: "2021-07-12", supplied_by: desk, certainty: high, evidence: "the programme of the day"}
# or it is {unknown: true, note: why}. Check it with: archiver validate

record_version: "1"               # version of the schema

title: {unknown: true}            # title of the document; one that you make is supplied
kind: newsReport                  # newsReport, pressConference, interview, debate, statement, captions or webPage
language: {unknown: true}         # BCP 47: en, en-GB, ru, zh-Hant

statement_date: {unknown: true}   # when the words were said, EDTF: "2021-07-12", "2021-07", "2021-07~"
publication_date: {unknown: true} # when the document was published, EDTF
place: {unknown: true}            # where the words were said; may give the authority (a URI) of the place
occasion: {unknown: true}         # on what occasion
# abstract: The document in a sentence or two.
# subjects: [a subject heading, another one]

# Those whose words the document gives. Only id and name are required.
speakers: []
#  - id: brook                    # a-z, 0-9 and hyphens
#    name: Ada Brook              # in full, as the document writes it
#    kind: person                 # person, group or organisation
#    forename: Ada
#    surname: Brook
#    aliases: [A. Brook]          # other names; each means nobody else in this record
#    roles: [mayor of Fordham]    # offices and descriptions that the document uses
#    gender: female               # female, male or other: the pronouns of the document
#    affiliation: town-council    # id of an organisation below
#    authorities: ["https://orcid.org/0000-0002-1825-0097"]   # Wikidata, VIAF, ORCID; only what is certain
#    anonymous: false             # true: the name is a description, such as "a resident"
#    speaks: true                 # false: no words of this one are expected
#    note: Anything a reader should know.

# Those who are present or reported without words of their own, with the same keys.
participants: []

# Organisations that the document mentions, with the same keys.
organisations: []
#  - id: town-council
#    name: Town Council of Fordham

creators: []                      # authors of the document
publisher: {unknown: true}        # who published the document

rights:
  # uri (a licence or a statement of rightsstatements.org), spdx (CC-BY-4.0) or statement (a sentence), and holder
  source: {unknown: true}         # what may be done with the document
  encoding: {unknown: true}       # what may be done with the markup and this record

archive: {unknown: true}          # who keeps and publishes the package

source:
  file: $file
  media_type: text/plain
  encoding: $encoding
  url: {unknown: true}            # where the file was found
  captured: {unknown: true}       # when it was taken from there: "2021-07-13" or "2021-07-13T09:30:00Z"
$digest

related: []
#  - relation: IsDerivedFrom      # a relationType of DataCite
#    identifier: https://example.org/bridge.html
#    identifier_type: URL         # a relatedIdentifierType of DataCite

# Who supplied facts or decided corrections.
agents: []
#  - id: desk
#    name: the cataloguing desk
#    kind: organisation           # person, organisation or software
#    authorities: []

# What a person decided about a stretch of the text; it overrides the rules of attribution.
corrections: []
#  - quote: the road will follow  # exactly as in the text, and there once; or at: [120, 141] in code points
#    speaker: brook               # id of a speaker, or null: unknown; speech: false says that it is no speech
#    by: desk
#    because: the mayor is the only speaker of the day
#    date: "2021-08-01"
""")


def template(*, source: Source, encoding: str, sha256: bool = True) -> str:
    """Return a record for a source with everything open that only a person can know.

    It is a valid record as it stands. File name, character encoding and, with `sha256`, the digest of
    the source are filled in.

    Raises:
        UsageError: the file name cannot stand in a record: it is no Unicode, or XML forbids a character.
    """
    name = _one_line(source.name)
    digest = f"  sha256: {hashlib.sha256(source.data).hexdigest()}" if sha256 else "  # sha256: 64 hexadecimal digits"
    return _TEXT.substitute(name=name, file=name, encoding=_one_line(encoding), digest=digest)


def _one_line(text: str) -> str:
    """Quote a text for YAML and JSON alike."""
    if match := NOT_XML.search(text):
        raise UsageError(
            f"the name {json.dumps(text)} holds U+{ord(match[0]):04X}, which XML forbids",
            help="rename the file",
        )
    quoted = json.dumps(text, ensure_ascii=False)
    return _REFUSED_BY_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)

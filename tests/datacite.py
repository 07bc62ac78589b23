# SPDX-License-Identifier: Apache-2.0
"""The rules of DataCite Metadata Schema 4.7 for what we write, as an independent check of its records."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

NAMESPACE = "{http://datacite.org/schema/kernel-4}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MANDATORY = {"identifier", "creators", "titles", "publisher", "publicationYear", "resourceType"}
_GENERAL = {
    "Audiovisual",
    "Award",
    "Book",
    "BookChapter",
    "Collection",
    "ComputationalNotebook",
    "ConferencePaper",
    "ConferenceProceeding",
    "DataPaper",
    "Dataset",
    "Dissertation",
    "Event",
    "Image",
    "Instrument",
    "InteractiveResource",
    "Journal",
    "JournalArticle",
    "Model",
    "OutputManagementPlan",
    "PeerReview",
    "PhysicalObject",
    "Poster",
    "Preprint",
    "Presentation",
    "Project",
    "Report",
    "Service",
    "Software",
    "Sound",
    "Standard",
    "StudyRegistration",
    "Text",
    "Workflow",
    "Other",
}
_RELATIONS = {
    "IsCitedBy",
    "Cites",
    "IsSupplementTo",
    "IsSupplementedBy",
    "IsContinuedBy",
    "Continues",
    "IsNewVersionOf",
    "IsPreviousVersionOf",
    "IsPartOf",
    "HasPart",
    "IsPublishedIn",
    "IsReferencedBy",
    "References",
    "IsDocumentedBy",
    "Documents",
    "IsCompiledBy",
    "Compiles",
    "IsVariantFormOf",
    "IsOriginalFormOf",
    "IsIdenticalTo",
    "HasMetadata",
    "IsMetadataFor",
    "Reviews",
    "IsReviewedBy",
    "IsDerivedFrom",
    "IsSourceOf",
    "Describes",
    "IsDescribedBy",
    "HasVersion",
    "IsVersionOf",
    "Requires",
    "IsRequiredBy",
    "Obsoletes",
    "IsObsoletedBy",
    "Collects",
    "IsCollectedBy",
    "HasTranslation",
    "IsTranslationOf",
    "Other",
}
_IDENTIFIERS = {
    "ARK",
    "arXiv",
    "bibcode",
    "CSTR",
    "DOI",
    "EAN13",
    "EISSN",
    "Handle",
    "IGSN",
    "ISBN",
    "ISSN",
    "ISTC",
    "LISSN",
    "LSID",
    "PMID",
    "PURL",
    "RAiD",
    "RRID",
    "SWHID",
    "UPC",
    "URL",
    "URN",
    "w3id",
}
_DATES = {
    "Accepted",
    "Available",
    "Collected",
    "Copyrighted",
    "Coverage",
    "Created",
    "Issued",
    "Submitted",
    "Updated",
    "Valid",
    "Withdrawn",
    "Other",
}
_DESCRIPTIONS = {"Abstract", "Methods", "SeriesInformation", "TableOfContents", "TechnicalInfo", "Other"}
_NAMES = {"Personal", "Organizational"}
_LANGUAGE = r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*"
_DATE = r"-?[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"

_Attributes = dict[str, "set[str] | str | None"]
_OPTIONAL = "?"
_CHILDREN: dict[str, dict[str, _Attributes]] = {
    "titles": {"title": {_LANG + _OPTIONAL: _LANGUAGE}},
    "subjects": {"subject": {}},
    "dates": {"date": {"dateType": _DATES, "dateInformation?": None}},
    "alternateIdentifiers": {"alternateIdentifier": {"alternateIdentifierType": None}},
    "relatedIdentifiers": {
        "relatedIdentifier": {
            "relatedIdentifierType": _IDENTIFIERS,
            "relationType": _RELATIONS,
            "relationTypeInformation?": None,
        }
    },
    "rightsList": {
        "rights": {
            "rightsURI?": r"\S+",
            "rightsIdentifier?": None,
            "rightsIdentifierScheme?": None,
            "schemeURI?": r"\S+",
        }
    },
    "descriptions": {"description": {"descriptionType": _DESCRIPTIONS}},
}
"""What may stand in what, with the attributes of it, those with `?` at their end at will."""
_LEAVES: dict[str, tuple[str, _Attributes]] = {
    "identifier": (r".+", {"identifierType": None}),
    "publisher": (r".+", {}),
    "publicationYear": (r"[0-9]{4}", {}),
    "resourceType": (r".+", {"resourceTypeGeneral": _GENERAL}),
    "language": (_LANGUAGE, {}),
    "version": (r".*", {}),
}


def faults(record: str) -> list[str]:
    """What in a record the schema does not allow; its top elements may stand in any order, each of them once."""
    root = ET.fromstring(record)  # noqa: S314 # our own
    found = [] if root.tag == f"{NAMESPACE}resource" else [f"root {root.tag}"]
    names = [child.tag.removeprefix(NAMESPACE) for child in root]
    found += [f"{name} is missing" for name in _MANDATORY - set(names)]
    found += [f"{name} stands there twice" for name in set(names) if names.count(name) > 1]
    for child, name in zip(root, names, strict=True):
        if name in _LEAVES:
            pattern, attributes = _LEAVES[name]
            found += _attributes(child, attributes)
            found += [] if re.fullmatch(pattern, child.text or "") and not len(child) else [f"{name}: {child.text!r}"]
        elif name in _CHILDREN:
            found += _wrapped(child, _CHILDREN[name])
        elif name == "creators":
            found += [fault for creator in child for fault in _creator(creator)] or (
                [] if len(child) else ["no creator"]
            )
        elif name != "geoLocations":
            found.append(f"unknown element {name}")
    return found


def _wrapped(element: ET.Element, allowed: dict[str, _Attributes]) -> list[str]:
    found = [] if len(element) else [f"{element.tag} is empty"]
    for child in element:
        name = child.tag.removeprefix(NAMESPACE)
        if name not in allowed:
            found.append(f"unknown element {name}")
            continue
        found += _attributes(child, allowed[name])
        found += [f"{name} is empty"] if name == "title" and not (child.text or "").strip() else []
        if name == "date" and not re.fullmatch(f"({_DATE})?/?({_DATE})?", child.text or ""):
            found.append(f"date {child.text!r}")
    return found


def _creator(creator: ET.Element) -> list[str]:
    names = [child.tag.removeprefix(NAMESPACE) for child in creator]
    order = ["creatorName", "givenName", "familyName"]
    found = (
        [] if names == [name for name in order if name in names] and names[:1] == order[:1] else [f"creator {names}"]
    )
    return found + _attributes(creator[0], {"nameType?": _NAMES})


def _attributes(element: ET.Element, allowed: _Attributes) -> list[str]:
    plain = {name.removesuffix(_OPTIONAL): values for name, values in allowed.items()}
    found = [
        f"{element.tag} lacks {name}" for name in allowed if not name.endswith(_OPTIONAL) and not element.get(name)
    ]
    for name, value in element.attrib.items():
        values = plain.get(name)
        if name not in plain:
            found.append(f"{element.tag} has {name}")
        elif (isinstance(values, set) and value not in values) or (
            isinstance(values, str) and not re.fullmatch(values, value)
        ):
            found.append(f"{name}={value!r}")
    return found

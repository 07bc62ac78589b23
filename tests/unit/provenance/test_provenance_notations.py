# SPDX-License-Identifier: Apache-2.0
"""The notations of PROV, read by the package `prov` and by rdflib, which are none of ours."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import datetime
from typing import TYPE_CHECKING

import prov.model
import pytest
import rdflib
from hypothesis import given, settings
from rdflib.compare import to_isomorphic

from archiver import workflow
from archiver.provenance import History, write
from archiver.provenance.statements import statements as made
from builders import WHEN, a_package
from histories import SWHID, a_deed, a_history, histories

if TYPE_CHECKING:
    from pathlib import Path

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\](),=]|%%|[^\s\[\](),="]+', re.DOTALL)
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T.*")
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")

Statement = tuple[str, tuple[str, ...], frozenset[tuple[str, ...]]]


def unescaped(token: str) -> str:
    """What a string of PROV-N means; a time as the moment it is."""
    if _TIME.fullmatch(token):
        return str(datetime.fromisoformat(token))
    if not token.startswith('"'):
        return token
    text = re.sub(r"\\(.)", lambda one: {"n": "\n", "r": "\r", "t": "\t"}.get(one[1], one[1]), token[1:-1])
    return f"text: {text}"


def statements(text: str) -> set[Statement]:
    """The statements of a document of PROV-N, so far as both writers use it."""
    tokens = [
        unescaped(token) for token in _TOKEN.findall(re.sub(r"(?m)^ *(document|endDocument|prefix .*)$", "", text))
    ]
    found: set[Statement] = set()
    while tokens:
        term = tokens.pop(0)
        end = tokens.index(")")
        inner, tokens = tokens[1:end], tokens[end + 1 :]
        at = inner.index("[") if "[" in inner else len(inner)
        arguments = tuple(part for part in inner[:at] if part != ",")
        attributes: list[tuple[str, ...]] = []
        pair: list[str] = []
        for part in [*inner[at + 1 : -1], ","]:
            if part == ",":
                attributes += [tuple(pair)] if pair else []
                pair = []
            else:
                pair.append(part)
        found.add((term, arguments, frozenset(attributes)))
    return found


def read_json(history: History) -> prov.model.ProvDocument:
    document = prov.model.ProvDocument.deserialize(content=write(history, "json"), format="json")
    assert isinstance(document, prov.model.ProvDocument)
    return document


def test_prov_n_is_what_the_other_writer_makes_of_our_json() -> None:
    history = a_history()
    ours = statements(write(history, "provn"))
    assert ours == statements(read_json(history).get_provn())
    assert ("used", ("deed:encoding", "thing:file.source", "-"), frozenset()) in ours
    revision = ("wasDerivedFrom", ("thing:package", "thing:package-before", "-", "-", "-"))
    assert [one[:2] for one in ours if ("prov:type", "=", "'prov:Revision'") in one[2]] == [revision]
    assert ("activity", ("deed:correction.1", "-", "-")) in {one[:2] for one in ours}
    assert ("activity", ("deed:packaging", "2024-06-01 12:30:00+00:00", "-")) in {one[:2] for one in ours}
    derived: Statement = (
        "wasDerivedFrom",
        ("thing:file.transcript.tei.xml", "thing:file.source", "-", "-", "-"),
        frozenset(),
    )
    assert derived in ours


def test_the_history_of_a_real_package_is_read_back(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    workflow.verify(package, recorded_at=WHEN)
    history = workflow.history(package)
    assert statements(write(history, "provn")) == statements(read_json(history).get_provn())
    ids = [
        str(name) for one in made(history) for name in one.arguments[:1] if one.term in {"entity", "activity", "agent"}
    ]
    assert len(ids) == len(set(ids))


@given(histories())
@settings(max_examples=60)
def test_any_history_is_read_back_as_it_was(history: History) -> None:
    document = read_json(history)
    for thing in history.things:
        (entity,) = [
            one for one in document.get_records(prov.model.ProvEntity) if str(one.identifier) == f"thing:{thing.id}"
        ]
        assert entity.label == thing.label or not thing.label
    count = len(history.things) + len(history.deeds) + len(history.actors)
    kinds = {prov.model.ProvEntity, prov.model.ProvActivity, prov.model.ProvAgent}
    assert len([one for one in document.get_records() if type(one) in kinds]) == count
    said = list(document.get_records(prov.model.ProvUsage))
    assert len(said) == sum(len(deed.used) for deed in history.deeds)
    ours = statements(write(history, "provn"))
    assert len([one for one in ours if one[0] in {"entity", "activity", "agent"}]) == count


def implied(graph: rdflib.Graph) -> rdflib.Graph:
    """Add what the qualified forms of PROV-O imply, take away those of revisions, and write times alike."""
    for who, association in list(graph.subject_objects(PROV.qualifiedAssociation)):
        for agent in graph.objects(association, PROV.agent):
            graph.add((who, PROV.wasAssociatedWith, agent))
    for what, revision in list(graph.subject_objects(PROV.qualifiedRevision)):
        for before in list(graph.objects(revision, PROV.entity)):
            graph.add((what, PROV.wasDerivedFrom, before))
            graph.add((what, PROV.wasRevisionOf, before))
        graph.remove((revision, None, None))
        graph.remove((None, None, revision))
    for deed, time in list(graph.subject_objects(PROV.startedAtTime)):
        graph.set((deed, PROV.startedAtTime, rdflib.Literal(datetime.fromisoformat(str(time)))))
    return graph


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_json_ld_says_what_the_other_writer_says_as_rdf() -> None:
    history = a_history()
    ours = rdflib.Graph().parse(data=write(history, "jsonld"), format="json-ld")
    turtle = read_json(history).serialize(format="rdf", rdf_format="turtle")
    theirs = rdflib.Graph().parse(data=turtle, format="turtle")
    assert to_isomorphic(implied(ours)) == to_isomorphic(implied(theirs))
    package = rdflib.URIRef(f"{SWHID}#thing/package")
    assert (package, PROV.hadMember, rdflib.URIRef(f"{SWHID}#thing/file.source")) in ours
    assert len(list(ours.subject_objects(PROV.used))) == 6


def test_names_do_not_meet_where_an_agent_is_called_like_a_thing() -> None:
    history = a_history()
    actor = history.actors[1]
    named = a_history(actors=(*history.actors[:1], type(actor)(id="package", name="P", kind=actor.kind)), deeds=())
    text = write(named, "provn")
    assert "entity(thing:package, " in text
    assert "agent(actor:package, " in text


def test_a_name_that_ends_with_a_full_stop_is_escaped() -> None:
    assert "activity(deed:a\\., -, -, " in write(a_history(deeds=(a_deed(id="a."),)), "provn")


def test_a_history_without_a_package_has_names_all_the_same() -> None:
    history = a_history(things=a_history().things[:2], deeds=())
    assert "prefix thing <urn:x-archiver:history#thing/>" in write(history, "provn")
    assert "hadMember" not in write(history, "json")


def test_nothing_depends_on_the_run() -> None:
    for notation in ("provn", "json", "jsonld", "svg", "dot"):
        assert write(a_history(), notation) == write(a_history(), notation)
        assert write(a_history(), notation).endswith("\n")
    with pytest.raises(ValueError, match="no notation"):
        write(a_history(), "xml")


def test_dot_has_a_node_for_each_and_an_edge_for_each_relation() -> None:
    text = write(a_history(deeds=(*a_history().deeds, a_deed(id="odd", told='A "quote" \\ and\na line.'))), "dot")
    assert text.count("shape=ellipse") == 4
    assert text.count("shape=box") == 5
    assert text.count("shape=house") == 2
    assert text.count("[label=used]") == 6
    assert '"thing:thing.package" -> "deed:packaging" [label=wasGeneratedBy]' in text
    assert r'label="A \"quote\" \\ and\na line."' in text


def test_character_references_in_a_label_of_dot_stand_as_they_are() -> None:
    text = write(a_history(deeds=(*a_history().deeds, a_deed(id="odd", told="A &lt;b&gt; & more"))), "dot")
    assert 'label="A &amp;lt;b&amp;gt; &amp; more"' in text


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@given(histories())
@settings(max_examples=10, deadline=None)
def test_graphviz_takes_any_history(history: History) -> None:
    subprocess.run(["dot", "-Tsvg"], input=write(history, "dot").encode(), capture_output=True, check=True)

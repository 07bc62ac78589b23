# SPDX-License-Identifier: Apache-2.0
"""A history as a graph for Graphviz, in the shapes that PROV is drawn in: ellipses, boxes and houses."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.provenance.history import Deed, History

# Graphviz reads character references of HTML in a label.
_ESCAPES = str.maketrans({"&": "&amp;", "\\": "\\\\", '"': r"\"", "\n": r"\n", "\r": " ", "\0": " "})


def dot(history: History) -> str:
    """Return a directed graph in the language of Graphviz, ended by a line feed.

    Edges point from what was done to what it rests on, as the relations of PROV do.
    """
    lines = [
        "digraph history {",
        "  rankdir=BT",
        '  node [style=filled, fontname="sans-serif", fontsize=11]',
        '  edge [fontname="sans-serif", fontsize=9]',
        *(f"  {line}" for line in _nodes(history)),
        *(f"  {line}" for deed in history.deeds for line in _edges(deed)),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _nodes(history: History) -> Iterator[str]:
    for thing in history.things:
        place = f"\ndata/{thing.path}" if thing.path is not None else ""
        yield _node(f"thing:{thing.id}", thing.label + place, shape="ellipse", fillcolor="#fffc87")
    for deed in history.deeds:
        label = "\n".join(part for part in (deed.told, deed.when, deed.outcome) if part)
        yield _node(f"deed:{deed.id}", label, shape="box", fillcolor="#9fb1fc")
    for actor in history.actors:
        label = " ".join(part for part in (actor.name, actor.version) if part)
        yield _node(f"actor:{actor.id}", label, shape="house", fillcolor="#fed37f")


def _edges(deed: Deed) -> Iterator[str]:
    name = f"deed:{deed.id}"
    for thing in dict.fromkeys(deed.used):
        yield _edge(name, f"thing:{thing}", "used")
    for thing in dict.fromkeys(deed.made):
        yield _edge(f"thing:{thing}", name, "wasGeneratedBy")
    for actor in dict.fromkeys(deed.actors):
        yield _edge(name, f"actor:{actor}", "wasAssociatedWith")


def _node(name: str, label: str, *, shape: str, fillcolor: str) -> str:
    return f"{_quoted(name)} [label={_quoted(label)}, shape={shape}, fillcolor={_quoted(fillcolor)}]"


def _edge(tail: str, head: str, label: str) -> str:
    return f"{_quoted(tail)} -> {_quoted(head)} [label={label}]"


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'

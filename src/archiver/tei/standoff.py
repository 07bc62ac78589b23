# SPDX-License-Identifier: Apache-2.0
"""The `standOff` of the document: whole utterances made of pieces, and how sure each attribution is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.tei.ids import word
from archiver.tei.xml import child

if TYPE_CHECKING:
    from lxml import etree

    from archiver.model import Utterance
    from archiver.tei.body import Body


def write(parent: etree._Element, body: Body) -> None:
    """Append `standOff`, unless there is nothing to say in it (an empty one is invalid).

    There is one `certainty` for each utterance, in the order of the transcript: of its speaker, or of
    its having none.
    """
    if not body.transcript.utterances:
        return
    stand_off = child(parent, "standOff")
    _joins(stand_off, body)
    for i, utterance in enumerate(body.transcript.utterances):
        _certainty(stand_off, body, i, utterance)


def _joins(parent: etree._Element, body: Body) -> None:
    split = [i for i, pieces in enumerate(body.marked.pieces) if len(pieces) > 1]
    if not split:
        return
    group = child(parent, "joinGrp", result="said")
    for count, i in enumerate(split, start=1):
        child(group, "join", id=body.ids.own(f"j{count}"), scope="branches", target=body.pieces([i]))


def _certainty(parent: etree._Element, body: Body, i: int, utterance: Utterance) -> None:
    child(
        parent,
        "certainty",
        target=body.pieces([i]),
        match="@ana" if utterance.speaker is None else "@who",
        locus="value",
        degree=_degree(utterance.certainty),
        resp=body.ids.agent(utterance.decided_by) or f"#{body.ids.own('archiver')}",
        ana=f"#{body.ids.own(f'rule.{word(utterance.rule)}')}",
    )


def _degree(certainty: float) -> str:
    if not 0 <= certainty <= 1:
        raise ValueError(f"certainty lies between 0 and 1: {certainty}")
    return repr(float(certainty)).removesuffix(".0")

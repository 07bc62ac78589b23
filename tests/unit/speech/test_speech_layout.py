# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archiver.model import Span
from archiver.speech.layout import Layout

spans = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda pair: Span(min(pair), max(pair)))


@given(st.lists(spans, max_size=25))
def test_a_layout_takes_in_exactly_what_crosses_nothing(candidates: list[Span]) -> None:
    layout = Layout(20)
    kept: list[Span] = []
    for span in candidates:
        fits = span.start < span.end and all(
            not span.meets(other) or span.holds(other) or other.holds(span) for other in kept
        )
        assert layout.fits(span) == fits
        assert layout.add(span) == fits
        if fits:
            kept.append(span)
        assert (span in layout) == fits

# SPDX-License-Identifier: Apache-2.0
"""Contrast as WCAG 2.2 §1.4.3 counts it: 4.5:1 for every ink on every ground on which it stands."""

from __future__ import annotations

import re

import pytest

from archiver.page.style import STYLE

SHEETS = {
    name: dict(re.findall(r"--([a-z0-9]+):(#[0-9a-f]{3,6})[;}\n]", block))
    for name, block in (
        ("light", STYLE[STYLE.index(":root{") : STYLE.index("@media (prefers-color-scheme:dark)")]),
        ("dark", STYLE[STYLE.index("@media (prefers-color-scheme:dark)") : STYLE.index("*{box-sizing")]),
        ("print", STYLE[STYLE.index("@media print") :]),
    )
}
INKS = ["ink", "soft", "link", "good", "fair", "bad", *(f"c{n}" for n in range(9))]


def rgb(colour: str) -> tuple[float, ...]:
    digits = colour.lstrip("#")
    wide = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    return tuple(int(wide[place : place + 2], 16) / 255 for place in (0, 2, 4))


def mixed(over: tuple[float, ...], ground: tuple[float, ...], share: float) -> tuple[float, ...]:
    return tuple(share * one + (1 - share) * other for one, other in zip(over, ground, strict=True))


def luminance(colour: tuple[float, ...]) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_counted_as_the_standard_counts_it() -> None:
    assert contrast(rgb("#fff"), rgb("#000000")) == pytest.approx(21)
    assert contrast(rgb("#777777"), rgb("#ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("ink", INKS)
def test_every_ink_is_read_on_paper_and_on_panels(sheet: str, ink: str) -> None:
    colours = SHEETS[sheet]
    for ground in ("paper", "panel"):
        assert contrast(rgb(colours[ink]), rgb(colours[ground])) >= 4.5


@pytest.mark.parametrize("sheet", ["light", "dark"])
@pytest.mark.parametrize("tint", [f"c{n}" for n in range(9)])
def test_words_and_numbers_are_read_on_the_tint_of_a_speaker_within_another(sheet: str, tint: str) -> None:
    colours = SHEETS[sheet]
    ground = mixed(rgb(colours[tint]), rgb(colours["paper"]), 0.09)
    twice = mixed(rgb(colours[tint]), ground, 0.06)
    assert contrast(rgb(colours["ink"]), twice) >= 4.5
    assert contrast(rgb(colours[tint]), ground) >= 4.5


def test_style_asks_nothing_of_the_network_and_runs_nothing() -> None:
    assert not re.search(r"url\(|@import|expression|</", STYLE, re.IGNORECASE)


def test_picture_of_a_history_fits_on_a_printed_page_with_its_heading() -> None:
    printed = STYLE[STYLE.index("@media print") :]
    height = re.search(r"\.history img\{[^}]*max-height:(\d+)cm", printed)
    assert height is not None
    assert int(height.group(1)) <= 27.9 - 2 * 2 - 4  # letter, its margins, the heading and the room above it

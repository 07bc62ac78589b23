# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import itertools
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from archiver.provenance import DeedKind, History, write
from archiver.provenance.layout import PADDING, SIZE, Box, fold, layout
from archiver.provenance.lettering import width, wrapped
from archiver.provenance.picture import picture
from histories import a_deed, a_history, histories

if TYPE_CHECKING:
    from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"


def overlap(one: Box, other: Box) -> bool:
    beside = one.x + one.width <= other.x or other.x + other.width <= one.x
    above = one.y + one.height <= other.y or other.y + other.height <= one.y
    return not (beside or above)


@given(histories())
@settings(max_examples=80, deadline=None)
def test_no_text_lies_on_another_and_no_line_behind_one(history: History) -> None:
    found = layout(history)
    boxes = (*found.headings, *found.boxes)
    assert not [pair for pair in itertools.combinations(boxes, 2) if overlap(*pair)]
    for box in found.boxes:
        assert 0 < box.x < box.x + box.width < found.width
        assert 0 < box.y < box.y + box.height < found.height
        for number, line in enumerate(box.lines):
            assert width(line, SIZE, bold=number < box.bold) <= box.width - 2 * PADDING + 0.01
    for link in found.links:
        xs = [x for x, _ in link.points[1:3]]
        assert not [box for box in found.boxes if any(box.x <= x <= box.x + box.width for x in xs)]
        start, end = link.points[0], link.points[-1]
        assert any(at(box, start) for box in found.boxes)
        assert any(at(box, end) for box in found.boxes)


def at(box: Box, point: tuple[float, float]) -> bool:
    """Whether a point is on the left or right side of a box."""
    return point[0] in {box.x, box.x + box.width} and box.y <= point[1] <= box.y + box.height


@given(histories())
@settings(max_examples=80, deadline=None)
def test_no_two_lines_run_in_one_another(history: History) -> None:
    rows: dict[float, list[tuple[float, float, int]]] = {}
    for link in layout(history).links:
        for (x, y), (to, same) in itertools.pairwise(link.points):
            if y == same:
                rows.setdefault(y, []).append((min(x, to), max(x, to), link.lane))
    for runs in rows.values():
        for (a, b, one), (c, d, other) in itertools.combinations(runs, 2):
            assert one == other or b <= c or d <= a


@given(histories())
@settings(max_examples=60, deadline=None)
def test_any_history_is_drawn_as_sound_xml(history: History) -> None:
    root = ET.fromstring(picture(history))  # noqa: S314 # our own
    assert root.tag == f"{SVG}svg"
    assert not list(root.iter(f"{SVG}script"))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) == 2
    assert root.get("aria-labelledby") == " ".join(str(name) for name in ids)


def test_a_picture_tells_those_who_do_not_see_it() -> None:
    root = ET.fromstring(picture(a_history()))  # noqa: S314 # our own
    assert root.findtext(f"{SVG}title") == "The history of bridge/v2"
    told = root.findtext(f"{SVG}desc", "").splitlines()
    assert told[1] == "2. Vera Hall decided: “We open”: said by Ada Brook. (Vera Hall, archiver; 2024-05)"
    assert told[3] == "4. The package was checked again: F102. (archiver; 2025-06-01T12:30:00Z; failure)"
    hints = [title.text for title in root.iter(f"{SVG}title")]
    assert any("because: " in (hint or "") for hint in hints)


def test_looks_tell_people_from_software_and_sound_from_broken() -> None:
    looks = {box.id: box.look for box in layout(a_history()).boxes}
    assert looks == {
        "thing-file.source": "file",
        "thing-file.transcript.tei.xml": "file",
        "thing-thing.package": "package",
        "thing-thing.package-before": "outside",
        "deed-encoding": "deed",
        "deed-correction.1": "person-did",
        "deed-packaging": "deed",
        "deed-fixity.7": "failed",
        "actor-software.archiver": "software",
        "actor-hall": "person",
    }
    legend = [text.text for text in ET.fromstring(picture(a_history())).iter(f"{SVG}text")]  # noqa: S314 # our own
    for words in ("check that failed", "software", "person", "was used", "was made", "answers for it", "took part"):
        assert words in legend
    assert "organisation" not in legend


def test_many_decisions_of_one_person_stand_in_one_box() -> None:
    ones = [
        a_deed(
            id=f"correction.{n}", kind=DeedKind.CORRECTION, told=f"Decision {n}.", actors=("hall",), when=f"2024-0{n}"
        )
        for n in range(1, 10)
    ]
    others = [a_deed(id=f"c.{n}", kind=DeedKind.CORRECTION, told=f"Other {n}.", actors=("lee",)) for n in range(3)]
    mixed = [deed for pair in itertools.zip_longest(ones, others) for deed in pair if deed]
    folded = fold(mixed)
    assert [deed.told[:11] for deed in folded] == ["9 decisions", "Other 0.", "Other 1.", "Other 2."]
    assert folded[0].when == "2024-01/2024-09"
    assert folded[0].detail == tuple(deed.told for deed in ones)


def test_checks_are_told_together_as_long_as_they_end_alike() -> None:
    good = a_deed(kind=DeedKind.FIXITY, told="Checked.", outcome="success")
    run = [replace(good, id=f"a{n}") for n in range(5)]
    bad = replace(good, id="bad", outcome="failure")
    folded = fold([*run, bad, *run])
    assert [(deed.told[:8], deed.outcome) for deed in folded] == [
        ("5 checks", "success"),
        ("Checked.", "failure"),
        ("5 checks", "success"),
    ]


def test_a_picture_does_not_grow_with_the_decisions() -> None:
    deeds = tuple(a_deed(id=f"c.{n}", kind=DeedKind.CORRECTION, told="So.", actors=("hall",)) for n in range(2000))
    assert layout(a_history(deeds=deeds)).height < 600


def test_marks_that_turn_letters_around_are_left_out() -> None:
    drawn = picture(a_history(package="a\u202eb\u2066c\x00"))
    assert "The history of abc\ufffd" in drawn


def test_pictures_of_two_histories_can_stand_in_one_page() -> None:
    one, other = picture(a_history()), picture(a_history(package="bridge/v3"))
    ids = {text.split('id="')[1].split('"')[0] for text in (one, other)}
    assert len(ids) == 2


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ()),
        ("a b", ("a b",)),
        ("one two three four", ("one two", "three four")),
        ("one two three four five six seven eight", ("one two", "three four", "five…")),
        ("http://example.org/a/very/long/path", ("http://", "example.org", "/a/very/…")),
        ("漢" * 20, ("漢" * 6, "漢" * 6, "漢" * 6 + "…")),
    ],
)
def test_lines_break_where_they_may(text: str, lines: tuple[str, ...]) -> None:
    found = wrapped(text, 90, SIZE, most=3)
    assert all(width(line, SIZE) <= 90 for line in found)
    assert "".join(found).replace("…", "").replace(" ", "") in text.replace(" ", "")
    assert len(found) <= 3
    assert len(found) == len(lines)


_MEASURE = """<pre id=o></pre><script>
const beyond = [], boxes = [...document.querySelectorAll("svg g")];
for (const box of boxes) {
  const r = box.querySelector("rect").getBBox();
  for (const text of box.querySelectorAll("text")) {
    const b = text.getBBox();
    if (b.x < r.x || b.x + b.width > r.x + r.width || b.y < r.y || b.y + b.height > r.y + r.height)
      beyond.push(text.textContent);
  }
}
document.getElementById("o").textContent = `MEASURED ${boxes.length} ${JSON.stringify(beyond)}`;
</script>"""


@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
@pytest.mark.parametrize("font", ["sans-serif", "DejaVu Sans", "serif"])
def test_in_a_browser_every_text_stays_in_its_box(tmp_path: Path, font: str) -> None:
    words = "WWWMM mmm iiii “quoted” ÄÖÜ жщюм 漢字漢字 1234567890 https://example.org/a/very/long/address?with=a&b=c "
    deeds = tuple(a_deed(id=f"d{n}", told=words[n:] * 3, outcome="success", when="2024-05-02") for n in range(20))
    page = tmp_path / "page.html"
    drawn = picture(a_history(deeds=deeds)).replace("Helvetica, Arial, sans-serif", font)
    page.write_text(f"<!doctype html><meta charset=utf-8>{drawn}{_MEASURE}", encoding="utf-8")
    browser = ("chromium", "--headless", "--no-sandbox", f"--user-data-dir={tmp_path}/profile", "--dump-dom")
    done = subprocess.run([*browser, page.as_uri()], capture_output=True, check=True, timeout=120)
    measured = re.search(r"MEASURED ([0-9]+) (\[.*?\])</pre>", done.stdout.decode())
    assert measured is not None
    assert int(measured[1]) > 25
    assert measured[2] == "[]"


def test_write_draws_the_same_picture() -> None:
    assert write(a_history(), "svg") == picture(a_history())

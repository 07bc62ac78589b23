# SPDX-License-Identifier: Apache-2.0
"""The pages in a real browser: what it shows, what it runs, what a reader can do without a script.

A page stands in a frame; what a test asks of it runs outside, so that the policy of the page holds as it is.
CHROMIUM_REQUIRED makes a browser that is missing a failure.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from archiver import workflow
from archiver.model import Fact, Ground
from archiver.page import write
from builders import WHEN, a_package, a_record, a_speaker, a_transcript
from pages import facts, mentioned, said

if TYPE_CHECKING:
    from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars")
TEXT = (
    "“We \u202eopen\u202c the bridge,” Ada Brook said.\r\n\r\n"
    "<script>window.hacked = 1</script> “Nobody told us.”  \n\ufeff"
)
DARK = "--blink-settings=preferredColorScheme=0"


@pytest.fixture(autouse=True, scope="module")
def browser() -> None:
    if CHROMIUM is None:
        if os.environ.get("CHROMIUM_REQUIRED"):
            pytest.fail("chromium is not installed, and is required here")
        pytest.skip("chromium is not installed")


def start(*arguments: str, profile: Path) -> subprocess.CompletedProcess[str]:
    command = [str(CHROMIUM), *QUIET, f"--user-data-dir={profile}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done


def look(page: Path, question: str, *options: str, width: int = 1200, scripts: bool = True) -> Any:
    """Ask a page that was loaded; `question` is the body of a function of its window and its document."""
    held = "" if scripts else ' sandbox="allow-same-origin"'
    harness = page.with_name("harness.html")
    harness.write_text(
        f'<!doctype html><meta charset="utf-8"><iframe src="{page.name}" width="{width}" height="900"{held}></iframe>'
        "<pre>nothing</pre><script>"
        'document.querySelector("iframe").onload = function () {'
        f"var w = this.contentWindow, d = this.contentDocument; var ask = function () {{ {question} }};"
        'document.querySelector("pre").textContent = JSON.stringify(ask()); };</script>',
        encoding="utf-8",
    )
    done = start(
        "--allow-file-access-from-files",
        "--virtual-time-budget=10000",
        *options,
        "--dump-dom",
        harness.as_uri(),
        profile=page.parent / "profile",
    )
    found = re.search(r"<pre>(.*?)</pre>", done.stdout, re.DOTALL)
    assert found, done.stderr
    return json.loads(html.unescape(found.group(1)))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a page with a hostile text, one sound attribution and one that is doubtful."""
    mayor = a_speaker(name=Fact(value='Ada Brook"><img src=x onerror="parent.hacked=1">\u202e'))
    told = (
        said(TEXT, "“We \u202eopen\u202c the bridge,”", mention=mentioned(TEXT, "Ada Brook")),
        said(TEXT, "“Nobody told us.”", speaker=None, ground=Ground.NONE, certainty=0.04),
    )
    place = tmp_path_factory.mktemp("page") / "page.html"
    shown = facts(a_record(speakers=(mayor,)), a_transcript(TEXT, utterances=told), picture="<svg/>")
    place.write_bytes(write(shown).encode())
    return place


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the index of a site."""
    where = tmp_path_factory.mktemp("site")
    a_package(where)
    for name, pieces in workflow.publish(where / "shelf", when=WHEN).files():
        (where / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (where / "site" / name).write_bytes(b"".join(pieces))
    return where / "site/index.html"


def test_text_of_the_transcript_is_the_source(page: Path) -> None:
    assert look(page, "return d.querySelector('.transcript').textContent;") == TEXT


def test_policy_is_kept_and_nothing_else_is_asked_for(page: Path, index: Path) -> None:
    for each in (page, index, index.parent / "bridge/v1/index.html"):
        done = start("--enable-logging=stderr", "--dump-dom", each.as_uri(), profile=each.parent / "profile")
        assert not re.search(r"CONSOLE|Refused|Content Security Policy", done.stderr), done.stderr


def test_nothing_of_the_material_runs(page: Path) -> None:
    asked = (
        "return [typeof w.hacked, typeof hacked, d.querySelectorAll('.transcript script, bdi *:not(.turn)').length];"
    )
    assert look(page, asked) == ["undefined", "undefined", 0]


def test_characters_that_turn_the_direction_turn_nothing(page: Path) -> None:
    """`open` stands left of `the bridge`, and each letter left of the next."""
    asked = """
      var walk = d.createTreeWalker(d.querySelector('.said'), NodeFilter.SHOW_TEXT), node, places = [];
      while ((node = walk.nextNode())) {
        for (var n = 0; n < node.length; n += 1) {
          if (/[a-z]/.test(node.data[n])) {
            var range = d.createRange(); range.setStart(node, n); range.setEnd(node, n + 1);
            places.push(range.getBoundingClientRect().left);
          }
        }
      }
      return places.every(function (place, n) { return n === 0 || place > places[n - 1]; });
    """
    assert look(page, asked) is True


def test_doubtful_attributions_are_left_alone_without_a_script(page: Path) -> None:
    asked = """
      var shown = function () {
        return Array.from(d.querySelectorAll('.att')).map(function (each) {
          return w.getComputedStyle(each).display !== 'none';
        });
      };
      var all = shown();
      d.getElementById('f-d').click();
      var doubtful = shown();
      d.getElementById('f-all').click(); d.getElementById('w-s1').click();
      var hers = shown();
      return [all, doubtful, hers];
    """
    assert look(page, asked) == [[True, True], [False, True], [True, False]]


def test_names_stand_in_the_margin_and_on_a_phone_in_the_line(page: Path) -> None:
    asked = "return w.getComputedStyle(d.querySelector('.mark')).float;"
    assert look(page, asked) == "left"
    assert look(page, asked, width=390) == "none"


def test_ground_and_certainty_are_shown_on_focus(page: Path) -> None:
    asked = "d.getElementById('u1').focus(); return w.getComputedStyle(d.getElementById('u1'), '::after').content;"
    told = look(page, asked)
    assert "named, certainty 0.98" in told
    assert "rule after-subject" in told


def test_nothing_is_wider_than_the_narrowest_window(page: Path, index: Path) -> None:
    asked = "return d.documentElement.scrollWidth;"
    for each in (page, index, index.parent / "bridge/v1/index.html"):
        assert look(each, asked, width=320) <= 320


def test_light_and_dark_follow_the_reader(page: Path) -> None:
    asked = "return w.getComputedStyle(d.body).backgroundColor;"
    assert look(page, asked) == "rgb(253, 252, 249)"
    assert look(page, asked, DARK) == "rgb(23, 24, 26)"


def test_search_finds_by_all_words_whatever_their_case_and_accents(index: Path) -> None:
    asked = """
      return ['BRÍDGE dorn', 'nobody told us', 'nothing of the kind', ''].map(function (words) {
        d.getElementById('q').value = words;
        d.getElementById('q').dispatchEvent(new w.Event('input'));
        return [d.querySelectorAll('.entry:not([hidden])').length, d.getElementById('found').textContent];
      });
    """
    assert look(index, "return d.getElementById('search').hidden;") is False
    assert look(index, asked) == [[1, "1 of 1 found"], [1, "1 of 1 found"], [0, "0 of 1 found"], [1, ""]]


def test_list_stands_there_without_a_script(index: Path) -> None:
    asked = """
      return [d.getElementById('search').hidden, d.querySelectorAll('.entry').length,
              d.querySelector('.entry').getBoundingClientRect().height > 0];
    """
    assert look(index, asked, scripts=False) == [True, 1, True]


def test_page_is_printed(page: Path, tmp_path: Path) -> None:
    printed = tmp_path / "page.pdf"
    start("--no-pdf-header-footer", f"--print-to-pdf={printed}", page.as_uri(), profile=tmp_path / "profile")
    assert printed.read_bytes().startswith(b"%PDF-")

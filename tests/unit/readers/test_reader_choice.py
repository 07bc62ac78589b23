# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from archiver.errors import CannotRead, InvalidMaterial, UsageError
from archiver.model import Source
from archiver.readers import read

if TYPE_CHECKING:
    from pathlib import Path

PDF = Source(name="a.pdf", data=b"%PDF-1.7")

MODULE = """
from archiver.errors import CannotWrite
from archiver.model import Span, Transcript
from archiver.readers import Excuse

class Taking:
    name = "taking"
    def read(self, source, *, encoding):
        return Transcript(text="ab", blocks=(Span(0, 1), Span(1, 2)), encoding=encoding or "none")

class Declining:
    name = "declining"
    def read(self, source, *, encoding):
        return Excuse("it is not to my taste")

class Failing:
    name = "failing"
    def read(self, source, *, encoding):
        raise KeyError("x")

class Stopping:
    name = "stopping"
    def read(self, source, *, encoding):
        raise CannotWrite("no")

class Lying:
    name = "lying"
    def read(self, source, *, encoding):
        return "a transcript"

class Gaping:
    name = "gaping"
    def read(self, source, *, encoding):
        return Transcript(text="abc", blocks=(Span(0, 1), Span(2, 3)))

class Short:
    name = "short"
    def read(self, source, *, encoding):
        return Transcript(text="abc", blocks=(Span(0, 1),))
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """Install a distribution with the entry points that the test asks for."""
    name = "readers_" + re.sub(r"\W", "_", str(request.param))
    (tmp_path / f"{name}.py").write_text(MODULE)
    info = tmp_path / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    lines = "".join(f"{point}\n" for point in request.param)
    (info / "entry_points.txt").write_text("[archiver.readers]\n" + lines.replace("@", name))
    monkeypatch.syspath_prepend(str(tmp_path))
    return name


def test_plain_text_is_read_by_the_built_in_reader() -> None:
    assert read(Source(name="a.txt", data=b"x")).text == "x"
    assert read(Source(name="a.txt", data=b"x"), media_type="Text/Plain", encoding="ascii").encoding == "us-ascii"


def test_plain_text_does_not_look_for_plug_ins() -> None:
    script = (
        "import sys; before = set(sys.modules);"
        "from archiver.readers import read; from archiver.model import Source; read(Source(name='a', data=b'x'));"
        "print(sorted({'importlib.metadata', 'lxml'} & (set(sys.modules) - before)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_if_all_decline_the_reasons_are_listed() -> None:
    with pytest.raises(InvalidMaterial) as caught:
        read(PDF)
    (finding,) = caught.value.findings
    assert (finding.code, finding.path, finding.detail) == ("S107", "a.pdf", ("text: it is a PDF file",))


def test_the_declared_media_type_is_believed() -> None:
    with pytest.raises(InvalidMaterial) as caught:
        read(Source(name="a.txt", data=b"x"), media_type="text/html")
    assert caught.value.findings[0].detail == ("text: the record declares text/html",)


@pytest.mark.parametrize("install", [["b = @:Taking", "a = @:Declining"]], indirect=True)
def test_plug_ins_are_asked_in_the_order_of_their_names(install: str) -> None:
    assert install
    transcript = read(PDF, encoding="utf-8")
    assert (transcript.text, transcript.encoding) == ("ab", "utf-8")


@pytest.mark.parametrize("install", [["a = @:Declining"]], indirect=True)
def test_excuses_of_plug_ins_are_listed_too(install: str) -> None:
    assert install
    with pytest.raises(InvalidMaterial) as caught:
        read(PDF)
    assert caught.value.findings[0].detail == ("text: it is a PDF file", "declining: it is not to my taste")


@pytest.mark.parametrize("install", [["text = @:Taking"]], indirect=True)
def test_a_plug_in_with_the_name_of_a_built_in_reader_is_an_error(install: str) -> None:
    with pytest.raises(UsageError, match=rf"two readers are named text: .* and {install}:Taking"):
        read(PDF)
    assert read(Source(name="a.txt", data=b"x")).text == "x"


@pytest.mark.parametrize("install", [["a = @:Taking"]], indirect=True)
def test_two_plug_ins_of_one_name_are_an_error(install: str, tmp_path: Path) -> None:
    info = tmp_path / "another-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: another\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[archiver.readers]\na = {install}:Declining\n")
    with pytest.raises(UsageError, match="two readers are named a"):
        read(PDF)


@pytest.mark.parametrize(
    ("install", "message"),
    [
        (["a = @:Failing"], "the reader failing failed: 'x'"),
        (["a = @:Lying"], "the reader lying gives no transcript"),
        (["a = @:Gaping"], "the reader gaping gives no transcript"),
        (["a = @:Short"], "the reader short gives no transcript"),
        (["a = @:Missing"], "the reader a .* does not load"),
        (["a = no_such_module_at_all:Reader"], "the reader a .* does not load"),
    ],
    indirect=["install"],
)
def test_a_plug_in_that_fails_is_named(install: str, message: str) -> None:
    assert install
    with pytest.raises(CannotRead, match=message):
        read(PDF)


@pytest.mark.parametrize("install", [["a = @:Stopping"]], indirect=True)
def test_what_a_plug_in_raises_of_our_errors_is_passed_on(install: str) -> None:
    assert install
    with pytest.raises(Exception, match=r"^no$"):
        read(PDF)

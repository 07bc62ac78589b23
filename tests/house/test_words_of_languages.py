# SPDX-License-Identifier: Apache-2.0
"""The rules of speech have no word of any language: words stand in `speech/languages/`, a file a language."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archiver import speech
from archiver.speech.rules import RULES, SIGNS

if TYPE_CHECKING:
    from collections.abc import Iterator

MACHINE = Path(str(speech.__file__)).parent
PROSE = {
    "rules.py": "says to people, in English, what each rule does",
    "corrections.py": "says to people what is wrong with a correction",
}
ARGUED = {
    "female": "what a record says of a gender",
    "male": "what a record says of a gender",
    "name": "a group of the pattern of a label",
    "l": "the type of an array",
    "double": "a family of marks",
    "angle": "a family of marks",
    "small angle": "a family of marks",
    "corner": "a family of marks",
    "white corner": "a family of marks",
    "single": "a family of marks",
    "apostrophe": "a family of marks",
    "tex": "a family of marks",
    "NFKD": "a normal form of Unicode",
    "NFC": "a normal form of Unicode",
    "M": "the category of marks in Unicode",
}
_SYNTAX = re.compile(r"\(\?P<\w+>|\\u[0-9a-f]{4}|\\U[0-9a-f]{8}|\\[a-zA-Z]|<v\[|%s")
"""Letters in a pattern that are no words: names of groups, classes and numbers of characters, the tag of WebVTT."""


def strings(source: str) -> Iterator[tuple[int, str]]:
    """Yield the strings of a module that it works with: no documentation, no names of its own, no annotations."""
    tree = ast.parse(source)
    aside = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and _names(node.targets[0]) & {"__all__", "__slots__"}:
            aside |= {id(inner) for inner in ast.walk(node.value)}
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "TypeAlias":
            aside.add(id(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in aside:
            yield node.lineno, node.value


def _names(target: ast.expr) -> set[str]:
    return {target.id} if isinstance(target, ast.Name) else set()


def words(source: str) -> list[tuple[int, str]]:
    """Return the strings of a module that have letters and that nobody argued for."""
    allowed = {*RULES, *SIGNS, *ARGUED}
    return [
        (line, text)
        for line, text in strings(source)
        if text not in allowed and any(char.isalpha() for char in _SYNTAX.sub("", text))
    ]


@pytest.mark.parametrize("path", sorted(MACHINE.glob("*.py")), ids=lambda path: path.name)
def test_the_rules_have_no_word_of_a_language(path: Path) -> None:
    if path.name not in PROSE:
        assert words(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    ['X = token.low == "that"', 'X = {"and", "but"}', 'X = low.endswith("ing")', 'X = re.compile(r"\\bsaid\\b")'],
)
def test_a_word_among_the_rules_is_found(source: str) -> None:
    assert words(source)


def test_every_argument_is_needed() -> None:
    used = {text for path in MACHINE.glob("*.py") for _, text in strings(path.read_text(encoding="utf-8"))}
    assert set(ARGUED) <= used
    assert all((MACHINE / name).is_file() for name in PROSE)

# SPDX-License-Identifier: Apache-2.0
"""What the room of bags offers is imported when it is asked for, whatever of the room was imported before."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import pytest

from archiver import bag


def test_all_that_is_offered_is_there() -> None:
    for name in bag.__all__:
        assert not isinstance(getattr(bag, name), ModuleType), name


def test_what_is_not_offered_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'frobnicate'"):
        bag.frobnicate  # noqa: B018 # the access is the test


def test_a_function_keeps_its_name_though_a_module_is_called_the_same() -> None:
    program = (
        "import archiver.bag.gather, archiver.bag.judge, archiver.bag.plan, archiver.bag.write, archiver.bag.workers\n"
        "from archiver import bag\n"
        "print(*(type(x).__name__ for x in (bag.gather, bag.judge, bag.plan, bag.write, bag.workers)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["function"] * 4 + ["module"]

# SPDX-License-Identifier: Apache-2.0
"""What every test may use, and what none may do."""

from __future__ import annotations

import os
import resource
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Generator

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# In CI the examples are the same at every run: what fails there fails for a change, and not by the draw.
settings.register_profile("ci", settings.get_profile("default"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shared-required", action="store_true", help="a test skipped for want of ../shared fails")
    parser.addoption("--record-sessions", action="store_true", help="write what the commands of sessions print now")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish() -> None:
    """Let pytest remove the folders of earlier runs, some of which lie in each other deeper than Python calls."""
    sys.setrecursionlimit(100_000)
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # it holds each of them open on its way down


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    required = item.config.getoption("--shared-required")
    if required and report.skipped and call.excinfo and "shared" in str(call.excinfo.value):
        report.outcome = "failed"
        report.longrepr = f"skipped although --shared-required: {call.excinfo.value}"
    return report

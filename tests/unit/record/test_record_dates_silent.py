# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.record.dates import is_edtf


@pytest.mark.parametrize("text", ["2021-XX/2022-XX", "2004-06-XX/2004-07-03", "2021-22~", "20XX-XX/2100"])
def test_a_date_that_the_parser_stumbles_over_prints_nothing(text: str, capfd: pytest.CaptureFixture[str]) -> None:
    is_edtf(text)
    assert capfd.readouterr() == ("", "")

# SPDX-License-Identifier: Apache-2.0
"""The second judge: bagit, written by others, asked about a bag that passed our own checks of structure."""

from __future__ import annotations

import os
import warnings
from threading import get_ident
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logging import LogRecord


def second_opinion(root: str | os.PathLike[str], *, hashing: bool = True) -> str | None:
    """Return what bagit has against the bag; None if it calls the bag valid.

    Without `hashing` it is asked about the form and the lists of files only, and reads no payload.

    Never call this for a bag whose `Judgement.safe` is false: bagit 1.9.0 follows paths out of a bag and waits
    for ever at a FIFO. Whatever bagit raises is an answer, not an error of ours.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import bagit  # noqa: PLC0415 # slow to import, and only this function may

    here = get_ident()

    def others(record: LogRecord) -> bool:
        return record.thread != here

    # What bagit has to say is in its answer. Other threads of the caller may use it too, and want its log.
    bagit.LOGGER.addFilter(others)
    try:
        bagit.Bag(os.fspath(root)).validate(completeness_only=not hashing)
    except Exception as error:  # noqa: BLE001 # bagit raises more than its own family (A9 to A11)
        return " ".join(str(error).split()) or type(error).__name__
    finally:
        bagit.LOGGER.removeFilter(others)
    return None

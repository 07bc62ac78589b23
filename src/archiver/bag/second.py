# SPDX-License-Identifier: Apache-2.0
"""The second judge: bagit, written by others, asked about a bag that passed our own checks of structure."""

from __future__ import annotations

import os
import warnings


def second_opinion(root: str | os.PathLike[str], *, hashing: bool = True) -> str | None:
    """Return what bagit has against the bag; None if it calls the bag valid.

    Without `hashing` it is asked about the form and the lists of files only, and reads no payload.

    Never call this for a bag whose `Judgement.safe` is false: bagit 1.9.0 follows paths out of a bag and waits
    for ever at a FIFO. Whatever bagit raises is an answer, not an error of ours.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import bagit  # noqa: PLC0415 # slow to import, and only this function may

    logger = bagit.LOGGER
    silenced, logger.disabled = logger.disabled, True
    try:
        bagit.Bag(os.fspath(root)).validate(completeness_only=not hashing)
    except Exception as error:  # noqa: BLE001 # bagit raises more than its own family (A9 to A11)
        return " ".join(str(error).split()) or type(error).__name__
    finally:
        logger.disabled = silenced
    return None

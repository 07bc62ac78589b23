# SPDX-License-Identifier: Apache-2.0
"""Begin: a record for a source, to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver import readers, record
from archiver.model import Source
from archiver.workflow.inputs import SOURCE_LIMIT, read

if TYPE_CHECKING:
    from pathlib import Path


def new(source: Path) -> str:
    """Return a commented record for a source, with what the file itself tells filled in.

    Raises:
        CannotRead: if the source cannot be read.
        InvalidMaterial: if no reader takes it.
    """
    document = Source(name=source.name, data=read(source, SOURCE_LIMIT))
    return record.template(source=document, encoding=readers.read(document).encoding)

# SPDX-License-Identifier: Apache-2.0
"""What a file, a folder and a package are called, whoever looks at them: SWHIDs and the payload digest."""

from archiver.identity.identifiers import (
    CONTENT,
    DIRECTORY,
    content_swhid,
    directory_swhid,
    payload_digest,
    qualified,
)
from archiver.identity.tree import swhid_of

__all__ = ["CONTENT", "DIRECTORY", "content_swhid", "directory_swhid", "payload_digest", "qualified", "swhid_of"]

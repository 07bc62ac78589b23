# SPDX-License-Identifier: Apache-2.0
"""How a package came to be: one history, and a module for each form in which it is written.

Pure: values in, bytes or text out. What is inside the payload is written without a clock and without its own
identifiers; what stands in `metadata/` may name both.
"""

from __future__ import annotations

from archiver.provenance.history import Actor, ActorKind, Deed, DeedKind, History, Thing
from archiver.provenance.of import history_of

__all__ = ["Actor", "ActorKind", "Deed", "DeedKind", "History", "Thing", "history_of"]

# SPDX-License-Identifier: Apache-2.0
"""Transcripts as TEI P5, and back: encode, decode, check.

Pure over bytes and lxml elements: nothing is read from disk or written there.
"""

from archiver.tei.check import check
from archiver.tei.decode import decode, speech_ids, text_of
from archiver.tei.encode import encode

__all__ = ["check", "decode", "encode", "speech_ids", "text_of"]

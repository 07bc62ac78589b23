# SPDX-License-Identifier: Apache-2.0
"""From the bytes of a source to its text: the readers and the choice between them.

read            the transcript of a source, by the first reader that takes it
Reader, Excuse  the port for further formats (entry points `archiver.readers`)
TextReader      plain text in any character set that is one
"""

from archiver.readers.choice import read
from archiver.readers.port import Excuse, Reader
from archiver.readers.text import TextReader

__all__ = ["Excuse", "Reader", "TextReader", "read"]

# SPDX-License-Identifier: Apache-2.0
"""The choice of the reader: the built-in ones first, then those that are installed beside us."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.errors import ArchiverError, CannotRead, InvalidMaterial, UsageError
from archiver.findings import Finding
from archiver.model import Transcript
from archiver.readers.port import Excuse, Reader
from archiver.readers.text import TextReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.metadata import EntryPoint

    from archiver.model import Source

GROUP = "archiver.readers"
_BUILT_IN = {"text": "archiver.readers.text:TextReader"}
_PLAIN_TEXT = "text/plain"


def read(source: Source, *, encoding: str | None = None, media_type: str | None = None) -> Transcript:
    """Return the transcript of a source, by the first reader that takes it.

    `encoding` and `media_type` are those of the record, None if it declares none. Plug-ins are looked for
    only where no built-in reader takes the source, and asked in the order of their names.

    Raises:
        InvalidMaterial: the source is broken (S101 to S106), or no reader takes it (S107, with the
            excuse of each).
        UsageError: two plug-ins have one name, or one has the name of a built-in reader.
        CannotRead: a plug-in fails.
    """
    excuses: list[str] = []
    if media_type is not None and media_type.lower() != _PLAIN_TEXT:
        excuses.append(f"text: the record declares {media_type}")
    elif isinstance(transcript := TextReader().read(source, encoding=encoding), Transcript):
        return transcript
    else:
        excuses.append(f"text: {transcript.reason}")
    for reader in _plug_ins():
        answer = _ask(reader, source, encoding)
        if isinstance(answer, Transcript):
            return answer
        excuses.append(f"{reader.name}: {answer.reason}")
    raise InvalidMaterial([Finding(code="S107", path=source.name, detail=tuple(excuses))])


def _plug_ins() -> Iterator[Reader]:
    """Load the plug-ins one after the other, once their names are known to be unambiguous."""
    from importlib.metadata import entry_points  # noqa: PLC0415 # plain text does without it

    found: dict[str, EntryPoint] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        taken = found[point.name].value if point.name in found else _BUILT_IN.get(point.name)
        if taken is None:
            found[point.name] = point
        elif taken != point.value:
            raise UsageError(
                f"two readers are named {point.name}: {taken} and {point.value}", help="uninstall one of the two"
            )
    for point in found.values():
        try:
            reader: Reader = point.load()()
        except Exception as error:  # what an installed package raises is not ours to foresee
            raise CannotRead(f"the reader {point.name} ({point.value}) does not load: {error}") from error
        yield reader


def _ask(reader: Reader, source: Source, encoding: str | None) -> Transcript | Excuse:
    try:
        answer: object = reader.read(source, encoding=encoding)  # the word of a plug-in is not enough
    except ArchiverError:
        raise
    except Exception as error:  # see above
        raise CannotRead(f"the reader {reader.name} failed: {error}", where=source.name) from error
    if isinstance(answer, Excuse) or (isinstance(answer, Transcript) and _covers(answer)):
        return answer
    raise CannotRead(f"the reader {reader.name} gives no transcript whose blocks cover its text", where=source.name)


def _covers(transcript: Transcript) -> bool:
    """Tell whether the blocks cover the text without a gap."""
    end = 0
    for block in transcript.blocks:
        if block.start != end or block.end < block.start:
            return False
        end = block.end
    return end == len(transcript.text)

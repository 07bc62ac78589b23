# SPDX-License-Identifier: Apache-2.0
"""Signed notes: a text, and lines below it by which keys vouch for it (c2sp.org/signed-note@v1.0.0).

Two kinds of signature are made and checked: that of a log (Ed25519 over the text) and the dated one of a witness
(c2sp.org/tlog-cosignature, `cosignature/v1`). Those of unknown keys are kept and passed over. Pure, but for
`archiver.ledger.ed25519`.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass, field, replace
from enum import IntEnum
from hashlib import sha256

from archiver.ledger import ed25519

LONGEST = 1024 * 1024
"""Octets of a note; the specification wants room for 16 signatures of 5 kB at least."""

_DASH = "\N{EM DASH} "
_NAME = re.compile(r"[^\s+\x00-\x1f\x7f]+")
_DECEIVING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_PRIVATE = "PRIVATE+KEY+"
_ID, _TIME, _SEED, _SIGNATURE = 4, 8, 32, 64
"""Octets of a key id, of a time, of a key and of a signature."""
_LAST_TIME = 2**63 - 1


class Kind(IntEnum):
    """What a key signs: the type octet of its signatures."""

    LOG = 0x01
    """Ed25519 over the text of the note."""
    WITNESS = 0x04
    """Ed25519 over a time and the text: `cosignature/v1`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifier:
    """The public half of a key, by which anybody can check what the key signed."""

    name: str
    """Whose key it is: a URL without a scheme, by custom, that need lead nowhere."""
    kind: Kind
    public: bytes
    """32 octets."""

    @property
    def key_id(self) -> bytes:
        """Four octets that tell keys of one name apart; no proof of anything."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:_ID]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64encode(bytes([self.kind]) + self.public).decode()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A key with its private half, which is kept out of its representation."""

    name: str
    kind: Kind
    seed: bytes = field(repr=False)
    """32 octets: the private key of RFC 8032."""

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(name=self.name, kind=self.kind, public=ed25519.public_of(self.seed))


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A line below a note."""

    name: str
    key_id: bytes
    """Four octets."""
    octets: bytes
    """What the key made of the text, in the form of its kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A text, ended by a line feed, and the signatures below it; without any it is a text and no more."""

    text: str
    signatures: tuple[Signature, ...] = ()


def parse_note(data: bytes) -> Note:
    """Read a signed note, or a text without signatures: one that ends without a blank line and lines below it.

    Raises:
        ValueError: if it is neither; the message says why.
    """
    if len(data) > LONGEST:
        raise ValueError(f"more than {LONGEST} octets")
    try:
        whole = data.decode()
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 at byte {error.start}") from error
    if re.search(r"[\x00-\x09\x0b-\x1f]", whole):
        raise ValueError("a control character in it")
    if not whole.endswith("\n"):
        raise ValueError("the last line has no end")
    text, blank, below = whole.rpartition("\n\n")
    if not blank:
        return Note(text=whole)
    if not text or not below:
        raise ValueError("no text above the signatures" if below else "no signature below the blank line")
    return Note(text=text + "\n", signatures=tuple(map(_signature, below[:-1].split("\n"))))


def format_note(note: Note) -> bytes:
    """Write a note as it is kept; one without signatures is its text alone."""
    lines = [f"{_DASH}{s.name} {b64encode(s.key_id + s.octets).decode()}\n" for s in note.signatures]
    return (note.text + ("\n" if lines else "") + "".join(lines)).encode()


def signed(note: Note, signer: Signer, *, time: int = 0) -> Note:
    """Return the note with the signature of a key, in the place of an earlier one by the same key.

    `time`, seconds since 1970, is what a witness states; a log states none.

    Raises:
        ValueError: if the text has no end or the time is no such number.
        ArchiverError: if the extra `sign` is not installed.
    """
    if not note.text.endswith("\n") or not 0 <= time <= _LAST_TIME:
        raise ValueError("no text, or no time, that can be signed")
    witness = signer.kind is Kind.WITNESS
    made = ed25519.sign(signer.seed, _message(note.text, time if witness else None))
    octets = time.to_bytes(_TIME, "big") + made if witness else made
    verifier = signer.verifier
    mine = Signature(name=signer.name, key_id=verifier.key_id, octets=octets)
    return replace(note, signatures=(*(s for s in note.signatures if not _is_by(s, verifier)), mine))


def vouched(note: Note, verifier: Verifier) -> int | None:
    """Return the time at which a key vouched for the note, 0 for a key of a log, or None where it did not.

    A signature that bears the name and the id of the key and is not by it spoils the note, whatever else is there.

    Raises:
        ArchiverError: if the extra `sign` is not installed.
    """
    times = [_checked(note.text, s.octets, verifier) for s in note.signatures if _is_by(s, verifier)]
    return None if not times or None in times else max(time for time in times if time is not None)


def parse_verifier(text: str) -> Verifier:
    """Read a public key: name, id in hex and the key in base64, with plus signs between them.

    Raises:
        ValueError: if it is none, or its id is not that of the name and the key; the message says why.
    """
    name, key_id, kind, public = _parts(text)
    verifier = Verifier(name=name, kind=kind, public=public)
    if verifier.key_id.hex() != key_id:
        raise ValueError("the id of the key does not fit its name and its octets")
    return verifier


def parse_signer(text: str) -> Signer:
    """Read a private key: `PRIVATE+KEY+`, and then as a public one, with the seed for the key.

    That is the form of golang.org/x/mod/sumdb/note, and other programs take it.

    Raises:
        ValueError: if it is none, or its id is not that of its public half; the message says why.
        ArchiverError: if the extra `sign` is not installed.
    """
    if not text.startswith(_PRIVATE):
        raise ValueError("not a private key: it begins with " + _PRIVATE)
    name, key_id, kind, seed = _parts(text.removeprefix(_PRIVATE))
    signer = Signer(name=name, kind=kind, seed=seed)
    if signer.verifier.key_id.hex() != key_id:
        raise ValueError("the id of the key does not fit its name and its octets")
    return signer


def format_signer(signer: Signer) -> str:
    """Write a private key as `parse_signer` reads it.

    Raises:
        ArchiverError: if the extra `sign` is not installed.
    """
    key = b64encode(bytes([signer.kind]) + signer.seed).decode()
    return f"{_PRIVATE}{signer.name}+{signer.verifier.key_id.hex()}+{key}"


def is_key_name(name: str) -> bool:
    """Tell whether a key may be called so: no blanks, no plus signs, no control characters, UTF-8."""
    return bool(_NAME.fullmatch(name)) and not any("\ud800" <= character <= "\udfff" for character in name)


def is_new_key_name(name: str) -> bool:
    """Tell whether we call a key or a ledger so: what turns the direction of writing or drives a terminal deceives."""
    return is_key_name(name) and not _DECEIVING.search(name)


def decoded(text: str) -> bytes:
    """Return the octets of base64 as it is written in one way only (RFC 4648 §4).

    Raises:
        ValueError: if it is none.
    """
    try:
        octets = b64decode(text.encode("ascii"), validate=True)
    except ValueError as error:
        raise ValueError("not base64") from error
    if b64encode(octets).decode() != text:
        raise ValueError("not base64 as it should be written")
    return octets


def _signature(line: str) -> Signature:
    name, blank, octets = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not blank or not is_key_name(name):
        raise ValueError("a line below the blank one is no signature")
    made = decoded(octets)
    if len(made) <= _ID:
        raise ValueError("a signature without octets")
    return Signature(name=name, key_id=made[:_ID], octets=made[_ID:])


def _parts(text: str) -> tuple[str, str, Kind, bytes]:
    name, _, rest = text.partition("+")
    key_id, _, key = rest.partition("+")
    if not is_key_name(name) or not re.fullmatch(r"[0-9a-f]{8}", key_id):
        raise ValueError("not a key: write NAME+ID+KEY")
    octets = decoded(key)
    if len(octets) != 1 + _SEED or octets[0] not in set(Kind):
        raise ValueError("not an Ed25519 key of a log or a witness")
    return name, key_id, Kind(octets[0]), octets[1:]


def _message(text: str, time: int | None) -> bytes:
    return (text if time is None else f"cosignature/v1\ntime {time}\n{text}").encode()


def _is_by(signature: Signature, verifier: Verifier) -> bool:
    return (signature.name, signature.key_id) == (verifier.name, verifier.key_id)


def _checked(text: str, octets: bytes, verifier: Verifier) -> int | None:
    """Return the time that a signature states, 0 if none, or None where it is not by the key."""
    witness = verifier.kind is Kind.WITNESS
    stated, made = (octets[:_TIME], octets[_TIME:]) if witness else (b"", octets)
    time = int.from_bytes(stated, "big")
    if len(made) != _SIGNATURE or time > _LAST_TIME:
        return None
    return time if ed25519.holds(verifier.public, _message(text, time if witness else None), made) else None

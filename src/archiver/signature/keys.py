# SPDX-License-Identifier: Apache-2.0
"""The one door of this room to `cryptography`: keys of OpenSSH, what they sign and what they have signed.

Ed25519, ECDSA over the three NIST curves and RSA with SHA-2; of signatures also those by Ed25519 and ECDSA keys on
FIDO tokens (PROTOCOL.u2f). RSA with SHA-1 and DSA are never taken.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from archiver.extras import cryptography
from archiver.signature.wire import Fields, decoded, positive, string

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 64 * 1024
"""Octets of a file with a private key."""

_ED25519 = "ssh-ed25519"
_RSA = "ssh-rsa"
_CURVES = {
    "ecdsa-sha2-nistp256": ("SECP256R1", "SHA256"),
    "ecdsa-sha2-nistp384": ("SECP384R1", "SHA384"),
    "ecdsa-sha2-nistp521": ("SECP521R1", "SHA512"),
}
"""Curve and hash of each kind of ECDSA key (RFC 5656 §6.2.1), by their names in `cryptography`."""
_RSA_HASHES = {"rsa-sha2-512": "SHA512", "rsa-sha2-256": "SHA256"}
"""The hash of each algorithm of RSA (RFC 8332 §3)."""
_TOKEN = {"sk-ssh-ed25519@openssh.com": _ED25519, "sk-ecdsa-sha2-nistp256@openssh.com": "ecdsa-sha2-nistp256"}
"""The keys on FIDO tokens, and the plain keys that they are at heart."""
_WEAK = frozenset({"ssh-rsa", "ssh-dss"})
"""Algorithms with SHA-1, and DSA."""
_RSA_BITS = range(2048, 16384 + 1)
_MOST_ROUNDS = 1 << 10
"""Rounds of bcrypt for a passphrase; ssh-keygen makes 16 or 24."""

_PRIVATE = re.compile(
    rb"\s*-----BEGIN OPENSSH PRIVATE KEY-----\n([A-Za-z0-9+/=\r\n]+)-----END OPENSSH PRIVATE KEY-----\s*"
)
_PRIVATE_MAGIC = b"openssh-key-v1\0"

Kind = Any
"""A class or an object of `cryptography`."""


class Unsupported(ValueError):
    """A kind of key or of signature that is not known here: nothing can be said of it."""


class Weak(ValueError):
    """An algorithm or a key that proves nothing any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateKey:
    """A private key; what is secret of it is kept out of its representation."""

    public: bytes
    """Its public half, as SSH serialises it."""
    algorithm: str
    """The algorithm that it signs with."""
    signs: Callable[[bytes], bytes] = field(repr=False)
    """Makes the octets of a signature over octets, without the algorithm."""

    def sign(self, octets: bytes) -> bytes:
        """Return a signature over octets, as SSH serialises it; the same for the same octets unless it is ECDSA."""
        return string(self.algorithm.encode()) + string(self.signs(octets))


def fingerprint(public: bytes) -> str:
    """Return the fingerprint of a public key as `ssh-keygen -l` shows it."""
    return "SHA256:" + b64encode(sha256(public).digest()).decode("ascii").rstrip("=")


def kind_of(public: bytes) -> str:
    """Return the kind of a public key, such as `ssh-ed25519`.

    Raises:
        ValueError: if it has none.
    """
    return Fields(public).name()


def read_private(data: bytes, *, passphrase: bytes | None) -> PrivateKey:
    """Read a private key as ssh-keygen writes it (OpenSSH, PROTOCOL.key).

    `passphrase` opens one that has a passphrase, and is not asked for otherwise.

    Raises:
        ValueError: if it is none that can sign here, or the passphrase is missing or wrong; nothing of it is told.
        ArchiverError: if the extra `sign` is not installed.
    """
    public, encrypted = _container(data)
    if encrypted and passphrase is None:
        raise ValueError("the key has a passphrase, and none was given")
    library = cryptography("hazmat.primitives.serialization")
    exceptions = cryptography("exceptions")
    try:
        key = library.load_ssh_private_key(data, passphrase if encrypted else None)
        found = key.public_key().public_bytes(library.Encoding.OpenSSH, library.PublicFormat.OpenSSH)
    except exceptions.UnsupportedAlgorithm as error:
        needs = "bcrypt" in str(error)
        said = "its passphrase needs the package bcrypt" if needs else "its cipher or its kind is not known here"
        raise ValueError(said) from error
    except (ValueError, TypeError, NotImplementedError, OverflowError, exceptions.InvalidTag) as error:
        raise ValueError("the passphrase is wrong, or the key is damaged" if encrypted else "it is damaged") from error
    if decoded(found.split()[1].decode("ascii")) != public:
        raise ValueError("its public half does not belong to it")
    return _signing(key, public)


def holds(public: bytes, made: bytes, octets: bytes) -> bool:
    """Tell whether a signature over octets is by a public key.

    `made` is the signature with its algorithm, as SSH serialises it.

    Raises:
        Weak: if the algorithm or the key proves nothing.
        Unsupported: if key or algorithm are of an unknown kind.
        ValueError: if one of them is malformed.
        ArchiverError: if the extra `sign` is not installed.
    """
    fields, signature = Fields(public), Fields(made)
    kind, algorithm = fields.name(), signature.name()
    if algorithm in _WEAK or kind in _WEAK - {_RSA}:
        raise Weak(f"algorithm {algorithm}")
    if algorithm not in _algorithms(kind):
        raise Unsupported(f"algorithm {algorithm} by a key of kind {kind}")
    plain = _TOKEN.get(kind, kind)
    key = _READERS[plain](plain, fields)
    if kind in _TOKEN:
        application, made_by_key = fields.string(), signature.string()
        # A token signs hashes, and with them whether it was touched and how often it has signed (PROTOCOL.u2f).
        state = signature.octets(1 + 4)
        octets = sha256(application).digest() + state + sha256(octets).digest()
    else:
        made_by_key = signature.string()
    fields.end()
    signature.end()
    return _checked(key, _arguments(plain, algorithm, made_by_key, octets))


def _container(data: bytes) -> tuple[bytes, bool]:
    """Return the public half of a private key, and whether the rest is encrypted."""
    if len(data) > LONGEST:
        raise ValueError(f"more than {LONGEST} octets")
    match = _PRIVATE.fullmatch(data)
    if match is None:
        raise ValueError("not a private key of OpenSSH: ssh-keygen -t ed25519 makes one, ssh-keygen -p converts one")
    fields = Fields(decoded(re.sub(rb"[\r\n]", b"", match[1]).decode("ascii")))
    if fields.octets(len(_PRIVATE_MAGIC)) != _PRIVATE_MAGIC:
        raise ValueError("not a private key of OpenSSH")
    cipher, derivation, options = fields.string(), fields.string(), Fields(fields.string())
    if fields.number() != 1:
        raise ValueError("it holds several keys")
    public = fields.string()
    if derivation == b"bcrypt":
        options.string()
        if options.number() > _MOST_ROUNDS:
            raise ValueError("its passphrase takes too long to be tried")
    kind = kind_of(public)
    if kind in _TOKEN or kind not in {_ED25519, _RSA, *_CURVES}:
        raise ValueError(f"a key of kind {kind} does not sign here: ssh-keygen -Y sign may")
    return public, cipher != b"none"


def _signing(key: Any, public: bytes) -> PrivateKey:
    kind = kind_of(public)
    if kind == _ED25519:
        return PrivateKey(public=public, algorithm=kind, signs=key.sign)
    hashes = cryptography("hazmat.primitives.hashes")
    if kind == _RSA:
        if key.key_size not in _RSA_BITS:
            raise ValueError(f"an RSA key of {key.key_size} bits: fewer than {_RSA_BITS[0]} prove nothing")
        padding = cryptography("hazmat.primitives.asymmetric.padding").PKCS1v15()
        return PrivateKey(
            public=public, algorithm="rsa-sha2-512", signs=lambda octets: key.sign(octets, padding, hashes.SHA512())
        )
    way = cryptography("hazmat.primitives.asymmetric.ec").ECDSA(getattr(hashes, _CURVES[kind][1])())
    return PrivateKey(public=public, algorithm=kind, signs=lambda octets: _parted(key.sign(octets, way)))


def _parted(der: bytes) -> bytes:
    """Return the two numbers of an ECDSA signature as SSH serialises them (RFC 5656 §3.1.2)."""
    r, s = cryptography("hazmat.primitives.asymmetric.utils").decode_dss_signature(der)
    return string(positive(r)) + string(positive(s))


def _algorithms(kind: str) -> tuple[str, ...]:
    """Return the algorithms with which a kind of key may sign."""
    if kind == _RSA:
        return tuple(_RSA_HASHES)
    return (kind,) if kind in {_ED25519, *_CURVES, *_TOKEN} else ()


def _ed25519(_: str, fields: Fields) -> Kind:
    return cryptography("hazmat.primitives.asymmetric.ed25519").Ed25519PublicKey.from_public_bytes(fields.string())


def _ecdsa(kind: str, fields: Fields) -> Kind:
    named, point = fields.name(), fields.string()
    if not kind.endswith(f"-{named}") or not point.startswith(b"\x04"):  # OpenSSH takes no compressed points
        raise ValueError("a point that is not written out, or is on another curve")
    library = cryptography("hazmat.primitives.asymmetric.ec")
    return library.EllipticCurvePublicKey.from_encoded_point(getattr(library, _CURVES[kind][0])(), point)


def _rsa(_: str, fields: Fields) -> Kind:
    exponent, modulus = fields.positive(), fields.positive()
    if modulus.bit_length() not in _RSA_BITS:
        raise Weak(f"an RSA key of {modulus.bit_length()} bits")
    if exponent.bit_length() > 64:  # noqa: PLR2004 # as OpenSSL has it; a longer one only takes time
        raise Unsupported("an RSA key with an exponent of more than 64 bits")
    return cryptography("hazmat.primitives.asymmetric.rsa").RSAPublicNumbers(exponent, modulus).public_key()


_READERS: dict[str, Callable[[str, Fields], Kind]] = {_ED25519: _ed25519, _RSA: _rsa, **dict.fromkeys(_CURVES, _ecdsa)}


def _arguments(kind: str, algorithm: str, made: bytes, octets: bytes) -> tuple[Any, ...]:
    """Return what `verify` of a key of `cryptography` is to be given."""
    if kind == _ED25519:
        return made, octets
    hashes = cryptography("hazmat.primitives.hashes")
    if kind == _RSA:
        padding = cryptography("hazmat.primitives.asymmetric.padding").PKCS1v15()
        return made, octets, padding, getattr(hashes, _RSA_HASHES[algorithm])()
    fields = Fields(made)
    r, s = fields.positive(), fields.positive()
    fields.end()
    der = cryptography("hazmat.primitives.asymmetric.utils").encode_dss_signature(r, s)
    way = cryptography("hazmat.primitives.asymmetric.ec").ECDSA(getattr(hashes, _CURVES[kind][1])())
    return der, octets, way


def _checked(key: Kind, arguments: tuple[Any, ...]) -> bool:
    try:
        key.verify(*arguments)
    except cryptography("exceptions").InvalidSignature:
        return False
    return True

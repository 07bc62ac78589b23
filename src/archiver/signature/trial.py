# SPDX-License-Identifier: Apache-2.0
"""Say what a signature over a bag is worth: whose it is, over what, and whether it counts. Pure but for `keys`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from archiver.findings import Finding
from archiver.signature import keys
from archiver.signature.allowed import matches
from archiver.signature.sshsig import HASHES, NAMESPACE, Signature, parse_signature, signed_octets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archiver.signature.allowed import Signer


_DOUBTFUL = frozenset({"L232", "L233"})

_SHOWN = 120
"""Characters of what a stranger wrote that are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whose signatures count, and at what time that is asked."""

    signers: Mapping[bytes, Sequence[Signer]]
    """The lines of the list of allowed signers, by their keys."""
    revoked: frozenset[bytes] = frozenset()
    time: int
    """Seconds since 1970. A signature states none, so that it is the time of checking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a signature turned out to be."""

    path: str
    public: bytes | None = None
    """The key that it names; None where nothing could be read."""
    principals: tuple[str, ...] = ()
    """Whose it is, by each line of the list that counts; empty where something is wrong."""
    findings: tuple[Finding, ...] = ()

    @property
    def contradicts(self) -> bool:
        """Whether it gives cause for doubt though another one holds: it cannot be read, or is over something else."""
        return any(finding.code in _DOUBTFUL for finding in self.findings)

    def is_by(self, identity: str) -> bool:
        """Tell whether it holds and is by somebody who is called so."""
        return any(matches(patterns, identity) for patterns in self.principals)


def try_signature(data: bytes, digests: Mapping[str, bytes], trust: Trust, *, path: str) -> Tried:
    """Say whether an armored signature is by somebody who is trusted, over what has these digests.

    `digests` are those of the tag manifest by sha256 and sha512; none, if there is no tag manifest that counts.

    Raises:
        ArchiverError: if the extra `sign` is not installed.
    """
    try:
        signature = parse_signature(data)
        keys.kind_of(signature.public)
    except ValueError as error:
        return Tried(path=path, findings=(Finding(code="L232", path=path, detail=(str(error),)),))
    public = signature.public
    who = keys.fingerprint(public)
    lines = [line for line in trust.signers.get(public, ()) if not line.authority]
    if not lines:
        return Tried(path=path, public=public, findings=(_stranger(public, who, path),))
    wrong = _over(signature, digests, path, who)
    if not wrong:
        wrong = _revoked(public, trust, path, who) or _standing(lines, trust, path, who)
    principals = tuple(line.principals for line in lines if _counts(line, trust.time)) if not wrong else ()
    return Tried(path=path, public=public, principals=principals, findings=wrong)


def missing(tried: Sequence[Tried], identities: Sequence[str], *, path: str, sidecar: str) -> tuple[Finding, ...]:
    """Say which signatures are missing that were demanded (L231).

    Of each identity that is named there has to be one that counts. Where none is named one by anybody is enough; what
    is wrong with those that are there is said of each. `path` stands for the package; `sidecar` is where one would lie.
    """
    if not identities:
        return () if tried else (Finding(code="L231", path=path, detail=(f"expected {sidecar}",)),)
    absent = [identity for identity in identities if not any(one.is_by(identity) for one in tried)]
    return tuple(Finding(code="L231", path=path, detail=(f"of {identity}",)) for identity in absent)


def _stranger(public: bytes, who: str, path: str) -> Finding:
    kind = keys.kind_of(public)
    told = (f"key {who}", "certificates are not taken: list the key itself") if "-cert-v" in kind else (f"key {who}",)
    return Finding(code="L234", path=path, detail=told)


def _over(signature: Signature, digests: Mapping[str, bytes], path: str, who: str) -> tuple[Finding, ...]:
    """Say what keeps a signature from being one over these bytes, for this purpose."""
    code, *detail = _fault(signature, digests)
    return (Finding(code=code, path=path, detail=(f"key {who}", *detail)),) if code else ()


def _fault(signature: Signature, digests: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the code of what is wrong and what was found; an empty code if nothing is."""
    if signature.namespace != NAMESPACE:
        return ("L235", f"for {_cut(signature.namespace)}", f"expected {NAMESPACE}")
    if signature.hash_name not in HASHES:
        return ("L237", f"hash {_cut(signature.hash_name)}")
    if signature.hash_name not in digests:
        return ("L233", "there is no tag manifest that it could be over")
    octets = signed_octets(digests[signature.hash_name], reserved=signature.reserved, hash_name=signature.hash_name)
    try:
        return ("",) if keys.holds(signature.public, signature.made, octets) else ("L233",)
    except ValueError as error:
        code = "L237" if isinstance(error, keys.Weak) else "L238" if isinstance(error, keys.Unsupported) else "L232"
        return (code, _cut(str(error)))


def _cut(text: str) -> str:
    return text[:_SHOWN]


def _revoked(public: bytes, trust: Trust, path: str, who: str) -> tuple[Finding, ...]:
    return (Finding(code="L239", path=path, detail=(f"key {who}",)),) if public in trust.revoked else ()


def _standing(lines: Sequence[Signer], trust: Trust, path: str, who: str) -> tuple[Finding, ...]:
    """Say why no line of the list lets a key count now and for this purpose."""
    if any(_counts(line, trust.time) for line in lines):
        return ()
    timely = [line for line in lines if line.counts_for(NAMESPACE)]
    if not timely:
        detail = (f"key {who}", f"listed for {_cut(lines[0].namespaces or '')}", f"expected {NAMESPACE}")
        return (Finding(code="L235", path=path, detail=detail),)
    return tuple(
        Finding(code="L236", path=path, detail=(f"key {who}", *_span(line), f"checked {_written(trust.time)}"))
        for line in timely
    )


def _counts(line: Signer, time: int) -> bool:
    return line.counts_for(NAMESPACE) and line.counts_at(time)


def _span(line: Signer) -> tuple[str, ...]:
    after = (f"valid after  {_written(line.after)}",) if line.after is not None else ()
    before = (f"valid before {_written(line.before)}",) if line.before is not None else ()
    return (*after, *before)


def _written(time: int) -> str:
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

# SPDX-License-Identifier: Apache-2.0
"""Signatures over bags, in files beside them: find them, and hold packages to those whose signature is demanded."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from archiver.errors import CannotRead, InvalidMaterial
from archiver.extras import cryptography
from archiver.findings import Check, Finding, State, Subject, errors_in
from archiver.signature import allowed, sshsig
from archiver.signature.keys import fingerprint
from archiver.signature.trial import Tried, Trust, missing, try_signature

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from archiver.bag import Seal


class Irregular(CannotRead):
    """What stands there is no regular file, and was not opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Whose signatures a caller demands over every package."""

    signers: Path
    """A list of allowed signers, ssh-keygen(1)."""
    identities: tuple[str, ...] = ()
    """Those who each have to have signed; empty: one signature by anybody in the list is enough."""
    revoked: Path | None = None
    """A list of public keys that do not count any more, one a line."""
    when: datetime
    """The time at which keys have to be valid."""


class Signatories:
    """The signatures that are demanded in one run; each folder is listed once for the signatures in it."""

    def __init__(self, demand: Demand, trust: Trust) -> None:
        self._identities, self._trust, self._path = demand.identities, trust, str(demand.signers)
        self._listed: dict[Path, Mapping[str, Sequence[str]]] = {}
        self._asked = False

    def held(self, subject: Subject, root: Path, seal: Seal | None) -> Subject:
        """Return what was found in a package with what its signatures have to say of it."""
        self._asked = True
        place = sidecar(root)
        digests = seal.digests if seal and seal.vouches else {}
        tried, unread = [], []
        try:
            paths = self._beside(place)
        except CannotRead as error:
            paths, unread = [], [_unread(place.parent, error)]
        for path in paths:
            try:
                tried.append(try_signature(octets_of(path, sshsig.LONGEST), digests, self._trust, path=str(path)))
            except Irregular as error:
                tried.append(Tried(path=str(path), findings=(_malformed(path, error),)))
            except CannotRead as error:
                unread.append(_unread(path, error))
        absent = () if unread else missing(tried, self._identities, path=str(root), sidecar=str(place))
        return _with(subject, tried, unread, absent, seal)

    def unasked(self) -> tuple[Subject, ...]:
        """Say that nothing was held to the signers, if no package was met."""
        if self._asked:
            return ()
        check = Check(name="signature", state=State.NOT_RUN, note="no package was met that could be signed")
        unseen = Finding(code="F903", path=self._path, detail=(check.note,))
        return (Subject(path=self._path, checks=(check,), findings=(unseen,)),)

    def _beside(self, place: Path) -> list[Path]:
        """Return the files beside a package that hold a signature over it, by their names."""
        folder = place.parent
        if folder not in self._listed:
            try:
                self._listed[folder] = _signatures_in(folder)
            except OSError as error:
                raise CannotRead(f"cannot list {folder}: {error.strerror}", where=str(folder)) from error
        return [folder / name for name in self._listed[folder].get(place.name, ())]


def read_demand(demand: Demand) -> Signatories:
    """Read the lists that a demand names.

    Raises:
        CannotRead: if one cannot be read.
        InvalidMaterial: with every line that is none (L240).
        ArchiverError: if the extra `sign` is not installed.
    """
    cryptography("exceptions")
    path = str(demand.signers)
    signers, wrong = allowed.parse_allowed(octets_of(demand.signers, allowed.LONGEST, follow=True), path=path)
    revoked: frozenset[bytes] = frozenset()
    if demand.revoked:
        listed = octets_of(demand.revoked, allowed.LONGEST, follow=True)
        revoked, more = allowed.parse_revoked(listed, path=str(demand.revoked))
        wrong += more
    if wrong:
        raise InvalidMaterial(wrong)
    time = int(demand.when.timestamp())
    return Signatories(demand, Trust(signers=allowed.by_key(signers), revoked=revoked, time=time))


def sidecar(package: Path, name: str = "") -> Path:
    """Return where a signature over a package lies: beside it, with the name of who signs if there are several."""
    # A path that ends in `..`, or is `.`, does not say what the package is called.
    named = package if package.name not in {"", ".."} else Path(os.path.abspath(package))  # noqa: PTH100 # no link is followed
    return named.parent / f"{named.name}{sshsig.SUFFIX}{'.' if name else ''}{name}"


def octets_of(path: Path, limit: int, *, follow: bool = False) -> bytes:
    """Return what a regular file holds, and no more than just too much of a large one; nothing else is opened.

    Raises:
        Irregular: if it is a FIFO or the like, or a link that is not to be followed.
        CannotRead: if it cannot be read.
    """
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if follow else os.O_NOFOLLOW)
    try:
        kind = path.stat(follow_symlinks=follow).st_mode
        if not stat.S_ISREG(kind):
            what = "is a link, which is not followed" if stat.S_ISLNK(kind) else "is no regular file"
            raise Irregular(f"{path} {what}", where=str(path))
        with open(path, "rb", opener=lambda name, _: os.open(name, flags)) as file:
            return file.read(limit + 1)
    except OSError as error:
        raise CannotRead(f"cannot read {path}: {error.strerror}", where=str(path)) from error


def _signatures_in(folder: Path) -> Mapping[str, Sequence[str]]:
    """Return the names of all files with signatures in a folder, by that of the first one over the same package."""
    found: dict[str, list[str]] = {}
    with os.scandir(folder) as listing:
        for name in sorted(entry.name for entry in listing):
            before, mark, after = name.rpartition(sshsig.SUFFIX)
            if mark and (not after or (after.startswith(".") and "/" not in after)):
                found.setdefault(before + mark, []).append(name)
    return found


def _with(
    subject: Subject, tried: Sequence[Tried], unread: Sequence[Finding], absent: Sequence[Finding], seal: Seal | None
) -> Subject:
    good = [one for one in tried if one.principals]
    # What a stranger has signed besides, or a key that has run out, is no fault where somebody who counts has signed.
    counted = [one for one in tried if absent or not good or one.principals or one.contradicts]
    findings = (*unread, *absent, *(finding for one in counted for finding in one.findings))
    state = State.FAILED if errors_in(findings) else State.NOT_RUN if findings else State.PASSED
    check = Check(name="signature", state=state, note=_note(good, len(tried) - len(counted), seal))
    return replace(subject, checks=(*subject.checks, check), findings=(*subject.findings, *findings))


def _note(good: Sequence[Tried], aside: int, seal: Seal | None) -> str:
    if not good or seal is None:
        return "none that counts"
    by = [f"{', '.join(one.principals)} {fingerprint(one.public or b'')}" for one in good]
    others = f"; {aside} more that {'does' if aside == 1 else 'do'} not count" if aside else ""
    return f"{', '.join(by)} over {seal.name}, at a time that nobody vouches for{others}"


def _malformed(path: Path, error: CannotRead) -> Finding:
    return Finding(code="L232", path=str(path), detail=(error.message,))


def _unread(path: Path, error: CannotRead) -> Finding:
    return Finding(code="F903", path=str(path), detail=(error.message,), help=error.help)

# SPDX-License-Identifier: Apache-2.0
"""The BagIt profiles of a run: those that the caller demands, and those that a bag may name. None is ever fetched."""

from __future__ import annotations

import os
import select
import stat
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from archiver.bag.profile import Profile, parse_profile
from archiver.bag.profile_json import LARGEST
from archiver.codes import Severity
from archiver.errors import CannotRead, UsageError
from archiver.findings import Check, Finding, State, Subject
from archiver.rules import PROFILES, rule

if TYPE_CHECKING:
    from collections.abc import Iterable

_PATIENCE = 1000
"""Milliseconds in which somebody has to begin to write into a pipe."""


def demanded(profiles: Iterable[str | Path]) -> tuple[tuple[Profile, ...], tuple[Subject, ...]]:
    """Return the profiles that the caller demands, and a subject for each file among them with something to tell.

    Each is the name of a bundled profile or the path of a JSON file; a file that is called like a bundled profile
    is meant by `./name`.

    Raises:
        UsageError: if there is neither a bundled profile nor a file of this name, or it is a URL.
        CannotRead: if the file cannot be read.
    """
    found = []
    subjects = []
    for name in dict.fromkeys(map(str, profiles)):
        profile, findings = _bundled(name) if name in PROFILES else parse_profile(_read(name), path=name)
        if profile is not None:
            found.append(profile)
        if findings:
            subjects.append(_subject(name, profile, findings))
    return tuple(found), tuple(subjects)


def known(identifier: str) -> Profile | None:
    """Return the bundled profile that bags name by this identifier; None if there is none."""
    profiles = (_bundled(name)[0] for name in PROFILES)
    return next((profile for profile in profiles if profile and identifier in profile.identifiers), None)


@cache
def _bundled(name: str) -> tuple[Profile | None, tuple[Finding, ...]]:
    return parse_profile(rule(PROFILES[name]), path=name)


def _read(name: str) -> bytes:
    path = Path(name)
    advice = f"give a JSON file or one of {', '.join(PROFILES)}"
    if not name:
        raise UsageError("the name of a profile is empty", help=advice)
    if "://" in name:
        raise UsageError(f"no profile is fetched: {name}", where=name, help="save it, look at it, and give the file")
    try:
        return _octets(path)
    except FileNotFoundError as error:
        raise UsageError(f"no such profile: {name}", where=name, help=advice) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CannotRead(f"cannot read the profile {name}: {reason}", where=name, help=advice) from error


def _octets(path: Path) -> bytes:
    """Return what a file or a pipe holds, up to just too much.

    Nobody is waited for who never comes: a pipe that somebody writes into is read to its end, and another one given up.
    """
    with open(path, "rb", buffering=0, opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK)) as file:
        kind = os.fstat(file.fileno()).st_mode
        if not (stat.S_ISREG(kind) or stat.S_ISFIFO(kind)):
            raise ValueError("neither a file nor a pipe")
        data, waits = b"", 0 if stat.S_ISREG(kind) else 1
        while len(data) <= LARGEST:
            piece = file.read(LARGEST + 1 - len(data))
            if piece:
                data += piece
            elif piece is None:  # somebody is about to write
                _wait(file.fileno(), None)
            elif data or not waits:
                break
            else:
                waits -= 1
                _wait(file.fileno(), _PATIENCE)
        if not data and stat.S_ISFIFO(kind):
            raise ValueError("nobody writes into it")
        return data


def _wait(descriptor: int, milliseconds: int | None) -> None:
    readable = select.poll()
    readable.register(descriptor, select.POLLIN)
    readable.poll(milliseconds)


def _subject(name: str, profile: Profile | None, findings: tuple[Finding, ...]) -> Subject:
    severities = {finding.severity for finding in findings}
    state = State.PASSED
    if Severity.ERROR in severities:
        state = State.FAILED
    elif Severity.WARNING in severities:
        state = State.WARNED
    version = f"BagIt Profiles {'.'.join(map(str, profile.version))}" if profile else "no JSON"
    return Subject(path=name, checks=(Check(name="profile", state=state, note=version),), findings=findings)

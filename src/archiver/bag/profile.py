# SPDX-License-Identifier: Apache-2.0
"""A BagIt profile: what the consumer of bags demands of them, read from its JSON. Pure; BagIt Profiles 1.1.0 to 1.4.0.

An identifier is a URI and stays one: nothing here or elsewhere opens it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from archiver.bag.manifest import algorithm_of
from archiver.bag.paths import visible
from archiver.bag.patterns import Patterns
from archiver.bag.profile_json import Fault, as_pointer, load
from archiver.findings import Finding, in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

SpecVersion = tuple[int, int, int]

OLDEST: SpecVersion = (1, 1, 0)
"""What a profile follows that states no version."""
NEWEST: SpecVersion = (1, 4, 0)

IDENTIFIER = "BagIt-Profile-Identifier"
TARGET = "urn:x-archiver:profile:target:"
"""How the identifiers begin of those profiles that we wrote for a target which never published one."""
INFO, VERSION = "BagIt-Profile-Info", "BagIt-Profile-Version"

_LISTS = {
    "Manifests-Required": OLDEST,
    "Manifests-Allowed": (1, 3, 0),
    "Tag-Manifests-Required": OLDEST,
    "Tag-Manifests-Allowed": (1, 3, 0),
    "Tag-Files-Required": OLDEST,
    "Tag-Files-Allowed": (1, 2, 0),
    "Payload-Files-Required": NEWEST,
    "Payload-Files-Allowed": NEWEST,
    "Accept-Serialization": OLDEST,
    "Accept-BagIt-Version": OLDEST,
}
_SWITCHES = {"Allow-Fetch.txt": OLDEST, "Fetch.txt-Required": NEWEST, "Data-Empty": NEWEST}
_DEFAULTS = {"Allow-Fetch.txt": True, "Fetch.txt-Required": False, "Data-Empty": False}
_SINCE: Mapping[str, SpecVersion] = {INFO: OLDEST, "Bag-Info": OLDEST, "Serialization": OLDEST, **_LISTS, **_SWITCHES}
"""The keys of a profile and the version of the specification that brought each."""

_INFO_REQUIRED = ("Source-Organization", "External-Description", "Version", IDENTIFIER)
_INFO_KNOWN = {*_INFO_REQUIRED, VERSION, "Contact-Name", "Contact-Phone", "Contact-Email"}
_TAG_KNOWN = {"required", "values", "repeatable", "description"}
_PAIRS = ("Manifests", "Tag-Manifests", "Tag-Files", "Payload-Files")
_FOREIGN = {
    "bagItProfileInfo": "this is a profile in the own form of DART: export it there as a standard BagIt profile",
    "ordered": "this is a profile of the Bagger: write it anew after BagIt Profiles",
}
_MOST = 1000
"""Entries of one list; patterns are tried on every file of a bag."""


class Serialization(StrEnum):
    """Whether a bag may or must come in an archive file."""

    FORBIDDEN = "forbidden"
    REQUIRED = "required"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """What a profile demands of one tag of bag-info.txt."""

    label: str
    """As the profile writes it; labels are compared without regard to case."""
    required: bool = False
    values: tuple[str, ...] = ()
    """The values that are accepted, letter for letter; empty: any."""
    repeatable: bool = True
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The rules of a BagIt profile, with the defaults of the specification where it is silent."""

    name: str
    """What reports call it: the file as the user typed it, or the name of a bundled one."""
    identifier: str
    """Its URI; empty if it states none."""
    whole: bool = True
    """Whether all its rules could be read."""
    version: SpecVersion = OLDEST
    """The version of BagIt Profiles that it follows."""
    tags: tuple[Tag, ...] = ()
    manifests_required: tuple[str, ...] = ()
    manifests_allowed: tuple[str, ...] | None = None
    tag_manifests_required: tuple[str, ...] = ()
    tag_manifests_allowed: tuple[str, ...] | None = None
    tag_files_required: tuple[str, ...] = ()
    tag_files_allowed: Patterns | None = None
    payload_files_required: tuple[str, ...] = ()
    """Paths with `data/`; one that ends in `/` is a folder with something in it."""
    payload_files_allowed: Patterns | None = None
    allow_fetch: bool = True
    fetch_required: bool = False
    data_empty: bool = False
    serialization: Serialization = Serialization.OPTIONAL
    accept_serialization: tuple[str, ...] | None = None
    accept_bagit_version: tuple[str, ...] = ()

    @property
    def published(self) -> bool:
        """Whether bags can know it: they name it, and have a bag-info.txt to name it in."""
        return not self.identifier.startswith(TARGET)

    @property
    def identifiers(self) -> frozenset[str]:
        """All identifiers by which a bag may name it: its own, and those that it lists as values of the tag."""
        listed = (tag.values for tag in self.tags if tag.label.casefold() == IDENTIFIER.casefold())
        return frozenset({self.identifier, *(value for values in listed for value in values)}) - {""}


def parse_profile(data: bytes, *, path: str, name: str | None = None) -> tuple[Profile | None, tuple[Finding, ...]]:
    """Read a profile and say what is wrong with it, each fault with its JSON path (RFC 9535).

    `path` is the file in the findings, `name` what reports call the profile (the path, if not given). A rule that
    cannot be read is left out and the profile is then not `whole`; None if it is no JSON object at all. Keys that
    the specification does not have are told in one note; a rule newer than the version that the profile states is
    not applied, with a warning.
    """
    content, fault = load(data)
    if fault is not None:
        return None, (Finding(code="B301", path=path, line=fault.line, column=fault.column, detail=(fault.reason,)),)
    reading = _Reading(content)
    profile = reading.profile(path if name is None else name)
    return profile, in_order(reading.told(path))


class _Reading:
    """The faults of one profile as they are met."""

    def __init__(self, content: Mapping[str, object]) -> None:
        self.content = content
        self.faults: list[tuple[str, Fault]] = []
        self.unknown: list[str] = []
        self.version = OLDEST

    def say(self, code: str, reason: str, *place: str | int) -> None:
        self.faults.append((code, Fault(reason, place)))

    def told(self, path: str) -> Iterator[Finding]:
        advice = next((advice for key, advice in _FOREIGN.items() if key in self.content), None)
        for code, fault in self.faults:
            detail = (visible(fault.reason),)
            help_ = advice if code == "B302" else None
            yield Finding(code=code, path=path, pointer=visible(as_pointer(fault.place)), detail=detail, help=help_)
        if self.unknown:
            yield Finding(code="B303", path=path, detail=tuple(map(visible, sorted(self.unknown))))

    def profile(self, name: str) -> Profile:
        identifier = self.info()
        lists = {key: self.strings(key) for key in _LISTS}
        switches = {
            key: self.switch(self.content[key], key, default=_DEFAULTS[key]) if self.applies(key) else _DEFAULTS[key]
            for key in _SWITCHES
        }
        self.unknown += [as_pointer((key,)) for key in self.content if key not in _SINCE]
        tags = tuple(self.tags())
        serialization = self.serialization(lists["Accept-Serialization"])
        self.contradictions(lists, switches)
        if not identifier.startswith(TARGET):
            self.needless(lists["Tag-Files-Required"] or ())
        return Profile(
            name=name,
            identifier=identifier,
            whole=not any(code == "B302" for code, _ in self.faults),
            version=self.version,
            tags=tags,
            manifests_required=_algorithms(lists["Manifests-Required"]) or (),
            manifests_allowed=_algorithms(lists["Manifests-Allowed"]),
            tag_manifests_required=_algorithms(lists["Tag-Manifests-Required"]) or (),
            tag_manifests_allowed=_algorithms(lists["Tag-Manifests-Allowed"]),
            tag_files_required=lists["Tag-Files-Required"] or (),
            tag_files_allowed=_patterns(lists["Tag-Files-Allowed"]),
            payload_files_required=lists["Payload-Files-Required"] or (),
            payload_files_allowed=_patterns(lists["Payload-Files-Allowed"]),
            allow_fetch=switches["Allow-Fetch.txt"],
            fetch_required=switches["Fetch.txt-Required"],
            data_empty=switches["Data-Empty"],
            serialization=serialization,
            accept_serialization=lists["Accept-Serialization"],
            accept_bagit_version=lists["Accept-BagIt-Version"] or (),
        )

    # What the profile says of itself

    def info(self) -> str:
        info = self.content.get(INFO)
        if not isinstance(info, dict):
            self.say("B302", "an object is needed that says what the profile is", INFO)
            return ""
        for key in _INFO_REQUIRED:
            if not isinstance(info.get(key), str) or not info[key].strip():
                self.say("B302", f"{key} is needed, a string", INFO, key)
        self.unknown += [as_pointer((INFO, key)) for key in info if key not in _INFO_KNOWN]
        self.state_version(info.get(VERSION))
        identifier = info.get(IDENTIFIER)
        return identifier.strip() if isinstance(identifier, str) else ""

    def state_version(self, stated: object) -> None:
        """Take the version that the profile follows; one that states none follows 1.1.0."""
        if stated is None:
            return
        numbers = stated.split(".") if isinstance(stated, str) else []
        if not 1 <= len(numbers) <= len(NEWEST) or not all(n.isascii() and n.isdigit() and len(n) < 5 for n in numbers):  # noqa: PLR2004 # a version of five digits is none
            self.say("B302", "a version of BagIt Profiles is a string such as 1.4.0", INFO, VERSION)
            self.version = NEWEST
            return
        major, minor, patch = (*map(int, numbers), 0, 0)[:3]
        if (major, minor) > NEWEST[:2]:
            self.say("B305", f"{stated} is newer than this tool, which reads the profile as 1.4.0", INFO, VERSION)
        self.version = min(max((major, minor, patch), OLDEST), NEWEST)

    # What it demands

    def applies(self, key: str) -> bool:
        """Tell whether the key is there and the version that the profile states has it."""
        if key not in self.content:
            return False
        if self.version >= _SINCE[key]:
            return True
        known, stated = (".".join(map(str, version)) for version in (_SINCE[key], self.version))
        self.say("B304", f"{key} came with BagIt Profiles {known}, this profile is of {stated}", key)
        return False

    def strings(self, key: str) -> tuple[str, ...] | None:
        """Read a list of strings; None where there is none."""
        return self.list_of_strings(self.content[key], key) if self.applies(key) else None

    def list_of_strings(self, value: object, *place: str) -> tuple[str, ...] | None:
        if not isinstance(value, list) or len(value) > _MOST:
            self.say("B302", f"a list of strings is needed, of at most {_MOST}", *place)
            return None
        for number, entry in enumerate(value):
            if not isinstance(entry, str):
                self.say("B302", "a string is needed", *place, number)
        return tuple(entry for entry in value if isinstance(entry, str))

    def switch(self, value: object, *place: str, default: bool) -> bool:
        """Read true or false; the grammar of the specification has them in quotation marks, its examples not."""
        if isinstance(value, str):
            value = {"true": True, "false": False}.get(value.lower(), value)
        if isinstance(value, bool):
            return value
        self.say("B302", "true or false is needed", *place)
        return default

    def serialization(self, accepted: Sequence[str] | None) -> Serialization:
        stated = self.content.get("Serialization", Serialization.OPTIONAL)
        if not isinstance(stated, str) or stated not in set(Serialization):
            self.say("B302", "one of forbidden, required and optional is needed", "Serialization")
            return Serialization.OPTIONAL
        if not accepted and stated != Serialization.FORBIDDEN:
            code = "B302" if stated == Serialization.REQUIRED else "B305"
            self.say(code, f"at least one media type is needed where serialization is {stated}", "Accept-Serialization")
        return Serialization(stated)

    def tags(self) -> Iterator[Tag]:
        rules = self.content.get("Bag-Info", {})
        if not isinstance(rules, dict):
            self.say("B302", "an object is needed, with the rules by label", "Bag-Info")
            return
        for label, rule in rules.items():
            if not isinstance(rule, dict):
                self.say("B302", "an object is needed, with the rules on this tag", "Bag-Info", label)
                continue
            self.unknown += [as_pointer(("Bag-Info", label, key)) for key in rule if key not in _TAG_KNOWN]
            yield self.tag(label, rule)

    def tag(self, label: str, rule: Mapping[str, object]) -> Tag:
        place = ("Bag-Info", label)
        description = rule.get("description", "")
        if not isinstance(description, str):
            self.say("B302", "a string is needed", *place, "description")
        values = self.list_of_strings(rule["values"], *place, "values") if "values" in rule else ()
        return Tag(
            label=label,
            required=self.switch(rule.get("required", False), *place, "required", default=False),
            values=values or (),
            repeatable=self.switch(rule.get("repeatable", True), *place, "repeatable", default=True),
            description=description if isinstance(description, str) else "",
        )

    # Where it contradicts itself

    def contradictions(self, lists: Mapping[str, tuple[str, ...] | None], switches: Mapping[str, bool]) -> None:
        if not lists["Accept-BagIt-Version"]:
            self.say("B302", "at least one version of BagIt is needed", "Accept-BagIt-Version")
        if switches["Fetch.txt-Required"] and not switches["Allow-Fetch.txt"]:
            self.say("B302", "fetch.txt is required and not allowed", "Fetch.txt-Required")
        for pair in _PAIRS:
            allowed = lists[f"{pair}-Allowed"]
            allows = _allowing(pair, allowed) if allowed is not None else None
            for number, entry in enumerate(lists[f"{pair}-Required"] or ()):
                if allows and not allows(entry):
                    reason = f"{entry} is required and not allowed by {pair}-Allowed"
                    self.say("B302", reason, f"{pair}-Required", number)
        for number, entry in enumerate(lists["Payload-Files-Required"] or ()):
            if not entry.startswith("data/"):
                self.say("B302", f"{entry} does not lie in data/", "Payload-Files-Required", number)

    def needless(self, tag_files: Sequence[str]) -> None:
        for number, entry in enumerate(tag_files):
            if entry == "bag-info.txt" or algorithm_of(entry) is not None:
                self.say("B305", f"{entry} has rules of its own", "Tag-Files-Required", number)


def _allowing(pair: str, allowed: Sequence[str]) -> Callable[[str], bool]:
    """Return what tells whether a required entry is an allowed one."""
    if pair.endswith("Manifests"):
        algorithms = {_algorithm(entry) for entry in allowed}
        return lambda entry: _algorithm(entry) in algorithms
    return Patterns(allowed).cover


def _patterns(entries: Sequence[str] | None) -> Patterns | None:
    return None if entries is None else Patterns(entries)


def _algorithm(name: str) -> str:
    """Write an algorithm as the names of manifests have it (RFC 8493 §2.4): `sha256` for `SHA-256`."""
    return name.lower().replace("-", "")


def _algorithms(names: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(map(_algorithm, names))

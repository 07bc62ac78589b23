# SPDX-License-Identifier: Apache-2.0
"""The manifests of one kind taken together: what they list, what has changed, where they disagree. Pure."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from archiver.bag.manifest import WEAK, Manifest, manifest_name
from archiver.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from archiver.bag.contents import Observed

MOST_LINES = 20
"""Lines of detail of one finding; the rest is counted."""

_SHOWN = 8


class Sheaf:
    """All payload manifests, or all tag manifests, of a bag, held against what was found in it.

    `broken` names the manifests with lines that could not be read, `altered` those of which a tag manifest says
    that they changed. The lists of the others are trusted, if there are any others.
    """

    def __init__(
        self,
        manifests: Mapping[str, Manifest],
        observed: Observed,
        *,
        tag: bool,
        broken: Collection[str],
        altered: Collection[str] = (),
    ) -> None:
        self.manifests, self.observed, self.tag, self.broken = manifests, observed, tag, broken
        whole = [name for name in sorted(manifests) if manifest_name(name, tag=tag) not in broken]
        sound = [name for name in whole if manifest_name(name, tag=tag) not in altered]
        self.trusted = tuple(sound or whole or sorted(manifests))

    def names(self) -> tuple[str, ...]:
        """Return the file names of the manifests."""
        return tuple(manifest_name(algorithm, tag=self.tag) for algorithm in sorted(self.manifests))

    def by_name(self) -> Iterator[tuple[str, Manifest]]:
        """Go through the manifests with their file names."""
        for algorithm in sorted(self.manifests):
            yield manifest_name(algorithm, tag=self.tag), self.manifests[algorithm]

    def has_whole_list(self) -> bool:
        """Tell whether at least one manifest could be read to its end, so that what it leaves out is known."""
        return any(manifest_name(algorithm, tag=self.tag) not in self.broken for algorithm in self.trusted)

    def digest(self, path: str, algorithm: str) -> bytes | None:
        """Return the digest that a trusted manifest gives, if it lists the file and can be checked."""
        if algorithm not in self.trusted or not self.can_check(algorithm):
            return None
        return self.manifests[algorithm].entries.get(path)

    def can_check(self, algorithm: str) -> bool:
        """Tell whether the algorithm is known; of one that is not, only the list of files is of use."""
        return algorithm in self.observed.algorithms

    @cached_property
    def reference(self) -> set[str]:
        """Return the paths that the trusted manifests list, without mere misspellings of a file that is there."""
        listed: set[str] = set()
        for algorithm in self.trusted:
            listed |= self.manifests[algorithm].entries.keys()
        return listed - self._misspelt()

    def _misspelt(self) -> set[str]:
        """Return what only one of several manifests lists while it leaves out a file with that very digest."""
        found: set[str] = set()
        if len(self.trusted) > 1:
            for algorithm in filter(self.can_check, self.trusted):
                found |= self._misspelt_in(algorithm)
        return found

    def _misspelt_in(self, algorithm: str) -> set[str]:
        entries = self.manifests[algorithm].entries
        others = self._listed_by_others(algorithm)
        odd = entries.keys() - others - self.observed.files.keys()
        if not odd:
            return set()
        left_out = others - entries.keys()
        digests = {self.observed.digest(path, algorithm) for path in left_out & self.observed.files.keys()}
        return {path for path in odd if entries[path] in digests}

    def _listed_by_others(self, algorithm: str) -> set[str]:
        return {path for other in self.trusted if other != algorithm for path in self.manifests[other].entries}

    @cached_property
    def changed(self) -> dict[str, tuple[str, ...]]:
        """Return the files that are not what was recorded, with what was recorded and found.

        Where a strong algorithm agrees and another does not, not the file is wrong but the manifest.
        """
        found: dict[str, tuple[str, ...]] = {}
        for path in sorted(self.reference & self.observed.files.keys()):
            verdicts = self._verdicts(path)
            good = {algorithm for algorithm, agrees in verdicts.items() if agrees}
            if len(good) < len(verdicts) and not good - WEAK:
                bad = [algorithm for algorithm in verdicts if algorithm not in good]
                found[path] = tuple(self._compared(path, algorithm) for algorithm in bad)
        return found

    def _verdicts(self, path: str) -> dict[str, bool]:
        return {
            algorithm: digest == self.observed.digest(path, algorithm)
            for algorithm in self.trusted
            if (digest := self.digest(path, algorithm)) is not None
        }

    def _compared(self, path: str, algorithm: str) -> str:
        recorded = self.manifests[algorithm].entries[path].hex()[:_SHOWN]
        found = self.observed.digest(path, algorithm).hex()[:_SHOWN]
        return f"{algorithm} recorded {recorded}…   found {found}…"


def disagreements(sheaf: Sheaf, *, whole: bool) -> Iterator[Finding]:
    """Say of each manifest how it disagrees with the others: one finding each.

    With `whole` every manifest has to list every file (RFC 8493, §2.1.3 for payload manifests).
    """
    if len(sheaf.manifests) < 2:  # noqa: PLR2004 # it takes two to disagree
        return
    changed = sheaf.changed
    reference = sheaf.reference
    for name, manifest in sheaf.by_name():
        if name in sheaf.broken:
            continue
        left_out = sorted((reference & sheaf.observed.files.keys()) - manifest.entries.keys()) if whole else []
        wrong = _wrong_entries(sheaf, manifest, changed, reference)
        lines = [f"does not list {path}" for path in left_out] + wrong
        if lines:
            yield Finding(code="B109" if wrong else "B108", path=name, detail=_cut(lines))


def _wrong_entries(
    sheaf: Sheaf, manifest: Manifest, changed: Mapping[str, tuple[str, ...]], reference: set[str]
) -> list[str]:
    lines = []
    for path, digest in sorted(manifest.entries.items()):
        if path not in reference:
            lines.append(f"lists {path}, which no other manifest does")
        elif path in sheaf.observed.files and path not in changed and sheaf.can_check(manifest.algorithm):
            found = sheaf.observed.digest(path, manifest.algorithm)
            if found != digest:
                recorded = f"{manifest.algorithm} recorded {digest.hex()[:_SHOWN]}…   found {found.hex()[:_SHOWN]}…"
                lines.append(f"{path}: {recorded}")
    return lines


def _cut(lines: list[str]) -> tuple[str, ...]:
    if len(lines) <= MOST_LINES:
        return tuple(lines)
    return (*lines[:MOST_LINES], f"and {len(lines) - MOST_LINES} more")

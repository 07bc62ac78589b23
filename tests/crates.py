# SPDX-License-Identifier: Apache-2.0
"""The outside judge of RO-Crates, and a JSON-LD context of our own for it, so that nothing is fetched.

python tests/crates.py FOLDER…      one JSON list for each crate: what the judge finds wrong at REQUIRED
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PROFILES = ("ro-crate-1.3", "process-run-crate-0.5")
CONTEXTS = ("https://w3id.org/ro/crate/1.3/context", "https://w3id.org/ro/crate/1.1/context")
CLASSES = (
    "AssessAction CheckAction CreateAction CreativeWork Dataset Organization Person Place ReceiveAction "
    "SoftwareApplication Thing WebPage"
)
PROPERTIES = (
    "about actionStatus affiliation agent alternateName author contentLocation contentSize datePublished description "
    "encodingFormat endTime familyName givenName hasPart identifier inLanguage instrument isBasedOn jobTitle keywords "
    "license mainEntity mentions name object parentOrganization publisher result sameAs sha256 url version"
)
"""The terms of schema.org that we use: a crate with any other is refused."""
TERMS = {term: f"http://schema.org/{term}" for term in f"{CLASSES} {PROPERTIES}".split()} | {
    "File": "http://schema.org/MediaObject",
    "conformsTo": "http://purl.org/dc/terms/conformsTo",
    "Profile": "http://www.w3.org/ns/dx/prof/Profile",
}


def judge(*crates: Path) -> list[list[str]]:
    """Return what roc-validator finds wrong with each crate, all in one process of its own."""
    with tempfile.TemporaryDirectory() as home:  # it keeps a cache there
        run = subprocess.run(
            [sys.executable, __file__, *map(str, crates)],
            capture_output=True, text=True, check=False, timeout=300, env={**os.environ, "HOME": home}, cwd=home,
        )  # fmt: skip
    assert run.returncode == 0, run.stderr[-3000:]
    found: list[list[str]] = json.loads(run.stdout.splitlines()[-1])
    return found


def _answer(url: str) -> object:
    import requests  # noqa: PLC0415 # comes with the judge

    answer = requests.Response()
    answer.url, answer.status_code = url, 200 if url in CONTEXTS else 404
    answer.headers["Content-Type"] = "application/ld+json"
    answer._content = json.dumps({"@context": TERMS}).encode()  # noqa: SLF001 # a response has no other door
    return answer


def _main(crates: list[str]) -> None:
    from rocrate_validator import services  # noqa: PLC0415 # an import of seconds
    from rocrate_validator.models import Severity, ValidationSettings  # noqa: PLC0415 # the same
    from rocrate_validator.utils.http import HttpRequester  # noqa: PLC0415 # the same

    found = []
    for crate in crates:
        wrong = []
        for profile in PROFILES:
            settings = ValidationSettings(
                rocrate_uri=crate, profile_identifier=profile, requirement_severity=Severity.REQUIRED,
                skip_availability_check=True, no_cache=True,
            )  # fmt: skip
            requester = HttpRequester()
            requester.get = lambda url, **_: _answer(str(url))
            requester.head = lambda url, **_: _answer(str(url))
            result = services.validate(settings)
            assert result.context.result.executed_checks, "the judge checked nothing"
            wrong += [f"{profile}: {issue.check.identifier}: {issue.message}" for issue in result.get_issues()]
        found.append(wrong)
    print(json.dumps(found))  # noqa: T201 # the answer


if __name__ == "__main__":
    _main(sys.argv[1:])

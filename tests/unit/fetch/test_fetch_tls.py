# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import os
import shutil
import ssl
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import servers
from holey import holey

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not there to make a certificate")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that signs itself, with its key in the same file."""
    made = tmp_path / "certificate.pem"
    kind = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1"
    command = ["openssl", *kind.split(), "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(tmp_path / "key.pem")]
    subprocess.run([*command, "-out", str(made)], check=True, capture_output=True)
    made.write_bytes((tmp_path / "key.pem").read_bytes() + made.read_bytes())
    return made


def run(bag: Path, *trusted: Path) -> tuple[int, str]:
    """Fetch in a process of its own, which trusts the given certificate; return its exit code and the reason."""
    done = subprocess.run(
        [sys.executable, "-m", "archiver", "fetch", bag, "--allow-private", "--tries", "1", "--format", "json"],
        env=os.environ | {"SSL_CERT_FILE": str(trusted[0]) if trusted else os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )
    (subject,) = json.loads(done.stdout)["subjects"]
    told = [f"{finding['code']} {finding['detail'][0]}" for finding in subject["findings"] if finding["code"] > "B41"]
    return done.returncode, told[0] if told else ""


def test_a_file_comes_by_tls_from_a_host_whose_certificate_holds(tmp_path: Path, certificate: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with servers.serving(context) as server:
        data = b"x" * 300_000
        server.replies["/a"] = servers.in_turn(servers.broken(data, 9), servers.file(data))
        bag = holey(tmp_path / "bag", {"a": (data, server.url("/a", scheme="https"), str(len(data)))})
        code, told = run(bag)
        assert (code, "certificate of the host does not hold" in told) == (3, True)
        other = holey(tmp_path / "other", {"a": (data, server.url("/a", scheme="https", host="localhost"), "-")})
        code, told = run(other, certificate)
        assert (code, "certificate of the host does not hold" in told) == (3, True)
        assert server.asked == []
        assert run(bag, certificate)[0] == 3  # the server breaks off
        code, told = run(bag, certificate)
        assert (code, told) == (0, "B411 300000 octets")
        assert server.asked[-1][1]["Range"] == "bytes=9-"


def test_a_host_that_does_not_speak_tls_is_a_finding(tmp_path: Path) -> None:
    with servers.serving() as server:
        bag = holey(tmp_path / "bag", {"a": (b"a", server.url("/a", scheme="https"), "-")})
        code, told = run(bag)
        assert (code, told[:4]) == (3, "B412")

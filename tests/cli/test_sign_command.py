# SPDX-License-Identifier: Apache-2.0
"""`archiver sign` and `archiver verify --signers`, as a user runs them."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bags import BARE
from builders import a_package
from signing import a_signature, allow, key, keygen, private_text, public_text, ssh_keygen, write_key

if TYPE_CHECKING:
    from pathlib import Path

ADA = "ada@example.org"
NOTHING: dict[str, str] = {}


class Run:
    """A place with a package and keys, and the commands that are run in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.package = a_package(root)
        self.sidecar = self.package.with_name("v1.sshsig")
        write_key(root)
        write_key(root, "other", number=2)
        allow(f"{ADA} {public_text(key())}", to=root / "signers")

    def __call__(
        self, *args: str | Path, before: tuple[str, ...] = (), env: dict[str, str] = NOTHING
    ) -> tuple[int, str, str]:
        done = subprocess.run(
            [*before, sys.executable, "-m", "archiver", *map(str, args)],
            cwd=self.root,
            env={**(BARE if before else os.environ), "SOURCE_DATE_EPOCH": "1700000000", **env},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout, done.stderr

    def sign(self, *args: str | Path, env: dict[str, str] = NOTHING) -> tuple[int, str, str]:
        return self("sign", self.package, "--key", "key", *args, env=env)

    def verify(self, *args: str | Path, env: dict[str, str] = NOTHING) -> tuple[int, set[str]]:
        code, said, _ = self("verify", self.package, "--signers", "signers", *args, "--format", "json", env=env)
        return code, {finding["code"] for subject in json.loads(said)["subjects"] for finding in subject["findings"]}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path)


def test_a_signature_lies_beside_the_package_and_is_the_same_each_time(run: Run) -> None:
    for _ in range(2):
        assert run.sign() == (0, f"{run.sidecar}\n", "")
        assert run.sidecar.read_bytes() == a_signature(key(), (run.package / "tagmanifest-sha512.txt").read_bytes())
        assert sorted(path.name for path in run.package.parent.iterdir()) == ["v1", "v1.sshsig"]
    assert stat.S_IMODE(run.sidecar.stat().st_mode) & 0o444
    assert run.verify() == (0, set())


def test_the_signature_of_another_is_replaced_only_if_that_is_asked(run: Run) -> None:
    assert run.sign()[0] == 0
    before = run.sidecar.read_bytes()
    code, said, told = run.sign("--key", "other")
    assert (code, said, run.sidecar.read_bytes()) == (2, "", before)
    assert "SHA256:" in told
    assert "--as NAME" in told
    assert run.sign("--key", "other", "--as", "bob")[:2] == (0, f"{run.sidecar}.bob\n")
    assert run.verify() == (0, set())
    assert run.sign("--key", "other", "--replace")[0] == 0
    assert run.sidecar.read_bytes() != before
    assert run.verify() == (1, {"L234"})


def test_an_old_signature_of_ones_own_is_replaced(run: Run) -> None:
    run.sidecar.write_bytes(a_signature(key(), b"an earlier bag"))
    assert run.verify() == (1, {"L233"})
    assert run.sign()[0] == 0
    assert run.verify() == (0, set())


@pytest.mark.parametrize("kind", ["letter", "folder", "link", "fifo"])
def test_what_is_no_signature_is_never_replaced(run: Run, kind: str) -> None:
    other = run.root / "letter"
    other.write_text("Dear Ada")
    if kind == "letter":
        run.sidecar.write_text("Dear Ada")
    elif kind == "folder":
        run.sidecar.mkdir()
    elif kind == "link":
        run.sidecar.symlink_to(other)
    else:
        os.mkfifo(run.sidecar)
    code, said, told = run.sign("--replace")
    assert (code, said) == (2, "")
    assert "is there and is no signature" in told
    assert other.read_text() == "Dear Ada"


def test_several_packages_are_signed_all_or_none(run: Run) -> None:
    second = a_package(run.root / "second")
    (second / "data" / "source" / "bridge.txt").write_text("x")
    code, said, told = run.sign(second)
    assert (code, said) == (1, "")
    assert "F102" in told
    assert not run.sidecar.exists()
    other = second.with_name("v1.sshsig")
    other.write_text("a letter")
    (second / "data" / "source" / "bridge.txt").write_bytes((run.package / "data/source/bridge.txt").read_bytes())
    assert run.sign(second)[:2] == (2, "")
    assert not run.sidecar.exists()
    other.unlink()
    assert run.sign(second)[:2] == (0, f"{run.sidecar}\n{other}\n")


def test_a_passphrase_comes_from_the_environment_and_is_never_asked_for(run: Run) -> None:
    (run.root / "key").write_bytes(private_text(key(), b"se cret"))
    code, said, told = run.sign()
    assert (code, said) == (2, "")
    assert "ARCHIVER_SSH_PASSPHRASE" in told
    code, said, told = run.sign(env={"ARCHIVER_SSH_PASSPHRASE": "wrong words"})
    assert (code, said) == (2, "")
    assert "wrong words" not in told
    assert run.sign(env={"ARCHIVER_SSH_PASSPHRASE": "se cret"})[0] == 0
    assert run.verify() == (0, set())


def test_the_key_may_be_named_by_the_environment(run: Run) -> None:
    assert run("sign", run.package)[0] == 2
    assert run("sign", run.package, env={"ARCHIVER_SSH_KEY": "key"})[0] == 0


def test_what_is_no_private_key_is_refused_and_not_repeated(run: Run) -> None:
    (run.root / "text").write_text("PRIVATE secret words")
    os.mkfifo(run.root / "fifo")
    for name, expected in (("text", 2), ("key.pub", 2), ("nowhere", 3), ("fifo", 3), (".", 3)):
        code, said, told = run.sign("--key", name)
        assert (code, said) == (expected, ""), name
        assert "secret" not in told


def test_no_signature_goes_into_a_bag(run: Run) -> None:
    inner = run.root / "outer" / "data" / "inner"
    (run.root / "outer").mkdir()
    (run.root / "outer" / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    inner.parent.mkdir()
    run.package.rename(inner)
    code, said, told = run("sign", inner, "--key", "key")
    assert (code, said) == (2, "")
    assert "lies in a bag" in told
    assert not inner.with_name("inner.sshsig").exists()


def test_a_signature_that_cannot_be_written_is_not_half_there(run: Run) -> None:
    full = ("sh", "-c", 'ulimit -f 0; trap "" XFSZ; exec "$@"', "sh")
    code, _, told = run("sign", run.package, "--key", "key", before=full)
    assert code == 3
    assert "cannot write" in told
    assert sorted(path.name for path in run.package.parent.iterdir()) == ["v1"]


def test_who_must_have_signed_can_be_named(run: Run) -> None:
    allow(f"{ADA} {public_text(key())}", f"bob@example.org {public_text(key(number=2))}", to=run.root / "signers")
    run.sign()
    assert run.verify("--signed-by", ADA) == (0, set())
    assert run.verify("--signed-by", ADA, "--signed-by", "bob@example.org") == (1, {"L231"})
    run.sign("--key", "other", "--as", "bob")
    assert run.verify("--signed-by", ADA, "--signed-by", "bob@example.org") == (0, set())


def test_the_time_is_the_one_of_checking(run: Run) -> None:
    run.sign()
    allow(f'{ADA} valid-before="20240101Z" {public_text(key())}', to=run.root / "signers")
    assert run.verify() == (0, set())
    assert run.verify(env={"SOURCE_DATE_EPOCH": "1704067201"}) == (1, {"L236"})


def test_revoked_keys_do_not_count(run: Run) -> None:
    run.sign()
    (run.root / "revoked").write_text(public_text(key()) + "\n")
    assert run.verify("--revoked", "revoked") == (1, {"L239"})
    (run.root / "revoked").write_bytes(b"SSHKRL\n\0" + bytes(40))
    code, _, told = run("verify", run.package, "--signers", "signers", "--revoked", "revoked")
    assert code == 1
    assert "L240" in told


def test_options_that_mean_nothing_alone_are_refused(run: Run) -> None:
    for given in (["--signed-by", ADA], ["--revoked", "signers"]):
        code, _, told = run("verify", run.package, *given)
        assert code == 2
        assert "go with --signers" in told


def test_what_cannot_be_read_is_not_green(run: Run) -> None:
    run.sign()
    run.sidecar.chmod(0)
    before: tuple[str, ...] = ()
    if os.geteuid() == 0:  # root reads everything, unless it lays that right down
        dropped = "-dac_override,-dac_read_search"
        before = ("setpriv", f"--bounding-set={dropped}", f"--inh-caps={dropped}")
    code, said, _ = run("verify", run.package, "--signers", "signers", "--format", "concise", before=before)
    assert code == 3
    assert "v1.sshsig: F903" in said
    run.sidecar.chmod(0o644)
    run.package.parent.chmod(0o111)
    code, said, _ = run("verify", run.package, "--signers", "signers", "--format", "concise", before=before)
    run.package.parent.chmod(0o755)
    assert code == 3
    assert "cannot list" in said


@pytest.mark.parametrize("style", ["sarif", "junit", "github", "jsonl", "concise"])
def test_every_report_carries_what_is_wrong_with_a_signature(run: Run, style: str) -> None:
    code, said, _ = run("verify", run.package, "--signers", "signers", "--format", style)
    assert code == 1
    assert "L231" in said


def test_a_verification_that_demands_no_signature_does_not_look_for_the_library(run: Run) -> None:
    program = f"""
import sys
from archiver.cli import main
try: main(["verify", {str(run.package)!r}, "--format", "concise"])
except SystemExit as stopped: assert not stopped.code
assert not [name for name in sys.modules if name.startswith(("cryptography", "archiver.signature"))]
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@ssh_keygen
def test_ssh_keygen_and_archiver_sign_and_verify_the_same(run: Run) -> None:
    tags = (run.package / "tagmanifest-sha512.txt").read_bytes()
    run.sign()
    args: tuple[str | Path, ...] = ("-f", run.root / "signers", "-I", ADA, "-n", "bagit@archiver", "-s", run.sidecar)
    assert keygen("-Y", "verify", *args, message=tags).returncode == 0
    assert keygen("-Y", "verify", *args, message=tags + b"x").returncode != 0
    theirs = keygen("-Y", "sign", "-f", run.root / "key", "-n", "bagit@archiver", message=tags).stdout
    assert theirs == run.sidecar.read_bytes()
    run.sidecar.write_bytes(keygen("-Y", "sign", "-f", run.root / "key", "-n", "file", message=tags).stdout)
    assert run.verify() == (1, {"L235"})

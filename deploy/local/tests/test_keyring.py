"""Secrets are made once, kept to their owner, and keys turn without breaking what they signed."""

import json
import stat
from pathlib import Path

import pytest

from suite.cli import keys
from suite.cli.main import main
from suite.installation import Installation
from suite.keyring import Keyring
from suite.signing import prune, rotate
from suite.topology import SIGNERS


def test_a_second_start_makes_no_new_secret(tmp_path: Path) -> None:
    keyring = Keyring(tmp_path).ensure()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    Keyring(tmp_path).ensure()

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert len(set(keyring.passwords("database").values())) == 16


def test_only_their_owner_reads_the_secrets(tmp_path: Path) -> None:
    Keyring(tmp_path / "secrets").ensure()

    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "secrets").iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700


def test_every_signer_is_trusted_and_no_private_part_is_published(tmp_path: Path) -> None:
    keyring = Keyring(tmp_path).ensure()

    trusted = keyring.trusted()
    assert {key["iss"] for key in trusted} == set(SIGNERS)
    assert all(set(key) == {"kty", "crv", "x", "kid", "iss", "use"} for key in trusted)


def test_a_rotated_key_leaves_the_old_one_trusted_until_it_is_pruned(tmp_path: Path) -> None:
    keyring = Keyring(tmp_path).ensure()
    old = keyring.signing_key("identity")["kid"]

    new = rotate(keyring, "identity", spread=0)

    kids = {key["kid"] for key in keyring.trusted()}
    assert keyring.signing_key("identity")["kid"] == new
    assert {old, new} <= kids
    assert prune(keyring) == []
    assert prune(keyring, kept=0) == [old]
    assert old not in {key["kid"] for key in keyring.trusted()}
    assert [key["kid"] for key in keyring.former()] == [old]
    assert new in {key["kid"] for key in keyring.trusted()}


def test_what_was_pruned_is_told_to_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARVIS_STATE", str(tmp_path))

    code = main(["keys", "prune", "--json"])

    assert (code, json.loads(capsys.readouterr().out)) == (0, {"pruned": []})


def test_a_rotation_is_told_to_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARVIS_STATE", str(tmp_path))
    keyring = Installation.chosen().keyring.ensure()
    monkeypatch.setattr(keys, "rotate", lambda one, service: rotate(one, service, spread=0))

    code = main(["keys", "rotate", "identity", "--json"])

    told = json.loads(capsys.readouterr().out)
    assert (code, told["service"], told["signs_with"]) == (0, "identity", keyring.signing_key("identity")["kid"])

"""What a backup seals is opened by its key alone, whole, or not at all."""

import os
from pathlib import Path

import pytest

from suite.backup import sealing
from suite.keyring import Keyring


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring(tmp_path / "secrets").ensure()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "databases"
    (folder / "base" / "1").mkdir(parents=True)
    (folder / "base" / "1" / "1259").write_bytes(b"Camille Honorat" * 20_000)
    (folder / "empty").touch()
    return folder


def seals(folder: Path, keyring: Keyring) -> Path:
    target = folder.with_name("databases.tar.age")
    sealing.seal_folder(folder, target, sealing.recipient_of(keyring))
    return target


def test_a_folder_comes_out_as_it_went_in(folder: Path, keyring: Keyring, tmp_path: Path) -> None:
    sealing.open_folder(seals(folder, keyring), tmp_path / "back", keyring)

    assert (tmp_path / "back" / "base" / "1" / "1259").read_bytes() == b"Camille Honorat" * 20_000
    assert (tmp_path / "back" / "empty").read_bytes() == b""


def test_nothing_of_it_can_be_read_and_only_its_owner_has_the_file(folder: Path, keyring: Keyring) -> None:
    sealed = seals(folder, keyring)

    assert b"Honorat" not in sealed.read_bytes()
    assert sealed.read_bytes().startswith(b"age-encryption.org/v1\n")
    assert sealed.stat().st_mode & 0o777 == 0o600


def test_another_key_does_not_open_it(folder: Path, keyring: Keyring, tmp_path: Path) -> None:
    another = Keyring(tmp_path / "others").ensure()

    with pytest.raises(sealing.NotOpened, match="No matching keys"):
        sealing.open_folder(seals(folder, keyring), tmp_path / "back", another)


def test_without_a_key_the_answer_names_where_it_was_looked_for(folder: Path, keyring: Keyring, tmp_path: Path) -> None:
    with pytest.raises(sealing.NotOpened, match="nowhere"):
        sealing.open_folder(seals(folder, keyring), tmp_path / "back", Keyring(tmp_path / "nowhere"))


@pytest.mark.parametrize("at", [30, 5_000, 100_000, -1])
def test_one_changed_bit_is_found(folder: Path, keyring: Keyring, tmp_path: Path, at: int) -> None:
    sealed = seals(folder, keyring)
    content = bytearray(sealed.read_bytes())
    content[at] ^= 1
    sealed.write_bytes(content)

    with pytest.raises(sealing.NotOpened):
        sealing.open_folder(sealed, tmp_path / "back", keyring)


@pytest.mark.parametrize("kept", [0, 40, 70_000, -1])
def test_an_end_that_is_missing_is_found(folder: Path, keyring: Keyring, tmp_path: Path, kept: int) -> None:
    sealed = seals(folder, keyring)
    sealed.write_bytes(sealed.read_bytes()[:kept])

    with pytest.raises(sealing.NotOpened):
        sealing.open_folder(sealed, tmp_path / "back", keyring)


def test_a_file_comes_out_as_it_went_in(keyring: Keyring, tmp_path: Path) -> None:
    source = tmp_path / "000000010000000000000001"
    source.write_bytes(os.urandom(3 << 20))

    sealing.seal_file(source, tmp_path / "sealed", sealing.recipient_of(keyring))
    sealing.open_file(tmp_path / "sealed", tmp_path / "opened", keyring)

    assert (tmp_path / "opened").read_bytes() == source.read_bytes()


def test_a_sealing_that_fails_leaves_no_half(folder: Path, keyring: Keyring, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        sealing.seal_folder(tmp_path / "not there", tmp_path / "sealed", sealing.recipient_of(keyring))

    assert not list(tmp_path.glob("sealed*"))

"""A backup for which there is no room says which disk is full, and leaves nothing half-made on it."""

import errno
import os
from pathlib import Path

import pytest

from suite.backup import saving
from suite.backup.sets import Places, Set
from suite.cli.progress import Progress
from suite.installation import Installation


@pytest.fixture
def installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Installation:
    monkeypatch.setenv("PARVIS_STATE", str(tmp_path / "state"))
    return Installation.chosen()


async def fills_up(began: Set, *_: object) -> None:
    began.databases.write_bytes(b"half of it")
    began.keys.mkdir(parents=True)
    # As the kernel says it: without the name of a file.
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_is_named_and_nothing_half_made_stays(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    places = Places(tmp_path / "backups", tmp_path / "keys")
    whole = Set(places, "20261129T120000000Z")
    whole.folder.mkdir(parents=True)
    (whole.folder / "manifest.json").write_text("{}")
    monkeypatch.setattr(saving, "_fill", fills_up)
    monkeypatch.setattr(Places, "fullest", lambda self, *_: self.backups)

    with pytest.raises(saving.NoRoom, match=str(places.backups)):
        saving.save(installation, places, Progress())

    assert places.names() == [whole.name]
    assert [path.name for path in places.sets.iterdir()] == [whole.name]
    assert list(places.keys.iterdir()) == []


def test_another_fault_of_a_disk_is_not_taken_for_a_full_one(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    async def breaks(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(saving, "_fill", breaks)

    with pytest.raises(OSError, match="Input/output") as broken:
        saving.save(installation, Places(tmp_path / "backups", tmp_path / "keys"), Progress())
    assert broken.value.errno == errno.EIO

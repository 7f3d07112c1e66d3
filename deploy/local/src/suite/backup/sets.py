"""Where backups lie, and what one is made of.

<backups>/sets/<name>/manifest.json     what is in it, written last: a set without it is half-made
<backups>/sets/<name>/databases.tar.age PostgreSQL's own base backup, with its own manifest; sealed
<backups>/sets/<name>/objects.jsonl     which objects belong to it
<backups>/objects/<bucket>/<key>        their bytes, once for all sets: an object never changes
<backups>/wal.before-<time>/            the same, until a restore began another timeline
<backups>/wal/                          every change since, where the archive runs; each piece sealed once it is full
<keys>/<name>/                          secrets, elsewhere
"""

import json
import os
import shutil
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from suite.keyring import write_private
from suite.sentences import CannotGoOn
from suite.state import State

FORMAT = 2


class NoSuchSet(CannotGoOn):
    """There is no whole set of that name."""

    def __init__(self, name: str | None, known: list[str]) -> None:
        names = ", ".join(known)
        if not known:
            super().__init__(
                "Il n’y a aucune sauvegarde entière : parvis backup.", "There is no whole backup: parvis backup."
            )
        else:
            super().__init__(
                f"Aucune sauvegarde {name} entière ; il y a : {names}.", f"No whole backup {name}; there are: {names}."
            )


class ManifestBroken(CannotGoOn):
    """The page that says what is in a set cannot be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} est illisible : cette sauvegarde ne peut pas servir ; parvis backup list montre les autres.",
            f"{path} cannot be read: this backup is of no use; choose another one.",
        )


def nearest(path: Path) -> Path:
    """The folder itself, or the first above it that is there."""
    while not path.exists():
        path = path.parent
    return path


@dataclass
class Manifest:
    """`revisions`: each service's schema; `keys`: the fingerprint of the root key that opens the documents."""

    name: str
    began: str
    ended: str = ""
    format: int = FORMAT
    server: str = ""
    timeline: int = 1
    first_wal: str = ""
    revisions: dict[str, str] = field(default_factory=dict[str, str])
    rows: dict[str, int] = field(default_factory=dict[str, int])
    objects: int = 0
    object_bytes: int = 0
    objects_digest: str = ""
    keys: str = ""

    @classmethod
    def read(cls, path: Path) -> "Manifest":
        """Raises `ManifestBroken`. What a later Parvis has added is not read: `format` says whether that matters."""
        try:
            told = json.loads(path.read_text())
            return cls(**{one.name: told[one.name] for one in fields(cls) if one.name in told})
        except (OSError, ValueError, TypeError) as error:
            raise ManifestBroken(path) from error


@dataclass(frozen=True)
class Places:
    """PARVIS_BACKUPS and PARVIS_KEY_BACKUPS: another disk, and yet another one."""

    backups: Path
    keys: Path

    @classmethod
    def chosen(cls, state: State) -> "Places":
        def told(name: str, otherwise: str) -> Path:
            return Path(os.environ.get(name) or state.root / otherwise).absolute()

        return cls(told("PARVIS_BACKUPS", "backups"), told("PARVIS_KEY_BACKUPS", "key-backups"))

    @property
    def sets(self) -> Path:
        return self.backups / "sets"

    @property
    def objects(self) -> Path:
        return self.backups / "objects"

    @property
    def wal(self) -> Path:
        return self.backups / "wal"

    @property
    def logs(self) -> list[Path]:
        """Where pieces of the log lie: of this timeline, then of those before each restore, newest first."""
        return [self.wal, *sorted(self.backups.glob("wal.before-*"), reverse=True)]

    def fullest(self, *others: Path) -> Path:
        """Of the places and these others, the one whose disk has the least room left."""
        return min((self.backups, self.keys, *others), key=lambda path: shutil.disk_usage(nearest(path)).free)

    def names(self) -> list[str]:
        """Whole sets, oldest first."""
        return sorted(path.parent.name for path in self.sets.glob("*/manifest.json"))

    def readable(self) -> tuple[list["Set"], list[str]]:
        """Whole sets, oldest first; and the names of those whose manifest cannot be read."""
        sets, broken = list[Set](), list[str]()
        for name in self.names():
            one = Set(self, name)
            try:
                _ = one.manifest
            except ManifestBroken:
                broken.append(name)
            else:
                sets.append(one)
        return sets, broken

    def find(self, name: str | None) -> "Set":
        """The set called so, or the newest. Raises `NoSuchSet`."""
        known = self.names()
        chosen = name or (known[-1] if known else None)
        if chosen is None or chosen not in known:
            raise NoSuchSet(name, known)
        return Set(self, chosen)

    def begin(self) -> "Set":
        now = datetime.now(UTC)
        name = now.strftime("%Y%m%dT%H%M%S") + f"{now.microsecond // 1000:03d}Z"
        begun = Set(self, name)
        begun.folder.mkdir(parents=True, mode=0o700)
        return begun


@dataclass(frozen=True)
class Set:
    places: Places
    name: str

    @property
    def folder(self) -> Path:
        return self.places.sets / self.name

    @property
    def databases(self) -> Path:
        return self.folder / "databases.tar.age"

    @property
    def objects(self) -> Path:
        return self.folder / "objects.jsonl"

    @property
    def keys(self) -> Path:
        return self.places.keys / self.name

    @property
    def manifest(self) -> Manifest:
        return Manifest.read(self.folder / "manifest.json")

    def discard(self) -> None:
        """What was begun and did not become whole: its databases and its keys. Objects stay for the next one."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.keys, ignore_errors=True)

    def close(self, manifest: Manifest) -> None:
        """From here on the set is whole."""
        write_private(self.folder / "manifest.json", json.dumps(asdict(manifest), indent=2) + "\n")

    def named_objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.objects.read_text().splitlines()]

"""One set: the keys, the databases in one instant, the objects they name; then it is read back before it counts."""

import asyncio
import errno
import fcntl
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg

from suite.backup import databases, objects, secrets
from suite.backup.databases import UNSEALED
from suite.backup.sets import Manifest, Places, Set
from suite.installation import Installation
from suite.sentences import CannotGoOn
from suite.topology import SERVICES
from suite.urls import at_database

if TYPE_CHECKING:
    from suite.cli.progress import Progress

# What a restored suite is compared with: enough to see a table that is missing, little enough to count every day.
COUNTED = {
    "identity": ("accounts", "organisations"),
    "demarches": ("dossiers",),
    "documents": ("files", "safes"),
    "ticketing": ("tickets",),
    "notifier": ("notifications",),
}
HOLD = "select pg_advisory_lock(hashtext('object-deletions'))"


class NotOurs(CannotGoOn):
    """The databases are on a server that somebody else keeps."""

    def __init__(self) -> None:
        super().__init__(
            "Les bases sont sur un serveur extérieur (PARVIS_DATABASE_URL) : sa sauvegarde est l’affaire de qui le tient "
            "(CloudNativePG dans deploy/kubernetes). parvis backup sauvegarde l’installation d’une machine.",
            "The databases are on an outside server: whoever keeps it backs it up (CloudNativePG in deploy/kubernetes).",
        )


class NoRoom(CannotGoOn):
    """A disk that the backup needs is full."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"Il n’y a plus de place dans {folder} : la sauvegarde n’a pas abouti, celles d’avant sont entières et Parvis "
            "tourne. Faites de la place (parvis backup prune) ou indiquez un autre disque (PARVIS_BACKUPS), puis "
            "relancez parvis backup.",
            f"There is no room left in {folder}: the backup was not made, those before it are whole, and Parvis runs. "
            "Make room (parvis backup prune) or name another disk (PARVIS_BACKUPS), then run parvis backup again.",
        )


def save(installation: Installation, places: Places, progress: "Progress") -> Set:
    if installation.outside.database_url:
        raise NotOurs
    with alone(installation):
        began = places.begin()
        try:
            asyncio.run(_fill(began, installation, progress))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            full = places.fullest(work_of(installation))
            began.discard()
            raise NoRoom(full) from error
        return began


async def _fill(began: Set, installation: Installation, progress: "Progress") -> None:
    told = Manifest(began.name, datetime.now(UTC).isoformat())
    with progress.step("clés"):
        told.keys = secrets.save(installation.keyring, began)
    async with _deletions_held(installation):
        with progress.step("bases"):
            told.first_wal = await asyncio.to_thread(
                databases.save, installation.admin_url, began, installation.keyring, work_of(installation)
            )
        with progress.step("pièces"):
            copied = await asyncio.to_thread(objects.save, objects.client_of(installation), began)
    told.objects, told.object_bytes, told.objects_digest = copied.objects, copied.bytes, copied.digest
    told.server = databases.ask(installation.admin_url, "show server_version")
    told.timeline = int(told.first_wal[:8] or "1", 16)
    told.revisions = {one: databases.ask(installation.admin_url, REVISION, database=one) for one in SERVICES}
    told.rows = counted(installation.admin_url)
    with progress.step("relecture"):
        if wrong := databases.verify(began, work_of(installation)):
            raise databases.DatabasesNotSaved(wrong)
    # Erasures of the meantime: the ledger that travels with the set is never older than its databases.
    secrets.refresh(installation.keyring, began)
    told.ended = datetime.now(UTC).isoformat()
    began.close(told)


def work_of(installation: Installation) -> Path:
    """Where a copy may lie unsealed: on the disk that has the databases themselves, and only while it is needed."""
    return installation.state.run


@contextmanager
def alone(installation: Installation) -> Iterator[None]:
    """One at a time works on sets; what one that was killed has left unsealed is destroyed first."""
    work = work_of(installation)
    work.mkdir(parents=True, exist_ok=True)
    with (work / "backups.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in work.glob(f"{UNSEALED}*"):
            # Its pg_basebackup may outlive it for a moment; what it still writes goes with the next one.
            shutil.rmtree(left, ignore_errors=True)
        yield


REVISION = "select string_agg(version_num, ' ' order by version_num) from alembic_version"


def counted(admin_url: str) -> dict[str, int]:
    """Rows by « service.table »; a table that is not there counts -1."""
    found: dict[str, int] = {}
    for service, tables in COUNTED.items():
        for table in tables:
            said = databases.ask(admin_url, f"select count(*) from {table}", database=service)
            found[f"{service}.{table}"] = int(said) if said.isdigit() else -1
    return found


@asynccontextmanager
async def _deletions_held(installation: Installation) -> AsyncIterator[None]:
    """Nothing leaves the store between the databases' instant and the copy of what they name. Ends with the connection."""
    connection = await asyncpg.connect(at_database(installation.admin_url, "documents"), timeout=10)
    try:
        await connection.execute(HOLD, timeout=60)
        yield
    finally:
        await connection.close()

"""A whole suite from a set: keys, databases (up to the last change that the archive knows), erasures, objects; then it opens.

What was there is moved aside, never deleted: whoever restores by mistake can go back.
"""

import asyncio
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from suite.backup import databases, erasures, objects, secrets
from suite.backup.saving import NotOurs, alone, counted, work_of
from suite.backup.sets import FORMAT, Set
from suite.installation import Installation
from suite.parts import servers_of
from suite.sentences import CannotGoOn
from suite.servers import S3, Postgres

if TYPE_CHECKING:
    from suite.cli.progress import Progress


class SetBroken(CannotGoOn):
    """The set is not what was saved: nothing was touched."""

    def __init__(self, name: str, wrong: list[str]) -> None:
        listed = "; ".join(wrong[:5])
        super().__init__(
            f"La sauvegarde {name} est abîmée : {listed}. Rien n’a été touché.",
            f"Backup {name} is damaged: {listed}. Nothing was touched.",
        )


class Restored(NamedTuple):
    name: str
    rows: dict[str, int]
    objects: int
    accounts_erased: int
    safes_erased: int
    aside: Path | None


def wrong_in(one: Set, work: Path, *, with_objects: bool = True) -> list[str]:
    """What does not hold in a set; empty when it can be restored."""
    if one.manifest.format != FORMAT:
        return [f"made by another Parvis (format {one.manifest.format}; this one reads {FORMAT})"]
    said = [secrets.verify(one), databases.verify(one, work)]
    return [*(word for word in said if word), *(objects.verify(one) if with_objects else ())]


def must_be_whole(installation: Installation, one: Set, progress: "Progress") -> None:
    """Asked while the suite still runs: nobody loses their town hall to a set that is of no use."""
    if installation.outside.database_url:
        raise NotOurs
    with progress.step("vérification de la sauvegarde"):
        with alone(installation):
            wrong = wrong_in(one, work_of(installation))
        if wrong:
            raise SetBroken(one.name, wrong)


def restore(installation: Installation, one: Set, progress: "Progress", *, until: datetime | None = None) -> Restored:
    """The set must be whole and the suite down; it still is when this returns, and can be started."""
    state = installation.state.ensure()
    aside = _aside(state.data)
    secrets.put_back(one, installation.keyring)
    installation.keyring.ensure()
    postgres, store = _servers(installation)
    with progress.step("bases"):
        databases.put_in_place(one, state.data / "postgres" / "data", until=until)
        databases.recover(postgres)
    try:
        # In the log that has just been read there is what the new cluster will write again, under another timeline.
        _archive_of_the_past(one, aside)
        with progress.step("effacements rejoués"):
            replayed = asyncio.run(erasures.replay(installation))
        with progress.step("pièces"):
            if store is not None:
                store.start()
            back = objects.put_back(objects.client_of(installation), one)
        rows = counted(installation.admin_url)
    finally:
        if store is not None:
            store.stop()
        postgres.stop()
    return Restored(one.name, rows, back, *replayed, aside)


def _servers(installation: Installation) -> tuple[Postgres, S3 | None]:
    found = servers_of(installation)
    postgres = next(one for one in found if isinstance(one, Postgres))
    return postgres, next((one for one in found if isinstance(one, S3)), None)


def _aside(data: Path) -> Path | None:
    if not data.exists() or not any(data.iterdir()):
        return None
    aside = data.with_name(f"data.before-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
    data.rename(aside)
    data.mkdir(mode=0o700)
    # Mails and traces are no part of a set. Objects that outlived the databases are newer than any copy of them: what
    # the set holds and they lack is put beside them.
    for name in ("mailbox", "traces", "s3"):
        if (aside / name).exists():
            shutil.move(aside / name, data / name)
    return aside


def _archive_of_the_past(one: Set, aside: Path | None) -> None:
    wal = one.places.wal
    if wal.is_dir() and any(wal.iterdir()):
        name = aside.name.removeprefix("data.before-") if aside else f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
        wal.rename(wal.with_name(f"wal.before-{name}"))

"""The nightly count: every object is where its row says and as it was put, and no object is without a row."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from chassis import logs, metrics
from chassis.actor import Actor
from chassis.clock import Clock
from chassis.commands import Commands
from chassis.database import Database
from chassis.refusals import Unavailable
from documents.commands.announce_object import AnnounceObject, abandon_object
from documents.commands.open_file import ReportBrokenFile, report_broken_file
from documents.domain.refusals import FileInfected, FileNotFound
from documents.storage.objects import ObjectMissing, ObjectStore
from documents.storage.sealed import new_seal
from documents.storage.tables import files, integrity_checks, object_deletions, upload_parts

PARIS = ZoneInfo("Europe/Paris")
AT_NIGHT = time(3)
POLL = 60.0
LEASE = timedelta(hours=2)
BATCH = 200
YOUNG = timedelta(hours=2)
"""An object so new may belong to an upload that is being written down."""


class Counted(NamedTuple):
    checked: int
    altered: int
    missing: int
    orphans: int


class _File(NamedTuple):
    id: UUID
    object_key: str
    seal: str | None


class IntegrityCheck:
    def __init__(self, database: Database, store: ObjectStore, commands: Commands[Any], now: Clock) -> None:
        self._database, self._store, self._commands, self._now = database, store, commands, now

    async def check_at_night(self) -> None:
        """One turn of the worker."""
        if not await self.check_due():
            metrics.OBJECTS_BROKEN.set(await self.broken())
            await asyncio.sleep(POLL)

    async def check_due(self) -> bool:
        """Count the organisation that has waited longest; False when none is due."""
        now, c = self._now(), integrity_checks.c
        longest = select(c.tenant).where(c.due_at <= now).order_by(c.due_at).limit(1).with_for_update(skip_locked=True)
        taken = update(integrity_checks).where(c.tenant == longest.scalar_subquery()).values(due_at=now + LEASE)
        async with self._database.platform_transaction() as connection:
            tenant = (await connection.execute(taken.returning(c.tenant))).scalar_one_or_none()
        if tenant is None:
            return False
        try:
            counted = await self.check(tenant)
        except Unavailable as error:
            # Without the store nothing is known: it is counted later, and no alarm is false.
            logs.log.warning("integrity not counted", tenant=str(tenant), cause=type(error).__name__)
            return True
        await self.note(tenant, counted, due_at=_next_night(now))
        return True

    async def note(self, tenant: UUID, counted: Counted, **more: datetime) -> None:
        """What its department and whoever operates the suite are told, until it is counted again."""
        told = update(integrity_checks).where(integrity_checks.c.tenant == tenant)
        async with self._database.platform_transaction() as connection:
            await connection.execute(told.values({"ended_at": self._now(), **more, **counted._asdict()}))

    async def broken(self) -> int:
        """How many files of all organisations the last counts found altered or missing."""
        found = select(func.coalesce(func.sum(integrity_checks.c.altered + integrity_checks.c.missing), 0))
        async with self._database.platform_transaction() as connection:
            return int(await connection.scalar(found) or 0)

    async def check(self, tenant: UUID) -> Counted:
        actor = Actor.of_service("documents", tenant)
        checked = altered = missing = 0
        async for file in self._files(actor):
            checked += 1
            try:
                is_whole = file.seal is None or await self._seal_of(file.object_key, like=file.seal) == file.seal
                altered += not is_whole
            except ObjectMissing:
                if not await self._still_stands(file, actor):
                    continue
                is_whole = False
                missing += 1
            if not is_whole:
                logs.log.error("integrity broken", file_id=str(file.id))
                with contextlib.suppress(FileNotFound, FileInfected):
                    await self._commands.run(report_broken_file, ReportBrokenFile(file.id), actor=actor)
        return Counted(checked, altered, missing, await self._sweep_orphans(actor))

    async def _files(self, actor: Actor) -> AsyncIterator[_File]:
        after: UUID | None = None
        while True:
            statement = select(files.c.id, files.c.object_key, files.c.seal).where(files.c.status != "infected")
            if after is not None:
                statement = statement.where(files.c.id > after)
            async with self._database.transaction(actor, read_only=True) as connection:
                rows = [_File(*row) for row in await connection.execute(statement.order_by(files.c.id).limit(BATCH))]
            for row in rows:
                yield row
            if len(rows) < BATCH:
                return
            after = rows[-1].id

    async def _seal_of(self, object_key: str, *, like: str) -> str:
        into = _Digest(like)
        await self._store.get(object_key, into)
        return into.digest.hexdigest()

    async def _still_stands(self, file: _File, actor: Actor) -> bool:
        """Not when it was purged, or its object replaced by the checked one, since its row was read."""
        same = select(files.c.id).where(files.c.id == file.id, files.c.object_key == file.object_key)
        async with self._database.transaction(actor, read_only=True) as connection:
            return await connection.scalar(same) is not None

    async def _sweep_orphans(self, actor: Actor) -> int:
        """Objects that no row names go the way of everything that is to be deleted."""
        old = self._now() - YOUNG
        listed = [one for one in await self._store.list(f"{actor.tenant}/") if one.written_at < old]
        orphans = 0
        for start in range(0, len(listed), BATCH):
            keys = [one.object_key for one in listed[start : start + BATCH]]
            async with self._database.transaction(actor, read_only=True) as connection:
                known: set[str] = set()
                for column in (files.c.object_key, upload_parts.c.object_key, object_deletions.c.object_key):
                    known.update(await connection.scalars(select(column).where(column.in_(keys))))
            for key in keys:
                if key not in known:
                    orphans += 1
                    logs.log.warning("object without a row", object_key=key)
                    await self._commands.run(abandon_object, AnnounceObject(key), actor=actor)
        return orphans


class _Digest:
    """Takes what is written to it, and keeps its seal alone."""

    def __init__(self, like: str) -> None:
        self.digest = new_seal(like=like)

    def write(self, chunk: bytes) -> int:
        self.digest.update(chunk)
        return len(chunk)


def _next_night(now: datetime) -> datetime:
    here = now.astimezone(PARIS)
    tonight = datetime.combine(here.date(), AT_NIGHT, PARIS)
    return tonight if tonight > here else datetime.combine(here.date() + timedelta(days=1), AT_NIGHT, PARIS)

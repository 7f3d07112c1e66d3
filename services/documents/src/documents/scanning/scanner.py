"""Takes files from the queue, has them checked, and records what was found."""

import time
from typing import Any

from chassis import logs, telemetry
from chassis.actor import Actor
from chassis.commands import Commands
from documents.checks.verdict import TOO_LONG, Outcome, Verdict
from documents.commands.announce_object import AnnounceObject, abandon_object
from documents.commands.decide_check import (
    BeginCheck,
    Check,
    PassFile,
    PostponeCheck,
    RefuseFile,
    begin_check,
    pass_file,
    postpone_check,
    refuse_file,
)
from documents.domain import keys
from documents.domain.keys import thumbnail_name
from documents.domain.refusals import FileNotFound, IntegrityBroken, StoreUnavailable
from documents.domain.stored_file import Content
from documents.scanning.clamd import Clamd
from documents.scanning.hatchery import ChecksFailed
from documents.scanning.process import Checks
from documents.scanning.queue import ScanQueue, Turn, delay_after
from documents.storage.objects import ObjectStore
from documents.storage.sealed import SealedContent, SealedSpool

POLL = 0.5
LONGEST_USUAL = 15.0
MOST_FAILURES = 5
"""After as many failures of the checks themselves, it is the file that they cannot stand."""
WAITING = "Le contrôle n’a pas pu être fait pour le moment : il sera refait."


class Scanner:
    def __init__(
        self, commands: Commands[Any], store: ObjectStore, queue: ScanQueue, checks: Checks, clamd: Clamd | None
    ) -> None:
        self._commands, self._store, self._queue, self._clamd = commands, store, queue, clamd
        self._checks = checks
        self._checking_since: float | None = None
        self._failed_last = False

    async def answers(self) -> None:
        """For whoever watches: raises where a check lasts longer than any file needs, where the last one could not be done, or
        where, though nobody waits, none could be begun."""
        lasts = self._checking_since is not None and time.monotonic() - self._checking_since > LONGEST_USUAL
        if lasts or self._failed_last:
            raise ChecksFailed(WAITING)
        await self._checks.try_one()

    async def scan(self) -> None:
        """One turn of the worker."""
        if not await self.scan_next():
            await self._queue.idle(POLL)

    async def scan_next(self) -> bool:
        """Check the file that has waited longest; False when nobody waits."""
        turn = await self._queue.next()
        if turn is None:
            return False
        actor = Actor.of_service("documents", turn.tenant)
        with telemetry.span("check file"):
            try:
                begun = await self._commands.run(begin_check, BeginCheck(turn.file_id), actor=actor)
                if begun is not None:
                    await self._check(turn, begun, actor)
            except FileNotFound:
                logs.log.info("file left during its check", file_id=str(turn.file_id))
            except IntegrityBroken as error:
                # Its key does not open: another root, or damage. Later and later, so that the others have their turn.
                logs.log.error("key not opened for the check", file_id=str(turn.file_id))
                await self._postpone(turn, error, actor)
        return True

    async def _check(self, turn: Turn, begun: Check, actor: Actor) -> None:
        spool = SealedSpool(begun.key, begun.cleaned_place)
        try:
            self._checking_since = time.monotonic()
            async with self._queue.held(turn):
                verdict, small = await self._verdict(begun, spool)
                if verdict.outcome is Outcome.CLEAN:
                    await self._store.put(begun.cleaned_key, spool.file, spool.sealed_size)
            self._failed_last = False
            if verdict.outcome is Outcome.CLEAN:
                size, sha256 = spool.size, spool.sha256
                cleaned = Content(
                    begun.cleaned_place.version, begun.cleaned_key, size, verdict.media_type, sha256, spool.seal
                )
                thumbnail = keys.wrap(small, under=begun.key, name=thumbnail_name(turn.file_id)) if small else None
                await self._commands.run(
                    pass_file, PassFile(turn.file_id, cleaned, thumbnail, max(1, verdict.pages)), actor=actor
                )
                return
            await self._refuse(turn, verdict, actor)
        except IntegrityBroken:
            logs.log.error("integrity broken", file_id=str(turn.file_id))
            await self._refuse(turn, Verdict(Outcome.UNSCANNABLE, str(IntegrityBroken())), actor)
        except (ChecksFailed, StoreUnavailable) as error:
            self._failed_last = isinstance(error, ChecksFailed)
            await self._postpone(turn, error, actor)
        finally:
            self._checking_since = None
            spool.close()
        await self._commands.run(abandon_object, AnnounceObject(begun.cleaned_key), actor=actor)

    async def _verdict(self, begun: Check, spool: SealedSpool) -> tuple[Verdict, bytes]:
        content = begun.content
        sealed = await SealedContent.fetch(self._store, content.object_key, begun.key, begun.place, size=content.size)
        try:
            if self._clamd is not None:
                found = await self._clamd.malware_in(sealed.segments())
                if found:
                    return Verdict(Outcome.INFECTED, found), b""
            return await self._checks.check(sealed.segments(), spool, content.media_type)
        finally:
            sealed.close()

    async def _refuse(self, turn: Turn, verdict: Verdict, actor: Actor) -> None:
        infected = verdict.outcome is Outcome.INFECTED
        command = RefuseFile(turn.file_id, verdict.cause or TOO_LONG, infected=infected)
        await self._commands.run(refuse_file, command, actor=actor)

    async def _postpone(self, turn: Turn, error: Exception, actor: Actor) -> None:
        logs.log.warning("check postponed", file_id=str(turn.file_id), attempt=turn.attempt, cause=str(error))
        if isinstance(error, ChecksFailed) and self._clamd is None and turn.attempt >= MOST_FAILURES:
            await self._refuse(turn, Verdict(Outcome.UNSCANNABLE, TOO_LONG), actor)
            return
        command = PostponeCheck(turn.file_id, WAITING, delay_after(turn.attempt))
        await self._commands.run(postpone_check, command, actor=actor)

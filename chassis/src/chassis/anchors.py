"""The heads of a journal, kept by another service.

A chain shows what was altered inside it. Whoever may rewrite the whole chain, or cut off its end, is betrayed by the
heads that its witness noted meanwhile: signed by the service, kept in a database that the service cannot reach.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from chassis import logs, metrics
from chassis.bus import Bus
from chassis.clock import Clock
from chassis.database import Database
from chassis.journal import Broken, Cause
from chassis.keys import SigningKeyFile, Trust, TrustedKey
from chassis.refusals import Invalid, Unavailable
from chassis.tables import journal_anchors, journal_seals
from contracts.journals import WITNESSES, Anchored, AnchorHeads, JournalHead

ALGORITHMS = ["Ed25519"]
TYP = "journal-head"
BATCH = 100
AFTER_START = 5.0
AFTER_FAILURE = 30.0
WHEN_IDLE = 20.0


class HeadNotSigned(Invalid):
    """La signature de cette tête de journal n’est pas valable."""


class Anchor(NamedTuple):
    """What a witness keeps. `signed` is the service's own statement of it."""

    tenant: UUID
    number: int
    hash: bytes
    signed: str


def sign(head: JournalHead, keys: SigningKeyFile) -> str:
    kid, key = keys.current()
    header = {"alg": ALGORITHMS[0], "kid": kid, "typ": TYP}
    return jws.serialize_compact(header, msgspec.json.encode(head), key, algorithms=ALGORITHMS)


def read(signed: str, find: Callable[[str], TrustedKey | None]) -> JournalHead:
    """The head, or `HeadNotSigned` when its own service has not signed it."""
    try:
        header = jws.extract_compact(signed.encode("ascii")).headers()
        known = find(str(header.get("kid")))
        if known is None or header.get("typ") != TYP:
            raise HeadNotSigned
        verified = jws.deserialize_compact(signed.encode("ascii"), known.key, algorithms=ALGORITHMS)
        head = msgspec.json.decode(verified.payload, type=JournalHead)
    except (JoseError, ValueError) as error:
        raise HeadNotSigned from error
    if head.service != known.issuer:
        raise HeadNotSigned
    return head


class Anchoring:
    """Both sides of it for one service: tells its heads to its witness, keeps those that it is told."""

    def __init__(
        self,
        service: str,
        *,
        database: Database,
        relay_database: Database,
        keys: SigningKeyFile,
        trust: Trust,
        connected: Callable[[], Awaitable[Bus]],
        every: float,
        now: Clock,
    ) -> None:
        self._service, self._database, self._relay_database = service, database, relay_database
        self._keys, self._trust, self._connected, self._every, self._now = keys, trust, connected, every, now
        self._told: dict[UUID, int] = {}
        self._wait = AFTER_START

    async def anchor(self) -> None:
        """One turn of the worker: waits for its time, then tells what has grown since the last one."""
        await asyncio.sleep(self._wait)
        self._wait = AFTER_FAILURE
        bus = await self._connected()
        try:
            told = await self.tell(bus)
        except Unavailable as error:
            logs.log.warning("journal not anchored yet", cause=str(error))
            return
        # A new installation has nothing to tell for a while, then should not wait its hour.
        self._wait = self._every if told else min(self._every, WHEN_IDLE)

    async def tell(self, bus: Bus) -> int:
        """Have the witness note every chain that has grown; how many there were. Raises `Unavailable`."""
        witness = WITNESSES[self._service]
        heads = await self.heads()
        for start in range(0, len(heads), BATCH):
            some = heads[start : start + BATCH]
            question = AnchorHeads(service=self._service, signed=tuple(sign(head, self._keys) for head in some))
            answer = await bus.ask(AnchorHeads.subject_for(witness), question, Anchored)
            if answer.contradicted:
                metrics.JOURNAL_CONTRADICTED.inc(len(answer.contradicted))
                logs.log.error("journal contradicts its witness", tenants=[str(t) for t in answer.contradicted])
            self._told |= {head.tenant: head.number for head in some}
        return len(heads)

    async def heads(self) -> list[JournalHead]:
        last = text("select distinct on (tenant) tenant, number, hash from journal_seals order by tenant, number desc")
        async with self._relay_database.platform_transaction() as connection:
            rows = (await connection.execute(last)).all()
        return [
            JournalHead(
                service=self._service, tenant=row.tenant, number=row.number, hash=row.hash.hex(), at=self._now()
            )
            for row in rows
            if row.number > self._told.get(row.tenant, 0)
        ]

    async def answer(self, body: bytes) -> bytes:
        """A question of the service whose witness this one is."""
        asked = msgspec.json.decode(body, type=AnchorHeads)
        return msgspec.json.encode(await keep(self._database, asked, trust=self._trust, witness=self._service))


async def keep(database: Database, asked: AnchorHeads, *, trust: Trust, witness: str) -> Anchored:
    """Note the heads for good. Raises `HeadNotSigned` when one is not of the service that this one witnesses."""
    heads = [read(signed, trust.find) for signed in asked.signed]
    if WITNESSES.get(asked.service) != witness or any(head.service != asked.service for head in heads):
        raise HeadNotSigned
    c = journal_anchors.c
    kept = 0
    contradicted: list[UUID] = []
    async with database.platform_transaction() as connection:
        for head, signed in zip(heads, asked.signed, strict=True):
            place = {"service": head.service, "tenant": head.tenant, "number": head.number}
            hash = bytes.fromhex(head.hash)
            row = insert(journal_anchors).values(**place, hash=hash, signed=signed)
            if (await connection.execute(row.on_conflict_do_nothing())).rowcount:
                kept += 1
                continue
            noted = select(c.hash).where(*(c[name] == value for name, value in place.items()))
            if await connection.scalar(noted) != hash:
                contradicted.append(head.tenant)
    return Anchored(kept=kept, contradicted=tuple(contradicted))


async def kept_for(database: Database, service: str) -> list[Anchor]:
    """What the witness, whose database this is, has noted of the service."""
    c = journal_anchors.c
    noted = select(c.tenant, c.number, c.hash, c.signed).where(c.service == service).order_by(c.tenant, c.number)
    async with database.platform_transaction() as connection:
        return [Anchor(*row) for row in await connection.execute(noted)]


async def compare(
    database: Database, anchors: Sequence[Anchor], find: Callable[[str], TrustedKey | None], *, service: str
) -> list[Broken]:
    """Where the service's seals are not what its witness noted, or a note is not what the service had signed."""
    c = journal_seals.c
    broken: list[Broken] = []
    async with database.platform_transaction() as connection:
        for anchor in anchors:
            if not _is_genuine(anchor, find, service):
                broken.append(Broken(anchor.tenant, anchor.number, Cause.NOTE_NOT_SIGNED))
                continue
            seal: Any = await connection.scalar(
                select(c.hash).where(c.tenant == anchor.tenant, c.number == anchor.number)
            )
            if seal is None:
                broken.append(Broken(anchor.tenant, anchor.number, Cause.CUT))
            elif seal != anchor.hash:
                broken.append(Broken(anchor.tenant, anchor.number, Cause.REWRITTEN))
    return broken


def _is_genuine(anchor: Anchor, find: Callable[[str], TrustedKey | None], service: str) -> bool:
    try:
        head = read(anchor.signed, find)
    except HeadNotSigned:
        return False
    said = (head.service, head.tenant, head.number, head.hash)
    return said == (service, anchor.tenant, anchor.number, anchor.hash.hex())


def summary(broken: Iterable[Broken]) -> list[dict[str, Any]]:
    return [{"tenant": str(one.tenant), "number": one.number, "reason": one.reason} for one in broken]

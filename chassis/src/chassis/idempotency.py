"""A request repeated with the same key gets the first answer again (`Idempotency-Key`, kept for 7 days)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.refusals import Conflict, Fault, Invalid
from chassis.tables import idempotency
from chassis.unit_of_work import UnitOfWork

LONGEST_KEY = 255
_TAKE = insert(idempotency).on_conflict_do_nothing()
_KEEP = update(idempotency).where(
    idempotency.c.subject == bindparam("this_subject"), idempotency.c.key == bindparam("this_key")
)


@dataclass(frozen=True, slots=True)
class Once:
    """A client's wish that this be done once: its key, and a digest of what it asked."""

    key: str
    fingerprint: bytes


class IdempotencyKeyReused(Invalid):
    """Cette clé d’idempotence a déjà servi pour une autre demande."""


class StillRunning(Conflict):
    """La même demande est en cours de traitement."""

    retry_after = 2


class Replay(Exception):
    """Not an error: the first answer, to be given again."""

    def __init__(self, status: int, body: bytes) -> None:
        self.status = status
        self.body = body


async def claim(uow: UnitOfWork, once: Once) -> None:
    """Take the key, or raise `Replay` when it was used.

    A concurrent twin waits on the index for the first to commit (2 s, the role's lock timeout), then replays.
    """
    key = {"subject": uow.actor.subject, "key": once.key}
    if (await uow.connection.execute(_TAKE, {**key, "fingerprint": once.fingerprint})).rowcount == 1:
        return
    first = (await uow.connection.execute(select(idempotency).where(*_is(key)))).one()
    if first.fingerprint != once.fingerprint:
        raise IdempotencyKeyReused(faults=[Fault("/Idempotency-Key", "Utilisez une nouvelle clé.", "reused")])
    raise Replay(first.status, first.body)


async def keep(uow: UnitOfWork, once: Once, answer: object, *, status: int = 201) -> None:
    values = {"status": status, "body": msgspec.json.encode(answer)}
    await uow.connection.later(_KEEP, {**values, "this_subject": uow.actor.subject, "this_key": once.key})


def _is(key: dict[str, Any]) -> Sequence[Any]:
    return [idempotency.c[name] == value for name, value in key.items()]

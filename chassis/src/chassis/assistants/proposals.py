"""What an assistant proposed: kept for a day, done or dropped by the member whose assistant it is."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.ids import new_id
from chassis.policies import must_be_signed_in
from chassis.refusals import Conflict, Forbidden, NotFound, Stale
from chassis.tables import proposals
from chassis.unit_of_work import UnitOfWork
from contracts.tokens import Assistant

LIVES = timedelta(hours=24)
MOST_WAITING = 50
MOST_SHOWN = 200


class Status(StrEnum):
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class ProposalNotFound(NotFound):
    """Cette proposition n’existe pas, ou elle n’est pas à vous."""


class ProposalSettled(Conflict):
    """Cette proposition a déjà été confirmée ou refusée."""


class ProposalExpired(Conflict):
    """Cette proposition a plus de 24 heures : elle ne peut plus être confirmée."""


class ProposalStale(Stale):
    """Ce que cette proposition concerne a changé depuis. Relisez-la avant de confirmer."""


class TooManyProposals(Conflict):
    """50 propositions vous attendent déjà. Confirmez-les ou refusez-les d’abord."""


class NothingChanged(Conflict):
    """Vous n’avez rien changé à cette proposition."""


class ReadsOnly(Forbidden):
    """La clé de cet assistant permet de lire, pas de proposer."""


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    assistant: Assistant
    tool: str
    arguments: dict[str, Any] | None
    subject: UUID
    named: str
    version: int | None
    status: Status
    proposed_at: datetime
    expires_at: datetime
    modified_at: datetime | None
    settled_at: datetime | None

    def must_be_open(self, *, at: datetime) -> dict[str, Any]:
        """Its arguments."""
        if self.status is not Status.WAITING:
            raise ProposalSettled
        if at >= self.expires_at or self.arguments is None:
            raise ProposalExpired
        return self.arguments


class Propose(msgspec.Struct, frozen=True, kw_only=True):
    tool: str
    arguments: Mapping[str, Any]
    subject: UUID
    named: str
    version: int | None


class Settle(msgspec.Struct, frozen=True, kw_only=True):
    proposal_id: UUID
    status: Status


class Modify(msgspec.Struct, frozen=True, kw_only=True):
    """`words`: the member's, by field, in the place of the assistant's."""

    proposal_id: UUID
    words: Mapping[str, str]


class NoteCall(msgspec.Struct, frozen=True, kw_only=True):
    tool: str
    subject: UUID


async def propose(command: Propose, uow: UnitOfWork) -> Proposal:
    me, assistant = must_be_signed_in(uow.actor), uow.actor.assistant
    if assistant is None or not assistant.proposes:
        raise ReadsOnly
    waiting = select(func.count()).select_from(proposals).where(*_waiting(me), proposals.c.expires_at > uow.now)
    if (await uow.connection.scalar(waiting) or 0) >= MOST_WAITING:
        raise TooManyProposals
    row = {
        "id": new_id(),
        "account_id": me,
        "assistant_id": assistant.id,
        "assistant_name": assistant.name,
        "tool": command.tool,
        "arguments": dict(command.arguments),
        "subject": command.subject,
        "named": command.named,
        "version": command.version,
        "status": str(Status.WAITING),
        "proposed_at": uow.now,
        "expires_at": uow.now + LIVES,
        "modified_at": None,
        "settled_at": None,
    }
    await uow.insert(proposals, row)
    uow.note("assistant.proposed", command.subject, purpose=_told(command.tool, assistant))
    return _proposal(row)


async def settle_proposal(command: Settle, uow: UnitOfWork) -> None:
    """Once: who comes second is told so. The words go."""
    proposal = await _locked(command.proposal_id, uow)
    if proposal.status is not Status.WAITING:
        raise ProposalSettled
    settled = {"status": str(command.status), "settled_at": uow.now, "arguments": None}
    _ = await uow.connection.execute(update(proposals).where(proposals.c.id == proposal.id).values(settled))
    uow.note(f"assistant.{command.status}", proposal.subject, purpose=_told(proposal.tool, proposal.assistant))


async def modify_proposal(command: Modify, uow: UnitOfWork) -> None:
    """The member's own words, before they confirm. The journal keeps a digest of both wordings: that they differ, and which
    was sent, can be proved as long as somebody has the words; the journal itself holds none."""
    proposal = await _locked(command.proposal_id, uow)
    before = proposal.must_be_open(at=uow.now)
    changed = {name: words for name, words in command.words.items() if words != before.get(name)}
    if not changed:
        raise NothingChanged
    modified = {"arguments": {**before, **changed}, "modified_at": uow.now}
    _ = await uow.connection.execute(update(proposals).where(proposals.c.id == proposal.id).values(modified))
    told = "; ".join(f"{name} {_digest(before.get(name))} > {_digest(words)}" for name, words in changed.items())
    purpose = f"{_told(proposal.tool, proposal.assistant)} · {told}"
    uow.note("assistant.modified", proposal.subject, purpose=purpose)


async def note_call(command: NoteCall, uow: UnitOfWork) -> None:
    """Every call of a tool is in the journal, answered or refused."""
    assert uow.actor.assistant is not None
    uow.note("assistant.called", command.subject, purpose=_told(command.tool, uow.actor.assistant))


async def forget_proposals(account_id: UUID, uow: UnitOfWork) -> None:
    _ = await uow.connection.execute(delete(proposals).where(proposals.c.account_id == account_id))


async def list_proposals(settled: bool, actor: Actor, connection: AsyncConnection) -> list[Proposal]:
    """One's own, newest first; an assistant sees what it proposed itself."""
    me = must_be_signed_in(actor)
    found = select(proposals).where(proposals.c.account_id == me)
    if actor.assistant is not None:
        found = found.where(proposals.c.assistant_id == actor.assistant.id)
    state = proposals.c.status != str(Status.WAITING) if settled else proposals.c.status == str(Status.WAITING)
    ordered = found.where(state).order_by(proposals.c.proposed_at.desc(), proposals.c.id).limit(MOST_SHOWN)
    return [_proposal(row) for row in (await connection.execute(ordered)).mappings()]


async def read_proposal(proposal_id: UUID, actor: Actor, connection: AsyncConnection) -> Proposal:
    found = select(proposals).where(proposals.c.id == proposal_id, proposals.c.account_id == must_be_signed_in(actor))
    row = (await connection.execute(found)).mappings().one_or_none()
    if row is None:
        raise ProposalNotFound
    return _proposal(row)


def _waiting(me: UUID) -> tuple[Any, ...]:
    return proposals.c.account_id == me, proposals.c.status == str(Status.WAITING)


async def _locked(proposal_id: UUID, uow: UnitOfWork) -> Proposal:
    """One's own; nobody else's exists."""
    me = must_be_signed_in(uow.actor)
    found = select(proposals).where(proposals.c.id == proposal_id, proposals.c.account_id == me)
    row = (await uow.connection.execute(found.with_for_update())).mappings().one_or_none()
    if row is None:
        raise ProposalNotFound
    return _proposal(row)


def _digest(words: Any) -> str:
    return hashlib.sha256(str(words).encode()).hexdigest()[:32]


def _told(tool: str, assistant: Assistant) -> str:
    return f"{tool} · {assistant.name}"


def _proposal(row: Mapping[Any, Any]) -> Proposal:
    return Proposal(
        id=row["id"],
        assistant=Assistant(id=row["assistant_id"], name=row["assistant_name"], proposes=True),
        tool=row["tool"],
        arguments=row["arguments"],
        subject=row["subject"],
        named=row["named"],
        version=row["version"],
        status=Status(row["status"]),
        proposed_at=row["proposed_at"],
        expires_at=row["expires_at"],
        modified_at=row["modified_at"],
        settled_at=row["settled_at"],
    )

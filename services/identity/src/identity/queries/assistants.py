"""Members' assistants: one's own, and for who grants rights those of everybody."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.policies import must_be_signed_in
from identity.domain.assistants import AssistantNotFound
from identity.domain.members import GRANT
from identity.storage.tables import accounts, assistants, organisations

MOST_SHOWN = 500


class AssistantLine(msgspec.Struct, frozen=True, kw_only=True):
    """`member` is whose it is; `status`: alive, expired or revoked."""

    assistant_id: UUID
    account_id: UUID
    member: str
    name: str
    services: tuple[str, ...]
    proposes: bool
    status: str
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


class AskAssistants(msgspec.Struct, frozen=True, kw_only=True):
    """`everybodys`: of all members, those whose key still opens something; with `past`, the others too."""

    now: datetime
    everybodys: bool = False
    past: bool = False


class AskAssistant(msgspec.Struct, frozen=True, kw_only=True):
    assistant_id: UUID
    now: datetime


async def list_assistants(question: AskAssistants, actor: Actor, connection: AsyncConnection) -> list[AssistantLine]:
    found = _found().order_by(assistants.c.created_at.desc(), assistants.c.id).limit(MOST_SHOWN)
    if not question.everybodys:
        found = found.where(assistants.c.account_id == must_be_signed_in(actor))
    elif not question.past:
        found = found.where(assistants.c.revoked_at.is_(None), assistants.c.expires_at > question.now)
    return [_line(row, question.now) for row in await connection.execute(found)]


async def read_assistant(question: AskAssistant, actor: Actor, connection: AsyncConnection) -> AssistantLine:
    found = _found().where(assistants.c.id == question.assistant_id)
    row = (await connection.execute(found)).one_or_none()
    if row is None or (row.account_id != actor.subject and not actor.holds(GRANT)):
        raise AssistantNotFound
    return _line(row, question.now)


async def assistants_allowed(_: None, actor: Actor, connection: AsyncConnection) -> bool:
    flag = select(organisations.c.assistants_allowed).where(organisations.c.id == actor.tenant)
    return bool(await connection.scalar(flag))


def _found() -> Any:
    named = (accounts.c.given_name, accounts.c.family_name)
    return select(assistants, *named).join(accounts, accounts.c.id == assistants.c.account_id)


def _line(row: Any, now: datetime) -> AssistantLine:
    status = "revoked" if row.revoked_at else "expired" if row.expires_at <= now else "alive"
    return AssistantLine(
        assistant_id=row.id,
        account_id=row.account_id,
        member=f"{row.given_name} {row.family_name}".strip(),
        name=row.name,
        services=tuple(row.services),
        proposes=row.proposes,
        status=status,
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
    )

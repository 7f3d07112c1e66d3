"""Where the chain of trust stands: for who asks, for the organisation, for the operator's printer."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from identity.domain.accounts import AccountStatus
from identity.domain.mandates import LETTER_TAKES, Mandate, MandateNotFound, MandateStatus
from identity.domain.working_days import after_working_days
from identity.storage.mandates import PENDING, mandate_from
from identity.storage.tables import accounts, letters, mandates, organisations

MOST = 200


class MandateOf(msgspec.Struct, frozen=True):
    """`account_id`: whose last request is looked for."""

    account_id: UUID


class MandateView(msgspec.Struct, frozen=True, kw_only=True):
    """Never a code, never a reference: these are for paper. `reportable_at`: when a missing letter may be reported.
    `away`: its holder's account is not active, so what hangs on it sleeps."""

    id: UUID
    account_id: UUID
    name: str
    function: str
    representative_name: str
    representative_title: str
    status: str
    requested_at: datetime
    expires_at: datetime
    letter_sent_at: datetime | None
    reportable_at: datetime | None
    reported_at: datetime | None
    activated_at: datetime | None
    ended_at: datetime | None
    end_reason: str | None
    away: bool


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """`present`: the administrator in office; `mine`: the reader's own last request; `official_mailbox`: codes went there
    as well."""

    present: MandateView | None
    mine: MandateView | None
    official_mailbox: bool


class LetterLine(msgspec.Struct, frozen=True, kw_only=True):
    mandate_id: UUID
    organisation: str
    requested_at: datetime
    reported_at: datetime | None


class BatchLine(msgspec.Struct, frozen=True, kw_only=True):
    batch_id: UUID
    printed_at: datetime
    number: int


class WaitingLetters(msgspec.Struct, frozen=True):
    """Those of every organisation."""


class LettersOf(msgspec.Struct, frozen=True):
    batch_id: UUID


class LetterAddress(msgspec.Struct, frozen=True, kw_only=True):
    mandate_id: UUID
    organisation_id: UUID


class LetterFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What one letter is typeset from."""

    mandate: Mandate
    applicant: str
    function: str
    organisation: str
    slug: str
    address: str
    kind: str


async def office(question: MandateOf, actor: Actor, connection: AsyncConnection) -> Office:
    present = (
        await connection.execute(_mandates().where(mandates.c.status == str(MandateStatus.ACTIVE)))
    ).one_or_none()
    own = _mandates().where(mandates.c.account_id == question.account_id).order_by(mandates.c.requested_at.desc())
    mine = (await connection.execute(own.limit(1))).one_or_none()
    mailbox = select(organisations.c.official_email).where(organisations.c.id == actor.tenant)
    return Office(
        present=_view(present) if present else None,
        mine=_view(mine) if mine else None,
        official_mailbox=bool(await connection.scalar(mailbox)),
    )


async def mandate_by_id(mandate_id: UUID, _: Actor, connection: AsyncConnection) -> MandateView:
    row = (await connection.execute(_mandates().where(mandates.c.id == mandate_id))).one_or_none()
    if row is None:
        raise MandateNotFound
    return _view(row)


async def waiting_letters(_: WaitingLetters, __: Actor, connection: AsyncConnection) -> list[LetterLine]:
    found = (
        select(letters, organisations.c.name)
        .join(organisations, organisations.c.id == letters.c.organisation_id)
        .where(letters.c.printed_at.is_(None))
        .order_by(letters.c.requested_at)
    )
    return [
        LetterLine(
            mandate_id=row.mandate_id,
            organisation=row.name,
            requested_at=row.requested_at,
            reported_at=row.reported_at,
        )
        for row in await connection.execute(found.limit(MOST))
    ]


async def printed_batches(_: WaitingLetters, __: Actor, connection: AsyncConnection) -> list[BatchLine]:
    """The latest ones, which may be printed again."""
    found = (
        select(letters.c.batch_id, func.max(letters.c.printed_at).label("printed_at"), func.count().label("number"))
        .where(letters.c.batch_id.is_not(None))
        .group_by(letters.c.batch_id)
        .order_by(func.max(letters.c.printed_at).desc())
        .limit(20)
    )
    return [
        BatchLine(batch_id=row.batch_id, printed_at=row.printed_at, number=row.number)
        for row in await connection.execute(found)
    ]


async def letters_of(question: LettersOf, _: Actor, connection: AsyncConnection) -> list[LetterAddress]:
    found = select(letters).where(letters.c.batch_id == question.batch_id).order_by(letters.c.requested_at)
    rows = (await connection.execute(found)).all()
    if not rows:
        raise MandateNotFound
    return [LetterAddress(mandate_id=row.mandate_id, organisation_id=row.organisation_id) for row in rows]


async def letter_facts(mandate_id: UUID, actor: Actor, connection: AsyncConnection) -> LetterFacts | None:
    """In the organisation's own tenant. None once the codes are dead: a letter with dead codes helps nobody."""
    wanted = _mandates().where(mandates.c.id == mandate_id, mandates.c.status.in_(PENDING))
    row = (await connection.execute(wanted)).one_or_none()
    town = (await connection.execute(select(organisations).where(organisations.c.id == actor.tenant))).one_or_none()
    if row is None or town is None:
        return None
    return LetterFacts(
        mandate=mandate_from(row),
        applicant=_name(row),
        function=row.function or "",
        organisation=town.name,
        slug=town.slug,
        address=town.guichet.get("address", ""),
        kind=town.kind,
    )


def _mandates() -> Any:
    holder = accounts.c
    wanted = (holder.given_name, holder.family_name, holder.function, holder.status.label("account_status"))
    return select(mandates, *wanted).outerjoin(accounts, holder.id == mandates.c.account_id)


def _name(row: Any) -> str:
    return f"{row.given_name or ''} {row.family_name or ''}".strip()


def _view(row: Any) -> MandateView:
    sent = row.letter_sent_at
    return MandateView(
        id=row.id,
        account_id=row.account_id,
        name=_name(row),
        function=row.function or "",
        representative_name=row.representative_name,
        representative_title=row.representative_title,
        status=row.status,
        requested_at=row.requested_at,
        expires_at=row.expires_at,
        letter_sent_at=sent,
        reportable_at=after_working_days(sent, LETTER_TAKES) if sent else None,
        reported_at=row.reported_at,
        activated_at=row.activated_at,
        ended_at=row.ended_at,
        end_reason=row.end_reason,
        away=row.account_status != str(AccountStatus.ACTIVE),
    )

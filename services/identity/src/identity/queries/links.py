"""What the page behind a link shows, before anything is done."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from identity.domain.links import AccountLink, LinkNotFound, Purpose
from identity.storage.tables import account_links, accounts


class ByLink(msgspec.Struct, frozen=True, kw_only=True):
    link_id: UUID
    purpose: Purpose
    now: datetime


class LinkView(msgspec.Struct, frozen=True, kw_only=True):
    """`account_id` never leaves the service."""

    account_id: UUID
    identifier: str
    given_name: str
    expires_at: datetime
    email: str = ""


async def usable_link(question: ByLink, _: Actor, connection: AsyncConnection) -> LinkView:
    """Raises `LinkNotFound` for another organisation's, and a kind of `LinkGone` when it is used, replaced or late."""
    found = (
        select(account_links, accounts.c.identifier, accounts.c.given_name)
        .join(accounts, accounts.c.id == account_links.c.account_id)
        .where(account_links.c.id == question.link_id, account_links.c.purpose == str(question.purpose))
    )
    row = (await connection.execute(found)).one_or_none()
    if row is None:
        raise LinkNotFound
    link = AccountLink(
        row.id, question.purpose, row.account_id, row.created_at, row.expires_at, row.used_at, row.replaced_at
    )
    link.must_be_usable(at=question.now)
    return LinkView(
        account_id=row.account_id,
        identifier=row.identifier,
        given_name=row.given_name,
        expires_at=row.expires_at,
        email=row.email or "",
    )


class LinkOwner(msgspec.Struct, frozen=True):
    link_id: UUID


async def link_owner(question: LinkOwner, _: Actor, connection: AsyncConnection) -> str:
    """The address that the link was sent to, used or not: where a new one may be sent."""
    found = (
        select(accounts.c.email)
        .join(account_links, accounts.c.id == account_links.c.account_id)
        .where(account_links.c.id == question.link_id)
    )
    email = await connection.scalar(found)
    if email is None:
        raise LinkNotFound
    return str(email)

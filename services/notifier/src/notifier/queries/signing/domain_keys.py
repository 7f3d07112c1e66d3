"""With which keys are an organisation's mails signed?"""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from notifier.domain.signing.domain_key import DomainKey, Stage
from notifier.domain.signing.refusals import DomainKeyNotFound
from notifier.storage.domain_keys import domain_key_of, domain_keys

_k = domain_keys.c


class DomainKeyView(msgspec.Struct, frozen=True, kw_only=True):
    """`record_name` and `record`: what is published in the DNS, as TXT."""

    id: UUID
    domain: str
    selector: str
    stage: str
    record_name: str
    record: str
    created_at: datetime
    active_at: datetime | None
    retired_at: datetime | None


async def list_domain_keys(_: None, __: Actor, connection: AsyncConnection) -> list[DomainKeyView]:
    """Newest first."""
    rows = await connection.execute(select(domain_keys).order_by(_k.created_at.desc(), _k.id.desc()).limit(50))
    return [view_of(domain_key_of(row)) for row in rows.all()]


async def show_domain_key(key_id: UUID, _: Actor, connection: AsyncConnection) -> DomainKeyView:
    row = (await connection.execute(select(domain_keys).where(_k.id == key_id))).one_or_none()
    if row is None:
        raise DomainKeyNotFound
    return view_of(domain_key_of(row))


async def active_domain_key(domain: str, _: Actor, connection: AsyncConnection) -> DomainKey | None:
    found = select(domain_keys).where(_k.domain == domain, _k.stage == str(Stage.ACTIVE))
    row = (await connection.execute(found)).one_or_none()
    return domain_key_of(row) if row is not None else None


def view_of(key: DomainKey) -> DomainKeyView:
    return DomainKeyView(
        id=key.id,
        domain=key.domain,
        selector=key.selector,
        stage=str(key.stage),
        record_name=key.record_name,
        record=key.record,
        created_at=key.created_at,
        active_at=key.active_at,
        retired_at=key.retired_at,
    )

"""Which messages did the organisation make up?"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from notifier.domain.programs.own_template import OwnTemplate
from notifier.domain.programs.refusals import OwnTemplateNotFound
from notifier.storage.programs import own_template_of, own_templates

_t = own_templates.c


async def list_own_templates(_: None, __: Actor, connection: AsyncConnection) -> list[OwnTemplate]:
    rows = await connection.execute(select(own_templates).order_by(_t.title, _t.id))
    return [own_template_of(row) for row in rows.all()]


async def show_own_template(template_id: UUID, _: Actor, connection: AsyncConnection) -> OwnTemplate:
    row = (await connection.execute(select(own_templates).where(_t.id == template_id))).one_or_none()
    if row is None:
        raise OwnTemplateNotFound
    return own_template_of(row)

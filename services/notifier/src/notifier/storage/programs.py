"""Keys, an organisation's own templates, and what programs asked to have sent, kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Column, DateTime, Index, Row, String, Table, UniqueConstraint, Uuid, func, select, update
from sqlalchemy import delete as delete_from
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from chassis import tables
from chassis.repository import Repository
from chassis.unit_of_work import UnitOfWork
from notifier.domain.override import Wording
from notifier.domain.programs.api_key import ApiKey, KeyWanted, Mode, Scope
from notifier.domain.programs.message import AskedMessage, Content
from notifier.domain.programs.own_template import OwnTemplate, TemplateWanted
from notifier.domain.programs.refusals import KeyNotFound, OwnTemplateNotFound
from notifier.storage.tables import metadata

api_keys = Table(
    "api_keys",
    metadata,
    *tables.aggregate_columns(),
    Column("name", String, nullable=False),
    Column("mode", String, nullable=False),
    Column("scopes", ARRAY(String), nullable=False),
    Column("digest", String, nullable=False),
    Column("hint", String, nullable=False),
    Column("former", String, nullable=False),
    Column("former_until", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("created_by", Uuid),
    Column("rotated_at", DateTime(timezone=True)),
    Column("last_used_at", DateTime(timezone=True)),
    Column("revoked_at", DateTime(timezone=True)),
)
own_templates = Table(
    "own_templates",
    metadata,
    *tables.aggregate_columns(),
    Column("key", String, nullable=False),
    Column("title", String, nullable=False),
    Column("wordings", JSONB, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("changed_by", Uuid),
    UniqueConstraint("tenant", "key", name="own_templates_once"),
)
asked_messages = Table(
    "asked_messages",
    metadata,
    Column("tenant", Uuid, primary_key=True, server_default=tables.TENANT),
    Column("id", Uuid, primary_key=True),
    Column("key_id", Uuid, nullable=False),
    Column("mode", String, nullable=False),
    Column("template", String, nullable=False),
    Column("reference", String, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("content", JSONB(none_as_null=True)),
    Index("asked_messages_newest", "tenant", "key_id", "created_at", "id"),
)
_k, _t, _m = api_keys.c, own_templates.c, asked_messages.c


class ApiKeys(Repository[ApiKey]):
    table = api_keys
    missing = KeyNotFound

    def load(self, row: Row[Any]) -> ApiKey:
        return api_key_of(row)

    def dump(self, aggregate: ApiKey) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "name": a.wanted.name,
            "mode": str(a.wanted.mode),
            "scopes": [str(scope) for scope in a.wanted.scopes],
            "digest": a.digest,
            "hint": a.hint,
            "former": a.former,
            "former_until": a.former_until,
            "created_at": a.created_at,
            "created_by": a.created_by,
            "rotated_at": a.rotated_at,
            "last_used_at": a.last_used_at,
            "revoked_at": a.revoked_at,
        }

    async def count_living(self) -> int:
        living = select(func.count()).select_from(api_keys).where(_k.revoked_at.is_(None))
        return (await self.uow.connection.execute(living)).scalar_one()


class OwnTemplates(Repository[OwnTemplate]):
    table = own_templates
    missing = OwnTemplateNotFound

    def load(self, row: Row[Any]) -> OwnTemplate:
        return own_template_of(row)

    def dump(self, aggregate: OwnTemplate) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "key": a.wanted.key,
            "title": a.wanted.title,
            "wordings": msgspec.to_builtins(a.wanted.wordings),
            "changed_at": a.changed_at,
            "changed_by": a.changed_by,
        }

    async def named(self, key: str) -> OwnTemplate | None:
        return await self.find(_t.key == key)

    async def count(self) -> int:
        return (await self.uow.connection.execute(select(func.count()).select_from(own_templates))).scalar_one()

    async def remove(self, template: OwnTemplate) -> None:
        self._kept.pop(template.id, None)
        await self.uow.connection.execute(delete_from(own_templates).where(_t.id == template.id))


class AskedMessages:
    """What was asked is never changed, only forgotten."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def keep(self, message: AskedMessage) -> None:
        row = {**msgspec.structs.asdict(message), "mode": str(message.mode)}
        await self._uow.insert(asked_messages, {**row, "content": msgspec.to_builtins(message.content)})

    async def forget_content(self, ids: Sequence[UUID]) -> None:
        """Whom it was for and what it said: it has left, or never will."""
        await self._uow.connection.execute(update(asked_messages).where(_m.id.in_(ids)).values(content=None))

    async def forget(self, message_id: UUID) -> None:
        await self._uow.connection.execute(delete_from(asked_messages).where(_m.id == message_id))


def api_key_of(row: Row[Any]) -> ApiKey:
    return ApiKey(
        id=row.id,
        wanted=KeyWanted(name=row.name, mode=Mode(row.mode), scopes=tuple(Scope(scope) for scope in row.scopes)),
        digest=row.digest,
        hint=row.hint,
        former=row.former,
        former_until=row.former_until,
        created_at=row.created_at,
        created_by=row.created_by,
        rotated_at=row.rotated_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
        version=row.version,
    )


def own_template_of(row: Row[Any]) -> OwnTemplate:
    wordings = msgspec.convert(row.wordings, dict[str, Wording])
    return OwnTemplate(
        id=row.id,
        wanted=TemplateWanted(key=row.key, title=row.title, wordings=wordings),
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        version=row.version,
    )


def asked_message_of(row: Row[Any]) -> AskedMessage:
    return AskedMessage(
        id=row.id,
        key_id=row.key_id,
        mode=Mode(row.mode),
        template=row.template,
        reference=row.reference,
        created_at=row.created_at,
        content=msgspec.convert(row.content, Content) if row.content is not None else None,
    )


def is_of_key(digest: str, *, at: datetime) -> Any:
    """Which key a text is, as one SQL condition: its own digest, or the one before while both open."""
    return _k.revoked_at.is_(None) & ((_k.digest == digest) | ((_k.former == digest) & (_k.former_until > at)))

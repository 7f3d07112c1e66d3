"""What authors see: every démarche with its state, one under work, what publishing it would change."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.refusals import Refusal
from contracts.forms import check_form, say
from demarches.domain.definition import Definition
from demarches.domain.dossier import OPEN
from demarches.domain.editor.differences import Difference, differences
from demarches.domain.editor.reading import must_be_readable
from demarches.domain.editor.trials import Verdict, run
from demarches.domain.refusals import DefinitionNotPublishable
from demarches.queries.editor import rehearsal
from demarches.storage import editing
from demarches.storage.tables import definition_drafts, demarches, dossiers, themes


class AuthorLine(Struct, kw_only=True):
    id: UUID
    slug: str
    title: str
    theme: str
    current: int | None
    under_work: bool
    changed_at: datetime | None
    open: int


class Rehearsal(Struct, kw_only=True):
    """`concerned`: open dossiers by the version they keep, of which the latest `most` are rehearsed. `drafts`: begun and not sent; they
    keep theirs too."""

    faults: list[Any]
    verdicts: list[Verdict]
    changes: list[Difference]
    concerned: dict[int, int]
    drafts: int
    lines: list[rehearsal.Rehearsed]
    most: int
    sound: bool


async def list_definitions(_: None, actor: Actor, connection: AsyncConnection) -> list[AuthorLine]:
    d, w = demarches.c, definition_drafts.c
    opened = (
        select(func.count())
        .where(dossiers.c.demarche_id == d.id, dossiers.c.status.in_(OPEN))
        .correlate(demarches)
        .scalar_subquery()
    )
    statement = (
        select(d.id, d.slug, d.title, d.current, themes.c.name, w.changed_at, opened.label("open"))
        .join(themes, themes.c.id == d.theme_id)
        .outerjoin(definition_drafts, w.demarche_id == d.id)
        .where(d.external_url.is_(None))
        .order_by(themes.c.position, d.position, d.slug)
    )
    return [
        AuthorLine(
            id=row.id,
            slug=row.slug,
            title=say(row.title, actor.locale),
            theme=say(row.name, actor.locale),
            current=row.current,
            under_work=row.changed_at is not None,
            changed_at=row.changed_at,
            open=row.open,
        )
        for row in await connection.execute(statement)
    ]


async def list_themes(_: None, actor: Actor, connection: AsyncConnection) -> list[tuple[str, str]]:
    c = themes.c
    rows = await connection.execute(select(c.id, c.name).order_by(c.position, c.slug))
    return [(str(row.id), say(row.name, actor.locale)) for row in rows]


async def read_work(demarche_id: UUID, actor: Actor, connection: AsyncConnection) -> editing.Work:
    return await editing.work_on(connection, demarche_id)


async def rehearse(question: tuple[UUID, datetime], actor: Actor, connection: AsyncConnection) -> Rehearsal:
    """Nothing is written: open dossiers keep their version, whatever is found here."""
    demarche_id, at = question
    work = await editing.work_on(connection, demarche_id)
    definition = must_be_readable(work.content)
    # What its conditions decide cannot be told of a form that is not sound.
    c, sound = dossiers.c, not check_form(definition.form)
    counted = select(c.definition, func.count()).where(c.demarche_id == demarche_id, c.status.in_(OPEN))
    concerned = {row[0]: row[1] for row in await connection.execute(counted.group_by(c.definition))}
    drafts = select(func.count()).where(c.demarche_id == demarche_id, c.status == "draft")
    return Rehearsal(
        faults=faults_of(definition),
        verdicts=[run(definition, trial) for trial in definition.trials] if sound else [],
        changes=list(differences(work.published or {}, work.content)),
        concerned=concerned,
        drafts=await connection.scalar(drafts) or 0,
        lines=await rehearsal.rehearsed(definition, demarche_id, connection, at, actor.locale) if sound else [],
        sound=sound,
        most=rehearsal.MOST_REHEARSED,
    )


def faults_of(definition: Definition) -> list[Any]:
    try:
        definition.must_be_publishable()
    except DefinitionNotPublishable as refused:
        return list(refused.faults)
    except Refusal:
        raise
    return []

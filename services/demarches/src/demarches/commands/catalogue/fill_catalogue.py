"""A guichet is made from a template: its catalogue gets the démarches that are ready and that it does not have (ID-24)."""

from uuid import UUID, uuid5

from msgspec import Struct, to_builtins
from sqlalchemy import select

from demarches.commands.catalogue.arrange_catalogue import Department, Place, Theme
from demarches.commands.catalogue.publish_definition import PublishDefinition, publish_definition
from demarches.ready import themes as ready_made
from demarches.ready.read import Ready, ready
from demarches.storage import catalogue, tables
from demarches.storage.unit_of_work import DemarchesWork


class FillCatalogue(Struct, frozen=True, kw_only=True):
    """`slug` is the organisation's: its first letters begin the references of its dossiers."""

    organisation_id: UUID
    slug: str


async def fill_catalogue(command: FillCatalogue, uow: DemarchesWork) -> int:
    """How many were added. What is there stays as it is, known by its slug: agents may have made it theirs."""
    departments = await _departments(command.organisation_id, uow)
    if await uow.connection.scalar(select(tables.organisation_settings.c.reference_prefix)) is None:
        letters = "".join(letter for letter in command.slug if letter.isalpha())
        await catalogue.set_prefix(uow.connection, letters[:3].upper())
    themes = await _themes(command.organisation_id, uow)
    known = set((await uow.connection.scalars(select(tables.demarches.c.slug))).all())
    missing = [one for one in ready(departments) if one.slug not in known]
    first = len(known)
    for at, one in enumerate(missing):
        await _offer(one, themes, command.organisation_id, first + at, uow)
    return len(missing)


async def _offer(one: Ready, themes: dict[str, UUID], organisation_id: UUID, position: int, uow: DemarchesWork) -> None:
    place = Place(
        id=uuid5(organisation_id, f"demarche/{one.slug}"),
        slug=one.slug,
        theme_id=themes[one.theme],
        title=one.title,
        summary=one.summary,
        position=position,
        pinned=position < ready_made.PINNED,
        external_url=one.external_url,
        kind=one.kind,
        body=one.body,
        keywords=one.keywords,
    )
    await catalogue.keep_place(uow.connection, to_builtins(place))
    if one.definition is not None:
        _ = await publish_definition(PublishDefinition(place.id, one.definition), uow)


async def _departments(organisation_id: UUID, uow: DemarchesWork) -> tuple[tuple[str, UUID], ...]:
    """Three to begin with; a town that has its own gets no other, and its first one is in charge until somebody says more."""
    first = await uow.connection.scalar(select(tables.departments.c.id).order_by(tables.departments.c.name).limit(1))
    if first is not None:
        return tuple((key, first) for key, _ in ready_made.DEPARTMENTS)
    made = tuple((key, uuid5(organisation_id, f"department/{key}")) for key, _ in ready_made.DEPARTMENTS)
    for (_, name), (_, department_id) in zip(ready_made.DEPARTMENTS, made, strict=True):
        await catalogue.keep_department(uow.connection, to_builtins(Department(id=department_id, name=name)))
    return made


async def _themes(organisation_id: UUID, uow: DemarchesWork) -> dict[str, UUID]:
    there = (await uow.connection.execute(select(tables.themes.c.slug, tables.themes.c.id))).all()
    known: dict[str, UUID] = {row.slug: row.id for row in there}
    for position, (slug, fr, en, icon) in enumerate(ready_made.THEMES, start=1):
        if slug not in known:
            theme_id = uuid5(organisation_id, f"theme/{slug}")
            theme = Theme(id=theme_id, slug=slug, name={"fr": fr, "en": en}, icon=icon, position=position)
            await catalogue.keep_theme(uow.connection, to_builtins(theme))
            known[slug] = theme_id
    return known

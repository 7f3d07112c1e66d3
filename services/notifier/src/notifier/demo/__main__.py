"""`python -m notifier.demo`: what the demonstration's towns tell. Repeatable: what is there already is left alone."""

import asyncio
from uuid import UUID

from sqlalchemy import func, select

from chassis.actor import Actor
from chassis.clock import PARIS
from chassis.service import Service
from chassis.settings import Settings
from contracts.demo import PLASSANS, demo_id
from notifier.articles.pictures import picture_of
from notifier.commands.publishing.add_hours_exception import AddHoursException, add_hours_exception
from notifier.commands.publishing.illustrate_publication import IllustratePublication, illustrate_publication
from notifier.commands.publishing.publish_publication import PublishPublication, publish_publication
from notifier.demo.integrations import connect
from notifier.demo.letters import write_letters
from notifier.demo.paper import offer_paper
from notifier.demo.plassans import Told, closed_days, told
from notifier.demo.programs import equip_programs
from notifier.domain.publishing.publication import Publication
from notifier.storage.publishing import hours_exceptions, publications
from notifier.storage.work import NotifierWork


async def tell(one: Told, uow: NotifierWork) -> bool:
    """False when it was told by an earlier demonstration."""
    publication_id = demo_id(f"publication/{one.name}")
    known = select(publications.c.id).where(publications.c.id == publication_id)
    if (await uow.connection.execute(known)).one_or_none() is not None:
        return False
    slug = await uow.publications.free_slug(one.kind, one.content.title)
    draft = Publication(
        id=publication_id, kind=one.kind, slug=slug, content=one.content, written_at=uow.now, written_by=None
    )
    _ = uow.publications.add(draft)
    return True


async def close_days(days: list[AddHoursException], uow: NotifierWork) -> None:
    if (await uow.connection.execute(select(func.count()).select_from(hours_exceptions))).scalar_one() == 0:
        for day in days:
            _ = await add_hours_exception(day, uow)


async def main() -> None:
    service = Service(Settings(), NotifierWork)  # pyright: ignore[reportCallIssue]
    actor = Actor.of_service("notifier", PLASSANS.id)
    today = service.commands.now().astimezone(PARIS).date()
    # The newest last, so that the feast leads the page.
    for one in reversed(told(today)):
        publication_id: UUID = demo_id(f"publication/{one.name}")
        if await service.commands.run(tell, one, actor=actor):
            if one.picture is not None:
                made = IllustratePublication(publication_id=publication_id, picture=picture_of(one.picture))
                await service.commands.run(illustrate_publication, made, actor=actor)
            await service.commands.run(publish_publication, PublishPublication(publication_id), actor=actor)
    await service.commands.run(write_letters, None, actor=actor)
    await service.commands.run(connect, service.settings.read_secret(), actor=actor)
    await service.commands.run(equip_programs, None, actor=actor)
    await service.commands.run(offer_paper, None, actor=actor)
    await service.commands.run(close_days, closed_days(today), actor=actor)
    await service.database.close()
    await service.relay_database.close()


if __name__ == "__main__":
    asyncio.run(main())

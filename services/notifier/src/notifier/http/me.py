"""What concerns whoever asks."""

from litestar import Router, get
from litestar.di import NamedDependency

from chassis.access import Needs
from chassis.commands import Commands
from chassis.http import Ask, By
from notifier.queries.publishing.shown_publications import Unread, count_unread
from notifier.storage.work import NotifierWork


@get("/badges", needs=Needs.SIGNED_IN, summary="How much is new for me")
async def badges(actor: By, queries: Ask, commands: NamedDependency[Commands[NotifierWork]]) -> Unread:
    return await queries.ask(count_unread, commands.now(), actor=actor)


router = Router("/me", route_handlers=[badges], tags=["Pour moi"])

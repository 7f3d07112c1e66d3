"""What the support team reads: its queues, and a ticket with all that is known of it."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.queries import Queries
from ticketing.commands.desk.open_ticket_page import OpenTicketPage, open_ticket_page
from ticketing.domain.policies import ANSWER
from ticketing.domain.refusals import News
from ticketing.naming import named_lines, named_ticket
from ticketing.people import People
from ticketing.queries.lines import CountQueues, ListQueue, Queue, count_queues, list_queue
from ticketing.queries.ticket import ShowTicket, show_ticket
from ticketing.storage.unit_of_work import TicketingWork

AnyRequest = Request[Any, Any, Any]
Doing = NamedDependency[Commands[TicketingWork]]
Whose = NamedDependency[People]
Console = NamedDependency[ConsolePages]


@get("/", needs=ANSWER)
async def queue(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    people: Whose,
    console: Console,
    file: FromQuery[Queue] = "open",
    apres: FromQuery[str | None] = None,
) -> Response[str]:
    question = ListQueue(locale=actor.locale, queue=file, cursor=apres)
    lines = await named_lines(await queries.ask(list_queue, question, actor=actor), people, actor)
    counts = await queries.ask(count_queues, CountQueues(), actor=actor)
    return console.render(request, actor, "ticketing/queue.html", lines=lines, counts=counts, queue=file)


@get("/tickets/{ticket_id:uuid}", needs=ANSWER)
async def ticket(
    ticket_id: FromPath[UUID],
    request: AnyRequest,
    actor: By,
    queries: Ask,
    commands: Doing,
    people: Whose,
    console: Console,
) -> Response[str]:
    await commands.run(open_ticket_page, OpenTicketPage(ticket_id), actor=actor)
    return await TicketPage(request, actor, queries, commands, people, console).show(ticket_id)


class TicketPage:
    """The page of a ticket, as it is read, or again with what was typed and why it was not taken."""

    def __init__(
        self, request: AnyRequest, actor: By, queries: Queries, commands: Doing, people: People, console: ConsolePages
    ) -> None:
        self.request, self.actor = request, actor
        self._queries, self._commands, self._people, self._console = queries, commands, people, console

    async def show(
        self, ticket_id: UUID, status: int = 200, *, form: FormState | None = None, news: list[News] | None = None
    ) -> Response[str]:
        """`news` is what came while somebody was writing."""
        question = ShowTicket(ticket_id, self._commands.now(), self.actor.locale)
        shown = await self._queries.ask(show_ticket, question, actor=self.actor)
        ticket = await named_ticket(shown, self._people, self.actor)
        told = {"ticket": ticket, "form": form or FormState(), "news": news or []}
        return self._console.render(self.request, self.actor, "ticketing/ticket.html", status, **told)


def page_of(
    request: AnyRequest, actor: By, queries: Ask, commands: Doing, people: Whose, console: Console
) -> TicketPage:
    return TicketPage(request, actor, queries, commands, people, console)

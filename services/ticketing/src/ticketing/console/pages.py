"""What the support team reads: its queues, and a ticket with all that is known of it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.queries import Queries
from chassis.refusals import Unavailable
from contracts.asks import OrganisationFacts
from ticketing.commands.desk.enter_desk import EnterDesk, enter_desk
from ticketing.commands.desk.open_ticket_page import OpenTicketPage, open_ticket_page
from ticketing.domain.attachable import Attachable
from ticketing.domain.policies import ANSWER
from ticketing.domain.refusals import News
from ticketing.elsewhere import Elsewhere, Told
from ticketing.naming import named_lines, named_ticket
from ticketing.people import People
from ticketing.queries.attachable import ListAttachable, list_attachable
from ticketing.queries.desk import ShowBeside, WhoIsHere, show_beside, who_is_here
from ticketing.queries.macros import ListMacros, list_macros
from ticketing.queries.queue import CountQueues, ListQueue, Queue, count_queues, list_queue
from ticketing.queries.statistics import ShowStatistics, show_statistics
from ticketing.queries.ticket import ShowTicket, TicketView, show_ticket
from ticketing.queries.views import ListViews, list_views
from ticketing.storage.unit_of_work import TicketingWork

AnyRequest = Request[Any, Any, Any]
Doing = NamedDependency[Commands[TicketingWork]]
Whose = NamedDependency[People]
Others = NamedDependency[Elsewhere]
Console = NamedDependency[ConsolePages]


@get("/", needs=ANSWER)
async def queue(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    people: Whose,
    console: Console,
    commands: Doing,
    file: FromQuery[Queue] = "open",
    q: FromQuery[str] = "",
    gravite: FromQuery[str] = "",
    etat: FromQuery[str] = "",
    apres: FromQuery[str | None] = None,
) -> Response[str]:
    """Whoever looks at the queue is of the team from then on."""
    await commands.run(enter_desk, EnterDesk(), actor=actor)
    question = ListQueue(locale=actor.locale, queue=file, search=q, severity=gravite, status=etat, cursor=apres)
    lines = await named_lines(await queries.ask(list_queue, question, actor=actor), people, actor)
    counts = await queries.ask(count_queues, CountQueues(), actor=actor)
    views = await queries.ask(list_views, ListViews(), actor=actor)
    macros = await queries.ask(list_macros, ListMacros(), actor=actor)
    told = {"macros": macros, "q": q, "gravite": gravite, "etat": etat, "views": views, "form": FormState()}
    return console.render(request, actor, "ticketing/queue.html", lines=lines, counts=counts, queue=file, **told)


@get("/tickets/{ticket_id:uuid}", needs=ANSWER)
async def ticket(
    ticket_id: FromPath[UUID],
    request: AnyRequest,
    actor: By,
    queries: Ask,
    commands: Doing,
    people: Whose,
    console: Console,
    elsewhere: Others,
    modele: FromQuery[UUID | None] = None,
) -> Response[str]:
    """`modele`: a ready-made answer, filled in where the agent reads it before sending it."""
    await commands.run(open_ticket_page, OpenTicketPage(ticket_id), actor=actor)
    return await TicketPage(request, actor, queries, commands, people, console, elsewhere).show(ticket_id, reply=modele)


@get("/tickets/{ticket_id:uuid}/delais", needs=ANSWER)
async def promises(
    ticket_id: FromPath[UUID], request: AnyRequest, actor: By, queries: Ask, commands: Doing, console: Console
) -> Response[str]:
    """Why the clocks say what they say, stretch by stretch."""
    shown = await queries.ask(show_ticket, ShowTicket(ticket_id, commands.now(), actor.locale), actor=actor)
    return console.render(request, actor, "ticketing/sla.html", ticket=shown)


@get("/statistiques", needs=ANSWER)
async def statistics(request: AnyRequest, actor: By, queries: Ask, commands: Doing, console: Console) -> Response[str]:
    figures = await queries.ask(show_statistics, ShowStatistics(commands.now(), actor.locale), actor=actor)
    return console.render(request, actor, "ticketing/statistics.html", figures=figures)


@get("/clavier", needs=ANSWER)
async def keys(request: AnyRequest, actor: By, console: Console) -> Response[str]:
    """The help of the keyboard, for who has no script: those keys do nothing then."""
    return console.render(request, actor, "ticketing/keyboard.html")


class TicketPage:
    """The page of a ticket, as it is read, or again with what was typed and why it was not taken."""

    def __init__(
        self,
        request: AnyRequest,
        actor: By,
        queries: Queries,
        commands: Doing,
        people: People,
        console: ConsolePages,
        elsewhere: Elsewhere,
    ) -> None:
        self.request, self.actor = request, actor
        self._queries, self._commands, self._people, self._console = queries, commands, people, console
        self._elsewhere = elsewhere

    async def show(
        self,
        ticket_id: UUID,
        status: int = 200,
        *,
        form: FormState | None = None,
        news: list[News] | None = None,
        reply: UUID | None = None,
        receipts: Sequence[str] = (),
    ) -> Response[str]:
        """`news` is what came while somebody was writing, `receipts` are of files that have come already."""
        question = ShowTicket(ticket_id, self._commands.now(), self.actor.locale)
        shown = await self._queries.ask(show_ticket, question, actor=self.actor)
        ticket = await named_ticket(shown, self._people, self.actor)
        beside = await self._queries.ask(show_beside, ShowBeside(ticket_id, self.actor.locale), actor=self.actor)
        here = await self._queries.ask(who_is_here, WhoIsHere(ticket_id, self._commands.now()), actor=self.actor)
        customer = await self._customer(ticket)
        portal = await self.portal()
        told_elsewhere = await self._told_elsewhere(ticket)
        accounts = [*beside.agents, *(one.agent_id for one in here), self.actor.account]
        names = await self._people.names(accounts, tenant=self.actor.tenant)
        ready = next((one for one in beside.replies if one.id == reply), None)
        body = (
            ready.filled(values_for(ticket, names.get(self.actor.account or ticket_id, ""))) if ready else beside.draft
        )
        told = {
            "ticket": ticket,
            "form": form or FormState({"body": body}),
            "news": news or [],
            "beside": beside,
            "here": here,
            "names": names,
            "ready": ready,
            "receipts": receipts,
            "customer": customer,
            "elsewhere": told_elsewhere,
            "articles": await self._attachable(ticket) if portal else [],
            "host": urlsplit(portal).netloc,
        }
        return self._console.render(self.request, self.actor, "ticketing/ticket.html", status, **told)

    async def values(self, ticket_id: UUID) -> dict[str, str]:
        """What the variables of a text for this ticket stand for."""
        question = ShowTicket(ticket_id, self._commands.now(), self.actor.locale)
        shown = await self._queries.ask(show_ticket, question, actor=self.actor)
        names = await self._people.names([self.actor.account], tenant=self.actor.tenant)
        ticket = await named_ticket(shown, self._people, self.actor)
        return values_for(ticket, names.get(self.actor.account or ticket_id, ""))

    async def portal(self) -> str:
        return await self._people.portal(self.actor.tenant)

    async def _attachable(self, ticket: TicketView) -> list[Attachable]:
        return await self._queries.ask(
            list_attachable, ListAttachable(ticket.id, self._commands.now()), actor=self.actor
        )

    async def _told_elsewhere(self, ticket: TicketView) -> list[Told]:
        """Of a guest there is nothing to ask: nobody knows who it is."""
        return [] if ticket.guest is not None else await self._elsewhere.about(ticket.requester_id, self.actor)

    async def _customer(self, ticket: TicketView) -> OrganisationFacts | None:
        """How the organisation is reached, as far as it can be told now."""
        if ticket.guest is not None:
            return None
        try:
            return await self._people.organisation(ticket.organisation_id)
        except Unavailable:
            return None


def values_for(ticket: TicketView, agent: str) -> dict[str, str]:
    """What the variables of a ready-made answer stand for."""
    return {
        "demandeur": ticket.requester,
        "numero": ticket.reference,
        "objet": ticket.subject,
        "produit": ticket.product,
        "technicien": agent,
        "collectivite": ticket.organisation,
    }


def page_of(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    commands: Doing,
    people: Whose,
    console: Console,
    elsewhere: Others,
) -> TicketPage:
    return TicketPage(request, actor, queries, commands, people, console, elsewhere)

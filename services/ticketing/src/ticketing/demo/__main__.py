"""`python -m ticketing.demo`: the catalogue, the team and the tickets of the demonstration. Repeatable."""

import asyncio
from collections.abc import AsyncIterator

from sqlalchemy import select

from chassis.actor import Actor, Kind
from chassis.commands import Commands
from chassis.database import Database
from chassis.patient import PatientCommands
from chassis.settings import Settings
from contracts.demo import AGENT, OPERATOR, SUPPORT_AGENT, DemoAccount
from ticketing.commands.catalogue.arrange_catalogue import ArrangeCatalogue, arrange_catalogue
from ticketing.commands.customer.open_ticket import OpenTicket, open_ticket
from ticketing.commands.desk.answer_ticket import AnswerTicket, answer_ticket
from ticketing.commands.desk.keep_macro import KeepMacro, keep_macro
from ticketing.commands.desk.keep_reply import KeepReply, keep_reply
from ticketing.commands.desk.keep_team import KeepTeam, keep_team
from ticketing.commands.desk.log_intervention import LogIntervention, log_intervention
from ticketing.commands.desk.write_note import WriteNote, write_note
from ticketing.commands.knowledge.arrange_shelves import ArrangeShelves, arrange_shelves
from ticketing.commands.knowledge.keep_article import keep_article
from ticketing.commands.knowledge.publish_article import PublishArticle, publish_article
from ticketing.commands.knowledge.receive_release import ReceiveRelease, receive_release
from ticketing.commands.sla.keep_calendar import KeepCalendar, keep_calendar
from ticketing.commands.sla.keep_policy import KeepPolicy, keep_policy
from ticketing.demo import desk, shelf
from ticketing.demo import tickets as stories
from ticketing.demo.catalogue import ENTRIES, PRODUCTS
from ticketing.domain.knowledge import ArticleStatus
from ticketing.domain.thread import InterventionKind
from ticketing.storage.tables import tickets
from ticketing.storage.unit_of_work import TicketingWork

REQUEST = OpenTicket(
    entry="anomalie-logiciel-parvis",
    subject="Le bouton « Décider » reste gris sur une demande complète",
    impact="department",
    urgency="medium",
    answers={
        "description": "Depuis ce matin, une demande d’acte de naissance dont toutes les pièces sont reçues ne peut pas "
        "être décidée : le bouton reste gris, sans message.",
        "expected": "Pouvoir accepter la demande.",
        "environment": "windows",
        "remote_session": True,
        "phone": "0442005150",
    },
)
ANSWER = (
    "Bonjour Madame Sicardot,\n\nNous avons reproduit le cas avec vous lors de la session : la pièce restait notée "
    "« à contrôler » après son analyse. Une correction est en préparation ; en attendant, rouvrez la pièce puis "
    "rechargez la page.\n\nPouvez-vous nous confirmer que le bouton redevient actif ?"
)
NOTE = "Même symptôme aux Tulettes la semaine dernière. À rattacher à la correction du statut des pièces."


def acting(account: DemoAccount) -> Actor:
    """Somebody at the operator's support portal."""
    return Actor(
        tenant=OPERATOR.id,
        kind=Kind.MEMBER,
        subject=account.id,
        organisation=account.organisation.id,
        permissions=frozenset(account.permissions),
    )


async def furnish(commands: Commands[TicketingWork]) -> None:
    """Hours, promises, the team, ready-made answers, the knowledge base."""
    service, support = Actor.of_service("ticketing", OPERATOR.id), acting(SUPPORT_AGENT)
    await commands.run(keep_calendar, KeepCalendar(desk.HOURS), actor=service)
    await commands.run(keep_policy, KeepPolicy(desk.PROMISES), actor=service)
    await commands.run(keep_team, KeepTeam(desk.TEAM), actor=service)
    for reply in desk.REPLIES:
        await commands.run(keep_reply, KeepReply(reply), actor=service)
    for macro in desk.MACROS:
        await commands.run(keep_macro, KeepMacro(macro), actor=service)
    shelves = ArrangeShelves(shelf.RANGES, shelf.RUBRICS, shelf.OWNERS)
    await commands.run(arrange_shelves, shelves, actor=service)
    for article in shelf.ARTICLES:
        kept = await commands.run(keep_article, article, actor=support)
        if kept.status is not ArticleStatus.DRAFT:
            continue
        if name := shelf.FILES.get(kept.id):
            release = ReceiveRelease(kept.id, name, "text/plain", _pieces(shelf.RELEASE_FILE))
            await commands.run(receive_release, release, actor=support)
        await commands.run(publish_article, PublishArticle(kept.id), actor=support)


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def load(settings: Settings) -> None:
    database = Database(settings.database_url, pool_size=2)
    commands = PatientCommands(database, TicketingWork)
    await commands.run(
        arrange_catalogue, ArrangeCatalogue(PRODUCTS, ENTRIES), actor=Actor.of_service("ticketing", OPERATOR.id)
    )
    await furnish(commands)
    customer, support = acting(AGENT), acting(SUPPORT_AGENT)
    async with database.transaction(customer, read_only=True) as connection:
        known = await connection.scalar(select(tickets.c.id).where(tickets.c.subject == REQUEST.subject).limit(1))
    if known is None:
        await stories.tell(database, commands.now())
        ticket = await commands.run(open_ticket, REQUEST, actor=customer)
        session = LogIntervention(
            ticket_id=ticket.id,
            kind=InterventionKind.REMOTE_SESSION,
            minutes=20,
            summary="Prise en main du poste : le cas est reproduit sur deux demandes.",
        )
        await commands.run(log_intervention, session, actor=support)
        await commands.run(write_note, WriteNote(ticket.id, NOTE), actor=support)
        await commands.run(answer_ticket, AnswerTicket(ticket.id, ANSWER, "waiting_customer"), actor=support)
    await database.close()


if __name__ == "__main__":
    asyncio.run(load(Settings()))  # pyright: ignore[reportCallIssue]

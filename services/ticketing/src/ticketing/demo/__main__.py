"""`python -m ticketing.demo`: the catalogue and one ticket of the demonstration. Repeatable."""

import asyncio

from sqlalchemy import select

from chassis.actor import Actor, Kind
from chassis.commands import Commands
from chassis.database import Database
from chassis.settings import Settings
from contracts.demo import AGENT, OPERATOR, SUPPORT_AGENT, DemoAccount
from ticketing.commands.catalogue.arrange_catalogue import ArrangeCatalogue, arrange_catalogue
from ticketing.commands.customer.open_ticket import OpenTicket, open_ticket
from ticketing.commands.desk.answer_ticket import AnswerTicket, answer_ticket
from ticketing.commands.desk.log_intervention import LogIntervention, log_intervention
from ticketing.commands.desk.write_note import WriteNote, write_note
from ticketing.demo.catalogue import ENTRIES, PRODUCTS
from ticketing.domain.thread import InterventionKind
from ticketing.storage.tables import tickets
from ticketing.storage.unit_of_work import TicketingWork

REQUEST = OpenTicket(
    entry="anomalie-logiciel-parvis",
    subject="Le bouton « Décider » reste gris sur une demande complète",
    impact="department",
    urgency="medium",
    answers={
        "description": "Depuis ce matin, une demande d'acte de naissance dont toutes les pièces sont reçues ne peut pas "
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


async def load(settings: Settings) -> None:
    database = Database(settings.database_url, pool_size=2)
    commands = Commands(database, TicketingWork)
    await commands.run(
        arrange_catalogue, ArrangeCatalogue(PRODUCTS, ENTRIES), actor=Actor.of_service("ticketing", OPERATOR.id)
    )
    customer, support = acting(AGENT), acting(SUPPORT_AGENT)
    async with database.transaction(customer, read_only=True) as connection:
        known = await connection.scalar(select(tickets.c.id).where(tickets.c.subject == REQUEST.subject).limit(1))
    if known is None:
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

"""Wires ticketing."""

from uuid import UUID

import msgspec
from litestar import Litestar

from chassis.actor import Actor
from chassis.clock import Clock, utc_now
from chassis.robot_digits import routes as robot_digits
from chassis.service import Service
from chassis.settings import Settings
from chassis.subscriptions import Timer
from contracts.asks import Articles, AskArticles, AskMessageFacts
from ticketing.commands.desk.close_resolved import CloseResolved, close_resolved
from ticketing.commands.files.give_up_reservation import GiveUpReservation, give_up_reservation
from ticketing.commands.mail.begin_mail import BeginMail, begin_mail
from ticketing.commands.sla.watch_sla import WatchSla, watch_sla
from ticketing.console.console import console
from ticketing.elsewhere import Elsewhere
from ticketing.events.subscriptions import SUBSCRIPTIONS
from ticketing.http import (
    catalogue,
    desk,
    exports,
    files,
    guests,
    knowledge,
    lists,
    promises,
    shares,
    shelf,
    team,
    tickets,
)
from ticketing.people import People
from ticketing.queries.announceable import AskAnnounceable, announceable
from ticketing.queries.message_facts import AskFacts, WhichMessage, message_facts, which_message
from ticketing.queries.personal_data import PERSONAL_DATA
from ticketing.storage.attachments import GIVING_UP
from ticketing.storage.sla import WATCHING
from ticketing.storage.unit_of_work import CLOSING, TicketingWork
from ticketing.tools.handing_over import HandingOver
from ticketing.tools.mail_server import mail_server
from ticketing.tools.mailbox import mailbox_poll
from ticketing.tools.receiver import Receiver

TIMERS = (
    Timer(CLOSING, CloseResolved, close_resolved),
    Timer(WATCHING, WatchSla, watch_sla),
    Timer(GIVING_UP, GiveUpReservation, give_up_reservation),
)


def create_app(settings: Settings, *, now: Clock = utc_now) -> Litestar:
    service = Service(settings, TicketingWork, now=now)
    people = People(lambda: service.worker.bus if service.worker else None)
    elsewhere = Elsewhere(lambda: service.worker.bus if service.worker else None)

    async def tell_facts(body: bytes) -> bytes:
        asked = msgspec.json.decode(body, type=AskMessageFacts)
        portal = (await people.organisation(asked.tenant)).public_url
        question = AskFacts(asked.event_type, asked.data, portal, settings.mail_in_domain, settings.read_secret())
        actor = Actor.of_service("ticketing", asked.tenant)
        facts = await service.queries.ask(message_facts, question, actor=actor)
        message = await service.queries.ask(which_message, WhichMessage(asked.event_type, asked.data), actor=actor)
        if facts.recipients and message is not None:
            mailing = BeginMail(asked.event_id, UUID(asked.data["ticket_id"]), message)
            await service.commands.run(begin_mail, mailing, actor=actor)
        return msgspec.json.encode(facts)

    async def tell_articles(body: bytes) -> bytes:
        asked = msgspec.json.decode(body, type=AskArticles)
        portal = (await people.organisation(asked.tenant)).public_url
        question = AskAnnounceable(article_ids=asked.article_ids, portal=portal, now=now())
        told = await service.queries.ask(announceable, question, actor=Actor.of_service("ticketing", asked.tenant))
        return msgspec.json.encode(Articles(articles=tuple(told)))

    vault = HandingOver(settings.service_urls.get("documents", ""), service.signer, service.verifier)
    receiver = Receiver(settings.read_secret(), service.commands, service.queries, vault)
    mails = (
        *((mail_server(settings, receiver),) if settings.mail_in_port else ()),
        *((mailbox_poll(settings, receiver),) if settings.mail_in_imap_url else ()),
    )
    return service.app(
        routes=[
            catalogue.router,
            tickets.router,
            lists.router,
            shares.router,
            exports.router,
            files.router,
            desk.router,
            promises.router,
            team.router,
            knowledge.router,
            shelf.router,
            guests.router,
            robot_digits.router(),
        ],
        pages=[console(settings)],
        subscriptions=(*SUBSCRIPTIONS, *PERSONAL_DATA.subscriptions()),
        timers=TIMERS,
        answers={AskMessageFacts.subject_for("ticketing"): tell_facts, AskArticles.subject: tell_articles},
        tasks=mails,
        dependencies={"people": people, "elsewhere": elsewhere},
    )

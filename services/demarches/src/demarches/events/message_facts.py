"""What has to be written to whom because of an event: answered when the notifier is about to send.

Our values are in the language of the request, and in the other ones beside: an account reads in its own. The texts that
bind the administration are in French, behind a translation; the notifier words the rest.
"""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import msgspec

from chassis.actor import Actor
from chassis.clock import Clock
from chassis.queries import Queries
from contracts import demarches as events
from contracts.asks import (
    AskMessageFacts,
    AskOrganisation,
    AskProfileChanges,
    AskRecent,
    MessageFacts,
    OrganisationFacts,
    Recent,
    Recipient,
)
from contracts.forms import say
from demarches.domain.policies import READ
from demarches.queries.desk.agent_mail import AgentMail, AskAgentMail, read_agent_mail
from demarches.queries.desk.opinion_mail import read_opinion_mail
from demarches.queries.desk.recent import recent_of
from demarches.queries.dossier.attachment import code_mail
from demarches.queries.editor.mail import read_copy_mail
from demarches.queries.mail import LANGUAGES, LAW, AskMail, MailFacts, read_mail
from demarches.queries.profile_changes import profile_changes
from demarches.queries.waiting import read_offer
from demarches.queries.words import dates

SERVICE = "demarches"
TEMPLATES = {
    events.DossierSubmitted.type: "dossier_received",
    events.DossierIncomplete.type: "piece_requested",
    events.MessagePosted.type: "message_from_town",
    events.DossierDecided.type: "dossier_decided",
    events.DossierCancelled.type: "dossier_cancelled",
    events.DeadlineReached.type: "deadline_reached",
    events.DraftReminderDue.type: "draft_reminder",
    events.BookingHeld.type: "slot_offered",
    events.BookingConfirmed.type: "booking_confirmed",
    events.BookingMoved.type: "booking_moved",
    events.BookingCancelled.type: "booking_cancelled",
    events.BookingReminderDue.type: "booking_reminder",
}
# What agents are told of, by template.
TO_AGENTS = {
    events.DeadlineApproaching.type: "deadline_approaching",
    events.ReasonsAsked.type: "reasons_due",
}
# What authors are told of a démarche that they copied: the template, and the tab of the editor it leads to.
TO_AUTHORS = {
    events.UpdateOffered.type: ("update_offered", "update"),
    events.SourceWithdrawn.type: ("sharing_ended", "texts"),
}
# Where the page of a dossier shows what the message speaks of.
TABS = {
    "piece_requested": "/pieces",
    "message_from_town": "/echanges",
    "slot_offered": "/rendez-vous",
    "booking_confirmed": "/rendez-vous",
    "booking_moved": "/rendez-vous",
    "booking_cancelled": "/rendez-vous",
    "booking_reminder": "/rendez-vous",
}
ABOUT_BOOKINGS = frozenset(name for name, tab in TABS.items() if tab == "/rendez-vous")
Answer = Callable[[bytes], Awaitable[bytes]]
AskIdentity = Callable[[AskOrganisation], Awaitable[OrganisationFacts]]


def answers(queries: Queries, ask_identity: AskIdentity, now: Clock) -> dict[str, Answer]:
    async def message_facts(body: bytes) -> bytes:
        asked = msgspec.json.decode(body, type=AskMessageFacts)
        return msgspec.json.encode(await facts_for(asked, queries, ask_identity, now))

    async def changes(body: bytes) -> bytes:
        asked = msgspec.json.decode(body, type=AskProfileChanges)
        actor = Actor.of_service(SERVICE, asked.tenant)
        return msgspec.json.encode(await queries.ask(profile_changes, asked.dossier_id, actor=actor))

    async def recent(body: bytes) -> bytes:
        asked = msgspec.json.decode(body, type=AskRecent)
        reader = Actor.of_reader(asked.reader, asked.tenant)
        if not reader.holds(READ):
            return msgspec.json.encode(Recent(permitted=False))
        found = await queries.ask(recent_of, asked.account_id, actor=reader)
        return msgspec.json.encode(Recent(lines=tuple(found)))

    return {
        AskMessageFacts.subject_for(SERVICE): message_facts,
        AskProfileChanges.subject: changes,
        AskRecent.subject_for(SERVICE): recent,
    }


async def facts_for(asked: AskMessageFacts, queries: Queries, ask_identity: AskIdentity, now: Clock) -> MessageFacts:
    if asked.event_type == events.OpinionAsked.type:
        return await opinion_facts(asked, queries, ask_identity)
    if asked.event_type == events.PlaceOffered.type:
        return await place_facts(asked, queries, ask_identity)
    if asked.event_type in TO_AGENTS:
        return await agent_facts(asked, queries, ask_identity, now)
    if asked.event_type in TO_AUTHORS:
        return await author_facts(asked, queries, ask_identity)
    if asked.event_type == events.AttachmentCodeAsked.type:
        return await code_facts(asked, queries, ask_identity)
    template = TEMPLATES.get(asked.event_type)
    if template is None or _is_nobodys(template, asked.data):
        return MessageFacts(template=template or "none")
    question = AskMail(
        dossier_id=UUID(asked.data["dossier_id"]),
        piece_request_id=_uuid(asked.data.get("piece_request_id")),
        booking_id=_uuid(asked.data.get("booking_id")),
        at=now(),
    )
    mail = await queries.ask(read_mail, question, actor=Actor.of_service(SERVICE, asked.tenant))
    recipient = recipient_of(mail)
    too_late = template == "draft_reminder" and not mail.is_draft
    if recipient is None or too_late or (template in ABOUT_BOOKINGS and mail.booking is None):
        return MessageFacts(template=template)
    town = await ask_identity(AskOrganisation(tenant=asked.tenant))
    told = {locale: values_for(template, mail, town, locale) for locale in mail.words}
    return MessageFacts(
        template=template,
        recipients=(recipient,),
        values=told.pop(mail.locale),
        translated=told,
        not_after=mail.booking.not_after if mail.booking else None,
    )


async def agent_facts(asked: AskMessageFacts, queries: Queries, ask_identity: AskIdentity, now: Clock) -> MessageFacts:
    """Of a legal date: to who examines it, to the department's own address while nobody does. Nothing once it is over."""
    template = TO_AGENTS[asked.event_type]
    question = AskAgentMail(UUID(asked.data["dossier_id"]), now())
    mail = await queries.ask(read_agent_mail, question, actor=Actor.of_service(SERVICE, asked.tenant))
    if mail is None or mail.due_on is None:
        return MessageFacts(template=template)
    if mail.examiner is not None:
        recipient = Recipient(account_id=mail.examiner)
    elif mail.department_email:
        recipient = Recipient(email=mail.department_email, name=mail.department)
    else:
        return MessageFacts(template=template)
    town = await ask_identity(AskOrganisation(tenant=asked.tenant))
    told = {locale: _agent_values(mail, town, locale) for locale in LANGUAGES}
    return MessageFacts(template=template, recipients=(recipient,), values=told.pop(LAW), translated=told)


def _agent_values(mail: AgentMail, town: OrganisationFacts, locale: str) -> dict[str, str]:
    return {
        "reference": mail.reference,
        "title": mail.titles[locale],
        "due": dates(locale).day(mail.due_on),
        "legal": mail.sentences[locale],
        "link": f"{town.internal_url.rstrip('/')}/demarches/dossiers/{mail.dossier_id}",
    }


async def author_facts(asked: AskMessageFacts, queries: Queries, ask_identity: AskIdentity) -> MessageFacts:
    template, tab = TO_AUTHORS[asked.event_type]
    demarche_id = UUID(asked.data["demarche_id"])
    service = Actor.of_service(SERVICE, asked.tenant)
    mail = await queries.ask(read_copy_mail, (demarche_id, int(asked.data["number"])), actor=service)
    if mail is None:
        return MessageFacts(template=template)
    recipients = tuple(Recipient(account_id=author) for author in mail.authors)
    if not recipients and mail.department_email:
        recipients = (Recipient(email=mail.department_email, name=mail.department),)
    town = await ask_identity(AskOrganisation(tenant=asked.tenant))
    link = f"{town.internal_url.rstrip('/')}/demarches/definitions/{demarche_id}/{tab}"
    values = {"title": mail.title, "note": mail.note, "link": link}
    return MessageFacts(template=template, recipients=recipients, values=values)


async def code_facts(asked: AskMessageFacts, queries: Queries, ask_identity: AskIdentity) -> MessageFacts:
    """To the address given with the request, whoever asks now: that is the proof."""
    service = Actor.of_service(SERVICE, asked.tenant)
    mail = await queries.ask(code_mail, UUID(asked.data["dossier_id"]), actor=service)
    if mail is None:
        return MessageFacts(template="attachment_code")
    town = await ask_identity(AskOrganisation(tenant=asked.tenant))
    return MessageFacts(
        template="attachment_code",
        recipients=(Recipient(email=mail.email, name=mail.name, locale=mail.locale),),
        values={
            "reference": mail.reference,
            "title": mail.title,
            "link": f"{town.public_url.rstrip('/')}/suivi/{mail.tracking}/rattachement",
            "code": mail.code,
            "expires_at": mail.expires_at.isoformat(),
        },
        not_after=mail.expires_at,
    )


async def place_facts(asked: AskMessageFacts, queries: Queries, ask_identity: AskIdentity) -> MessageFacts:
    """A place of a quota came back: there is no dossier yet, only somebody who waits."""
    service = Actor.of_service(SERVICE, asked.tenant)
    offer = await queries.ask(read_offer, UUID(asked.data["waiting_id"]), actor=service)
    if offer is None:
        return MessageFacts(template="place_offered")
    town = await ask_identity(AskOrganisation(tenant=asked.tenant))
    return MessageFacts(
        template="place_offered",
        recipients=(Recipient(account_id=offer.account, locale=offer.locale),),
        values={
            "title": offer.title,
            "link": f"{town.public_url.rstrip('/')}/demarches/{offer.slug}",
            "until": offer.until.isoformat(),
        },
        not_after=offer.until,
    )


def _is_nobodys(template: str, facts: dict[str, Any]) -> bool:
    """Agents are not written to: they have their queue. A slot one is choosing needs no mail, one offered does."""
    if template == "message_from_town":
        return facts["author"] != "agent"
    return template == "slot_offered" and not facts["offered"]


async def opinion_facts(asked: AskMessageFacts, queries: Queries, ask_identity: AskIdentity) -> MessageFacts:
    """A department reads its queue; an expert outside is written to, while the opinion is still wanted."""
    actor = Actor.of_service(SERVICE, asked.tenant)
    mail = await queries.ask(read_opinion_mail, UUID(asked.data["opinion_id"]), actor=actor)
    if mail is None:
        return MessageFacts(template="opinion_requested")
    town = await ask_identity(AskOrganisation(tenant=asked.tenant))
    return MessageFacts(
        template="opinion_requested",
        recipients=(Recipient(email=mail.email, name=mail.name),),
        values={
            "reference": mail.reference,
            "title": mail.title,
            "question": mail.question,
            "due": mail.due,
            "link": f"{town.public_url.rstrip('/')}/avis/{mail.token}",
        },
    )


def recipient_of(mail: MailFacts) -> Recipient | None:
    if mail.account is not None:
        return Recipient(account_id=mail.account, locale=mail.locale)
    if not mail.email:
        return None
    return Recipient(email=mail.email, name=mail.name, locale=mail.locale)


def values_for(template: str, mail: MailFacts, town: OrganisationFacts, locale: str) -> dict[str, str]:
    """Text for the template's placeholders; a visitor's link opens the status alone."""
    said = mail.words[locale]
    path = f"/mes-demandes/{mail.dossier_id}{TABS.get(template, '')}" if mail.account else f"/suivi/{mail.tracking}"
    values = {"reference": mail.reference, "title": said.title, "link": town.public_url.rstrip("/") + path}
    if template == "dossier_received":
        values["legal"] = said.receipt
    elif template == "dossier_decided" and (legal := said.notified or said.appeal):
        values["legal"] = legal
    elif template == "piece_requested" and mail.piece:
        values["piece"] = mail.piece
    elif template == "draft_reminder":
        values |= {"link": f"{town.public_url.rstrip('/')}/demandes/{mail.dossier_id}", "until": mail.forgotten_at}
    elif template == "deadline_reached":
        values["legal"] = said.silence
    if mail.booking is not None:
        values |= mail.booking.values
        if bring := say(mail.booking.bring, locale):
            values["bring"] = bring
        values["calendar"] = f"{town.public_url.rstrip('/')}{path.removesuffix('/rendez-vous')}{mail.booking.file}"
    return values


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None

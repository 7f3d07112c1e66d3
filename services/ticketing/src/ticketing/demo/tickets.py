"""A dozen requests in every state, of several towns, over the last weeks. People, towns and products are invented."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chassis.actor import Actor, Kind
from chassis.commands import Commands
from chassis.database import Database
from chassis.patient import PatientCommands
from contracts.demo import (
    ADMINISTRATOR,
    AGENT,
    CCAS_AGENT,
    COLLEAGUE,
    NEIGHBOUR_AGENT,
    OPERATOR,
    PLATFORM_OPERATOR,
    SUPPORT_AGENT,
    DemoAccount,
)
from ticketing.commands.customer.cancel_ticket import CancelTicket, cancel_ticket
from ticketing.commands.customer.confirm_resolution import ConfirmResolution, confirm_resolution
from ticketing.commands.customer.open_ticket import OpenTicket, open_ticket
from ticketing.commands.customer.post_reply import PostReply, post_reply
from ticketing.commands.customer.rate_help import RateHelp, rate_help
from ticketing.commands.customer.share_ticket import ShareTicket, share_ticket
from ticketing.commands.desk.answer_ticket import AnswerTicket, answer_ticket
from ticketing.commands.desk.log_intervention import LogIntervention, log_intervention
from ticketing.commands.desk.take_ticket import TakeTicket, take_ticket
from ticketing.commands.desk.wait_for import WaitFor, wait_for
from ticketing.commands.desk.write_note import WriteNote, write_note
from ticketing.commands.guest.ask_without_account import AskWithoutAccount, ask_without_account
from ticketing.domain.policies import OPEN
from ticketing.domain.thread import InterventionKind
from ticketing.storage.unit_of_work import TicketingWork

CALL, SESSION = InterventionKind.CALL, InterventionKind.REMOTE_SESSION


@dataclass(frozen=True)
class Step:
    """`after`: hours after the request. `act` takes the ticket's id."""

    after: float
    who: DemoAccount
    handler: Any
    act: Any


@dataclass(frozen=True)
class Story:
    hours_ago: float
    who: DemoAccount
    request: OpenTicket
    steps: tuple[Step, ...] = ()


def acting(account: DemoAccount) -> Actor:
    """At the operator's support portal; each of these people was once allowed to ask for help."""
    return Actor(
        tenant=OPERATOR.id,
        kind=Kind.MEMBER,
        subject=account.id,
        organisation=account.organisation.id,
        permissions=frozenset(account.permissions) | {OPEN},
    )


def asked(entry: str, subject: str, description: str, *, impact: str = "person", urgency: str = "low", **more: Any):
    answers = {"description": description, **more}
    return OpenTicket(entry=entry, subject=subject, impact=impact, urgency=urgency, answers=answers)


def answered(after: float, body: str, then: Any = "open", who: DemoAccount = SUPPORT_AGENT) -> Step:
    return Step(after, who, answer_ticket, lambda ticket: AnswerTicket(ticket, body, then))


def replied(after: float, who: DemoAccount, body: str) -> Step:
    return Step(after, who, post_reply, lambda ticket: PostReply(ticket, body))


def logged(after: float, kind: InterventionKind, minutes: int, summary: str) -> Step:
    def act(ticket: UUID) -> LogIntervention:
        return LogIntervention(ticket_id=ticket, kind=kind, minutes=minutes, summary=summary)

    return Step(after, SUPPORT_AGENT, log_intervention, act)


def noted(after: float, body: str) -> Step:
    return Step(after, SUPPORT_AGENT, write_note, lambda ticket: WriteNote(ticket, body))


def taken(after: float, who: DemoAccount = SUPPORT_AGENT) -> Step:
    return Step(after, who, take_ticket, lambda ticket: TakeTicket(ticket, from_colleague=False))


def rated(after: float, who: DemoAccount, score: int, comment: str = "") -> Step:
    return Step(after, who, rate_help, lambda ticket: RateHelp(ticket, score, comment))


NO_SESSION: dict[str, Any] = {"remote_session": False}
STORIES = (
    Story(
        0.4,
        NEIGHBOUR_AGENT,
        asked(
            "anomalie-logiciel-ribambelle",
            "Les réservations de cantine de lundi ont disparu",
            "Ce matin la liste de lundi est vide alors que 62 familles avaient réservé.",
            impact="organisation",
            urgency="high",
            environment="windows",
            site="École du Jas-Meiffren",
            remote_session=True,
            phone="0442110203",
        ),
    ),
    Story(
        3,
        CCAS_AGENT,
        asked(
            "assistance-parvis",
            "Envoyer une demande d’aide sociale au Département",
            "Je ne trouve pas où transmettre le dossier complet.",
            **NO_SESSION,
        ),
        (taken(0.5), replied(1, CCAS_AGENT, "Je précise : le dossier est accepté de notre côté.")),
    ),
    Story(
        27,
        ADMINISTRATOR,
        asked(
            "anomalie-materiel-parvis",
            "La borne d’accueil affiche un écran noir",
            "Depuis la coupure de courant, la borne du hall démarre puis s’éteint.",
            impact="department",
            urgency="high",
            device="kiosk",
            serial_number="BRN-4471",
            phone="0442005100",
        ),
        (
            answered(0.3, "Bonjour,\n\nNous prévenons le réparateur de la borne et revenons vers vous."),
            logged(
                0.6, CALL, 12, "Vérification des branchements avec le service technique : l’alimentation est morte."
            ),
            Step(1, SUPPORT_AGENT, wait_for, lambda ticket: WaitFor(ticket, "third_party")),
            noted(1.2, "Réparateur prévenu, passage promis sous 48 heures."),
        ),
    ),
    Story(
        50,
        AGENT,
        asked(
            "evolution-parvis",
            "Classer les demandes par quartier",
            "Nous sommes quatre agents, chacun a ses quartiers : un filtre nous éviterait de trier à la main.",
            benefit="Un quart d’heure gagné par agent et par jour.",
        ),
        (answered(20, "Bonjour,\n\nVotre idée est inscrite pour la version 4.3. Nous vous tiendrons au courant."),),
    ),
    Story(
        75,
        AGENT,
        asked(
            "assistance-parvis",
            "Changer le texte de l’accusé de réception",
            "Madame la maire souhaite une autre formule de politesse.",
            **NO_SESSION,
        ),
        (
            answered(
                1.5, "Bonjour,\n\nOuvrez Messages, choisissez « Demande reçue », puis écrivez vos mots.", "resolved"
            ),
            Step(2, AGENT, share_ticket, lambda ticket: ShareTicket(ticket, COLLEAGUE.id)),
        ),
    ),
    Story(
        170,
        NEIGHBOUR_AGENT,
        asked(
            "assistance-vigie",
            "Imprimer le registre des objets trouvés",
            "L'impression coupe la dernière colonne.",
            **NO_SESSION,
        ),
        (
            logged(1, SESSION, 15, "Réglage de la mise en page avec l’agente : paysage, marges réduites."),
            answered(1.3, "Bonjour,\n\nLe réglage fait ensemble reste enregistré sur votre poste.", "resolved"),
            Step(3, NEIGHBOUR_AGENT, confirm_resolution, ConfirmResolution),
            rated(3.1, NEIGHBOUR_AGENT, 5, "Réglé en un quart d’heure, merci."),
        ),
    ),
    Story(
        290,
        CCAS_AGENT,
        asked(
            "anomalie-logiciel-parvis",
            "Deux courriels identiques à chaque usager",
            "Les usagers reçoivent deux fois l’accusé de réception depuis mardi.",
            impact="organisation",
            urgency="medium",
            environment="windows",
            **NO_SESSION,
        ),
        (
            answered(
                0.8, "Bonjour,\n\nPouvez-vous nous donner le numéro d’une demande concernée ?", "waiting_customer"
            ),
            replied(4, CCAS_AGENT, "Par exemple CCA-2026-000118."),
            noted(5, "Deux règles d’envoi pour le même message. Corrigé dans la 4.2."),
            answered(6, "Bonjour,\n\nC'était une règle en double, retirée. Merci pour votre patience.", "resolved"),
            Step(9, CCAS_AGENT, confirm_resolution, ConfirmResolution),
            rated(9.2, CCAS_AGENT, 4),
        ),
    ),
    Story(
        400,
        ADMINISTRATOR,
        asked(
            "assistance-constat",
            "Ajouter un agent verbalisateur",
            "Notre nouvelle ASVP prend son poste lundi.",
            **NO_SESSION,
        ),
        (
            answered(
                2, "Bonjour,\n\nC'est fait : elle peut se connecter avec son adresse.", "resolved", PLATFORM_OPERATOR
            ),
            Step(20, ADMINISTRATOR, confirm_resolution, ConfirmResolution),
            rated(20.1, ADMINISTRATOR, 5),
        ),
    ),
    Story(
        520,
        NEIGHBOUR_AGENT,
        asked(
            "anomalie-materiel-constat",
            "Terminal qui ne se recharge plus",
            "Le voyant reste éteint sur le socle.",
            impact="person",
            urgency="medium",
            device="handheld",
            serial_number="TRM-0093",
            phone="0442110203",
        ),
        (
            taken(1),
            replied(2, NEIGHBOUR_AGENT, "Finalement c’était la prise. Merci !"),
            Step(2.1, NEIGHBOUR_AGENT, cancel_ticket, CancelTicket),
        ),
    ),
    Story(
        700,
        AGENT,
        asked(
            "assistance-ribambelle",
            "Éditer les attestations fiscales de garde",
            "Des familles les demandent pour leur déclaration.",
            site="Crèche Les Olivettes",
            **NO_SESSION,
        ),
        (
            answered(5, "Bonjour,\n\nMenu Familles, puis Attestations : choisissez l’année et imprimez.", "resolved"),
            Step(7, AGENT, confirm_resolution, ConfirmResolution),
            rated(7.1, AGENT, 3, "La réponse est venue un peu tard."),
        ),
    ),
)
GUEST = AskWithoutAccount(
    name="Antoine Macquart",
    email="antoine.macquart@artaud.example",
    organisation="Commune de l’Artaud",
    subject="Mon courriel d’activation n’est jamais arrivé",
    body="Je suis le nouveau secrétaire de mairie. J’ai demandé deux fois un lien, sans rien recevoir.",
    phone="0442330011",
)


async def tell(database: Database, now: datetime) -> None:
    """Each story at its own hours."""
    for story in sorted(STORIES, key=lambda one: -one.hours_ago):
        began = now - timedelta(hours=story.hours_ago)
        ticket: UUID = (await _at(database, began).run(open_ticket, story.request, actor=acting(story.who))).id
        for step in _past(story, began, now):
            when = began + timedelta(hours=step.after)
            await _at(database, when).run(step.handler, step.act(ticket), actor=acting(step.who))
    visitor = replace(Actor.of_service("ticketing", OPERATOR.id))
    await _at(database, now - timedelta(hours=1.5)).run(ask_without_account, GUEST, actor=visitor)


def _past(story: Story, began: datetime, now: datetime) -> Iterator[Step]:
    return (step for step in story.steps if began + timedelta(hours=step.after) <= now)


def _at(database: Database, moment: datetime) -> Commands[TicketingWork]:
    return PatientCommands(database, TicketingWork, now=lambda: moment)

"""What invented people asked of Plassans in the last weeks, and what became of it: a desk with something on it."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select

from chassis.actor import Actor, Kind
from chassis.clock import Clock
from chassis.commands import Commands
from chassis.patient import PatientCommands
from chassis.service import Service
from contracts.demo import AGENT, COLLEAGUE, PLASSANS, DemoAccount, demo_id
from demarches.commands.desk.assign_dossier import AssignDossier, assign_dossier
from demarches.commands.desk.meet_agent import MeetAgent, meet_agent
from demarches.commands.desk.organise import SetRule, set_rule
from demarches.commands.drafts.open_draft import OpenDraft, open_draft
from demarches.commands.drafts.save_step import SaveStep, save_step
from demarches.commands.drafts.submit_dossier import SubmitDossier, submit_dossier
from demarches.commands.exchanges.post_message import PostMessage, post_message
from demarches.commands.exchanges.write_note import WriteNote, write_note
from demarches.commands.instruction.decide_dossier import DecideDossier, decide_dossier
from demarches.commands.instruction.take_dossier import TakeDossier, take_dossier
from demarches.commands.opinions.ask_opinion import AskOpinion, ask_opinion
from demarches.commands.pieces.ask_for_piece import AskForPiece, ask_for_piece
from demarches.domain.answers import today_at
from demarches.domain.dossier import Outcome
from demarches.storage.tables import dossiers
from demarches.storage.unit_of_work import DemarchesWork

SLUG = "signaler-un-probleme"


class Report(NamedTuple):
    """`ago`: days since it was sent. `became`: what agents did with it, in order."""

    who: tuple[str, str]
    ago: int
    problem: str
    place: str
    words: str
    became: tuple[str, ...] = ()
    danger: bool = False


REPORTS = (
    Report(
        ("Macquart", "Gervaise"),
        71,
        "road",
        "Rue de la Banne, devant le 12",
        "Un trou de la taille d’une roue.",
        ("take",),
    ),
    Report(
        ("Coupeau", "Anna"),
        58,
        "light",
        "Place des Récollets",
        "Trois lampadaires éteints depuis lundi.",
        ("take", "accepted"),
    ),
    Report(
        ("Lantier", "Étienne"), 44, "dump", "Chemin des Tulettes", "Des gravats au bord du chemin.", ("take", "refused")
    ),
    Report(
        ("Mouret", "Octave"),
        37,
        "tree",
        "Cours Sauvaire, n° 40",
        "Une branche morte au-dessus des bancs.",
        ("take", "opinion"),
        True,
    ),
    Report(
        ("Baudu", "Denise"),
        29,
        "sign",
        "Rue Beauséjour, école",
        "Le panneau de passage piéton est couché.",
        ("take", "accepted"),
    ),
    Report(
        ("Quenu", "Pauline"),
        23,
        "road",
        "Avenue de l’Aire-Saint-Mittre",
        "Dalle descellée, ma mère est tombée.",
        ("give",),
        True,
    ),
    Report(
        ("Vabre", "Théophile"),
        17,
        "light",
        "Rue Balande",
        "Lampadaire qui clignote toute la nuit.",
        ("take", "message"),
    ),
    Report(
        ("Josserand", "Berthe"), 12, "other", "Fontaine du marché", "L’eau déborde sur la chaussée.", ("take", "piece")
    ),
    Report(
        ("Campardon", "Rose"), 9, "dump", "Impasse Saint-Mittre", "Un matelas et deux fauteuils.", ("take", "accepted")
    ),
    Report(
        ("Duveyrier", "Clotilde"),
        6,
        "tree",
        "Parc de la sous-préfecture",
        "Un cyprès penche depuis l’orage.",
        ("note",),
    ),
    Report(("Hennebeau", "Paul"), 4, "road", "Rond-point de la gare", "Marquage effacé, on ne voit plus les voies."),
    Report(("Maheu", "Catherine"), 3, "sign", "Rue de Rome", "Banc cassé, des clous dépassent.", (), True),
    Report(("Grandjean", "Hélène"), 1, "light", "Passage des Jacobins", "Plus aucune lumière dans le passage."),
    Report(("Rambaud", "Jeanne"), 0, "dump", "Derrière la halle", "Cartons jamais ramassés."),
)


def acting(account: DemoAccount) -> Actor:
    tenant = account.organisation.id
    permissions = frozenset(account.permissions)
    return Actor(tenant=tenant, kind=Kind.MEMBER, subject=account.id, organisation=tenant, permissions=permissions)


async def load_requests(service: Service[DemarchesWork]) -> None:
    """Once: who has sent a dossier already sends none again."""
    for agent in (AGENT, COLLEAGUE):
        await service.commands.run(meet_agent, MeetAgent(), actor=acting(agent))
    rule = SetRule(demarche_id=demo_id("demarche/plassans/terrasse"), mode="balance")
    await service.commands.run(set_rule, rule, actor=acting(AGENT))
    for report in REPORTS:
        await _send(service, report)


async def _send(service: Service[DemarchesWork], report: Report) -> None:
    family, given = report.who
    visitor = Actor(
        tenant=PLASSANS.id,
        kind=Kind.VISITOR,
        subject=demo_id(f"visitor/plassans/{family}/{given}"),
        organisation=PLASSANS.id,
    )
    async with service.database.transaction(visitor, read_only=True) as connection:
        sent = select(dossiers.c.id).where(dossiers.c.applicant == visitor.subject, dossiers.c.status != "draft")
        if await connection.scalar(sent) is not None:
            return
    moment = service.now() - timedelta(days=report.ago, hours=3)
    request = {"problem": report.problem, "place": report.place, "description": report.words, "danger": report.danger}
    mail = f"{given}.{family}@exemple.example".lower().replace("é", "e").replace("è", "e").replace("ï", "i")
    person: dict[str, Any] = {"applicant": {"family_name": family, "given_names": given}, "email": mail}
    whole = SendWhole({"demande": request, "informations": person})
    dossier_id = await at_moment(service, moment).run(send_whole, whole, actor=visitor)
    for number, act in enumerate(report.became, 1):
        later = moment + timedelta(days=min(number * 2, report.ago), hours=1)
        await _act(at_moment(service, later), act, dossier_id, later)


class SendWhole(Struct, frozen=True):
    steps: dict[str, dict[str, Any]]


async def send_whole(command: SendWhole, uow: DemarchesWork) -> UUID:
    """In one transaction: a draft that was begun a month ago is forgotten by its timer as soon as the service sees it."""
    dossier_id = (await open_draft(OpenDraft(SLUG), uow)).dossier.id
    for step, answers in command.steps.items():
        await save_step(SaveStep(dossier_id, step, answers), uow)
    await submit_dossier(SubmitDossier(dossier_id), uow)
    return dossier_id


async def _act(at: Commands[DemarchesWork], act: str, dossier_id: UUID, moment: datetime) -> None:
    adele = acting(AGENT)
    match act:
        case "take":
            await at.run(take_dossier, TakeDossier(dossier_id), actor=adele)
        case "give":
            given = AssignDossier(dossier_id=dossier_id, examiner=COLLEAGUE.id)
            await at.run(assign_dossier, given, actor=adele)
        case "note":
            note = WriteNote(dossier_id, "Le service des espaces verts passe jeudi : voir avec lui avant de répondre.")
            await at.run(write_note, note, actor=adele)
        case "message":
            said = PostMessage(dossier_id, "Bonjour, pouvez-vous nous dire de quel numéro il est le plus proche ?")
            await at.run(post_message, said, actor=adele)
        case "piece":
            asked = AskForPiece(
                dossier_id=dossier_id, type="photo", label="Une photo du débordement", indispensable=False
            )
            await at.run(ask_for_piece, asked, actor=adele)
        case "opinion":
            question = AskOpinion(
                dossier_id=dossier_id,
                question="Y a-t-il une école ou une crèche à moins de cinquante mètres ?",
                due_on=today_at(moment + timedelta(days=60)),
                email="ecoles@rectorat.example",
                name="Inspection de l’éducation nationale",
            )
            await at.run(ask_opinion, question, actor=adele)
        case outcome:
            reasons = {
                "accepted": "L’équipe de voirie est passée : c’est réparé. Merci de votre signalement.",
                "refused": "Ce chemin appartient à la commune des Tulettes : nous lui avons transmis votre signalement.",
            }[outcome]
            await at.run(decide_dossier, DecideDossier(dossier_id, Outcome(outcome), reasons), actor=adele)


def at_moment(service: Service[DemarchesWork], moment: datetime) -> Commands[DemarchesWork]:
    """The same commands, at a moment past."""
    clock: Clock = lambda: moment
    return PatientCommands(service.database, DemarchesWork, now=clock)

"""What Camille Rougon, who lives in Plassans, has under way: a dashboard with something on it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from chassis.actor import Actor, Kind
from chassis.service import Service
from contracts.demo import AGENT, CITIZEN
from demarches.commands.appointments.hold_slot import HoldSlot, hold_slot
from demarches.commands.drafts.open_draft import OpenDraft, open_draft
from demarches.commands.drafts.save_step import SaveStep, save_step
from demarches.commands.drafts.submit_dossier import SubmitDossier, submit_dossier
from demarches.commands.exchanges.post_message import PostMessage, post_message
from demarches.commands.instruction.take_dossier import TakeDossier, take_dossier
from demarches.commands.pieces.ask_for_piece import AskForPiece, ask_for_piece
from demarches.demo.agendas import PASSPORTS
from demarches.demo.requests import SLUG as REPORT
from demarches.demo.requests import acting, at_moment
from demarches.domain.dossier import Status
from demarches.queries.appointments.week import AskWeek, read_week
from demarches.storage.tables import demarches, dossiers
from demarches.storage.unit_of_work import DemarchesWork

PASSPORT, SCHOOL = "passeport-carte-identite", "inscription-scolaire"
CAMILLE = Actor(
    tenant=CITIZEN.organisation.id, kind=Kind.CITIZEN, subject=CITIZEN.id, organisation=CITIZEN.organisation.id
)
HERSELF: dict[str, Any] = {
    "applicant": {"family_name": "Rougon", "given_names": "Camille"},
    "email": CITIZEN.email,
}
HOME = {"address": {"line1": "4 rue Canquoin", "postal_code": "13100", "city": "Plassans"}}


async def load_camille(service: Service[DemarchesWork]) -> None:
    """Each once: what she has sent already is not sent again."""
    begun, sent = await _asked_for(service)
    if REPORT not in sent:
        await _reported(service)
    if PASSPORT not in sent:
        await _has_an_appointment(service)
    if SCHOOL not in begun | sent:
        _ = await service.commands.run(open_draft, OpenDraft(SCHOOL), actor=CAMILLE)


async def _asked_for(service: Service[DemarchesWork]) -> tuple[set[str], set[str]]:
    """Of which démarches she has a draft, and of which a dossier sent."""
    c = dossiers.c
    hers = select(demarches.c.slug, c.status).join(dossiers, c.demarche_id == demarches.c.id)
    async with service.database.transaction(CAMILLE, read_only=True) as connection:
        rows = (await connection.execute(hers.where(c.applicant == CAMILLE.subject))).all()
    return {row.slug for row in rows if row.status == Status.DRAFT}, {
        row.slug for row in rows if row.status != Status.DRAFT
    }


async def _reported(service: Service[DemarchesWork]) -> None:
    """The town asks for a photo, and writes."""
    sent = service.now() - timedelta(days=3, hours=2)
    at, later = at_moment(service, sent), at_moment(service, sent + timedelta(days=1))
    words = {"problem": "road", "place": "Rue Canquoin, devant le 4", "description": "Un pavé manque.", "danger": False}
    dossier_id = (await at.run(open_draft, OpenDraft(REPORT), actor=CAMILLE)).dossier.id
    for step, answers in (("demande", words), ("informations", HERSELF)):
        await at.run(save_step, SaveStep(dossier_id, step, answers), actor=CAMILLE)
    await at.run(submit_dossier, SubmitDossier(dossier_id), actor=CAMILLE)
    adele = acting(AGENT)
    await later.run(take_dossier, TakeDossier(dossier_id), actor=adele)
    asked = AskForPiece(dossier_id=dossier_id, type="photo", label="Une photo du trottoir", indispensable=True)
    await later.run(ask_for_piece, asked, actor=adele)
    said = PostMessage(dossier_id, "Bonjour, une photo nous aiderait à envoyer la bonne équipe. Merci !")
    await later.run(post_message, said, actor=adele)


async def _has_an_appointment(service: Service[DemarchesWork]) -> None:
    run = service.commands.run
    dossier_id: UUID = (await run(open_draft, OpenDraft(PASSPORT), actor=CAMILLE)).dossier.id
    wish = {"document": "passport", "reason": "renewal", "minor": False}
    for step, answers in (("informations", HERSELF | HOME), ("demande", wish)):
        await run(save_step, SaveStep(dossier_id, step, answers), actor=CAMILLE)
    week = await service.queries.ask(read_week, AskWeek(dossier_id=dossier_id, at=service.now()), actor=CAMILLE)
    if week.first_free is None:
        return
    await run(hold_slot, HoldSlot(dossier_id, PASSPORTS, week.first_free), actor=CAMILLE)
    await run(submit_dossier, SubmitDossier(dossier_id), actor=CAMILLE)

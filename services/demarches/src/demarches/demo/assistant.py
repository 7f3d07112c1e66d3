"""What Adèle's assistant did: it read, it proposed; she refused one message, and another waits for her."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from chassis.assistants.proposals import NoteCall, Propose, Settle, Status, note_call, propose, settle_proposal
from chassis.service import Service
from chassis.tables import proposals
from contracts.demo import AGENT, ASSISTANT, demo_id
from demarches.demo.requests import acting, at_moment
from demarches.storage.tables import dossiers
from demarches.storage.unit_of_work import DemarchesWork

ADELE = acting(AGENT)
THROUGH = ADELE.acting_through(ASSISTANT)
APPLICANT = demo_id("visitor/plassans/Vabre/Théophile")
REFUSED = "Bonjour, nous avons bien compris. Cordialement."
WAITING = (
    "Bonjour, l’entreprise passera rue Balande mardi matin. Si le lampadaire clignote encore mercredi, répondez-nous "
    "ici avec le numéro peint sur le mât. Merci de votre signalement."
)


async def load_assistant(service: Service[DemarchesWork]) -> None:
    """A message always waits: a day after it was proposed it can no longer be confirmed, and is proposed anew."""
    run = service.commands.run
    async with service.database.transaction(ADELE, read_only=True) as connection:
        mine = select(proposals.c.id).where(proposals.c.assistant_id == ASSISTANT.id)
        known = await connection.scalar(mine.limit(1))
        open_ones = mine.where(proposals.c.status == str(Status.WAITING), proposals.c.expires_at > service.now())
        waits = await connection.scalar(open_ones.limit(1))
        its = select(dossiers.c.id, dossiers.c.reference, dossiers.c.version)
        dossier = (await connection.execute(its.where(dossiers.c.applicant == APPLICANT))).first()
    if dossier is None or waits is not None:
        return
    if known is None:
        earlier = at_moment(service, service.now() - timedelta(hours=3))
        await earlier.run(note_call, NoteCall(tool="list_dossiers", subject=AGENT.id), actor=THROUGH)
        first = await earlier.run(propose, _message(dossier, REFUSED), actor=THROUGH)
        await earlier.run(settle_proposal, Settle(proposal_id=first.id, status=Status.REFUSED), actor=ADELE)
    await run(note_call, NoteCall(tool="open_dossier", subject=dossier.id), actor=THROUGH)
    _ = await run(propose, _message(dossier, WAITING), actor=THROUGH)


def _message(dossier: Any, words: str) -> Propose:
    return Propose(
        tool="write_message",
        arguments={"dossier_id": str(dossier.id), "body": words},
        subject=dossier.id,
        named=dossier.reference,
        version=dossier.version,
    )

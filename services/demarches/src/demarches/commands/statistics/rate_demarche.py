from uuid import UUID

from msgspec import Struct
from sqlalchemy.dialects.postgresql import insert

from chassis.refusals import Fault
from demarches.domain.dossier import DECIDED
from demarches.domain.policies import must_be_applicant
from demarches.domain.refusals import RatedAlready, RatingInvalid, TooEarlyToRate
from demarches.storage.tables import satisfactions
from demarches.storage.unit_of_work import DemarchesWork

LONGEST = 1_000


class RateDemarche(Struct, frozen=True, kw_only=True):
    """`score` from 1 (very hard) to 5 (very easy)."""

    dossier_id: UUID
    score: int
    comment: str = ""


async def rate_demarche(command: RateDemarche, uow: DemarchesWork) -> None:
    """Once, after the decision: the answer says how it went, not whether one liked the outcome."""
    dossier = await uow.dossiers.get(command.dossier_id)
    must_be_applicant(uow.actor, dossier)
    if dossier.status not in DECIDED:
        raise TooEarlyToRate
    if not 1 <= command.score <= 5:
        raise RatingInvalid(faults=[Fault("/score", "Choisissez une des cinq réponses.", "missing")])
    row = insert(satisfactions).values(
        dossier_id=dossier.id,
        demarche_id=dossier.demarche_id,
        score=command.score,
        comment=command.comment.replace("\x00", "").strip()[:LONGEST],
        at=uow.now,
    )
    if (await uow.connection.execute(row.on_conflict_do_nothing())).rowcount != 1:
        raise RatedAlready

from uuid import UUID

from msgspec import Struct

from chassis.policies import must_be_signed_in, must_hold
from chassis.refusals import Fault
from demarches.domain.opinions import Opinion, Stance, read_token
from demarches.domain.policies import INSTRUCT, must_not_be_applicant
from demarches.domain.refusals import OpinionInvalid, OpinionLinkGone, OpinionNotFound
from demarches.domain.texts import must_be_written
from demarches.storage import desk
from demarches.storage.unit_of_work import DemarchesWork


class GiveOpinion(Struct, frozen=True, kw_only=True):
    dossier_id: UUID
    opinion_id: UUID
    stance: str
    answer: str = ""


class GiveOpinionByLink(Struct, frozen=True, kw_only=True):
    token: str
    stance: str
    answer: str = ""


class WithdrawOpinion(Struct, frozen=True):
    dossier_id: UUID
    opinion_id: UUID


async def give_opinion(command: GiveOpinion, uow: DemarchesWork) -> Opinion:
    """By an agent of the department that was asked; an expert's own link is the only other way."""
    must_hold(uow.actor, INSTRUCT)
    dossier = await uow.dossiers.get(command.dossier_id)
    must_not_be_applicant(uow.actor, dossier)
    dossier.must_be_open()
    opinion = await uow.opinions.of(dossier.id, command.opinion_id)
    who = must_be_signed_in(uow.actor)
    if opinion.department_id is None or not await desk.instructs(uow.connection, who, opinion.department_id):
        raise OpinionNotFound
    return _given(opinion, command.stance, command.answer, by=who, uow=uow)


async def give_opinion_by_link(command: GiveOpinionByLink, uow: DemarchesWork) -> Opinion:
    opinion_id, key = read_token(command.token)
    opinion = await uow.opinions.get(opinion_id)
    opinion.must_open_by(key)
    # Once it is decided there is nothing left to inform.
    if not (await uow.dossiers.by_link(opinion.dossier_id)).is_open:
        raise OpinionLinkGone
    return _given(opinion, command.stance, command.answer, by=None, uow=uow)


async def withdraw_opinion(command: WithdrawOpinion, uow: DemarchesWork) -> None:
    must_hold(uow.actor, INSTRUCT)
    dossier = await uow.dossiers.get(command.dossier_id)
    must_not_be_applicant(uow.actor, dossier)
    opinion = await uow.opinions.of(dossier.id, command.opinion_id)
    opinion.withdraw(at=uow.now)
    uow.note("demarches.opinion.withdrawn", dossier.id, concerns=dossier.account)


def _given(opinion: Opinion, stance: str, answer: str, *, by: UUID | None, uow: DemarchesWork) -> Opinion:
    if stance not in set(Stance):
        raise OpinionInvalid(faults=[Fault("/stance", "Choisissez le sens de votre avis.", "missing")])
    said = answer.strip()
    if stance in (Stance.UNFAVOURABLE, Stance.WITH_RESERVATIONS):
        missing = (
            "Écrivez vos observations : elles disent pourquoi l’avis est défavorable, ou quelles sont ses réserves."
        )
        said = must_be_written(answer, "/answer", longest=10_000, missing=missing)
    uow.record(opinion.give(Stance(stance), said[:10_000], by=by, at=uow.now))
    return opinion

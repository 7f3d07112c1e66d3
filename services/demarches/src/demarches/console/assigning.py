"""Giving a dossier to somebody, and asking what others think of it."""

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.http import By
from demarches.commands.desk.assign_dossier import AssignDossier, assign_dossier
from demarches.commands.desk.forward_dossier import ForwardDossier, forward_dossier
from demarches.commands.opinions.ask_opinion import AskOpinion, ask_opinion
from demarches.commands.opinions.give_opinion import GiveOpinion, WithdrawOpinion, give_opinion, withdraw_opinion
from demarches.console.acting import N_, Acts, AnyRequest, Visit, version_in
from demarches.console.fields import Fields, day_in, uuid_in
from demarches.domain.policies import INSTRUCT

Doing = NamedDependency[Acts]
GIVEN = N_("La demande a changé de mains.")
SENT_ON = N_("La demande est transmise : elle est désormais dans l’autre service.")
ASKED = N_("L’avis est demandé.")
ANSWERED = N_("Votre avis est rendu.")
WITHDRAWN = N_("L’avis n’est plus demandé. Son lien ne sert plus.")


@post("/dossiers/{dossier_id:uuid}/assignment", needs=INSTRUCT)
async def assign(request: AnyRequest, dossier_id: FromPath[UUID], actor: By, acts: Doing) -> Response[Any]:
    def make(fields: Fields) -> AssignDossier:
        examiner = uuid_in(fields.get("assign-examiner"))
        return AssignDossier(dossier_id=dossier_id, examiner=examiner, expected=version_in(fields))

    return await acts.do(Visit(request, actor, dossier_id), assign_dossier, make, GIVEN, prefix="assign-")


@post("/dossiers/{dossier_id:uuid}/forwarding", needs=INSTRUCT)
async def forward(request: AnyRequest, dossier_id: FromPath[UUID], actor: By, acts: Doing) -> Response[Any]:
    """Back to the queue: the other department's dossiers may not be this agent's to see."""

    def make(fields: Fields) -> ForwardDossier:
        department = uuid_in(fields.get("forward-department"))
        return ForwardDossier(dossier_id=dossier_id, department_id=department, expected=version_in(fields))

    visit = Visit(request, actor, dossier_id)
    return await acts.do(visit, forward_dossier, make, SENT_ON, prefix="forward-", leads="/demarches/")


@post("/dossiers/{dossier_id:uuid}/opinions", needs=INSTRUCT)
async def ask(request: AnyRequest, dossier_id: FromPath[UUID], actor: By, acts: Doing) -> Response[Any]:
    def make(fields: Fields) -> AskOpinion:
        return AskOpinion(
            dossier_id=dossier_id,
            question=fields.get("opinion-question", ""),
            due_on=day_in(fields, "opinion-due"),
            department_id=uuid_in(fields.get("opinion-department")),
            email=fields.get("opinion-email", ""),
            name=fields.get("opinion-name", ""),
        )

    return await acts.do(Visit(request, actor, dossier_id), ask_opinion, make, ASKED, prefix="opinion-")


@post("/dossiers/{dossier_id:uuid}/opinions/{opinion_id:uuid}/answer", needs=INSTRUCT)
async def answer(
    request: AnyRequest, dossier_id: FromPath[UUID], opinion_id: FromPath[UUID], actor: By, acts: Doing
) -> Response[Any]:
    def make(fields: Fields) -> GiveOpinion:
        return GiveOpinion(
            dossier_id=dossier_id,
            opinion_id=opinion_id,
            stance=fields.get("given-stance", ""),
            answer=fields.get("given-answer", ""),
        )

    return await acts.do(Visit(request, actor, dossier_id), give_opinion, make, ANSWERED, prefix="given-")


@post("/dossiers/{dossier_id:uuid}/opinions/{opinion_id:uuid}/withdrawal", needs=INSTRUCT)
async def withdraw(
    request: AnyRequest, dossier_id: FromPath[UUID], opinion_id: FromPath[UUID], actor: By, acts: Doing
) -> Response[Any]:
    def make(_: Fields) -> WithdrawOpinion:
        return WithdrawOpinion(dossier_id, opinion_id)

    return await acts.do(Visit(request, actor, dossier_id), withdraw_opinion, make, WITHDRAWN)


ROUTES = [assign, forward, ask, answer, withdraw]

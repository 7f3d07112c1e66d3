"""Who has a dossier, and what others think of it."""

from datetime import date
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from chassis.access import Needs
from chassis.http import Again, Ask, By, IfMatch
from demarches.commands.desk.assign_dossier import AssignDossier, assign_dossier
from demarches.commands.desk.forward_dossier import ForwardDossier, forward_dossier
from demarches.commands.opinions.ask_opinion import AskOpinion, ask_opinion
from demarches.commands.opinions.give_opinion import GiveOpinion, GiveOpinionByLink, give_opinion, give_opinion_by_link
from demarches.domain.answers import today_at
from demarches.domain.opinions import Opinion
from demarches.domain.policies import INSTRUCT, READ
from demarches.http.bodies import Body, LongText, ShortText
from demarches.http.dossiers import Now, StatusView
from demarches.http.drafts import Run
from demarches.http.tracking import PRIVATE
from demarches.queries.desk.absences import Absence, read_own_absence
from demarches.queries.desk.opinions import ExpertView, read_for_expert


class Assignment(Body, frozen=True):
    """`examiner`: null gives the dossier back to the queue."""

    examiner: UUID | None


class Forwarding(Body, frozen=True):
    department_id: UUID


class NewOpinion(Body, frozen=True):
    """`department_id`, or `email` and `name` of somebody outside."""

    question: LongText
    due_on: date
    department_id: UUID | None = None
    email: ShortText = ""
    name: ShortText = ""


class OpinionAnswer(Body, frozen=True):
    """`stance`: favourable, with_reservations, unfavourable or no_objection."""

    stance: ShortText
    answer: LongText = ""


class OpinionState(Struct, kw_only=True):
    id: UUID
    stance: str | None

    @classmethod
    def of(cls, opinion: Opinion) -> "OpinionState":
        return cls(id=opinion.id, stance=str(opinion.stance) if opinion.stance else None)


@post("/dossiers/{dossier_id:uuid}/assignment", needs=INSTRUCT)
async def assign(
    dossier_id: FromPath[UUID], data: JSONBody[Assignment], actor: By, commands: Run, once: Again, if_match: IfMatch
) -> StatusView:
    command = AssignDossier(dossier_id=dossier_id, examiner=data.examiner, expected=if_match)
    return await commands.run(assign_dossier, command, actor=actor, show=StatusView.of, once=once)


@post("/dossiers/{dossier_id:uuid}/forwarding", needs=INSTRUCT)
async def forward(
    dossier_id: FromPath[UUID], data: JSONBody[Forwarding], actor: By, commands: Run, once: Again, if_match: IfMatch
) -> StatusView:
    command = ForwardDossier(dossier_id=dossier_id, department_id=data.department_id, expected=if_match)
    return await commands.run(forward_dossier, command, actor=actor, show=StatusView.of, once=once)


@post("/dossiers/{dossier_id:uuid}/opinions", needs=INSTRUCT)
async def ask(
    dossier_id: FromPath[UUID], data: JSONBody[NewOpinion], actor: By, commands: Run, once: Again
) -> OpinionState:
    command = AskOpinion(
        dossier_id=dossier_id,
        question=data.question,
        due_on=data.due_on,
        department_id=data.department_id,
        email=data.email,
        name=data.name,
    )
    return await commands.run(ask_opinion, command, actor=actor, show=OpinionState.of, once=once)


@post("/dossiers/{dossier_id:uuid}/opinions/{opinion_id:uuid}/answer", needs=INSTRUCT)
async def answer(
    dossier_id: FromPath[UUID],
    opinion_id: FromPath[UUID],
    data: JSONBody[OpinionAnswer],
    actor: By,
    commands: Run,
    once: Again,
) -> OpinionState:
    command = GiveOpinion(dossier_id=dossier_id, opinion_id=opinion_id, stance=data.stance, answer=data.answer)
    return await commands.run(give_opinion, command, actor=actor, show=OpinionState.of, once=once)


@get("/opinions/{token:str}", needs=Needs.ANYONE)
async def show_to_expert(token: FromPath[str], actor: By, queries: Ask) -> Response[ExpertView]:
    """410 once the opinion is given or withdrawn."""
    return Response(await queries.ask(read_for_expert, token, actor=actor), headers=PRIVATE)


@post("/opinions/{token:str}", needs=Needs.ANYONE)
async def answer_by_link(token: FromPath[str], data: JSONBody[OpinionAnswer], actor: By, commands: Run) -> OpinionState:
    command = GiveOpinionByLink(token=token, stance=data.stance, answer=data.answer)
    return await commands.run(give_opinion_by_link, command, actor=actor, show=OpinionState.of)


@get("/me/absence", needs=READ)
async def own_absence(actor: By, queries: Ask, clock: Now) -> Absence | None:
    """The agent's own, today; null while they are here."""
    return await queries.ask(read_own_absence, today_at(clock()), actor=actor)


router = Router("/", route_handlers=[own_absence, assign, forward, ask, answer, show_to_expert, answer_by_link])

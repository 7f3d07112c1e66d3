"""Dossiers, as their applicants read and change them."""

from dataclasses import replace
from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta, Struct

from chassis.access import Needs
from chassis.clock import Clock
from chassis.http import Again, Ask, By, etag
from chassis.pagination import Page
from demarches.commands.clock.ask_for_reasons import AskForReasons, ask_for_reasons
from demarches.commands.exchanges.post_message import PostMessage, post_message
from demarches.commands.exchanges.read_messages import ReadMessages, read_messages
from demarches.commands.instruction.archive_dossier import Archived
from demarches.commands.instruction.cancel_dossier import CancelDossier, cancel_dossier
from demarches.domain.agreements import TO_CONSULT
from demarches.domain.answers import today_at
from demarches.domain.dossier import Dossier
from demarches.domain.exchanges import Message
from demarches.domain.policies import READ
from demarches.domain.rules import Silence, WhileMissing
from demarches.http import assistants
from demarches.http.bodies import Confirmation, NewMessage
from demarches.http.drafts import Run
from demarches.http.town_name import TownName
from demarches.queries.dashboard import Dashboard, read_dashboard
from demarches.queries.dossier.read import AskDossier, read_dossier
from demarches.queries.dossier.replay import AskReplay, replay_clock
from demarches.queries.dossier.views import ClockView, DossierView
from demarches.queries.dossiers import AskMine, Badges, DossierLine, count_badges, list_mine
from demarches.receipts.attestation import attestation_pdf
from demarches.receipts.receipt import receipt_pdf

Now = NamedDependency[Clock]
Town = NamedDependency[TownName]


class StatusView(Struct, kw_only=True):
    id: UUID
    status: str
    version: int

    @classmethod
    def of(cls, dossier: Dossier) -> "StatusView":
        return cls(id=dossier.id, status=str(dossier.status), version=dossier.version)

    @classmethod
    def of_archived(cls, archived: Archived) -> "StatusView":
        dossier = archived.dossier
        return cls(
            id=dossier.id, status=TO_CONSULT if archived.withheld else str(dossier.status), version=dossier.version
        )


class PostedView(Struct, kw_only=True):
    id: UUID
    side: str

    @classmethod
    def of(cls, message: Message) -> "PostedView":
        return cls(id=message.id, side=str(message.side))


class ReadView(Struct):
    read: int


@get("/me/dossiers", needs=Needs.ANYONE)
async def mine(
    actor: By,
    queries: Ask,
    clock: Now,
    view: FromQuery[str] = "all",
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> Page[DossierLine]:
    question = AskMine(today=today_at(clock()), view=view, cursor=cursor, limit=limit)
    return await queries.ask(list_mine, question, actor=actor)


@get("/me/dashboard", needs=Needs.SIGNED_IN)
async def dashboard(actor: By, queries: Ask, clock: Now) -> Dashboard:
    """What waits for me, my drafts, my last four dossiers, my next appointments."""
    return await queries.ask(read_dashboard, clock(), actor=actor)


@get("/me/badges", needs=Needs.ANYONE)
async def badges(actor: By, queries: Ask) -> Badges:
    return await queries.ask(count_badges, None, actor=actor)


@get("/dossiers/{dossier_id:uuid}", needs=Needs.ANYONE)
async def show(dossier_id: FromPath[UUID], actor: By, queries: Ask, clock: Now) -> Response[DossierView]:
    view = await queries.ask(read_dossier, AskDossier(dossier_id, clock()), actor=actor)
    return Response(view, headers=etag(view.version))


@get("/dossiers/{dossier_id:uuid}/receipt.pdf", needs=Needs.ANYONE)
async def receipt(dossier_id: FromPath[UUID], actor: By, queries: Ask, clock: Now, town: Town) -> Response[bytes]:
    """« Voir et imprimer la demande »."""
    view = await queries.ask(read_dossier, AskDossier(dossier_id, clock()), actor=actor)
    pdf = await receipt_pdf(view, organisation=await town.of(actor), locale=actor.locale)
    name = f'inline; filename="{view.reference or "brouillon"}.pdf"'
    return Response(
        pdf, media_type="application/pdf", headers={"content-disposition": name, "cache-control": "no-store"}
    )


@get("/dossiers/{dossier_id:uuid}/attestation.pdf", needs=Needs.ANYONE)
async def attestation(dossier_id: FromPath[UUID], actor: By, queries: Ask, clock: Now, town: Town) -> Response[bytes]:
    """Of an acceptance by silence, at once (CRPA L232-3): in French, whoever asks for it."""
    view = await queries.ask(read_dossier, AskDossier(dossier_id, clock()), actor=replace(actor, locale="fr"))
    headers = {"content-disposition": 'inline; filename="attestation.pdf"', "cache-control": "no-store"}
    pdf = await attestation_pdf(view, today_at(clock()), organisation=await town.of(actor))
    return Response(pdf, media_type="application/pdf", headers=headers)


@get("/dossiers/{dossier_id:uuid}/clock", needs=READ, operation_id="replay_clock", assistants=assistants.CLOCK)
async def replay(
    dossier_id: FromPath[UUID],
    actor: By,
    queries: Ask,
    clock: Now,
    silence: FromQuery[Silence | None] = None,
    months: FromQuery[Annotated[int, Meta(ge=0, le=120)] | None] = None,
    days: FromQuery[Annotated[int, Meta(ge=0, le=3660)] | None] = None,
    while_missing: FromQuery[WhileMissing | None] = None,
    received_on: FromQuery[date | None] = None,
    complete_on: FromQuery[date | None] = None,
    decided_on: FromQuery[date | None] = None,
) -> ClockView:
    """« Et si ? »: the same dated facts under another rule, or with other dates; nothing is changed."""
    question = AskReplay(
        dossier_id=dossier_id,
        at=clock(),
        silence=silence,
        months=months,
        days=days,
        while_missing=while_missing,
        received_on=received_on,
        complete_on=complete_on,
        decided_on=decided_on,
    )
    return (await queries.ask(replay_clock, question, actor=actor)).other


@post("/dossiers/{dossier_id:uuid}/reasons-request", needs=Needs.ANYONE)
async def ask_reasons(dossier_id: FromPath[UUID], actor: By, commands: Run, once: Again) -> StatusView:
    """The applicant asks for the reasons of a rejection by silence (CRPA L232-4)."""
    return await commands.run(ask_for_reasons, AskForReasons(dossier_id), actor=actor, show=StatusView.of, once=once)


@post(
    "/dossiers/{dossier_id:uuid}/messages",
    needs=Needs.ANYONE,
    operation_id="write_message",
    assistants=assistants.ANSWER,
)
async def write(
    dossier_id: FromPath[UUID], data: JSONBody[NewMessage], actor: By, commands: Run, once: Again
) -> PostedView:
    command = PostMessage(dossier_id, data.body)
    return await commands.run(post_message, command, actor=actor, show=PostedView.of, once=once)


@post("/dossiers/{dossier_id:uuid}/messages/reading", needs=Needs.ANYONE)
async def read(dossier_id: FromPath[UUID], actor: By, commands: Run) -> ReadView:
    """Everything the other side wrote is read from now on."""
    return await commands.run(read_messages, ReadMessages(dossier_id), actor=actor, show=ReadView)


@post("/dossiers/{dossier_id:uuid}/cancellation", needs=Needs.ANYONE)
async def cancel(
    dossier_id: FromPath[UUID], data: JSONBody[Confirmation], actor: By, commands: Run, once: Again
) -> StatusView:
    command = CancelDossier(dossier_id, data.confirm)
    return await commands.run(cancel_dossier, command, actor=actor, show=StatusView.of, once=once)


router = Router(
    "/", route_handlers=[mine, dashboard, badges, show, receipt, attestation, replay, ask_reasons, write, read, cancel]
)

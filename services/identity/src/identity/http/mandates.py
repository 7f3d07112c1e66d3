"""The chain of trust, as an API: asked for by a member, answered with codes, letters for the operator's printer."""

from uuid import UUID

import msgspec
from litestar import Response, Router, delete, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody

from chassis.access import Needs
from chassis.actor import Actor
from chassis.commands import Commands
from chassis.http import Ask, By
from chassis.policies import must_be_signed_in
from chassis.queries import Queries
from chassis.settings import Settings
from identity.commands.answer_mandate import Answer, AnswerMandate, answer_mandate
from identity.commands.count_attempt import must_be_within
from identity.commands.end_mandate import ResignMandate, resign_mandate
from identity.commands.print_letters import PrintLetters, print_letters
from identity.commands.report_letter import ReportLetter, report_letter
from identity.commands.request_mandate import RequestMandate, request_mandate
from identity.domain import throttling
from identity.domain.mandates import CodesDead, CodesUnknown
from identity.http import open_to_assistants
from identity.http.context import Address, Doing, at_home, client_address
from identity.letters.codes import codes_pdf
from identity.queries.mandates import (
    BatchLine,
    LetterLine,
    LettersOf,
    MandateOf,
    MandateView,
    Office,
    WaitingLetters,
    letter_facts,
    letters_of,
    mandate_by_id,
    office,
    printed_batches,
    waiting_letters,
)
from identity.queries.organisations import ById, organisation_by_id
from identity.queries.rights import Rights, WhoMayWhat, who_may_what
from identity.storage.work import IdentityWork

PRINT = "platform.organisations.manage"


class MandateBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    representative_name: str = ""
    representative_title: str = ""


class Codes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    reference: str = ""
    code: str = ""


class Decision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    reference: str = ""
    code: str = ""
    confirmed: bool


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    mandate_id: UUID


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    batch_id: UUID


@get("/mandate", needs=Needs.MEMBER)
async def show(actor: By, queries: Ask) -> Office:
    home = at_home(actor)
    return await queries.ask(office, MandateOf(must_be_signed_in(actor)), actor=home)


@post("/mandates", needs=Needs.MEMBER)
async def ask(data: JSONBody[MandateBody], actor: By, commands: Doing, settings: NamedDependency[Settings]) -> Asked:
    command = RequestMandate(
        representative_name=data.representative_name,
        representative_title=data.representative_title,
        secret=settings.read_secret(),
    )
    mandate = await commands.run(request_mandate, command, actor=at_home(actor))
    return Asked(mandate_id=mandate.id)


@post("/mandate/missing-letter", needs=Needs.MEMBER, status_code=204)
async def report(actor: By, commands: Doing) -> None:
    _ = await commands.run(report_letter, ReportLetter(), actor=at_home(actor))


@delete("/mandate", needs=Needs.MEMBER)
async def resign(actor: By, commands: Doing) -> None:
    await commands.run(resign_mandate, ResignMandate(), actor=at_home(actor))


@post("/mandate-codes", needs=Needs.ANYONE, status_code=200)
async def look(data: JSONBody[Codes], actor: By, commands: Doing, queries: Ask, client_address: Address) -> MandateView:
    """Who is meant by these codes."""
    command = AnswerMandate(reference=data.reference, code=data.code)
    return await answered(command, client_address, actor, commands, queries)


@post("/mandate-decisions", needs=Needs.ANYONE, status_code=200)
async def decide(
    data: JSONBody[Decision], actor: By, commands: Doing, queries: Ask, client_address: Address
) -> MandateView:
    answer = Answer.CONFIRM if data.confirmed else Answer.REFUSE
    command = AnswerMandate(reference=data.reference, code=data.code, answer=answer)
    return await answered(command, client_address, actor, commands, queries)


@get(
    "/rights",
    needs="identity.permissions.grant",
    operation_id="who_may_what",
    assistants=open_to_assistants.RIGHTS,
)
async def rights(actor: By, queries: Ask) -> Rights:
    return await queries.ask(who_may_what, WhoMayWhat(), actor=actor)


@get("/letters", needs=PRINT)
async def waiting(actor: By, queries: Ask) -> list[LetterLine]:
    return await queries.ask(waiting_letters, WaitingLetters(), actor=actor)


@get("/letter-batches", needs=PRINT)
async def batches(actor: By, queries: Ask) -> list[BatchLine]:
    """The latest twenty, which may be printed again."""
    return await queries.ask(printed_batches, WaitingLetters(), actor=actor)


@post("/letter-batches", needs=PRINT)
async def print_batch(actor: By, commands: Doing) -> Batch:
    return Batch(batch_id=await commands.run(print_letters, PrintLetters(), actor=actor))


@get("/letter-batches/{batch_id:uuid}", needs=PRINT)
async def batch_file(
    batch_id: FromPath[UUID], actor: By, queries: Ask, settings: NamedDependency[Settings]
) -> Response[bytes]:
    made = await batch_pdf(batch_id, actor, queries, settings)
    headers = {"cache-control": "no-store", "content-disposition": f'attachment; filename="courriers-{batch_id}.pdf"'}
    return Response(made, media_type="application/pdf", headers=headers)


async def answered(
    command: AnswerMandate, address: str, actor: Actor, commands: Commands[IdentityWork], queries: Queries
) -> MandateView:
    """Raises `CodesUnknown`, `CodesDead`, or `TooMany` for an address that tries on and on."""
    key = throttling.address_key("mandate codes", address)
    await must_be_within(key, throttling.CODES_PER_ADDRESS, commands=commands, actor=actor)
    told = await commands.run(answer_mandate, command, actor=actor)
    if told.dead:
        raise CodesDead
    if told.mandate_id is None:
        raise CodesUnknown
    return await queries.ask(mandate_by_id, told.mandate_id, actor=actor)


async def batch_pdf(batch_id: UUID, actor: Actor, queries: Queries, settings: Settings) -> bytes:
    """Each letter's facts are read in its own tenant."""
    found = await queries.ask(letters_of, LettersOf(batch_id), actor=actor)
    told = [
        await queries.ask(letter_facts, each.mandate_id, actor=Actor.of_service("identity", each.organisation_id))
        for each in found
    ]
    operator = await queries.ask(organisation_by_id, ById(actor.tenant), actor=actor)
    return await codes_pdf(
        [facts for facts in told if facts is not None],
        sender=operator.name,
        sender_address=operator.address,
        secret=settings.read_secret(),
        url=settings.public_url,
    )


router = Router(
    "/",
    route_handlers=[show, ask, report, resign, look, decide, rights, waiting, batches, print_batch, batch_file],
    dependencies={"client_address": Provide(client_address)},
)

"""Letters on paper, for programs: what waits, batches, their sheets, what became of them."""

from uuid import UUID

import msgspec
from litestar import Response, Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from chassis.actor import Actor
from chassis.commands import Commands
from chassis.http import Ask, By
from chassis.pagination import Page
from notifier.commands.posting.batches import (
    MakeBatch,
    OfBatch,
    OfferPost,
    SetAside,
    make_batch,
    offer_post,
    post_batch,
    print_batch,
    set_aside,
)
from notifier.commands.posting.letters import OfPostalLetter, return_letter, withdraw_letter
from notifier.delivery.posting.room import PostRoom
from notifier.domain.posting.postal_letter import Status
from notifier.domain.posting.refusals import BatchEmpty, NothingToPrint
from notifier.queries.posting.post import (
    BatchLine,
    BatchView,
    ListBatches,
    ListLetters,
    PostalLetterLine,
    is_post_offered,
    list_batches,
    list_letters,
    show_batch,
)
from notifier.storage.work import NotifierWork

MEND = "notifier.addresses.mend"
PDF = "application/pdf"
Change = NamedDependency[Commands[NotifierWork]]
Room = NamedDependency[PostRoom]


class OfferView(msgspec.Struct, frozen=True):
    """`offered`: people may ask for letters in their preferences."""

    offered: bool


@get("/letters", needs=MEND, summary="Letters on paper, newest first")
async def letters(
    actor: By,
    queries: Ask,
    status: FromQuery[Status | None] = None,
    account_id: FromQuery[UUID | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> Page[PostalLetterLine]:
    return await queries.ask(list_letters, ListLetters(status, account_id, cursor, limit), actor=actor)


@post("/letters/{letter_id:uuid}/withdrawal", needs=MEND, status_code=204, summary="It is not to be sent after all")
async def withdraw(letter_id: FromPath[UUID], actor: By, commands: Change) -> None:
    await commands.run(withdraw_letter, OfPostalLetter(letter_id), actor=actor)


@post("/letters/{letter_id:uuid}/return", needs=MEND, status_code=204, summary="The post brought it back")
async def come_back(letter_id: FromPath[UUID], actor: By, commands: Change) -> None:
    await commands.run(return_letter, OfPostalLetter(letter_id), actor=actor)


@get("/batches", needs=MEND, summary="Batches of letters, newest first")
async def batches(
    actor: By, queries: Ask, cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 20
) -> Page[BatchLine]:
    return await queries.ask(list_batches, ListBatches(cursor, limit), actor=actor)


@post("/batches", needs=MEND, summary="Put what waits into a batch: a hundred letters at most")
async def make(actor: By, queries: Ask, commands: Change, room: Room) -> BatchView:
    batch = await commands.run(make_batch, MakeBatch(await room.sort(actor)), actor=actor)
    if batch is None:
        raise NothingToPrint
    return await queries.ask(show_batch, batch.id, actor=actor)


@get("/batches/{batch_id:uuid}", needs=MEND, summary="A batch with its letters")
async def batch(batch_id: FromPath[UUID], actor: By, queries: Ask) -> BatchView:
    return await queries.ask(show_batch, batch_id, actor=actor)


@get("/batches/{batch_id:uuid}/sheets", needs=MEND, media_type=PDF, summary="Its letters for the printer, in one PDF")
async def sheets(batch_id: FromPath[UUID], actor: By, commands: Change, room: Room) -> Response[bytes]:
    return await drawn_sheets(batch_id, actor, commands, room)


@post("/batches/{batch_id:uuid}/printing", needs=MEND, status_code=204, summary="It is printed")
async def printed(batch_id: FromPath[UUID], actor: By, commands: Change, room: Room) -> None:
    await printed_batch(batch_id, actor, commands, room)


@post("/batches/{batch_id:uuid}/posting", needs=MEND, status_code=204, summary="It is taken to the post")
async def posted(batch_id: FromPath[UUID], actor: By, commands: Change) -> None:
    await commands.run(post_batch, OfBatch(batch_id), actor=actor)


@get("/offer", needs=MEND, summary="Whether people may ask for letters")
async def offer(actor: By, queries: Ask) -> OfferView:
    return OfferView(await queries.ask(is_post_offered, None, actor=actor))


@put("/offer", needs=MEND, summary="Let people ask for letters, or not")
async def choose_offer(data: JSONBody[OfferView], actor: By, commands: Change) -> OfferView:
    office = await commands.run(offer_post, OfferPost(data.offered), actor=actor)
    return OfferView(office.offered)


async def drawn_sheets(
    batch_id: UUID, actor: Actor, commands: Commands[NotifierWork], room: PostRoom
) -> Response[bytes]:
    """A letter that got no sheet is set aside at once: what has no sheet never counts as posted."""
    drawn = await room.sheets(batch_id, actor)
    if drawn.ended:
        await commands.run(set_aside, SetAside(batch_id=batch_id, ended=drawn.ended), actor=actor)
    if drawn.file is None:
        raise BatchEmpty
    # Letters are nobody else's to keep: no cache on the way.
    headers = {"content-disposition": f'attachment; filename="courriers-{batch_id}.pdf"', "cache-control": "no-store"}
    return Response(drawn.file, media_type=PDF, headers=headers)


async def printed_batch(batch_id: UUID, actor: Actor, commands: Commands[NotifierWork], room: PostRoom) -> int:
    """How many sheets are to be taken out: what lost its point while the printer ran is not posted."""
    gone = await room.gone(batch_id, actor)
    await commands.run(print_batch, SetAside(batch_id=batch_id, ended=gone), actor=actor)
    return len(gone)


router = Router(
    "/post",
    route_handlers=[
        letters,
        withdraw,
        come_back,
        batches,
        make,
        batch,
        sheets,
        printed,
        posted,
        offer,
        choose_offer,
    ],
    tags=["Courrier postal"],
)

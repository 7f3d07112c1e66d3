"""The post room: what waits for the printer, the batches, what the post brought back."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.actor import Actor
from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.refusals import Conflict, Unavailable
from contracts.asks import Reach
from notifier.commands.posting.batches import (
    MakeBatch,
    OfBatch,
    OfferPost,
    make_batch,
    offer_post,
    post_batch,
)
from notifier.commands.posting.letters import OfPostalLetter, return_letter, withdraw_letter
from notifier.console import labels
from notifier.console.fields import words
from notifier.console.labels import N_
from notifier.delivery.facts import Facts
from notifier.delivery.posting.room import PostRoom
from notifier.http.post import drawn_sheets, printed_batch
from notifier.queries.posting.post import (
    ListBatches,
    PostalLetterLine,
    count_waiting_letters,
    is_post_offered,
    list_batches,
    show_batch,
    waiting_letters,
)
from notifier.storage.work import NotifierWork

MEND = "notifier.addresses.mend"
HOME = "/notifier/courrier"
SILENT = N_("Le service à l'origine d'un message ne répond pas : recommencez dans un moment.")
NONE_LEFT = N_("Rien à imprimer : ces courriers ont été lus en ligne, ou n'ont pas d'adresse complète.")
PRINTED = N_("C'est noté : le lot est imprimé.")
TO_TAKE_OUT = N_("Le lot est imprimé, mais des courriers ne sont plus à envoyer : retirez leurs feuilles.")
OFFERED = {
    "oui": N_("Les habitants peuvent demander le courrier postal dans leurs préférences."),
    "non": N_("Le courrier postal n'est plus proposé dans les préférences."),
}
# What a button asks of a batch or a letter, by the last word of its address.
OF_BATCH: Mapping[str, tuple[Callable[..., Any], str]] = {
    "depot": (post_batch, N_("C'est noté : le lot est posté, ces personnes sont jointes.")),
}
OF_LETTER: Mapping[str, tuple[Callable[..., Any], str]] = {
    "retrait": (withdraw_letter, N_("Ce courrier ne sera pas envoyé.")),
    "retour": (return_letter, N_("C'est noté : la poste l'a rapporté.")),
}
Console = NamedDependency[ConsolePages]
Change = NamedDependency[Commands[NotifierWork]]
Room = NamedDependency[PostRoom]
AnyRequest = Request[Any, Any, Any]


@get("/courrier", needs=MEND)
async def index(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    console: Console,
    facts: NamedDependency[Facts],
    apres: FromQuery[str | None] = None,
) -> Response[str]:
    waiting = await queries.ask(waiting_letters, None, actor=actor)
    batches = await queries.ask(list_batches, ListBatches(apres), actor=actor)
    return console.render(
        request,
        actor,
        "post/list.html",
        labels=labels,
        lines=waiting,
        count=await queries.ask(count_waiting_letters, None, actor=actor),
        reaches=await _reaches(waiting, facts, actor),
        batches=batches.items,
        offered=await queries.ask(is_post_offered, None, actor=actor),
        following=f"{HOME}?{urlencode({'apres': batches.next})}" if batches.next else None,
    )


@post("/courrier/lots", needs=MEND, status_code=200)
async def make(request: AnyRequest, actor: By, commands: Change, console: Console, room: Room) -> Response[Any]:
    said = words(console, request, actor)
    try:
        found = await room.sort(actor)
    except Unavailable:
        return console.redirect(HOME, flash=said(SILENT), kind="warning")
    batch = await commands.run(make_batch, MakeBatch(found), actor=actor)
    if batch is None:
        return console.redirect(HOME, flash=said(NONE_LEFT), kind="warning")
    return console.redirect(f"{HOME}/lots/{batch.id}", flash=said(N_("Le lot est prêt à imprimer.")))


@get("/courrier/lots/{batch_id:uuid}", needs=MEND)
async def show(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    console: Console,
    facts: NamedDependency[Facts],
    batch_id: FromPath[UUID],
) -> Response[str]:
    batch = await queries.ask(show_batch, batch_id, actor=actor)
    reaches = await _reaches(batch.lines, facts, actor)
    return console.render(request, actor, "post/batch.html", labels=labels, batch=batch, reaches=reaches)


@get("/courrier/lots/{batch_id:uuid}/courriers.pdf", needs=MEND)
async def sheets(
    request: AnyRequest, actor: By, commands: Change, console: Console, room: Room, batch_id: FromPath[UUID]
) -> Response[Any]:
    said, here = words(console, request, actor), f"{HOME}/lots/{batch_id}"
    try:
        return await drawn_sheets(batch_id, actor, commands, room)
    except Unavailable:
        return console.redirect(here, flash=said(SILENT), kind="warning")
    except Conflict as refusal:
        return console.redirect(here, flash=said(refusal.title), kind="warning")


@post("/courrier/lots/{batch_id:uuid}/impression", needs=MEND, status_code=200)
async def printed(
    request: AnyRequest, actor: By, commands: Change, console: Console, room: Room, batch_id: FromPath[UUID]
) -> Response[Any]:
    said, here = words(console, request, actor), f"{HOME}/lots/{batch_id}"
    try:
        gone = await printed_batch(batch_id, actor, commands, room)
    except Unavailable:
        return console.redirect(here, flash=said(SILENT), kind="warning")
    except Conflict as refusal:
        return console.redirect(here, flash=said(refusal.title), kind="warning")
    return console.redirect(here, flash=said(TO_TAKE_OUT if gone else PRINTED), kind="warning" if gone else "success")


@post("/courrier/lots/{batch_id:uuid}/{act:str}", needs=MEND, status_code=200)
async def act_on_batch(
    request: AnyRequest, actor: By, commands: Change, console: Console, batch_id: FromPath[UUID], act: FromPath[str]
) -> Response[Any]:
    return await _act(request, actor, commands, console, OF_BATCH, act, OfBatch(batch_id), f"{HOME}/lots/{batch_id}")


@post("/courrier/lettres/{letter_id:uuid}/{act:str}", needs=MEND, status_code=200)
async def act_on_letter(
    request: AnyRequest,
    actor: By,
    commands: Change,
    console: Console,
    letter_id: FromPath[UUID],
    act: FromPath[str],
    lot: FromQuery[UUID | None] = None,
) -> Response[Any]:
    back = f"{HOME}/lots/{lot}" if lot else HOME
    return await _act(request, actor, commands, console, OF_LETTER, act, OfPostalLetter(letter_id), back)


@post("/courrier/offre/{act:str}", needs=MEND, status_code=200)
async def offer(
    request: AnyRequest, actor: By, commands: Change, console: Console, act: FromPath[str]
) -> Response[Any]:
    if act in OFFERED:
        await commands.run(offer_post, OfferPost(act == "oui"), actor=actor)
    return console.redirect(HOME, flash=words(console, request, actor)(OFFERED.get(act, "")))


async def _act(
    request: AnyRequest,
    actor: Actor,
    commands: Commands[NotifierWork],
    console: ConsolePages,
    acts: Mapping[str, tuple[Callable[..., Any], str]],
    act: str,
    command: Any,
    back: str,
) -> Response[Any]:
    if act not in acts:
        return console.redirect(back)
    (handler, done), said = acts[act], words(console, request, actor)
    try:
        await commands.run(handler, command, actor=actor)
    except Conflict as refusal:
        return console.redirect(back, flash=said(refusal.title), kind="warning")
    return console.redirect(back, flash=said(done))


async def _reaches(lines: Sequence[PostalLetterLine], facts: Facts, actor: Actor) -> dict[UUID, Reach] | None:
    """Names and addresses are identity's; None when it is silent, and the page still says what is known here."""
    try:
        return await facts.reaches(list({line.account_id for line in lines}), tenant=actor.tenant)
    except Unavailable:
        return None


ROUTES = [index, make, show, sheets, printed, act_on_batch, act_on_letter, offer]

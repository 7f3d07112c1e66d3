"""The post room: what waits for the printer, the batches, what the post brought back."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.actor import Actor
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
from notifier.console.doors import AnyRequest, Button, Change, Console
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

MEND = "notifier.addresses.mend"
HOME = "/notifier/courrier"
SILENT = N_("Le service à l’origine d’un message ne répond pas : recommencez dans un moment.")
NONE_LEFT = N_("Rien à imprimer : ces courriers ont été lus en ligne, ou n’ont pas d’adresse complète.")
READY = N_("Le lot est prêt à imprimer.")
PRINTED = N_("C’est noté : le lot est imprimé.")
TO_TAKE_OUT = N_("Le lot est imprimé, mais des courriers ne sont plus à envoyer : retirez leurs feuilles.")
POSTED = N_("C’est noté : le lot est posté, ces personnes sont jointes.")
WITHDRAWN = N_("Ce courrier ne sera pas envoyé.")
RETURNED = N_("C’est noté : la poste l’a rapporté.")
OFFERED = N_("Les habitants peuvent demander le courrier postal dans leurs préférences.")
NOT_OFFERED = N_("Le courrier postal n’est plus proposé dans les préférences.")
Room = NamedDependency[PostRoom]


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
async def make(actor: By, commands: Change, button: Button, room: Room) -> Response[Any]:
    try:
        found = await room.sort(actor)
    except Unavailable:
        return button.back(HOME, SILENT)
    batch = await commands.run(make_batch, MakeBatch(found), actor=actor)
    return button.done(f"{HOME}/lots/{batch.id}", READY) if batch else button.back(HOME, NONE_LEFT)


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
async def sheets(actor: By, commands: Change, button: Button, room: Room, batch_id: FromPath[UUID]) -> Response[Any]:
    here = f"{HOME}/lots/{batch_id}"
    try:
        return await drawn_sheets(batch_id, actor, commands, room)
    except Unavailable:
        return button.back(here, SILENT)
    except Conflict as refusal:
        return button.back(here, refusal.title)


@post("/courrier/lots/{batch_id:uuid}/impression", needs=MEND, status_code=200)
async def printed(
    actor: By, commands: Change, console: Console, button: Button, room: Room, batch_id: FromPath[UUID]
) -> Response[Any]:
    here = f"{HOME}/lots/{batch_id}"
    try:
        gone = await printed_batch(batch_id, actor, commands, room)
    except Unavailable:
        return button.back(here, SILENT)
    except Conflict as refusal:
        return button.back(here, refusal.title)
    return button.back(here, TO_TAKE_OUT) if gone else button.done(here, PRINTED)


@post("/courrier/lots/{batch_id:uuid}/depot", needs=MEND, status_code=200)
async def posted(button: Button, batch_id: FromPath[UUID]) -> Response[Any]:
    return await button.run(post_batch, OfBatch(batch_id), done=POSTED, then=f"{HOME}/lots/{batch_id}")


@post("/courrier/lettres/{letter_id:uuid}/retrait", needs=MEND, status_code=200)
async def withdraw(button: Button, letter_id: FromPath[UUID], lot: FromQuery[UUID | None] = None) -> Response[Any]:
    return await button.run(withdraw_letter, OfPostalLetter(letter_id), done=WITHDRAWN, then=_back(lot))


@post("/courrier/lettres/{letter_id:uuid}/retour", needs=MEND, status_code=200)
async def come_back(button: Button, letter_id: FromPath[UUID], lot: FromQuery[UUID | None] = None) -> Response[Any]:
    return await button.run(return_letter, OfPostalLetter(letter_id), done=RETURNED, then=_back(lot))


@post("/courrier/offre/oui", needs=MEND, status_code=200)
async def offer(button: Button) -> Response[Any]:
    return await button.run(offer_post, OfferPost(True), done=OFFERED, then=HOME)


@post("/courrier/offre/non", needs=MEND, status_code=200)
async def offer_no_more(button: Button) -> Response[Any]:
    return await button.run(offer_post, OfferPost(False), done=NOT_OFFERED, then=HOME)


def _back(lot: UUID | None) -> str:
    return f"{HOME}/lots/{lot}" if lot else HOME


async def _reaches(lines: Sequence[PostalLetterLine], facts: Facts, actor: Actor) -> dict[UUID, Reach] | None:
    """Names and addresses are identity's; None when it is silent, and the page still says what is known here."""
    try:
        return await facts.reaches(list({line.account_id for line in lines}), tenant=actor.tenant)
    except Unavailable:
        return None


ROUTES = [index, make, show, sheets, printed, posted, withdraw, come_back, offer, offer_no_more]

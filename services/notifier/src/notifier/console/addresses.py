"""Addresses that mails no longer go to: whom to call, and the way back."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.actor import Actor
from chassis.http import Ask, By
from chassis.refusals import Unavailable
from contracts.asks import Contact, Reach
from notifier.commands.addresses.mark_reached import MarkReached, mark_reached
from notifier.commands.addresses.restore_address import RestoreAddress, restore_address
from notifier.commands.posting.letters import write_to_account
from notifier.console import labels
from notifier.console.doors import AnyRequest, Button, Change, Console
from notifier.console.labels import N_
from notifier.delivery.facts import Facts
from notifier.domain.addresses.suppression import suppression_id
from notifier.http.suppressions import what_was_lost
from notifier.queries.addresses.suppressed import (
    ListSuppressions,
    SuppressionLine,
    list_suppressions,
    show_suppression,
)

MEND = "notifier.addresses.mend"
HOME = "/notifier/adresses"
REACHED = "jointes"
RESTORED = N_("L’adresse est rétablie : les prochains messages y partent.")
IS_REACHED = N_("C’est noté : la personne est jointe.")
TO_REACH = N_("La personne est de nouveau parmi celles à joindre.")
WRITTEN = N_("Ses messages non reçus attendent l’imprimante.")


@get("/adresses", needs=MEND)
async def index(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    commands: Change,
    console: Console,
    facts: NamedDependency[Facts],
    vue: FromQuery[str] = "",
    apres: FromQuery[str | None] = None,
) -> Response[str]:
    reached = vue == REACHED
    asked = ListSuppressions(now=commands.now(), reached=reached, cursor=apres)
    found = await queries.ask(list_suppressions, asked, actor=actor)
    people, reaches, known = await _people(found.items, facts, actor)
    return console.render(
        request,
        actor,
        "addresses/list.html",
        labels=labels,
        lines=found.items,
        people=people,
        reaches=reaches,
        reached=reached,
        known=known,
        moved=_moved(found.items, people, facts),
        following=f"{HOME}?{urlencode({'vue': vue, 'apres': found.next})}" if found.next else None,
    )


@get("/adresses/{suppression_id:uuid}/retablissement", needs=MEND)
async def ask_first(
    request: AnyRequest, actor: By, queries: Ask, console: Console, suppression_id: FromPath[UUID]
) -> Response[str]:
    line = await queries.ask(show_suppression, suppression_id, actor=actor)
    return console.render(request, actor, "addresses/restore.html", line=line)


@post("/adresses/{suppression_id:uuid}/retablissement", needs=MEND, status_code=200)
async def restore(button: Button, suppression_id: FromPath[UUID]) -> Response[Any]:
    return await button.run(restore_address, RestoreAddress(suppression_id), done=RESTORED, then=HOME)


@post("/adresses/{suppression_id:uuid}/jointe", needs=MEND, status_code=200)
async def reach(button: Button, suppression_id: FromPath[UUID]) -> Response[Any]:
    command = MarkReached(suppression_id=suppression_id, reached=True)
    return await button.run(mark_reached, command, done=IS_REACHED, then=HOME)


@post("/adresses/{suppression_id:uuid}/a-joindre", needs=MEND, status_code=200)
async def unreach(button: Button, suppression_id: FromPath[UUID]) -> Response[Any]:
    command = MarkReached(suppression_id=suppression_id, reached=False)
    return await button.run(mark_reached, command, done=TO_REACH, then=f"{HOME}?vue={REACHED}")


@post("/adresses/{suppression_id:uuid}/courrier", needs=MEND, status_code=200)
async def write(actor: By, queries: Ask, button: Button, suppression_id: FromPath[UUID]) -> Response[Any]:
    """What did not arrive goes out on paper."""
    line = await queries.ask(show_suppression, suppression_id, actor=actor)
    lost = await what_was_lost(line, queries, actor)
    return await button.run(write_to_account, lost, done=WRITTEN, then="/notifier/courrier", refused=HOME)


async def _people(
    lines: list[SuppressionLine], facts: Facts, actor: Actor
) -> tuple[dict[UUID, Contact], dict[UUID, Reach], bool]:
    """Names are their owner's: without them the list still says what is known here."""
    accounts = list({line.account_id for line in lines if line.account_id is not None})
    try:
        people = await facts.contacts(accounts, tenant=actor.tenant)
        return people, await facts.reaches(accounts, tenant=actor.tenant), True
    except Unavailable:
        return {}, {}, False


def _moved(lines: list[SuppressionLine], people: dict[UUID, Contact], facts: Facts) -> set[UUID]:
    """Those whose account has another address by now: nothing is left to do."""
    now = {account: suppression_id(facts.trace_of(contact.email)) for account, contact in people.items()}
    return {line.id for line in lines if line.account_id is not None and now.get(line.account_id, line.id) != line.id}


ROUTES = [index, ask_first, restore, reach, unreach, write]

"""Addresses that mails no longer go to, for programs."""

from uuid import UUID

import msgspec
from litestar import Router, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.actor import Actor
from chassis.commands import Commands
from chassis.http import Again, Ask, By
from chassis.pagination import Page
from chassis.queries import Queries
from notifier.commands.addresses.mark_reached import MarkReached, mark_reached
from notifier.commands.addresses.restore_address import RestoreAddress, restore_address
from notifier.commands.posting.letters import WriteToAccount, write_to_account
from notifier.domain.posting.refusals import NothingToWrite
from notifier.queries.addresses.suppressed import (
    ListSuppressions,
    SuppressionLine,
    list_suppressions,
    show_suppression,
)
from notifier.queries.posting.post import lost_messages
from notifier.storage.work import NotifierWork

MEND = "notifier.addresses.mend"
Change = NamedDependency[Commands[NotifierWork]]


@get("/", needs=MEND, summary="Addresses that mails no longer go to, newest first")
async def index(
    actor: By,
    queries: Ask,
    commands: Change,
    account_id: FromQuery[UUID | None] = None,
    reached: FromQuery[bool | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> Page[SuppressionLine]:
    question = ListSuppressions(now=commands.now(), account_id=account_id, reached=reached, cursor=cursor, limit=limit)
    return await queries.ask(list_suppressions, question, actor=actor)


@get("/{suppression_id:uuid}", needs=MEND, summary="Why mails no longer go to an address, and until when")
async def show(suppression_id: FromPath[UUID], actor: By, queries: Ask) -> SuppressionLine:
    return await queries.ask(show_suppression, suppression_id, actor=actor)


@post("/{suppression_id:uuid}/restoration", needs=MEND, status_code=204, summary="Mails go to the address again")
async def restore(suppression_id: FromPath[UUID], actor: By, commands: Change, once: Again) -> None:
    await commands.run(restore_address, RestoreAddress(suppression_id), actor=actor, show=lambda _: None, once=once)


@post("/{suppression_id:uuid}/reaching", needs=MEND, status_code=204, summary="The person was reached otherwise")
async def reach(suppression_id: FromPath[UUID], actor: By, commands: Change) -> None:
    await commands.run(mark_reached, MarkReached(suppression_id=suppression_id, reached=True), actor=actor)


@delete("/{suppression_id:uuid}/reaching", needs=MEND, summary="They were not reached after all")
async def unreach(suppression_id: FromPath[UUID], actor: By, commands: Change) -> None:
    await commands.run(mark_reached, MarkReached(suppression_id=suppression_id, reached=False), actor=actor)


class Written(msgspec.Struct, frozen=True):
    """How many letters wait for the printer because of it."""

    letters: int


@post("/{suppression_id:uuid}/letters", needs=MEND, status_code=201, summary="What did not arrive goes out on paper")
async def write(suppression_id: FromPath[UUID], actor: By, queries: Ask, commands: Change) -> Written:
    line = await queries.ask(show_suppression, suppression_id, actor=actor)
    command = await what_was_lost(line, queries, actor)
    return Written(await commands.run(write_to_account, command, actor=actor))


async def what_was_lost(line: SuppressionLine, queries: Queries, actor: Actor) -> WriteToAccount:
    """Raises `NothingToWrite` for who has no account: a reader of the letter alone."""
    if line.account_id is None:
        raise NothingToWrite
    lost = await queries.ask(lost_messages, line.account_id, actor=actor)
    return WriteToAccount(account_id=line.account_id, notification_ids=tuple(lost))


router = Router("/suppressions", route_handlers=[index, show, restore, reach, unreach, write], tags=["Adresses"])

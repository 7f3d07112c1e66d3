"""What a notifier that is killed again and again loses, and what it repeats. Called by `mails.py`."""

import asyncio
import os
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

from aiosmtpd.controller import Controller
from postal.owners import Owners, a_submission, facts_of
from postal.process import NotifierProcess
from postbox import Postbox, tell, until
from readers import EDIT, letter_to

from chassis.actor import Actor
from contracts.messages import Lane
from kit.actors import a_member
from kit.servers import Servers, free_port
from notifier.delivery.slots import TOTAL, UP_TO
from suite.nursery.parts import Nursery

KILLS = int(os.environ.get("PARVIS_LOAD_KILLS", "3"))
KILLED_MAILS = int(os.environ.get("PARVIS_LOAD_KILLED_MAILS", "150"))
ISSUE = int(os.environ.get("PARVIS_LOAD_ISSUE", "300"))
ISSUE_KILLS = int(os.environ.get("PARVIS_LOAD_ISSUE_KILLS", "2"))
# Long enough that a kill finds mails on their way.
HOLDS = 0.1
PATIENCE = 300.0
PARTS = ("kills", "issue")


async def killed_while_sending(process: NotifierProcess, owners: Owners, postbox: Postbox) -> bool:
    """None missing; no more repeated than there were places at each kill; each repetition told as `unknown` first."""
    tenant, people = uuid4(), [owners.somebody() for _ in range(KILLED_MAILS)]
    for person in people:
        await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))
    took = time.monotonic()
    for number in range(KILLS):
        wanted = KILLED_MAILS * (number + 1) // (KILLS + 1)
        await until(lambda wanted=wanted: len(postbox.taken) >= wanted, within=PATIENCE)
        process.kill()
        await process.start()
        if (number + 1) % 20 == 0:
            print(f"  … {number + 1} kills, {len(postbox.taken)} mails", flush=True)
    addresses = {person.email for person in people}
    complete = await until(lambda: addresses <= postbox.taken.keys(), within=PATIENCE + KILLED_MAILS / 10)
    ended = "select count(*) as n from notifications where tenant = :t and status = 'accepted'"

    async def all_ended() -> bool:
        return (await process.rows(ended, t=tenant))[0]["n"] == KILLED_MAILS

    settled = await until(all_ended, within=PATIENCE)
    twice = {f"account:{person.account_id}" for person in people if len(postbox.ids[person.email]) > 1}
    listed = await process.rows(
        'select recipient from notifications where tenant = :t and attempts @> \'[{"outcome": "unknown"}]\'', t=tenant
    )
    missing = len(addresses - postbox.taken.keys())
    took, most = time.monotonic() - took, KILLS * TOTAL
    is_told = twice <= {row["recipient"] for row in listed}
    return all(
        [
            tell(f"{KILLED_MAILS} mails, {KILLS} kills, {took:.0f} s: {missing} missing", complete and settled),
            tell(f"  {postbox.repeated} repeated (at most {most})", postbox.repeated <= most),
            tell(f"  each under one Message-ID ({len(postbox.told_apart)} are not)", not postbox.told_apart),
            tell(
                f"  {len(twice)} came twice, each listed among the {len(listed)} that were unknown for a while", is_told
            ),
        ]
    )


async def issue_through_everything(process: NotifierProcess, servers: Servers, postbox: Postbox) -> bool:
    """A pause, a restart of the database, kills: one message each, and the equation true whenever it is looked at."""
    editor = a_member(uuid4(), EDIT)
    issue = f"/v1/editor/issues/{await letter_to(process.call, process.rows, editor, ISSUE)}"
    turns, steady, looks = ISSUE_KILLS + 2, True, list[dict[str, int]]()

    async def progress() -> dict[str, Any]:
        view = (await process.call(editor, "GET", issue)).json()
        looks.append(view["progress"])
        return view

    async def sent() -> bool:
        return (await progress())["status"] == "sent"

    for number in range(turns):
        wanted = ISSUE * (number + 1) // (turns + 1)
        await until(lambda wanted=wanted: len(postbox.taken) >= wanted, within=PATIENCE)
        if number == 0:
            steady = await _paused(process, editor, issue, postbox)
        elif number == 1:
            await asyncio.to_thread(servers.postgres.stop)
            await asyncio.to_thread(servers.postgres.start)
            await process.is_up()
        else:
            process.kill()
            await process.start()
        await progress()
    complete = await until(sent, within=PATIENCE + ISSUE / 5)
    parts = ("accepted", "bounced", "skipped", "unknown", "pending")
    holds = all(look["audience"] == ISSUE == sum(look[part] for part in parts) for look in looks)
    most = (ISSUE_KILLS + 1) * UP_TO[Lane.BULK]
    each = len(postbox.taken) == ISSUE and not postbox.told_apart
    return all(
        [
            tell(f"an issue to {ISSUE}, {ISSUE_KILLS} kills, a pause, the database restarted: {looks[-1]}", complete),
            tell(f"  the equation was true each of the {len(looks)} times it was looked at", holds),
            tell("  nothing left while it was paused", steady),
            tell(f"  {len(postbox.taken)} of {ISSUE} readers have it, each under one Message-ID", each),
            tell(f"  {postbox.repeated} repeated (at most {most})", postbox.repeated <= most),
        ]
    )


async def _paused(process: NotifierProcess, editor: Actor, issue: str, postbox: Postbox) -> bool:
    """What was begun ends; after that, nothing arrives until it goes on."""
    await process.call(editor, "POST", f"{issue}/pause")

    async def is_quiet() -> bool:
        found = await process.rows("select count(*) as n from issue_recipients where standing = 'sending'")
        return found[0]["n"] == 0

    await until(is_quiet, within=PATIENCE)
    before = len(postbox.taken)
    stayed = not await until(lambda: len(postbox.taken) > before, within=2)
    await process.call(editor, "POST", f"{issue}/resumption")
    return stayed


async def measured(folder: Path, parts: Sequence[str]) -> bool:
    """On servers of their own: no other notifier takes these messages."""
    servers, nursery = Servers(folder, durable=True), Nursery()
    bearing = nursery.spawn(Path(os.devnull))
    try:
        urls = await servers.database("notifier")
        await until(nursery.ready, within=PATIENCE)
        await servers.provision_bus()
        kept = True
        for part in parts:
            postbox = Postbox(free_port(), holds=HOLDS)
            controller = Controller(postbox, hostname="127.0.0.1", port=postbox.port)
            controller.start()
            async with AsyncExitStack() as stack:
                stack.callback(controller.stop)
                process = NotifierProcess(servers, f"smtp://127.0.0.1:{postbox.port}", urls, nursery=nursery)
                stack.push_async_callback(process.close)
                owners = await Owners.connect(servers)
                stack.push_async_callback(owners.close)
                await process.start()
                if part == "kills":
                    kept &= await killed_while_sending(process, owners, postbox)
                else:
                    kept &= await issue_through_everything(process, servers, postbox)
        return kept
    finally:
        bearing.kill()
        servers.close()

"""How fast mails leave, and whether one town's letter delays another town's messages. Not part of `make bench`:

    .venv/bin/python tests/load/mails.py                        # 50 mails/s for 20 s; a letter to 2,000
    PARVIS_LOAD_MAILS=15000 PARVIS_LOAD_READERS=100000 .venv/bin/python tests/load/mails.py

Real PostgreSQL, NATS and SMTP on servers of its own. The notifier, the events' owners and the clocks share one process, so
the figures are the least that can be expected. It ends with 1 when a promise is not kept.
"""

import asyncio
import logging
import os
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parent), str(HERE.parents[2] / "services/notifier/tests")]

import structlog
from aiosmtpd.controller import Controller
from figures import percentile
from postal.owners import Owners, an_activation, facts_of
from sqlalchemy import text

from kit.actors import a_member
from kit.servers import Servers, free_port
from kit.service import ServiceUnderTest, under_test
from notifier.main import create_app

MAILS = int(os.environ.get("PARVIS_LOAD_MAILS", "1000"))
READERS = int(os.environ.get("PARVIS_LOAD_READERS", "2000"))
RATE = float(os.environ.get("PARVIS_LOAD_RATE", "50"))
# The other town's urgent messages while the letter leaves.
URGENT_RATE = 5.0
WITHIN, SHARE = 10.0, 0.95
EDIT = "notifier.publications.edit"


@dataclass
class Postbox:
    """A mail server that takes everything and notes when."""

    port: int
    taken: dict[str, float] = field(default_factory=dict[str, float])

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        now = time.monotonic()
        for address in envelope.rcpt_tos:
            self.taken.setdefault(address, now)
        return "250 2.0.0 taken"


async def urgent(owners: Owners, tenant: UUID, count: int, rate: float) -> dict[str, float]:
    """So many messages at a steady rate: by address, when its event left."""
    begun, said = time.monotonic(), dict[str, float]()
    for number in range(count):
        await asyncio.sleep(max(0.0, begun + number / rate - time.monotonic()))
        person = owners.somebody()
        said[person.email] = time.monotonic()
        await owners.says(an_activation(), tenant=tenant, facts=facts_of("account_activation", person))
    return said


async def until(done: Callable[[], bool | Awaitable[bool]], *, within: float) -> bool:
    ends = time.monotonic() + within
    while time.monotonic() < ends:
        answer = done()
        if answer if isinstance(answer, bool) else await answer:
            return True
        await asyncio.sleep(0.25)
    return False


def delays(said: dict[str, float], postbox: Postbox) -> list[float]:
    return [
        postbox.taken[address] - left if address in postbox.taken else float("inf") for address, left in said.items()
    ]


async def at_a_steady_rate(owners: Owners, postbox: Postbox) -> bool:
    said = await urgent(owners, uuid4(), MAILS, RATE)
    await until(lambda: said.keys() <= postbox.taken.keys(), within=60 + MAILS / 20)
    took = delays(said, postbox)
    share = sum(delay <= WITHIN for delay in took) / len(took)
    span = max(postbox.taken.values()) - min(said.values())
    tell(
        f"{MAILS} mails asked at {RATE:g}/s: {MAILS / span:.1f}/s handed over, {share:.1%} within {WITHIN:g} s",
        share >= SHARE,
    )
    tell(
        f"  p50 {percentile(took, 50):.2f} s, p95 {percentile(took, 95):.2f} s, p99 {percentile(took, 99):.2f} s", True
    )
    return share >= SHARE


async def beside_a_letter(notifier: ServiceUnderTest, owners: Owners, postbox: Postbox) -> bool:
    town, other = uuid4(), uuid4()
    await letter_to(notifier, town, READERS)
    began = time.monotonic()
    alone = await until(lambda: len(readers(postbox)) >= READERS // 4, within=600)
    solo = (READERS // 4) / (time.monotonic() - began)
    begun = time.monotonic()
    count = max(10, int(URGENT_RATE * 10))
    said = await urgent(owners, other, count, URGENT_RATE)
    await until(lambda: said.keys() <= postbox.taken.keys(), within=60)
    together = sum(1 for address in readers(postbox) if begun <= postbox.taken[address]) / (time.monotonic() - begun)
    complete = await until(lambda: len(readers(postbox)) >= READERS, within=60 + READERS / 10)
    p95 = percentile(delays(said, postbox), 95)
    tell(
        f"a letter to {READERS}: {solo:.1f}/s alone, {together:.1f}/s beside {URGENT_RATE:g} urgent mails/s",
        alone and complete,
    )
    tell(f"  the other town's urgent mails meanwhile: p95 {p95:.2f} s", p95 < WITHIN)
    return complete and p95 < WITHIN


def readers(postbox: Postbox) -> list[str]:
    return [address for address in list(postbox.taken) if address.endswith("@lecteurs.example")]


async def letter_to(notifier: ServiceUnderTest, tenant: UUID, count: int) -> None:
    """A letter that leaves now, to as many confirmed addresses."""
    editor = a_member(tenant, EDIT)
    theme = (await notifier.call(editor, "POST", "/v1/editor/themes", json={"label": "Travaux"})).json()["id"]
    async with notifier.service.database.transaction(editor) as connection:
        made = text(
            "insert into subscribers (id, kind, email, letter, themes, locale, confirmed_at) "
            "select gen_random_uuid(), 'address', 'lecteur.' || n || '@lecteurs.example', true, array[cast(:theme as uuid)], "
            "'fr', now() from generate_series(1, :count) as n"
        )
        await connection.execute(made, {"theme": theme, "count": count})
    words = {"subject": "La lettre du mois", "blocks": [{"kind": "text", "text": "Bonjour."}], "themes": [theme]}
    issue = (await notifier.call(editor, "POST", "/v1/editor/issues", json=words)).json()["id"]
    answer = await notifier.call(editor, "POST", f"/v1/editor/issues/{issue}/schedule", json={})
    assert answer.status_code < 300, answer.text


def tell(sentence: str, kept: bool) -> None:
    sys.stdout.write(f"{'✓' if kept else '✗'} {sentence}\n")
    sys.stdout.flush()


async def measured(folder: Path) -> bool:
    servers, postbox = Servers(folder), Postbox(free_port())
    controller = Controller(postbox, hostname="127.0.0.1", port=postbox.port)
    controller.start()
    try:
        async with AsyncExitStack() as stack:
            url = f"smtp://127.0.0.1:{postbox.port}"
            notifier = await stack.enter_async_context(
                under_test("notifier", create_app, servers, with_bus=True, smtp_url=url)
            )
            owners = await Owners.connect(servers)
            stack.push_async_callback(owners.close)
            steady = await at_a_steady_rate(owners, postbox)
            return await beside_a_letter(notifier, owners, postbox) and steady
    finally:
        controller.stop()
        servers.close()


def main() -> int:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory(prefix="parvis-mails-") as folder:
        return 0 if asyncio.run(measured(Path(folder))) else 1


if __name__ == "__main__":
    raise SystemExit(main())

"""How fast mails leave, and whether one town's letter delays another town's messages. Not part of `make bench`:

    .venv/bin/python tests/load/mails.py              # everything, small: 50 mails/s for 20 s, a letter to 2,000, some kills
    PARVIS_LOAD_MAILS=15000 PARVIS_LOAD_READERS=100000 PARVIS_LOAD_KILLS=200 PARVIS_LOAD_KILLED_MAILS=5000 \\
        PARVIS_LOAD_ISSUE=10000 PARVIS_LOAD_ISSUE_KILLS=5 .venv/bin/python tests/load/mails.py
    PARVIS_LOAD_PARTS=rate,letter,kills,issue         # or some of them

Real PostgreSQL, NATS and SMTP on servers of its own. For the rates, the notifier, the events' owners and the clocks share one
process, so the figures are the least that can be expected; who is killed is a process of its own (`mail_deaths.py`). It
ends with 1 when a promise is not kept.
"""

import asyncio
import logging
import os
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import UUID, uuid4

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parent), str(HERE.parents[2] / "services/notifier/tests")]

import mail_deaths
import structlog
from aiosmtpd.controller import Controller
from figures import percentile
from postal.owners import Owners, an_activation, facts_of
from postbox import Postbox, tell, until
from readers import AT, EDIT, letter_to

from kit.actors import a_member
from kit.servers import Servers, free_port
from kit.service import ServiceUnderTest, under_test
from notifier.main import create_app

PARTS = os.environ.get("PARVIS_LOAD_PARTS", "rate,letter,kills,issue").split(",")
MAILS = int(os.environ.get("PARVIS_LOAD_MAILS", "1000"))
READERS = int(os.environ.get("PARVIS_LOAD_READERS", "2000"))
RATE = float(os.environ.get("PARVIS_LOAD_RATE", "50"))
# The other town's urgent messages while the letter leaves.
URGENT_RATE = 5.0
WITHIN, SHARE, OF_SOLO = 10.0, 0.95, 0.9


async def urgent(owners: Owners, tenant: UUID, count: int, rate: float) -> dict[str, float]:
    """So many messages at a steady rate: by address, when its event left."""
    begun, said = time.monotonic(), dict[str, float]()
    for number in range(count):
        await asyncio.sleep(max(0.0, begun + number / rate - time.monotonic()))
        person = owners.somebody()
        said[person.email] = time.monotonic()
        await owners.says(an_activation(), tenant=tenant, facts=facts_of("account_activation", person))
    return said


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
    _issue = await letter_to(notifier.call, notifier.rows, a_member(town, EDIT), READERS)
    # Until it leaves at its own speed, nothing is measured.
    alone = await until(lambda: len(readers(postbox)) >= READERS // 10, within=600)
    began, from_here = time.monotonic(), len(readers(postbox))
    alone &= await until(lambda: len(readers(postbox)) >= READERS * 4 // 10, within=60 + READERS / 10)
    solo = (len(readers(postbox)) - from_here) / (time.monotonic() - began)
    begun, from_here = time.monotonic(), len(readers(postbox))
    # For about as long as it was alone, if that much is left to send.
    seconds = max(5.0, READERS * 0.3 / solo)
    said = await urgent(owners, other, int(URGENT_RATE * seconds), URGENT_RATE)
    here, ended = len(readers(postbox)), max(postbox.taken[address] for address in readers(postbox))
    together = (here - from_here) / (min(time.monotonic(), ended) - begun)
    await until(lambda: said.keys() <= postbox.taken.keys(), within=60)
    complete = await until(lambda: len(readers(postbox)) >= READERS, within=60 + READERS / 10)
    p95 = percentile(delays(said, postbox), 95)
    return all(
        [
            tell(f"a letter to {READERS}: every reader has it", alone and complete),
            tell(
                f"  {solo:.1f}/s alone, {together:.1f}/s beside {URGENT_RATE:g} urgent mails/s",
                together >= OF_SOLO * solo,
            ),
            tell(f"  the other town's urgent mails meanwhile: p95 {p95:.2f} s", p95 < WITHIN),
        ]
    )


def readers(postbox: Postbox) -> list[str]:
    return [address for address in list(postbox.taken) if address.endswith(AT)]


async def measured(folder: Path) -> bool:
    kept = await at_speed(folder / "speed") if {"rate", "letter"} & set(PARTS) else True
    if set(PARTS) & set(mail_deaths.PARTS):
        kept &= await mail_deaths.measured(folder / "deaths", [part for part in mail_deaths.PARTS if part in PARTS])
    return kept


async def at_speed(folder: Path) -> bool:
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
            steady = await at_a_steady_rate(owners, postbox) if "rate" in PARTS else True
            return (await beside_a_letter(notifier, owners, postbox) if "letter" in PARTS else True) and steady
    finally:
        controller.stop()
        servers.close()


def main() -> int:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory(prefix="parvis-mails-") as folder:
        return 0 if asyncio.run(measured(Path(folder))) else 1


if __name__ == "__main__":
    raise SystemExit(main())

"""From the commit to the other service, and on to the mailbox; read from what the last load left behind."""

import asyncio
import time
from datetime import datetime

import asyncpg
import httpx
import nats
from figures import Measure, percentile

from kit.eventually import eventually
from kit.suite import RunningSuite
from suite.keyring import Keyring

EACH = 150
# Dossiers a second. The first leaves the cores time to spare; the second is more than they can do, so that what waits in
# line is in its figures too.
RATES = (10, 30)
# A row's transaction is the one that wrote it last: of an event's, the relay's (it notes that it was published); of its
# aggregate's numbering, that of the event, as long as no other followed.
_COMMITS = """
select o.id, pg_xact_commit_timestamp(s.xmin) as committed
  from outbox o join event_sequences s on s.aggregate_id = o.aggregate_id and s.last = o.sequence
 where o.id = any($1)
"""
_EFFECTS = "select event_id, pg_xact_commit_timestamp(xmin) as committed from inbox where at >= $1"


async def from_commit(suite: RunningSuite) -> list[Measure]:
    return [measure for rate in RATES for measure in await _at(suite, rate)]


async def _at(suite: RunningSuite, rate: int) -> list[Measure]:
    """At a steady rate: from the commit of a dossier to the commit of its effect, as PostgreSQL keeps both, and from the
    beginning of its transaction to the mailbox."""
    assert suite.state is not None

    keyring = Keyring(suite.state.secrets)
    demarches = await asyncpg.connect(suite.admin_url("demarches"))
    notifier = await asyncpg.connect(suite.admin_url("notifier"))
    await _wait_for_calm(notifier)
    begun = await demarches.fetchval("select clock_timestamp()")
    await _steadily(suite, keyring, demarches, rate)
    await _wait_for_calm(notifier)
    left = {
        row["id"]: row["at"]
        for row in await demarches.fetch("select id, at from outbox where at >= $1 and actor <> 'bench'", begun)
    }
    came = {row["event_id"]: row["committed"] for row in await notifier.fetch(_EFFECTS, begun)}
    committed = {row["id"]: row["committed"] for row in await demarches.fetch(_COMMITS, list(left))}
    heard = [(came[event] - at).total_seconds() for event, at in committed.items() if event in came]
    mails = [
        row["message_id"]
        for row in await notifier.fetch("select message_id from notifications where cause_id = any($1)", list(left))
    ]
    sent = {
        row["message_id"]: left[row["cause_id"]]
        for row in await notifier.fetch(
            "select message_id, cause_id from notifications where cause_id = any($1)", list(left)
        )
    }
    arrived = _arrivals(suite)
    to_mail = [(arrived[m] - sent[m]).total_seconds() for m in mails if m in arrived]
    stored = await _publish_floor(suite, keyring)
    await demarches.close()
    await notifier.close()
    assert min(len(heard), len(to_mail)) >= EACH * 0.9, (len(heard), len(to_mail))
    return [
        Measure(
            what=f"commit → effect in another service, {rate}/s",
            figure=_told(heard),
            met=percentile(heard, 50) <= 0.010 and percentile(heard, 99) <= 0.050,
            reference=f"one JetStream publish with fsync, acknowledged: p50 {percentile(stored, 50) * 1000:.1f} ms",
            gate="≤ 10 / 50 ms",
        ),
        Measure(
            what=f"« Envoyer » → mail in the mailbox, {rate}/s",
            figure=_told(to_mail),
            gate="p99 ≤ 5 s",
            met=percentile(to_mail, 99) <= 5,
        ),
    ]


def _told(seconds: list[float]) -> str:
    return f"p50 {percentile(seconds, 50) * 1000:.1f} ms, p99 {percentile(seconds, 99) * 1000:.1f} ms"


async def _steadily(suite: RunningSuite, keyring: Keyring, admin: asyncpg.Connection, rate: int) -> None:
    import aiohttp
    import submission

    base = f"http://127.0.0.1:{suite.ports.service('demarches')}"
    async with aiohttp.ClientSession(base) as http:
        drafts = (await submission.drafts_for(admin, http, keyring))[:EACH]
        running: list[asyncio.Task[None]] = []
        for draft in drafts:
            running.append(asyncio.create_task(submission.submit(http, draft)))
            await asyncio.sleep(1 / rate)
        await asyncio.gather(*running)


async def _wait_for_calm(notifier: asyncpg.Connection) -> None:
    async def calm() -> bool:
        return not await notifier.fetchval("select exists (select from deliveries)")

    await eventually(calm, within=120, every=0.5)


def _arrivals(suite: RunningSuite) -> dict[str, datetime]:
    answer = httpx.get(
        f"{suite.mailbox}/api/messages", params={"to": "banc@plassans.example", "limit": 5000}, timeout=60
    )
    return {mail["message_id"]: datetime.fromisoformat(mail["received_at"]) for mail in answer.json()}


async def _publish_floor(suite: RunningSuite, keyring: Keyring) -> list[float]:
    password = keyring.passwords("bus")["documents"]
    client = await nats.connect(
        f"nats://127.0.0.1:{suite.ports.nats}", user="documents", password=password, inbox_prefix=b"_INBOX_documents"
    )
    took: list[float] = []
    for _ in range(100):
        begun = time.perf_counter()
        await client.jetstream().publish("documents.bench.nothing.v1", b"{}")
        took.append(time.perf_counter() - begun)
    await client.close()
    return took

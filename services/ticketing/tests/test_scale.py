"""Pages cost the same whatever there is: the number of statements does not grow with the number of rows.

PARVIS_SCALE_TICKETS=100000 loads so many tickets (with ten messages each) and says how long the four journeys take.
"""

import asyncio
import os
import random
import re
import time
from collections import defaultdict
from typing import Any
from uuid import UUID

import pytest
from support_portal import ANSWER, Portal

from chassis.actor import Actor
from kit.actors import a_member
from kit.trips import trips_of
from ticketing.domain.ticket import ARCHIVED, OPEN, Status

MANY = int(os.environ.get("PARVIS_SCALE_TICKETS", "0"))
ROUNDS = int(os.environ.get("PARVIS_SCALE_ROUNDS", "3"))
LOAD = """
insert into tickets (tenant, id, reference, entry_id, form_number, subject, answers, impact, urgency, severity, precedence,
  requester, organisation_id, opened_at, changed_at, status, entries)
select t.tenant, gen_random_uuid(), 'ASS-2020-' || lpad(n::text, 6, '0'), t.entry_id, t.form_number, 'Imprimante ' || n,
  t.answers, t.impact, t.urgency, t.severity, t.precedence - n, gen_random_uuid(), gen_random_uuid(), t.opened_at, t.changed_at,
  (array['open', 'waiting_customer', 'closed', 'closed', 'resolved'])[1 + n % 5], 0
from tickets t, generate_series(1, :many) n where t.id = :ticket
"""
MESSAGES = """
insert into messages (tenant, id, ticket_id, audience, side, author, body, posted_at, in_version)
select t.tenant, gen_random_uuid(), t.id, 'public', case when n % 2 = 0 then 'support' else 'customer' end, t.requester,
  'Message ' || n || case when n = 3 and t.reference like '%0777' then ' pervenche' else '' end, t.opened_at, 1
from tickets t, generate_series(1, :each) n where t.tenant = :tenant
"""


async def sent(portal: Portal, path: str) -> list[str]:
    """Once what is kept in memory is there."""
    await portal.call(portal.agent, "GET", path)
    with trips_of(portal.service.service.database) as asked:
        answer = await portal.call(portal.agent, "GET", path)
    assert answer.status_code == 200, answer.text
    return asked


@pytest.mark.requirement("TK-06")
async def test_queue_and_ticket_ask_the_database_as_often_for_many_as_for_one(portal: Portal):
    ticket = await portal.open()
    queues = ["/v1/desk/tickets", "/v1/desk/tickets?queue=unassigned", "/v1/desk/tickets?q=bouton"]
    paths = [*queues, f"/v1/tickets/{ticket}"]
    few = [await sent(portal, path) for path in paths]
    for number in range(30):
        await portal.open(subject=f"Encore {number}")
        await portal.reply(ticket, f"Message {number}.")

    assert [await sent(portal, path) for path in paths] == few


@pytest.mark.requirement("TK-06")
@pytest.mark.parametrize(
    ("index", "states"), [("tickets_open", OPEN), ("tickets_over", ARCHIVED | {Status.RESOLVED})], ids=["open", "over"]
)
async def test_the_indexes_of_the_queues_hold_the_states_that_the_queues_ask_for(
    index: str, states: frozenset[Status], portal: Portal
):
    [row] = await portal.service.rows("select indexdef from pg_indexes where indexname = :name", name=index)

    assert set(re.findall(r"'(\w+)'::", row["indexdef"])) == {str(status) for status in states}


Act = tuple[str, str, str, dict[str, Any] | None]


def acts(ticket: str) -> list[Act]:
    return [
        # What the machine needs for nothing, whoever else works on it.
        ("health", "GET", "/health/live", None),
        ("list", "GET", "/v1/desk/tickets", None),
        ("list of archives", "GET", "/v1/desk/tickets?queue=archives", None),
        ("search by number", "GET", "/v1/desk/tickets?q=ASS-2020-004242", None),
        ("search of a rare word", "GET", "/v1/desk/tickets?q=pervenche", None),
        ("search of a word everywhere", "GET", "/v1/desk/tickets?q=imprimante", None),
        ("search of a word in every message", "GET", "/v1/desk/tickets?q=message", None),
        ("open", "GET", f"/v1/desk/tickets/{ticket}", None),
        ("answer", "POST", f"/v1/desk/tickets/{ticket}/answers", {"body": "Bonjour."}),
    ]


async def timed(portal: Portal, agent: Actor, act: Act) -> float:
    """Milliseconds."""
    _, method, path, body = act
    begun = time.perf_counter()
    answer = await portal.call(agent, method, path, json=body)
    assert answer.status_code < 300, answer.text
    return 1000 * (time.perf_counter() - begun)


def say(name: str, took: list[float]) -> None:
    took.sort()
    print(f"{name}: median {took[len(took) // 2]:.0f} ms, p95 {took[int(len(took) * 0.95)]:.0f} ms of {len(took)}")


@pytest.mark.skipif(not MANY, reason="set PARVIS_SCALE_TICKETS")
async def test_many_tickets_are_listed_searched_opened_and_answered(portal: Portal):
    """First one call at a time: what one call costs. Then twenty agents at once, each on a ticket of their own, who think
    for some seconds between two acts."""
    ticket = await portal.open()
    before = [await sent(portal, path) for path in ("/v1/desk/tickets", f"/v1/desk/tickets/{ticket}")]
    begun = time.perf_counter()
    for load, facts in (
        (LOAD, {"many": MANY, "ticket": UUID(ticket)}),
        (MESSAGES, {"each": 10, "tenant": portal.tenant}),
    ):
        await portal.service.rows(f"with loaded as ({load} returning 1) select count(*) from loaded", **facts)
    await portal.service.settle()
    print(f"loaded {MANY} tickets in {time.perf_counter() - begun:.0f} s; load of the machine {os.getloadavg()}")
    after = [await sent(portal, path) for path in ("/v1/desk/tickets", f"/v1/desk/tickets/{ticket}")]
    agents = [a_member(portal.tenant, ANSWER) for _ in range(20)]
    for act in acts(ticket):
        say(act[0], [await timed(portal, agent, act) for agent in agents])

    took: defaultdict[str, list[float]] = defaultdict(list)
    chance = random.Random(20)

    async def work(agent: Actor) -> None:
        await asyncio.sleep(chance.uniform(0, 5))
        own = acts(await portal.open(subject=f"Demande de {agent.subject}"))
        for _ in range(ROUNDS):
            for act in own:
                await asyncio.sleep(chance.uniform(1, 5))
                took[act[0]].append(await timed(portal, agent, act))

    print(f"twenty agents at once; load of the machine {os.getloadavg()}")
    await asyncio.gather(*(work(agent) for agent in agents))
    for name, each in took.items():
        say(name, each)
    print(f"load of the machine {os.getloadavg()}")

    assert after == before

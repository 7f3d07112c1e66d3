"""The agents' queue of requests, told when one of them moves."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID, uuid4

import msgspec
import pytest
from doorstep.house import House

from chassis import bus
from chassis.bus import Outgoing
from contracts.demarches import DossierSubmitted
from contracts.events import Envelope
from contracts.ticketing import TicketOpened
from gateway.open_pages import MOST_OF_ONE
from gateway.queues import REQUESTS, TICKETS, OneRequest, OpenQueues, Queue

READ = "demarches.dossiers.read"
FLOW = "/en-direct/demandes"
# The service whose events move it, the permission, the address of its flow.
ANSWER, DAY = "ticketing.tickets.answer", "/en-direct/accueil"
QUEUES = [("demarches", READ, FLOW), ("ticketing", ANSWER, "/en-direct/tickets")]
DAYS = [("demarches", READ, DAY), ("ticketing", ANSWER, DAY)]
MOVES = {"demarches": DossierSubmitted.type, "ticketing": TicketOpened.type}


def a_move(tenant: UUID, service: str = "demarches", subject: UUID | None = None) -> bytes:
    return msgspec.json.encode(
        Envelope(
            id=uuid4(),
            source=service,
            type=MOVES[service],
            subject=subject or uuid4(),
            time=datetime.now(UTC),
            tenant=tenant,
            sequence=1,
            actor="system",
            data=msgspec.Raw(b"{}"),
        )
    )


@pytest.mark.parametrize(("service", "needed", "address"), [*QUEUES, *DAYS])
async def test_an_open_queue_hears_its_own_organisation_and_no_other(
    house: House, service: str, needed: str, address: str
):
    town = house.town()
    agent = house.visit_agents(house.member_of(town, needed))
    passwords = house.servers.keyring.passwords("bus")
    speaker = await bus.connect(house.servers.nats.address, service=service, user=service, password=passwords[service])
    opened = asyncio.Event()

    async def heard() -> list[str]:
        lines: list[str] = []
        async with agent.stream("GET", address, timeout=60) as flow:
            async for line in flow.aiter_lines():
                lines.append(line)
                opened.set()
                if line == "event: changed":
                    break
        return lines

    listening = asyncio.create_task(heard())
    await asyncio.wait_for(opened.wait(), 60)
    for tenant in (uuid4(), UUID(town["id"])):
        await speaker.publish([Outgoing(uuid4(), MOVES[service], a_move(tenant, service), None)])
    lines = await asyncio.wait_for(listening, 60)
    await speaker.close()

    assert lines[0] == "retry: 2000"
    assert lines.count("event: changed") == 1


def test_an_open_request_hears_of_itself_and_of_no_other():
    pages, tenant, request = OpenQueues(), uuid4(), uuid4()
    mine = pages.begin(OneRequest(tenant, request), uuid4())
    assert mine is not None

    asyncio.run(pages.on_move(a_move(tenant, subject=uuid4())))
    asyncio.run(pages.on_move(a_move(uuid4(), subject=request)))
    before = mine.is_set()
    asyncio.run(pages.on_move(a_move(tenant, subject=request)))

    assert (before, mine.is_set()) == (False, True)


async def test_who_may_not_read_requests_hears_nothing_of_one(house: House):
    address = f"{FLOW}/{uuid4()}"

    refused = await house.visit_agents(house.member_of(house.town(), ANSWER)).get(address)
    stranger = await house.visit_agents().get(address)

    assert (refused.status_code, stranger.status_code) == (403, 303)


@pytest.mark.parametrize(("service", "needed", "address"), QUEUES)
async def test_who_may_not_read_a_queue_hears_nothing_of_it(house: House, service: str, needed: str, address: str):
    town = house.town()
    others = [one for _, one, _ in QUEUES if one != needed]

    refused = await house.visit_agents(house.member_of(town, *others)).get(address)
    stranger = await house.visit_agents().get(address)

    assert (refused.status_code, stranger.status_code) == (403, 303)


async def test_the_work_of_the_day_is_that_of_members_who_have_some(house: House):
    town = house.town()

    refused = await house.visit_agents(house.member_of(town, "notifier.publications.edit")).get(DAY)
    stranger = await house.visit_agents().get(DAY)

    assert (refused.status_code, stranger.status_code) == (403, 303)


async def test_who_answers_tickets_as_well_hears_both():
    queues, town, member = OpenQueues(), uuid4(), uuid4()
    day = queues.begin(Queue(REQUESTS | TICKETS, town), member)
    assert day is not None
    woken: list[bool] = []

    for service in ("demarches", "ticketing"):
        await queues.on_move(a_move(town, service))
        woken.append(day.is_set())
        day.clear()

    assert woken == [True, True]


async def test_a_move_wakes_the_queues_of_its_organisation_alone():
    queues, town, other, member = OpenQueues(), uuid4(), uuid4(), uuid4()
    mine, theirs = queues.begin(Queue(REQUESTS, town), member), queues.begin(Queue(REQUESTS, other), uuid4())
    tickets = queues.begin(Queue(TICKETS, town), member)
    assert mine is not None
    assert theirs is not None

    await queues.on_move(a_move(town))

    assert tickets is not None
    assert (mine.is_set(), theirs.is_set(), tickets.is_set()) == (True, False, False)


@pytest.mark.parametrize("colleagues", [0, 3])
async def test_a_member_keeps_no_more_than_some_queues_open_whatever_colleagues_do(colleagues: int):
    queues, town, member = OpenQueues(), Queue(REQUESTS, uuid4()), uuid4()
    for _ in range(colleagues):
        assert queues.begin(town, uuid4()) is not None

    lines = [queues.begin(town, member) for _ in range(MOST_OF_ONE + 1)]

    assert None not in lines[:-1]
    assert lines[-1] is None
    queues.close()
    assert queues.begin(town, uuid4()) is None

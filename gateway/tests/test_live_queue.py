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
from gateway.open_pages import MOST_OF_ONE
from gateway.queues import OpenQueues

READ = "demarches.dossiers.read"
FLOW = "/en-direct/demandes"


def a_move(tenant: UUID) -> bytes:
    return msgspec.json.encode(
        Envelope(
            id=uuid4(),
            source="demarches",
            type=DossierSubmitted.type,
            subject=uuid4(),
            time=datetime.now(UTC),
            tenant=tenant,
            sequence=1,
            actor="system",
            data=msgspec.Raw(b"{}"),
        )
    )


async def test_an_open_queue_hears_its_own_organisation_and_no_other(house: House):
    town = house.town()
    agent = house.visit_agents(house.member_of(town, READ))
    passwords = house.servers.keyring.passwords("bus")
    speaker = await bus.connect(
        house.servers.nats.address, service="demarches", user="demarches", password=passwords["demarches"]
    )
    opened = asyncio.Event()

    async def heard() -> list[str]:
        lines: list[str] = []
        async with agent.stream("GET", FLOW, timeout=60) as flow:
            async for line in flow.aiter_lines():
                lines.append(line)
                opened.set()
                if line == "event: changed":
                    break
        return lines

    listening = asyncio.create_task(heard())
    await asyncio.wait_for(opened.wait(), 60)
    for tenant in (uuid4(), UUID(town["id"])):
        await speaker.publish([Outgoing(uuid4(), DossierSubmitted.type, a_move(tenant), None)])
    lines = await asyncio.wait_for(listening, 60)
    await speaker.close()

    assert lines[0] == "retry: 2000"
    assert lines.count("event: changed") == 1


async def test_who_may_not_read_requests_hears_nothing_of_them(house: House):
    town = house.town()

    refused = await house.visit_agents(house.member_of(town)).get(FLOW)
    stranger = await house.visit_agents().get(FLOW)

    assert (refused.status_code, stranger.status_code) == (403, 303)


async def test_a_move_wakes_the_queues_of_its_organisation_alone():
    queues, town, other, member = OpenQueues(), uuid4(), uuid4(), uuid4()
    mine, theirs = queues.begin(town, member), queues.begin(other, uuid4())
    assert mine is not None
    assert theirs is not None

    await queues.on_dossier(a_move(town))

    assert (mine.is_set(), theirs.is_set()) == (True, False)


@pytest.mark.parametrize("colleagues", [0, 3])
async def test_a_member_keeps_no_more_than_some_queues_open_whatever_colleagues_do(colleagues: int):
    queues, town, member = OpenQueues(), uuid4(), uuid4()
    for _ in range(colleagues):
        assert queues.begin(town, uuid4()) is not None

    lines = [queues.begin(town, member) for _ in range(MOST_OF_ONE + 1)]

    assert None not in lines[:-1]
    assert lines[-1] is None
    queues.close()
    assert queues.begin(town, uuid4()) is None

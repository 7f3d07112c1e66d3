"""Events of one aggregate in their order: parked when too early, applied then, and never for ever."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
import pytest_asyncio
from notebook.main import FAILING, SUBSCRIPTIONS
from test_events import a_decision, connect_as, publish

from chassis import ordering
from chassis.bus import Bus
from chassis.ordering import Parking, Reader
from contracts.demarches import DossierCancelled
from contracts.events import Envelope
from kit.actors import a_member
from kit.eventually import eventually
from kit.service import ServiceUnderTest

[READER] = ordering.readers_of(SUBSCRIPTIONS)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def demarches(notebook: ServiceUnderTest) -> AsyncIterator[Bus]:
    connected = await connect_as("demarches", notebook)
    yield connected
    await connected.close()


@pytest.fixture
def parking(notebook: ServiceUnderTest) -> Parking:
    return Parking(notebook.service.database, notebook.commands, service="identity")


@pytest.fixture
def dossier() -> UUID:
    return uuid4()


def number(n: int, tenant: UUID, dossier: UUID, **changes: Any) -> Envelope:
    return a_decision(tenant, f"in order {n}", **{"subject": dossier, "sequence": n, **changes})


async def takes(parking: Parking, *envelopes: Envelope, reader: Reader = READER) -> None:
    for envelope in envelopes:
        await parking.take(reader, envelope, msgspec.json.encode(envelope))


async def heard(notebook: ServiceUnderTest, tenant: UUID) -> list[str]:
    statement = "select text from notes where tenant = :t and text like 'heard %' order by id"
    return [row["text"].removeprefix("heard ") for row in await notebook.rows(statement, t=tenant)]


async def parked(notebook: ServiceUnderTest, tenant: UUID) -> list[int]:
    rows = await notebook.rows("select sequence from parked_events where tenant = :t order by 1", t=tenant)
    return [row["sequence"] for row in rows]


async def test_what_comes_in_any_order_is_applied_in_its_own(
    notebook: ServiceUnderTest, demarches: Bus, tenant: UUID, dossier: UUID
):
    for n in (3, 5, 1, 2, 4, 2, 5):
        await publish(demarches, number(n, tenant, dossier, id=UUID(int=dossier.int ^ n)))

    async def all_there() -> bool:
        return len(await heard(notebook, tenant)) == 5

    await eventually(all_there)
    assert await heard(notebook, tenant) == [f"in order {n}" for n in range(1, 6)]
    assert await parked(notebook, tenant) == []


async def test_a_gap_holds_back_its_own_dossier_alone(
    notebook: ServiceUnderTest, parking: Parking, tenant: UUID, dossier: UUID
):
    await takes(parking, number(1, tenant, dossier), number(3, tenant, dossier))
    await takes(parking, number(1, tenant, uuid4()))

    assert await heard(notebook, tenant) == ["in order 1", "in order 1"]
    assert await parked(notebook, tenant) == [3]


async def test_an_event_of_no_concern_is_counted(
    notebook: ServiceUnderTest, parking: Parking, tenant: UUID, dossier: UUID
):
    other = number(1, tenant, dossier, type=DossierCancelled.type)

    await takes(parking, number(2, tenant, dossier), other)

    assert await heard(notebook, tenant) == ["in order 2"]


async def test_one_that_fails_is_tried_again_before_those_behind_it(
    notebook: ServiceUnderTest, parking: Parking, tenant: UUID, dossier: UUID, monkeypatch: pytest.MonkeyPatch
):
    first, second = number(1, tenant, dossier), number(2, tenant, dossier)
    FAILING.add("in order 1")
    with pytest.raises(RuntimeError):
        await takes(parking, first)
    await takes(parking, second)
    FAILING.clear()

    await takes(parking, first)

    assert await heard(notebook, tenant) == ["in order 1", "in order 2"]


async def test_what_waits_too_long_goes_to_the_desk_and_is_replayed_in_its_turn(
    notebook: ServiceUnderTest, parking: Parking, tenant: UUID, dossier: UUID, monkeypatch: pytest.MonkeyPatch
):
    late = number(2, tenant, dossier)
    await takes(parking, late)
    await parking.look_again([READER])
    assert await parked(notebook, tenant) == [2]
    monkeypatch.setattr(ordering, "LONGEST_WAIT", timedelta(0))
    await parking.look_again([READER])
    operator = a_member(tenant, "platform.dead_letters.manage")
    path = f"/v1/dead-letters/{late.id}/hear_in_order"

    told = (await notebook.call(operator, "GET", path)).json()
    too_early = await notebook.call(operator, "POST", f"{path}/replay")
    await takes(parking, number(1, tenant, dossier))
    in_turn = await notebook.call(operator, "POST", f"{path}/replay")

    assert "came before number 1" in told["cause"]
    assert (too_early.status_code, in_turn.status_code) == (409, 201)
    assert await heard(notebook, tenant) == ["in order 1", "in order 2"]
    assert await parked(notebook, tenant) == []


async def test_one_that_is_discarded_holds_nobody_back(
    notebook: ServiceUnderTest, parking: Parking, tenant: UUID, dossier: UUID
):
    FAILING.add("in order 2")
    await takes(parking, number(3, tenant, dossier), number(2, tenant, dossier), number(1, tenant, dossier))
    FAILING.clear()
    [letter] = await notebook.rows("select event_id from dead_letters where tenant = :t", t=tenant)
    operator = a_member(tenant, "platform.dead_letters.manage")

    await notebook.call(operator, "POST", f"/v1/dead-letters/{letter['event_id']}/hear_in_order/discard")
    await parking.look_again([READER])

    assert await heard(notebook, tenant) == ["in order 1", "in order 3"]

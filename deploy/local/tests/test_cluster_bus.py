"""Three servers keep the same streams: what one of them has acknowledged, the others have when it dies."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from chassis.bus import Bus, BusUnavailable, Outgoing, connect
from kit.eventually import eventually
from suite.cluster import BUSES
from suite.cluster.bus import ClusteredNats
from suite.keyring import Keyring
from suite.part import HOST
from suite.ports import Ports, free_base
from suite.provision import provision_bus
from suite.topology import PROVISIONER, bus_users


@pytest.fixture
async def nodes(tmp_path: Path) -> AsyncIterator[dict[str, ClusteredNats]]:
    ports, keyring = Ports(free_base()), Keyring(tmp_path / "secrets").ensure()
    users = bus_users(keyring.passwords("bus"))
    made = [ClusteredNats(tmp_path, number, ports=ports, users=users) for number in BUSES]
    # All at once: none answers before it knows the others.
    await asyncio.gather(*(asyncio.to_thread(one.start) for one in made))
    try:
        yield {f"parvis-{number}": one for number, one in zip(BUSES, made, strict=True)}
    finally:
        for one in made:
            one.kill()


async def test_the_death_of_the_server_that_leads_a_stream_loses_nothing_that_it_acknowledged(
    nodes: dict[str, ClusteredNats],
):
    users = {user.name: user.password for user in next(iter(nodes.values())).users}
    url = ",".join(f"nats://{HOST}:{one.port}" for one in nodes.values())
    await _provisioned(url, users[PROVISIONER])
    bus = await connect(url, service="identity", user="identity", password=users["identity"])
    stored = await _publish(bus, 20)

    leader = await _leader(bus)
    nodes[leader].kill()

    stored |= await _publish(bus, 20)
    assert len(stored) == 40
    assert (await bus.stream_state("identity")).last_sequence == 40
    await eventually(lambda: _another(bus, leader), within=120)
    await bus.close()


async def _provisioned(url: str, password: str) -> None:
    async def tried() -> bool:
        try:
            await provision_bus(url, PROVISIONER, password, replicas=3)
        except Exception:
            return False
        return True

    await eventually(tried, within=120)


async def _publish(bus: Bus, count: int) -> set[int]:
    """Each insisted upon, as the relay does: the same id is stored once however often it is sent."""
    stored: set[int] = set()
    for _ in range(count):
        message = Outgoing(uuid4(), "identity.trial.said.v1", b"{}", None)

        async def sent(message: Outgoing = message) -> int:
            try:
                told = await bus.publish([message])
            except BusUnavailable:
                return 0
            return told.stored[0][1] if told.stored else 0

        stored.add(await eventually(sent, within=120))
    return stored


async def _leader(bus: Bus) -> str:
    answer = await bus._client.request("$JS.API.STREAM.INFO.identity", timeout=5)
    return json.loads(answer.data)["cluster"]["leader"]


async def _another(bus: Bus, former: str) -> bool:
    try:
        return await _leader(bus) not in ("", former)
    except Exception:
        return False

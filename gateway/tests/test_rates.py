"""Who asks too often waits, and is told for how long."""

import pytest
from doorstep.house import House
from doorstep.serving import served

from gateway import fellows
from gateway.addresses import client_address, trusted
from gateway.fellows import Fellows
from gateway.public.main import create_app
from gateway.rates import Rate, Rates, TooOften, block
from kit.eventually import eventually
from kit.service import problem


@pytest.mark.requirement("GW-04")
async def test_a_flood_is_429_with_the_time_to_wait(house: House):
    town = house.town()
    async with house.entrance(rate_limits=0.02) as address:
        visitor = house.visit(town, at=address)
        answers = [await visitor.get("/mentions-legales") for _ in range(12)]
        told = await visitor.get("/api/demarches/v1/echo")

    assert [answer.status_code for answer in answers].count(429) >= 5
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert "Trop de demandes" in answers[-1].text
    assert problem(told)["status"] == 429


async def test_styles_are_never_counted(house: House):
    town = house.town()
    async with house.entrance(rate_limits=0.02) as address:
        visitor = house.visit(town, at=address)
        answers = [await visitor.get("/assets/portal.css") for _ in range(30)]

    assert {answer.status_code for answer in answers} == {200}


async def test_one_flood_leaves_other_organisations_alone():
    rates, rate = Rates(), Rate(per_second=1, burst=3)
    for _ in range(3):
        rates.take(rate, "organisation", "plassans")

    with pytest.raises(TooOften):
        rates.take(rate, "organisation", "plassans")

    rates.take(rate, "organisation", "tulettes")


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
    ],
)
def test_a_subscriber_is_counted_once_whatever_their_address(address: str, counted: str):
    assert block(address) == counted


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("198.51.100.9", [b"1.1.1.1"], "198.51.100.9"),
        ("10.0.0.1", [b"203.0.113.5"], "203.0.113.5"),
        ("10.0.0.1", [b"6.6.6.6, 203.0.113.5"], "203.0.113.5"),
        ("10.0.0.1", [b"6.6.6.6, 203.0.113.5, 10.0.0.2"], "203.0.113.5"),
        ("10.0.0.1", [b"6.6.6.6", b"203.0.113.5"], "203.0.113.5"),
        ("10.0.0.1", [], "10.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(peer: str, forwarded: list[bytes], client: str):
    assert client_address(peer, forwarded, trusted("10.0.0.0/8")) == client


async def test_entrances_of_one_kind_count_each_other(house: House):
    bus = {
        "nats_url": house.servers.nats.address,
        "nats_user": "gateway",
        "nats_password": house.servers.keyring.passwords("bus")["gateway"],
    }
    first, second = (create_app(house.settings(**bus)) for _ in range(2))
    async with served(first), served(second):
        for one in (first, second):
            # With the house's own.
            await eventually(lambda one=one: one.entrance.fellows.count >= 3, within=60)


async def test_each_of_several_lets_in_its_part_and_one_at_least():
    rate = Rate(per_second=1, burst=6)
    each = [Rates(sharing=lambda: 2), Rates(sharing=lambda: 2)]
    few = Rates(0.1, sharing=lambda: 9)

    assert sum(taken(rates, rate) for rates in each) == 6
    assert taken(few, rate) == 1


async def test_who_says_nothing_any_more_is_forgotten(monkeypatch: pytest.MonkeyPatch):
    entrances = Fellows("public")
    await entrances.hear(b"another")
    assert entrances.count == 2

    monkeypatch.setattr(fellows, "GONE_AFTER", -1)
    await entrances.hear(b"a third")

    assert entrances.count == 1


def taken(rates: Rates, rate: Rate) -> int:
    for number in range(100):
        try:
            rates.take(rate, "browser", "camille")
        except TooOften:
            return number
    return 100

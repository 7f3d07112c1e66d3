"""Who asks too often waits, and is told for how long."""

import pytest
from doorstep.house import House

from gateway.addresses import client_address, trusted
from gateway.rates import Rate, Rates, TooOften, block
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

"""Programs call the API with a key: no cookie acts, no page vouches, and the key goes to who issued it alone."""

from base64 import b64decode

import msgspec
import pytest
from doorstep.house import House

from kit.service import problem

PATH = "/api/notifier/v1/messages/echo"
KEY = {"authorization": "Bearer parvis_test_abc"}


@pytest.mark.requirement("GW-01")
async def test_a_key_is_passed_on_as_a_visitors_call(house: House):
    town = house.town()

    answer = await house.visit(town).post(PATH, json={"a": 1}, headers={**KEY, "idempotency-key": "1"})

    told = answer.json()
    assert (told["method"], told["path"]) == ("POST", "/v1/messages/echo")
    assert told["headers"]["x-parvis-key"] == "parvis_test_abc"
    assert told["headers"]["idempotency-key"] == "1"
    assert "parvis_test_abc" not in told["headers"]["authorization"]


@pytest.mark.requirement("GW-04")
@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (PATH, {}),
        (PATH, {"authorization": "Bearer abc"}),
        (PATH, {"x-parvis-key": "parvis_test_abc"}),
        ("/api/demarches/v1/echo", KEY),
    ],
)
async def test_nothing_else_comes_in_without_a_page(house: House, path: str, headers: dict[str, str]):
    answer = await house.visit(house.town()).post(path, json={}, headers=headers)

    assert answer.status_code == 403


@pytest.mark.requirement("GW-04")
async def test_beside_a_key_no_session_acts(house: House):
    town = house.town()
    member = house.visit(town, house.member_of(town))

    told = (await member.post(PATH, json={}, headers=KEY)).json()

    claims = told["headers"]["authorization"].split(".")[1]
    assert msgspec.json.decode(b64decode(claims + "=" * (-len(claims) % 4), altchars=b"-_"))["kind"] == "visitor"


async def test_a_key_from_outside_under_our_own_name_is_dropped(house: House):
    told = (await house.visit(house.town()).get(PATH, headers={"x-parvis-key": "parvis_test_abc"})).json()

    assert "x-parvis-key" not in told["headers"]


@pytest.mark.requirement("GW-04")
async def test_a_program_that_floods_waits_and_another_one_does_not(house: House):
    town, other = house.town(), {"authorization": "Bearer parvis_test_def"}
    # One change at once, then one in twelve seconds: a machine that stands still for a while changes nothing.
    async with house.entrance(rate_limits=0.017) as address:
        program = house.visit(town, at=address)
        answers = [await program.post(PATH, json={}, headers=KEY) for _ in range(4)]
        beside = await program.post(PATH, json={}, headers=other)

    assert answers[0].status_code == 200
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert problem(refused)["status"] == 429
    assert int(refused.headers["retry-after"]) >= 1
    assert beside.status_code == 200


@pytest.mark.requirement("ID-03")
@pytest.mark.parametrize(("standing", "status"), [("suspended", 403), ("closed", 410)])
async def test_of_a_town_that_does_not_serve_a_key_opens_nothing(house: House, standing: str, status: int):
    """It opens again with the access; until then the service does not even hear of the call."""
    town = house.town(status=standing)

    answer = await house.visit(town).post(PATH, json={"a": 1}, headers={**KEY, "idempotency-key": "1"})

    assert (answer.status_code, problem(answer)["type"]) == (status, f"/problems/guichet-{standing}")
    assert house.services["notifier"].heard == []

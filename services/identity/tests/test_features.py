"""Features that the operator opens and closes."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from chassis.actor import Actor
from contracts.demo import OPERATOR, PLASSANS
from contracts.features import FeatureState, Mode
from identity.events.answers import answers
from kit.actors import a_member
from kit.service import ServiceUnderTest, problem

from .test_console import token_on

READ, CHANGE = "platform.operations.read", "platform.features.change"
PATH = "/v1/features/assistants"
pytestmark = [pytest.mark.requirement("SR-02"), pytest.mark.usefixtures("demo")]


@pytest_asyncio.fixture(autouse=True)
async def nothing_changed_yet(identity: ServiceUnderTest) -> AsyncIterator[None]:
    """Features are the platform's: what one test says would hold for all of them."""
    yield
    await put(identity, mode="on")


def the_operator(**changes: Any) -> Actor:
    return a_member(OPERATOR.id, READ, CHANGE, **changes)


async def put(identity: ServiceUnderTest, by: Actor | None = None, path: str = PATH, **opening: Any) -> httpx.Response:
    return await identity.call(by or the_operator(), "PUT", path, json=opening)


async def known(identity: ServiceUnderTest) -> dict[str, Any]:
    """To an entrance; `assistants` alone."""
    told = (await identity.call_as_gateway("GET", "/internal/features")).json()["states"]
    return next((one for one in told if one["name"] == "assistants"), {})


async def test_the_operator_closes_a_feature_and_everybody_is_told(identity: ServiceUnderTest):
    closed = await put(identity, mode="off")

    assert (closed.status_code, closed.json()["feature"]["mode"]) == (200, "off")
    assert closed.json()["changes"][0]["mode"] == "off"
    assert (await known(identity))["mode"] == "off"
    event = (await identity.published(OPERATOR.id, type="identity.feature.changed.v1"))[-1]
    assert (event["data"]["feature"], event["data"]["status"]) == ("assistants", "off")
    noted = "select count(*) as number from journal where action = 'identity.feature.changed.v1'"
    assert (await identity.rows(noted))[0]["number"] > 0


async def test_each_change_is_another_turn_also_one_that_changes_nothing_in_the_end(identity: ServiceUnderTest):
    await put(identity, mode="on")
    before = (await known(identity))["turn"]

    await put(identity, mode="off")
    await put(identity, mode="on")

    assert (await known(identity))["turn"] == before + 2


async def test_services_are_answered_what_an_entrance_is(identity: ServiceUnderTest):
    await put(identity, mode="share", share=30)
    service = identity.service

    answer = await answers(service.settings, service.queries, now=service.now)["ask.identity.features.v1"](b"{}")

    assert b'"name":"assistants","mode":"share"' in answer
    assert b'"share":30' in answer


async def test_named_organisations_are_kept_by_what_they_are(identity: ServiceUnderTest):
    told = await put(identity, mode="organisations", organisations=[PLASSANS.slug.upper(), PLASSANS.slug])

    assert told.json()["feature"]["organisations"] == [PLASSANS.slug]
    assert (await known(identity))["organisations"] == [str(PLASSANS.id)]


@pytest.mark.parametrize(
    ("opening", "pointer"),
    [
        ({"mode": "perhaps"}, "/mode"),
        ({"mode": "share"}, "/share"),
        ({"mode": "share", "share": 101}, "/share"),
        ({"mode": "organisations"}, "/organisations"),
        ({"mode": "organisations", "organisations": ["nulle-part"]}, "/organisations"),
        ({"mode": "organisations", "organisations": [f"ville-{n}" for n in range(201)]}, "/organisations"),
    ],
)
async def test_what_has_no_sense_is_said_and_changes_nothing(
    identity: ServiceUnderTest, opening: dict[str, Any], pointer: str
):
    before = await known(identity)

    refused = await put(identity, **opening)

    assert refused.status_code == 422
    assert [error["pointer"] for error in problem(refused)["errors"]] == [pointer]
    assert await known(identity) == before


async def test_an_unknown_name_is_said(identity: ServiceUnderTest):
    refused = await put(identity, path="/v1/features/assistant", mode="off")

    assert (refused.status_code, problem(refused)["title"]) == (404, "Aucune fonction ne porte ce nom.")
    assert (await identity.call(the_operator(), "GET", "/v1/features/assistant")).status_code == 404


async def test_without_the_permission_nothing_is_seen_nor_changed(identity: ServiceUnderTest):
    nobody = a_member(OPERATOR.id)

    assert (await identity.call(nobody, "GET", "/v1/features")).status_code == 403
    assert (await identity.call(nobody, "GET", PATH)).status_code == 403
    assert (await put(identity, a_member(OPERATOR.id, READ), mode="off")).status_code == 403


async def test_another_organisation_learns_of_no_feature_whatever_it_was_granted(identity: ServiceUnderTest):
    stranger = a_member(PLASSANS.id, READ, CHANGE)

    assert (await identity.call(stranger, "GET", "/v1/features")).status_code == 404
    assert (await identity.call(stranger, "GET", PATH)).status_code == 404
    assert (await put(identity, stranger, mode="off")).status_code == 404


async def test_what_entrances_keep_is_for_entrances(identity: ServiceUnderTest):
    assert (await identity.call(the_operator(), "GET", "/internal/features")).status_code in (401, 403, 404)


async def test_the_operator_s_page_changes_it_and_says_who_did(identity: ServiceUnderTest):
    operator, page = the_operator(), "/console/features/live-questions"
    token = await token_on(identity, operator, page)
    form = {"csrf_token": token, "mode": "share", "share": "25 %", "organisations": ""}

    wrong = await identity.call(operator, "POST", page, data={**form, "share": "beaucoup"})
    done = await identity.call(operator, "POST", page, data=form)
    shown = await identity.call(operator, "GET", page)
    listed = await identity.call(operator, "GET", "/console/features")

    assert wrong.status_code == 422
    assert "Donnez un nombre entier de 0 à 100." in wrong.text
    assert done.headers["location"].endswith("/identity/features/live-questions")
    assert "Ouverte à 25 % des organisations" in shown.text
    assert "Ouverte à 25 % des organisations" in listed.text
    await put(identity, path="/v1/features/live-questions", mode="on")


async def test_whoever_may_only_look_finds_no_button(identity: ServiceUnderTest):
    shown = await identity.call(a_member(OPERATOR.id, READ), "GET", "/console/features/assistants")

    assert shown.status_code == 200
    assert "Appliquer" not in shown.text


async def test_pages_are_the_operator_s_alone(identity: ServiceUnderTest):
    for path in ("/console/features", "/console/features/assistants"):
        assert (await identity.call(a_member(OPERATOR.id), "GET", path)).status_code == 403
        assert (await identity.call(a_member(PLASSANS.id, READ, CHANGE), "GET", path)).status_code == 404


async def test_my_assistants_are_said_to_wait_outside_while_their_entrance_is_closed(identity: ServiceUnderTest):
    agent, path = a_member(PLASSANS.id), "/console/assistants"
    closed = FeatureState(name="assistants", mode=Mode.ORGANISATIONS, organisations=(OPERATOR.id,))

    before = await identity.call(agent, "GET", path)
    identity.service.features.take([closed])
    meanwhile = await identity.call(agent, "GET", path)
    identity.service.features.take([])

    assert "n’entrent pas pour le moment" in meanwhile.text
    assert "n’entrent pas pour le moment" not in before.text

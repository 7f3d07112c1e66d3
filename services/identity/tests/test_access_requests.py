"""An organisation asks for its access, the operator answers."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest

from contracts.asks import MessageFacts
from contracts.demo import OPERATOR, PASSWORD
from contracts.identity import AccessRequestRefused, AccessRequestWaiting
from identity.domain.accounts import AccountKind
from identity.domain.links import Purpose
from kit.actors import a_member, a_visitor
from kit.service import ServiceUnderTest, problem

from .people import a_request, an_account, an_organisation, exchange, link_of, proof, ring_timers, sign_in
from .test_answers import facts_for

pytestmark = pytest.mark.requirement("ID-02")
MANAGE = "platform.organisations.manage"


@pytest.fixture
async def portal(identity: ServiceUnderTest, tenant: UUID) -> UUID:
    """A support portal of its own: its tenant."""
    await an_organisation(identity, tenant, is_support_portal=True)
    return tenant


async def ask(identity: ServiceUnderTest, portal: UUID, body: dict[str, Any], **more: Any) -> httpx.Response:
    return await identity.call(a_visitor(portal), "POST", "/v1/access-requests", json=body, **more)


async def accept(identity: ServiceUnderTest, portal: UUID, request_id: str, slug: str) -> httpx.Response:
    path = f"/v1/access-requests/{request_id}/acceptance"
    return await identity.call(a_member(portal, MANAGE), "POST", path, json={"slug": slug})


def some_number(portal: UUID) -> int:
    return portal.int % 90_000_000


async def test_a_request_waits_in_the_operators_queue_and_is_told(identity: ServiceUnderTest, portal: UUID):
    answer = await ask(identity, portal, a_request(some_number(portal)))

    assert answer.status_code == 201
    listed = (await identity.call(a_member(portal, MANAGE), "GET", "/v1/access-requests")).json()["items"]
    assert [line["id"] for line in listed] == [answer.json()["request_id"]]
    [event, waiting] = await identity.published(portal)
    assert waiting["type"] == AccessRequestWaiting.type
    assert event["type"] == "identity.access_request.submitted.v1"
    assert "marthe" not in str(event["data"]).lower()
    facts = await facts_for(identity, portal, event)
    assert (facts.template, facts.recipients[0].email) == ("access_request_received", answer.json()["email"])


async def test_all_that_is_missing_is_said_at_once(identity: ServiceUnderTest, portal: UUID):
    answer = await ask(identity, portal, {})

    assert [error["pointer"] for error in problem(answer)["errors"]] == [
        "/facts/kind",
        "/facts/name",
        "/facts/postal_code",
        "/facts/siren",
        "/applicant/given_name",
        "/applicant/family_name",
        "/applicant/function",
        "/applicant/email",
    ]


@pytest.mark.parametrize("postal_code", ["5150", "515000", "5150O", "٥١٥٠٠", "2A004"])
async def test_a_postal_code_is_five_ascii_digits(identity: ServiceUnderTest, portal: UUID, postal_code: str):
    answer = await ask(identity, portal, a_request(some_number(portal), postal_code=postal_code))

    assert [error["pointer"] for error in problem(answer)["errors"]] == ["/facts/postal_code"]


async def test_a_second_request_for_the_same_organisation_is_told(identity: ServiceUnderTest, portal: UUID):
    number = some_number(portal)
    await ask(identity, portal, a_request(number))

    again = await ask(identity, portal, a_request(number, name="Les eaux, autrement dit"))

    assert again.status_code == 409
    assert problem(again)["title"] == "Une demande d’accès est déjà à l’étude pour cette organisation."


async def test_ten_clicks_at_once_are_one_request(identity: ServiceUnderTest, portal: UUID):
    body = {**a_request(some_number(portal))}
    proofs = [await proof(identity, portal) for _ in range(10)]

    answers = await asyncio.gather(*(ask(identity, portal, {**body, "proof": each}) for each in proofs))

    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9


async def test_without_the_robot_check_three_an_hour(identity: ServiceUnderTest, portal: UUID):
    number = some_number(portal)

    statuses = [(await ask(identity, portal, a_request(number + n))).status_code for n in range(4)]

    assert statuses == [201] * 3 + [429]


async def test_a_town_portal_takes_no_access_request(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)

    assert (await ask(identity, tenant, a_request(some_number(tenant)))).status_code == 404


@pytest.mark.requirement("ID-03")
async def test_an_accepted_organisation_exists_and_its_first_member_signs_in(identity: ServiceUnderTest, portal: UUID):
    asked = (await ask(identity, portal, a_request(some_number(portal)))).json()["request_id"]
    slug = f"eaux-{portal.hex[:10]}"

    accepted = await accept(identity, portal, asked, slug)
    await ring_timers(identity)

    assert accepted.status_code == 201
    founded = UUID(asked)
    facts = (await identity.call_as_gateway("GET", f"/internal/organisations/{slug}")).json()
    assert (facts["name"], facts["kind"], facts["guichet_active"]) == (
        f"Syndicat des eaux {some_number(portal)}",
        "Syndicat",
        False,
    )
    assert facts["opening_hours"] == [{"day": "Lundi", "hours": "9 h – 12 h"}]
    registered = (await identity.published(founded, type="identity.account.registered.v1"))[0]
    letter = await facts_for(identity, founded, registered)
    assert letter.template == "member_activation"
    assert PASSWORD not in str(letter.values)
    token = await link_of(identity, founded, purpose=Purpose.ACTIVATION)
    body = {"token": token, "identifier": "marthe.mouret", "password": PASSWORD, "password_again": PASSWORD}
    assert (await identity.call(a_visitor(founded), "POST", "/v1/activations", json=body)).status_code == 200
    secret = (await sign_in(identity, slug, "marthe.mouret")).json()["secret"]
    who = (await exchange(identity, secret, slug)).json()
    assert (who["kind"], who["permissions"]) == ("member", [])


@pytest.mark.requirement("ID-03")
async def test_an_organisation_is_founded_once_however_often_the_timer_rings(identity: ServiceUnderTest, portal: UUID):
    asked = (await ask(identity, portal, a_request(some_number(portal)))).json()["request_id"]
    await accept(identity, portal, asked, f"eaux-{portal.hex[:10]}")
    await ring_timers(identity)
    await identity.rows("update timers set done_at = null where subject = :id returning 1", id=UUID(asked))
    await identity.rows("delete from inbox where handler = 'found_accepted' returning 1")

    await ring_timers(identity)

    assert len(await identity.published(UUID(asked), type="identity.organisation.activated.v1")) == 1
    assert len(await identity.published(UUID(asked), type="identity.account.registered.v1")) == 1


@pytest.mark.requirement("ID-03")
async def test_a_refusal_needs_a_reason_which_the_applicant_reads(identity: ServiceUnderTest, portal: UUID):
    asked = (await ask(identity, portal, a_request(some_number(portal)))).json()["request_id"]
    operator, path = a_member(portal, MANAGE), f"/v1/access-requests/{asked}/refusal"

    silent = await identity.call(operator, "POST", path, json={"reason": "  "})
    refused = await identity.call(operator, "POST", path, json={"reason": "Le SIREN n’est pas le vôtre."})

    assert (silent.status_code, refused.status_code) == (422, 201)
    [event] = await identity.published(portal, type=AccessRequestRefused.type)
    letter: MessageFacts = await facts_for(identity, portal, event)
    assert letter.values["reason"] == "Le SIREN n’est pas le vôtre."
    assert (await accept(identity, portal, asked, f"eaux-{portal.hex[:10]}")).status_code == 409
    # Refused, one may ask again.
    assert (await ask(identity, portal, a_request(some_number(portal)))).status_code == 201


@pytest.mark.requirement("ID-03")
async def test_the_address_of_another_organisation_is_not_given_twice(
    identity: ServiceUnderTest, portal: UUID, demo: None
):
    asked = (await ask(identity, portal, a_request(some_number(portal)))).json()["request_id"]

    taken = await accept(identity, portal, asked, "plassans")
    reserved = await accept(identity, portal, asked, "agents")

    assert [problem(answer)["errors"][0]["pointer"] for answer in (taken, reserved)] == ["/slug", "/slug"]


async def test_who_has_an_access_already_is_told_to_ask_the_administrator(identity: ServiceUnderTest, portal: UUID):
    number = some_number(portal)
    asked = (await ask(identity, portal, a_request(number))).json()["request_id"]
    await accept(identity, portal, asked, f"eaux-{portal.hex[:10]}")
    await ring_timers(identity)

    again = await ask(identity, portal, a_request(number))

    assert again.status_code == 409
    assert "administrateur" in problem(again)["title"]


async def test_the_official_mailbox_is_never_the_one_that_somebody_typed(identity: ServiceUnderTest, portal: UUID):
    body = a_request(some_number(portal))
    body["coordinates"]["official_email"] = "voleur@example.org"

    asked = (await ask(identity, portal, body)).json()["request_id"]

    view = (await identity.call(a_member(portal, MANAGE), "GET", f"/v1/access-requests/{asked}")).json()
    assert view["coordinates"]["official_email"] == ""


@pytest.mark.requirement("ID-03")
async def test_another_operator_does_not_see_the_request(identity: ServiceUnderTest, portal: UUID):
    asked = (await ask(identity, portal, a_request(some_number(portal)))).json()["request_id"]

    seen = await identity.call(a_member(OPERATOR.id, MANAGE), "GET", f"/v1/access-requests/{asked}")

    assert seen.status_code == 404


@pytest.mark.requirement("ID-03")
async def test_those_who_may_answer_are_written_to(identity: ServiceUnderTest, portal: UUID):
    reviewer = await an_account(identity, portal, identifier="felicite", kind=AccountKind.MEMBER)
    await an_account(identity, portal, identifier="pascal", kind=AccountKind.MEMBER)
    path = f"/v1/members/{reviewer}/permissions/{MANAGE}"
    granted = await identity.call(a_member(portal, "identity.permissions.grant"), "PUT", path)

    await ask(identity, portal, a_request(some_number(portal)))
    [event] = await identity.published(portal, type=AccessRequestWaiting.type)
    facts = await facts_for(identity, portal, event)

    assert granted.status_code == 204
    assert [recipient.account_id for recipient in facts.recipients] == [reviewer]
    assert facts.values["applicant"] == "Marthe Mouret, Directrice"
    assert "/identity/access-requests/" in facts.values["link"]


async def ask_from_elsewhere(identity: ServiceUnderTest, portal: UUID, body: dict[str, Any]) -> str:
    """From a network of its own: one is not listened to for ever."""
    headers = {"x-parvis-address": f"10.{int(body['facts']['siren'][-2:])}.8.1"}
    return (await ask(identity, portal, body, headers=headers)).raise_for_status().json()["request_id"]


def of_one_name(portal: UUID, number: int, postal_code: str) -> dict[str, Any]:
    return a_request(some_number(portal) + number, name=f"Syndicat de {portal.hex[:12]}", postal_code=postal_code)


async def proposed(identity: ServiceUnderTest, portal: UUID, request_id: str) -> str:
    path = f"/v1/access-requests/{request_id}"
    return (await identity.call(a_member(portal, MANAGE), "GET", path)).json()["proposed_slug"]


@pytest.mark.requirement("ID-03")
async def test_two_that_wait_under_one_name_are_proposed_two_addresses(identity: ServiceUnderTest, portal: UUID):
    bodies = [of_one_name(portal, number, code) for number, code in enumerate(("93200", "97400", "93200", "93200"))]
    asked = [await ask_from_elsewhere(identity, portal, body) for body in bodies]

    first, overseas, neighbour, last = [await proposed(identity, portal, one) for one in asked]

    assert (overseas, neighbour, last) == (f"{first}-974", f"{first}-93", f"{first}-2")


@pytest.mark.requirement("ID-03")
async def test_an_address_is_somebody_s_from_the_acceptance_on(identity: ServiceUnderTest, portal: UUID):
    """Before the organisation is founded, which a timer does."""
    first, second = [
        (await ask(identity, portal, of_one_name(portal, number, "93200"))).json()["request_id"] for number in (0, 1)
    ]
    slug = await proposed(identity, portal, first)

    both = await asyncio.gather(*(accept(identity, portal, one, slug) for one in (first, second)))

    assert sorted(answer.status_code for answer in both) == [201, 422]
    await ring_timers(identity)
    assert (await identity.call_as_gateway("GET", f"/internal/organisations/{slug}")).status_code == 200

"""One's own account: what is known, the password, the sessions."""

from uuid import UUID, uuid4

import pytest

from chassis.actor import Actor
from contracts.demo import ADMINISTRATOR, OPERATOR, PASSWORD, PLASSANS
from identity.domain.persons import Reach, own_phone_faults
from identity.queries.contacts import ContactsOf, contacts_of
from kit.actors import a_citizen, a_member, a_visitor
from kit.service import ServiceUnderTest, problem

from .people import an_account, an_organisation, exchange, sign_in

pytestmark = pytest.mark.requirement("ID-20")
CHANGE = {
    "identity": {"given_name": "Camille", "family_name": "Macquart"},
    "address": {"line": "1 cours Sauvaire", "postal_code": "13999", "city": "Plassans"},
    "mobile": "06 12 34 56 78",
}


async def camille(identity: ServiceUnderTest, tenant: UUID) -> Actor:
    return a_citizen(tenant, subject=await an_account(identity, tenant))


async def test_the_profile_is_shown_and_corrected(identity: ServiceUnderTest, tenant: UUID):
    me = await camille(identity, tenant)

    saved = await identity.call(me, "PUT", "/v1/profile", json=CHANGE, headers={"if-match": '"1"'})

    assert saved.status_code == 200
    shown = (await identity.call(me, "GET", "/v1/profile")).json()
    assert shown["identity"]["family_name"] == "Macquart"
    assert shown["reach"] == {"email": "camille.rougon@example.org", "phone": "", "mobile": "06 12 34 56 78"}
    assert [event["type"] for event in await identity.published(tenant)] == ["identity.contact.changed.v1"]


async def test_one_chooses_in_which_language_one_is_written_to(identity: ServiceUnderTest, tenant: UUID):
    me, neighbour = await camille(identity, tenant), a_citizen(uuid4())

    chosen = await identity.call(me, "PUT", "/v1/profile/language", json={"language": "en"})
    unknown = await identity.call(me, "PUT", "/v1/profile/language", json={"language": "de"})
    stranger = await identity.call(a_visitor(tenant), "PUT", "/v1/profile/language", json={"language": "en"})
    elsewhere = await identity.call(neighbour, "PUT", "/v1/profile/language", json={"language": "en"})

    assert (chosen.status_code, chosen.json()["locale"]) == (200, "en")
    assert [error["pointer"] for error in problem(unknown)["errors"]] == ["/language"]
    assert (stranger.status_code, elsewhere.status_code) == (401, 404)
    assert (await identity.call(me, "GET", "/v1/profile")).json()["locale"] == "en"
    [contact] = (await identity.ask(contacts_of, ContactsOf((me.account,)), actor=me)) if me.account else []
    assert contact.locale == "en"


async def test_two_editors_of_a_profile_are_told_apart(identity: ServiceUnderTest, tenant: UUID):
    me = await camille(identity, tenant)
    await identity.call(me, "PUT", "/v1/profile", json=CHANGE, headers={"if-match": '"1"'})

    late = await identity.call(me, "PUT", "/v1/profile", json=CHANGE, headers={"if-match": '"1"'})

    assert late.status_code == 412


@pytest.mark.parametrize("field", ["role", "tenant_id", "actif", "quota", "kind", "permissions", "email"])
async def test_nobody_promotes_oneself_through_the_profile(identity: ServiceUnderTest, tenant: UUID, field: str):
    me = await camille(identity, tenant)

    answer = await identity.call(me, "PUT", "/v1/profile", json={**CHANGE, field: "administrateur"})

    assert answer.status_code == 422


async def test_a_wrong_phone_is_named(identity: ServiceUnderTest, tenant: UUID):
    me = await camille(identity, tenant)

    answer = await identity.call(me, "PUT", "/v1/profile", json={**CHANGE, "mobile": "zéro six"})

    assert [error["pointer"] for error in problem(answer)["errors"]] == ["/reach/mobile"]


@pytest.mark.requirement("ID-13")
async def test_a_new_password_takes_the_present_one_and_ends_the_other_sessions(
    identity: ServiceUnderTest, tenant: UUID
):
    slug = await an_organisation(identity, tenant)
    account = await an_account(identity, tenant)
    mine, other = [(await sign_in(identity, slug, "camille.rougon")).json() for _ in range(2)]
    me = a_citizen(tenant, subject=account, session=UUID(mine["session_id"]))
    chosen = {"password": "Nouveau-2027", "password_again": "Nouveau-2027"}

    # Forgetting it is no attempt: nine of them lock nobody out.
    none = [await identity.call(me, "POST", "/v1/profile/password", json={**chosen, "current": ""}) for _ in range(10)]
    wrong = await identity.call(me, "POST", "/v1/profile/password", json={**chosen, "current": "Fausse-2026"})
    right = await identity.call(me, "POST", "/v1/profile/password", json={**chosen, "current": PASSWORD})

    assert {(answer.status_code, problem(answer)["errors"][0]["code"]) for answer in none} == {(422, "required")}
    assert problem(wrong)["errors"][0]["pointer"] == "/current"
    assert right.status_code == 204
    assert (await exchange(identity, mine["secret"], slug)).status_code == 200
    assert (await exchange(identity, other["secret"], slug)).status_code == 401


@pytest.mark.requirement("ID-25")
async def test_sessions_are_listed_and_ended_one_by_one_or_all_at_once(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)
    account = await an_account(identity, tenant)
    phone, desk, lost = [
        (await sign_in(identity, slug, "camille.rougon", device_label=label)).json()
        for label in ("Téléphone", "Bureau", "Perdu")
    ]
    me = a_citizen(tenant, subject=account, session=UUID(desk["session_id"]))

    listed = (await identity.call(me, "GET", "/v1/sessions")).json()
    assert {line["device"]: line["current"] for line in listed} == {"Téléphone": False, "Bureau": True, "Perdu": False}
    assert (await identity.call(me, "DELETE", f"/v1/sessions/{lost['session_id']}")).status_code == 204
    assert (await exchange(identity, lost["secret"], slug)).status_code == 401
    assert (await identity.call(me, "DELETE", f"/v1/sessions/{lost['session_id']}")).status_code == 404
    assert (await identity.call(me, "DELETE", "/v1/sessions")).json() == {"sessions": 2}
    assert (await exchange(identity, phone["secret"], slug)).status_code == 401
    assert len(await identity.published(tenant, type="identity.session.revoked.v1")) == 3


async def test_a_customers_member_sees_their_own_profile_at_the_support_portal(identity: ServiceUnderTest, demo: None):
    away = a_member(OPERATOR.id, subject=ADMINISTRATOR.id, organisation=PLASSANS.id)

    shown = await identity.call(away, "GET", "/v1/profile")

    assert shown.json()["identifier"] == ADMINISTRATOR.identifier


@pytest.mark.parametrize(
    ("reach", "pointer"),
    [
        ({"phone": "0123"}, "/reach/phone"),
        ({"phone": "+331234567"}, "/reach/phone"),
        ({"mobile": "04 42 00 00 00"}, "/reach/mobile"),
        ({"mobile": "06 39 98 00 00"}, "/reach/mobile"),
    ],
)
async def test_a_number_that_the_forms_would_refuse_is_refused_here(reach: dict[str, str], pointer: str):

    told = Reach(email="camille@example.org", **reach)

    assert [fault.pointer for fault in own_phone_faults(told.phone, told.mobile)] == [pointer]

"""Members: added, corrected, deleted, brought in as a list (ID-05 to ID-07)."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from contracts.demo import OPERATOR
from identity.domain.accounts import AccountKind
from identity.domain.member_lists import decoded, lines_of
from kit.actors import a_citizen, a_member
from kit.service import ServiceUnderTest, problem

from .people import an_account, an_administrator, an_organisation, exchange, sign_in

pytestmark = pytest.mark.requirement("ID-05")
MANAGE, GRANT = "identity.members.manage", "identity.permissions.grant"
ADELE: dict[str, Any] = {
    "identity": {"civility": "madame", "given_name": "Adèle", "family_name": "Sicardot"},
    "reach": {"email": "adele@mairie.example", "phone": "04 42 00 00 01"},
    "function": "Le Secrétaire de mairie",
    "department": "Accueil",
    "interests": ["elections"],
    "newsletter": True,
}


async def add(identity: ServiceUnderTest, tenant: UUID, /, *permissions: str, **changes: Any) -> httpx.Response:
    actor = a_member(tenant, *(permissions or (MANAGE,)))
    return await identity.call(actor, "POST", "/v1/members", json={**ADELE, **changes})


async def members(identity: ServiceUnderTest, tenant: UUID) -> list[Any]:
    return (await identity.call(a_member(tenant, MANAGE), "GET", "/v1/members")).json()


@pytest.mark.requirement("ID-06")
async def test_a_new_member_gets_a_link_and_stands_in_the_list(identity: ServiceUnderTest, tenant: UUID):
    answer = await add(identity, tenant)

    assert answer.json()["identifier"] == "adele.sicardot"
    [line] = await members(identity, tenant)
    assert (line["function"], line["department"], line["status"]) == ("Le Secrétaire de mairie", "Accueil", "pending")
    assert (line["interests"], line["newsletter"], line["may_manage"]) == (["elections"], True, False)
    told = [event["type"] for event in await identity.published(tenant)]
    assert sorted(told) == ["identity.account.registered.v1", "identity.membership.changed.v1"]


@pytest.mark.requirement("ID-06")
async def test_without_the_right_nobody_adds_a_member(identity: ServiceUnderTest, tenant: UUID):
    """A38: the page offers nothing either (test_console)."""
    answer = await identity.call(a_member(tenant), "POST", "/v1/members", json=ADELE)

    assert answer.status_code == 403
    assert await members(identity, tenant) == []


@pytest.mark.requirement("ID-06")
async def test_only_the_administrator_gives_the_right_over_accounts(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    await an_administrator(identity, tenant)
    refused = await add(identity, tenant, MANAGE, may_manage=True)
    given = await add(identity, tenant, MANAGE, GRANT, may_manage=True)

    assert (refused.status_code, given.status_code) == (403, 201)
    assert [line["may_manage"] for line in await members(identity, tenant)].count(True) == 1


async def test_two_members_never_share_an_address_but_namesakes_get_a_number(identity: ServiceUnderTest, tenant: UUID):
    await add(identity, tenant)

    same = await add(identity, tenant)
    namesake = await add(identity, tenant, reach={"email": "autre@mairie.example"})

    assert [error["pointer"] for error in problem(same)["errors"]] == ["/reach/email"]
    assert namesake.json()["identifier"] == "adele.sicardot2"


async def test_all_that_is_wrong_is_said_at_once(identity: ServiceUnderTest, tenant: UUID):
    answer = await add(identity, tenant, identity={}, reach={}, interests=["astrologie"], function="x" * 121)

    pointers = [error["pointer"] for error in problem(answer)["errors"]]
    assert pointers == ["/identity/family_name", "/identity/given_name", "/reach/email", "/function", "/interests"]


async def test_a_member_is_corrected_and_two_editors_are_told_apart(identity: ServiceUnderTest, tenant: UUID):
    added = (await add(identity, tenant)).json()["account_id"]
    path, actor = f"/v1/members/{added}", a_member(tenant, MANAGE)
    seen = (await identity.call(actor, "GET", path)).headers["etag"]
    change = {**ADELE, "department": "État civil"}

    changed = await identity.call(actor, "PUT", path, json=change, headers={"if-match": seen})
    late = await identity.call(actor, "PUT", path, json=change, headers={"if-match": seen})

    assert (changed.status_code, late.status_code) == (200, 412)
    assert (await members(identity, tenant))[0]["department"] == "État civil"


async def test_an_active_members_address_is_theirs_alone(identity: ServiceUnderTest, tenant: UUID):
    account = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)

    change = {**ADELE, "reach": {"email": "voleur@example.org"}}
    await identity.call(a_member(tenant, MANAGE), "PUT", f"/v1/members/{account}", json=change)

    assert [line["email"] for line in await members(identity, tenant)] == ["adele@example.org"]


async def test_a_deleted_member_is_out_at_once(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)
    account = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    signed_in = (await sign_in(identity, slug, "adele")).json()

    removed = await identity.call(a_member(tenant, MANAGE), "DELETE", f"/v1/members/{account}")

    assert removed.status_code == 204
    assert (await exchange(identity, signed_in["secret"], slug)).status_code == 401
    assert (await sign_in(identity, slug, "adele")).status_code == 401
    told = {event["type"]: event["data"] for event in await identity.published(tenant)}
    assert told["identity.session.revoked.v1"]["session_id"] == signed_in["session_id"]
    assert told["identity.account.erased.v1"] == {"account_id": str(account), "kind": "member"}


async def test_nobody_deletes_oneself_nor_a_citizen(identity: ServiceUnderTest, tenant: UUID):
    me = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    citizen = await an_account(identity, tenant)
    actor = a_member(tenant, MANAGE, subject=me)

    oneself = await identity.call(actor, "DELETE", f"/v1/members/{me}")
    other = await identity.call(actor, "DELETE", f"/v1/members/{citizen}")

    assert (oneself.status_code, other.status_code) == (409, 404)


async def test_a_link_is_sent_again_while_the_account_waits(identity: ServiceUnderTest, tenant: UUID):
    waiting = (await add(identity, tenant)).json()["account_id"]
    active = await an_account(identity, tenant, identifier="actif", kind=AccountKind.MEMBER)
    actor = a_member(tenant, MANAGE)

    statuses = [
        (await identity.call(actor, "POST", f"/v1/members/{account}/activation-link")).status_code
        for account in (waiting, active)
    ]

    assert statuses == [202, 409]
    assert len(await identity.published(tenant, type="identity.account.registered.v1")) == 2


@pytest.mark.requirement("ID-07")
async def test_the_operators_staff_neither_sees_nor_changes_members(identity: ServiceUnderTest, tenant: UUID):
    account = (await add(identity, tenant)).json()["account_id"]
    operator = a_member(OPERATOR.id, MANAGE, GRANT, "platform.organisations.manage")
    path = f"/v1/members/{account}"

    answers = [
        await identity.call(operator, "GET", path),
        await identity.call(operator, "PUT", path, json=ADELE),
        await identity.call(operator, "DELETE", path),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


LIST = (
    "Nom;Prénom;Courriel;Fonction;Téléphone\r\n"
    "Rougon;Félicité;felicite@mairie.example;Le Maire, Directeur, Président;04 42 00 00 02\r\n"
    "Macquart;;antoine@mairie.example;;\r\n"
    "Sicardot;Adèle;ADELE@mairie.example;;\r\n"
    ";;;;\r\n"
    "Fouan;Buteau;buteau(at)mairie;=cmd|' /C calc';pas un numéro\r\n"
)


async def test_a_list_is_rehearsed_line_by_line_then_brought_in(identity: ServiceUnderTest, tenant: UUID):
    await add(identity, tenant)
    actor = a_member(tenant, MANAGE)

    rehearsed = (await identity.call(actor, "POST", "/v1/members/imports", json={"text": LIST})).json()
    before = len(await members(identity, tenant))
    done = (await identity.call(actor, "POST", "/v1/members/imports", json={"text": LIST, "rehearsal": False})).json()

    outcomes = [(line["line"], line["outcome"]) for line in rehearsed["lines"]]
    assert outcomes == [(2, "ready"), (3, "wrong"), (4, "known"), (6, "wrong")]
    assert rehearsed["lines"][1]["reasons"] == ["Indiquez le prénom."]
    assert len(rehearsed["lines"][3]["reasons"]) == 2
    assert before == 1
    assert [line["outcome"] for line in done["lines"]] == ["added", "wrong", "known", "wrong"]
    assert {line["email"] for line in await members(identity, tenant)} == {
        "adele@mairie.example",
        "felicite@mairie.example",
    }


async def test_a_list_without_its_columns_is_refused_with_their_names(identity: ServiceUnderTest, tenant: UUID):
    answer = await identity.call(
        a_member(tenant, MANAGE), "POST", "/v1/members/imports", json={"text": "Nom;Ville\nX;Y\n"}
    )

    assert answer.status_code == 422
    assert "prénom, adresse électronique" in problem(answer)["detail"]


def test_lists_are_read_as_spreadsheets_save_them():
    windows = "Nom;Prénom;Courriel\nÉtienne;Zoé;z@x.fr\n".encode("cp1252")
    american = "family name,first name,email\nSmith,Ann,a@x.org\n"

    assert lines_of(decoded(windows))[0].membership.identity.family_name == "Étienne"
    assert lines_of(decoded(b"\xef\xbb\xbf" + american.encode()))[0].membership.reach.email == "a@x.org"


@pytest.mark.requirement("ID-04")
async def test_the_assistant_is_over_once_interests_are_chosen(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)
    account = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    me = a_member(tenant, subject=account)
    secret = (await sign_in(identity, slug, "adele")).json()["secret"]
    before = (await exchange(identity, secret, slug)).json()["set_up"]

    await identity.call(me, "PUT", "/v1/profile/position", json={"function": "Agente", "department": "Accueil"})
    wrong = await identity.call(me, "PUT", "/v1/profile/interests", json={"interests": ["x"]})
    right = await identity.call(me, "PUT", "/v1/profile/interests", json={"interests": ["finance"], "newsletter": True})

    assert (before, wrong.status_code, right.status_code) == (False, 422, 200)
    assert (await exchange(identity, secret, slug)).json()["set_up"] is True
    assert right.json()["function"] == "Agente"


@pytest.mark.requirement("GW-08")
async def test_a_tour_that_was_taken_is_remembered_with_the_member(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)
    account = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    citizen = await an_account(identity, tenant, identifier="camille")
    me = a_member(tenant, subject=account)
    secret = (await sign_in(identity, slug, "adele")).json()["secret"]
    before = (await exchange(identity, secret, slug)).json()["tours"]

    taken = [(await identity.call(me, "PUT", f"/v1/profile/tours/{name}")).status_code for name in ("agent", "agent")]
    strange = await identity.call(me, "PUT", "/v1/profile/tours/lune")
    stranger = await identity.call(a_citizen(tenant, subject=citizen), "PUT", "/v1/profile/tours/agent")

    assert (before, taken) == ([], [204, 204])
    assert (strange.status_code, stranger.status_code) == (404, 401)
    assert (await exchange(identity, secret, slug)).json()["tours"] == ["agent"]

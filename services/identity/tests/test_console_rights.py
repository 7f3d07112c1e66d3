"""The console's pages of permissions and of the chain of trust."""

from uuid import UUID

import pytest

from chassis.actor import Actor
from identity.domain.accounts import AccountKind
from kit.actors import a_member
from kit.service import ServiceUnderTest

from .people import an_account, an_administrator, an_organisation, token_on

MANAGE, GRANT = "identity.members.manage", "identity.permissions.grant"
SIX = (
    "demarches.dossiers.read",
    "demarches.dossiers.instruct",
    "demarches.dossiers.decide",
    "demarches.calendars.arrange",
    "demarches.desk.organise",
    "notifier.messages.read",
)


@pytest.mark.requirement("ID-10")
async def test_a_permission_is_granted_and_taken_back_from_the_members_page(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    await an_administrator(identity, tenant)
    member = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    actor, page = a_member(tenant, MANAGE, GRANT), f"/console/members/{member}"
    form = {"csrf_token": await token_on(identity, actor, page)}

    granted = await identity.call(actor, "POST", f"{page}/permissions/demarches.dossiers.read/grant", data=form)
    revoked = await identity.call(actor, "POST", f"{page}/permissions/demarches.dossiers.read/revocation", data=form)

    assert (granted.status_code, revoked.status_code) == (303, 303)
    assert granted.headers["location"] == f"/identity/members/{member}"
    assert len([event for event in await identity.published(tenant) if "permission" in event["type"]]) == 2


@pytest.mark.requirement("ID-08")
async def test_a_member_asks_to_be_administrator_from_the_page(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    member = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    actor, path = a_member(tenant, subject=member), "/console/administrator"
    form = {"csrf_token": await token_on(identity, actor, path)}

    empty = await identity.call(actor, "POST", path, data=form)
    who = {"representative_title": "Maire", "representative_name": "Eugène Granoux"}
    asked = await identity.call(actor, "POST", path, data={**form, **who})

    assert 'id="champ-representative_name-erreur"' in empty.text
    assert asked.headers["location"] == "/identity/administrator"
    assert "Adressée à Maire Eugène Granoux" in (await identity.call(actor, "GET", path)).text


@pytest.mark.requirement("ID-10")
async def test_the_page_of_rights_shows_the_chain(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    await an_administrator(identity, tenant)

    page = await identity.call(a_member(tenant, GRANT), "GET", "/console/rights")

    for words in ("Représentant légal", "Maire Eugène Granoux", "Administrateur confirmé"):
        assert words in page.text


async def a_town_of_rights(identity: ServiceUnderTest, tenant: UUID) -> Actor:
    """Adèle with six rights of one origin, and her colleague Zoé with none."""
    await an_organisation(identity, tenant)
    boss = await an_administrator(identity, tenant)
    adele = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER, function="Agente comptable")
    await an_account(identity, tenant, identifier="zoe", kind=AccountKind.MEMBER, function="=Trésorière")
    actor = a_member(tenant, GRANT, subject=boss, authenticated_at=identity.clock())
    for name in SIX:
        answer = await identity.call(actor, "PUT", f"/v1/members/{adele}/permissions/{name}")
        assert answer.is_success, answer.text
    return actor


@pytest.mark.requirement("ID-10")
async def test_rights_of_one_origin_are_one_line_with_the_others_behind_it(identity: ServiceUnderTest, tenant: UUID):
    actor = await a_town_of_rights(identity, tenant)

    page = (await identity.call(actor, "GET", "/console/rights")).text

    assert page.count("<summary>et 3 autres</summary>") == 1
    assert page.count("par Camille Rougon, le") == 1


@pytest.mark.requirement("ID-10")
@pytest.mark.parametrize(
    ("asked", "agent", "treasurer"),
    [
        ("q=TRESORIERE", False, True),
        ("q=COMPTABLE+agente", True, False),
        ("q=personne", False, False),
        ("droit=demarches.dossiers.read", True, False),
        ("droit=inconnu", False, False),
        ("q=&droit=", True, True),
    ],
)
async def test_who_may_what_is_found_by_person_function_or_right(
    identity: ServiceUnderTest, tenant: UUID, asked: str, agent: bool, treasurer: bool
):
    actor = await a_town_of_rights(identity, tenant)

    page = (await identity.call(actor, "GET", f"/console/rights?{asked}")).text

    assert ("Agente comptable</span></td>" in page, "=Trésorière</td>" in page) == (agent, treasurer)
    assert ("Personne ne correspond" in page) is not (agent or treasurer)


@pytest.mark.requirement("ID-10")
async def test_rights_leave_as_a_table_that_no_function_turns_into_a_formula(identity: ServiceUnderTest, tenant: UUID):
    actor = await a_town_of_rights(identity, tenant)

    answer = await identity.call(actor, "GET", "/console/rights/droits.csv")
    stranger = await identity.call(a_member(tenant), "GET", "/console/rights/droits.csv")

    head, *lines = answer.content.decode("utf-8-sig").splitlines()
    assert head == "Membre;Fonction;Permission;Attribuée par;Attribuée le;En sommeil"
    assert len([line for line in lines if line.startswith("Camille Rougon;Agente comptable;")]) == len(SIX)
    assert "Camille Rougon;'=Trésorière;;;;" in lines
    assert (answer.headers["content-type"].startswith("text/csv"), stranger.status_code) == (True, 403)

"""The console's pages: who sees them, and what those of the members do."""

from uuid import UUID

import pytest

from identity.domain.accounts import AccountKind
from kit.actors import a_citizen, a_member
from kit.service import ServiceUnderTest

from .people import an_account, an_organisation, token_on

MANAGE, GRANT = "identity.members.manage", "identity.permissions.grant"


@pytest.mark.parametrize("path", ["members", "guichet", "organisations"])
async def test_a_page_is_for_members_with_the_permission(identity: ServiceUnderTest, tenant: UUID, path: str):
    await an_organisation(identity, tenant)

    assert (await identity.call(None, "GET", f"/console/{path}")).status_code == 401
    assert (await identity.call(a_citizen(tenant), "GET", f"/console/{path}")).status_code in (401, 403)
    assert (await identity.call(a_member(tenant), "GET", f"/console/{path}")).status_code == 403


@pytest.mark.requirement("GW-09")
async def test_a_refused_page_says_why_in_the_readers_language(identity: ServiceUnderTest, tenant: UUID):
    english = {"accept-language": "en"}
    await an_organisation(identity, tenant)

    forbidden = await identity.call(a_member(tenant), "GET", "/console/members", headers=english)
    missing = await identity.call(a_member(tenant, MANAGE), "GET", f"/console/members/{tenant}", headers=english)

    assert "<h1>You do not have permission to do this.</h1>" in forbidden.text
    assert "You need the permission “Create and change the organisation" in forbidden.text
    assert (missing.status_code, 'lang="en"' in missing.text) == (404, True)


async def test_a_form_without_its_token_changes_nothing(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    member = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    actor = a_member(tenant, MANAGE, GRANT)

    path = f"/console/members/{member}/permissions/demarches.dossiers.read/grant"
    answer = await identity.call(actor, "POST", path, data={"csrf_token": "faux"})

    assert answer.status_code == 403
    assert await identity.published(tenant) == []


async def test_another_towns_member_is_not_found(identity: ServiceUnderTest, tenant: UUID):
    member = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)

    answer = await identity.call(a_member(None, MANAGE, GRANT), "GET", f"/console/members/{member}")

    assert answer.status_code == 404


MEMBER = {
    "identity.given_name": "Adèle",
    "identity.family_name": "Sicardot",
    "reach.email": "adele@mairie.example",
    "function": "Le Secrétaire de mairie",
}


@pytest.mark.requirement("ID-05")
async def test_functions_without_an_account_stand_out_until_somebody_holds_them(
    identity: ServiceUnderTest, tenant: UUID
):
    actor = a_member(tenant, MANAGE)
    form = {"csrf_token": await token_on(identity, actor, "/console/members/nouveau?fonction=Le+Maire")}
    before = (await identity.call(actor, "GET", "/console/members")).text

    wrong = await identity.call(actor, "POST", "/console/members/nouveau", data={**form, **MEMBER, "reach.email": "x"})
    added = await identity.call(actor, "POST", "/console/members/nouveau", data={**form, **MEMBER})

    after = (await identity.call(actor, "GET", "/console/members")).text
    sentence = "Cliquez ici pour ajouter un compte attaché à cette fonction"
    assert (before.count(sentence), after.count(sentence)) == (3, 2)
    assert 'id="champ-reach-email-erreur"' in wrong.text
    assert added.status_code == 303


@pytest.mark.requirement("ID-06")
async def test_without_the_right_the_page_offers_no_adding(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)

    page = await identity.call(a_member(tenant, GRANT), "GET", "/console/members")
    form = await identity.call(a_member(tenant, GRANT), "GET", "/console/members/nouveau")

    assert page.status_code == 200
    assert "/identity/members/nouveau" not in page.text
    assert form.status_code == 403


@pytest.mark.requirement("ID-05")
async def test_a_list_is_sent_as_a_file_and_its_report_read_before_anything_is_done(
    identity: ServiceUnderTest, tenant: UUID
):
    actor, path = a_member(tenant, MANAGE), "/console/members/import"
    token = {"csrf_token": await token_on(identity, actor, path)}
    content = "Nom;Prénom;Courriel\nRougon;Félicité;felicite@mairie.example\nMacquart;;x\n"

    report = await identity.call(actor, "POST", path, data=token, files={"file": ("membres.csv", content.encode())})
    forged = await identity.call(actor, "POST", path, data={"csrf_token": "x"}, files={"file": ("m.csv", b"")})
    done = await identity.call(actor, "POST", path, data={**token, "lines": content, "confirmed": "1"})

    assert "Sera ajouté" in report.text
    assert "Indiquez le prénom." in report.text
    assert "votre prénom" not in report.text
    assert forged.status_code == 403
    assert done.headers["location"] == "/identity/members"
    assert len((await identity.call(actor, "GET", "/v1/members")).json()) == 1


@pytest.mark.requirement("ID-05")
async def test_a_deletion_is_asked_before_it_is_done(identity: ServiceUnderTest, tenant: UUID):
    member = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    actor, path = a_member(tenant, MANAGE), f"/console/members/{member}/suppression"
    form = {"csrf_token": await token_on(identity, actor, path)}

    removed = await identity.call(actor, "POST", path, data=form)

    assert removed.headers["location"] == "/identity/members"
    assert (await identity.call(actor, "GET", f"/console/members/{member}")).status_code == 404

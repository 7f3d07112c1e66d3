"""The console's pages: who sees them, and what their forms do."""

import re
from uuid import UUID

import pytest

from chassis.actor import Actor
from contracts.demo import OPERATOR
from identity.domain.accounts import AccountKind
from kit.actors import a_citizen, a_member
from kit.service import ServiceUnderTest

from .people import an_account, an_organisation

MANAGE, GRANT, EDIT = "identity.members.manage", "identity.permissions.grant", "identity.guichet.edit"
ACTIVATE = "platform.guichets.activate"


async def token_on(identity: ServiceUnderTest, actor: Actor, path: str) -> str:
    page = await identity.call(actor, "GET", path)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found, page.text[:500]
    return found[1]


@pytest.mark.parametrize("path", ["members", "guichet", "organisations"])
async def test_a_page_is_for_members_with_the_permission(identity: ServiceUnderTest, tenant: UUID, path: str):
    await an_organisation(identity, tenant)

    assert (await identity.call(None, "GET", f"/console/{path}")).status_code == 401
    assert (await identity.call(a_citizen(tenant), "GET", f"/console/{path}")).status_code in (401, 403)
    assert (await identity.call(a_member(tenant), "GET", f"/console/{path}")).status_code == 403


@pytest.mark.requirement("ID-10")
async def test_a_permission_is_granted_and_taken_back_from_the_members_page(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    member = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    actor, page = a_member(tenant, MANAGE, GRANT), f"/console/members/{member}"
    form = {"csrf_token": await token_on(identity, actor, page)}

    granted = await identity.call(actor, "POST", f"{page}/permissions/demarches.dossiers.read/grant", data=form)
    revoked = await identity.call(actor, "POST", f"{page}/permissions/demarches.dossiers.read/revocation", data=form)

    assert (granted.status_code, revoked.status_code) == (303, 303)
    assert granted.headers["location"] == f"/identity/members/{member}"
    assert len(await identity.published(tenant)) == 2


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


@pytest.mark.requirement("ID-22")
async def test_the_guichet_is_saved_from_its_form_and_faults_stand_beside_their_fields(
    identity: ServiceUnderTest, tenant: UUID
):
    await an_organisation(identity, tenant)
    actor = a_member(tenant, EDIT)
    form = {
        "csrf_token": await token_on(identity, actor, "/console/guichet"),
        "version": "1",
        "name": "Ville d'Essai",
        "colour": "#1d5c63",
        "links.0.label": "Mairie",
        "links.0.url": "https://mairie.example/",
        "opening_hours.0.day": "Lundi",
        "opening_hours.0.hours": "9 h – 12 h",
    }

    wrong = await identity.call(actor, "POST", "/console/guichet", data={**form, "colour": "jaune", "name": ""})
    right = await identity.call(actor, "POST", "/console/guichet", data=form)

    assert wrong.status_code == 422
    assert 'id="champ-colour-erreur"' in wrong.text
    assert 'id="champ-name-erreur"' in wrong.text
    assert right.status_code == 303
    view = (await identity.call(actor, "GET", "/v1/guichet")).json()
    assert view["links"] == [{"label": "Mairie", "url": "https://mairie.example/"}]
    assert view["opening_hours"] == [{"day": "Lundi", "hours": "9 h – 12 h"}]


@pytest.mark.requirement("ID-23")
async def test_the_operator_opens_and_closes_guichets_after_a_question(
    identity: ServiceUnderTest, tenant: UUID, demo: None
):
    slug = await an_organisation(identity, tenant)
    operator = a_member(OPERATOR.id, ACTIVATE)
    form = {"csrf_token": await token_on(identity, operator, "/console/organisations")}
    base = f"/console/organisations/{tenant}"

    await identity.call(operator, "POST", f"{base}/guichet-activation", data=form)
    opened = (await identity.call_as_gateway("GET", f"/internal/organisations/{slug}")).json()["guichet_active"]
    question = await identity.call(operator, "GET", f"{base}/guichet-closing")
    await identity.call(operator, "POST", f"{base}/guichet-closing", data=form)
    closed = (await identity.call_as_gateway("GET", f"/internal/organisations/{slug}")).json()["guichet_active"]

    assert (opened, closed) == (True, False)
    assert "ne sera plus visible que de ses membres" in question.text

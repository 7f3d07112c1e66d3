"""The console's pages that the operator alone has."""

import re
from uuid import UUID

import pytest

from contracts.demo import OPERATOR
from identity.domain.accounts import AccountKind
from identity.domain.subscriptions import Subscription
from kit.actors import a_citizen, a_member
from kit.service import ServiceUnderTest

from .people import an_access_request, an_account, an_organisation, token_on

MANAGE, GRANT = "identity.members.manage", "identity.permissions.grant"
ACTIVATE = "platform.guichets.activate"


@pytest.mark.requirement("ID-03")
async def test_the_operator_answers_a_request_from_its_page(identity: ServiceUnderTest):
    request_id = await an_access_request(identity)
    [row] = await identity.rows("select tenant from access_requests where id = :id", id=request_id)
    operator, path = a_member(row["tenant"], "platform.organisations.manage"), f"/console/access-requests/{request_id}"
    form = {"csrf_token": await token_on(identity, operator, path)}

    wrong = await identity.call(operator, "POST", f"{path}/acceptance", data={**form, "slug": "agents"})
    right = await identity.call(
        operator, "POST", f"{path}/acceptance", data={**form, "slug": f"eaux-{request_id.hex[:9]}"}
    )

    assert 'id="champ-slug-erreur"' in wrong.text
    assert right.headers["location"] == "/identity/access-requests"
    listed = await identity.call(operator, "GET", "/console/access-requests?status=accepted")
    assert "Syndicat des eaux" in listed.text


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


@pytest.mark.requirement("SR-02")
async def test_the_operator_finds_an_organisation_and_gives_it_another_plan(
    identity: ServiceUnderTest, tenant: UUID, demo: None
):
    slug = await an_organisation(identity, tenant, subscription=Subscription(plan="decouverte"))
    operator = a_member(OPERATOR.id, ACTIVATE, "platform.organisations.manage")
    found = (await identity.call(operator, "GET", f"/console/organisations?q={slug}")).text
    form = {"csrf_token": await token_on(identity, operator, f"/console/organisations/{tenant}")}

    await identity.call(operator, "POST", f"/console/organisations/{tenant}/plan", data={**form, "plan": "complete"})
    nobody = (await identity.call(operator, "GET", "/console/organisations?q=zzz+introuvable")).text

    assert f"/identity/organisations/{tenant}" in found
    assert "Aucune organisation trouvée" in nobody
    page = (await identity.call(operator, "GET", f"/console/organisations/{tenant}")).text
    assert "Formule « Complète »." in page


@pytest.mark.requirement("ID-07", "NT-02")
async def test_the_operator_sees_which_functions_no_letter_reaches_and_nobody_s_name(
    identity: ServiceUnderTest, tenant: UUID
):
    slug = await an_organisation(identity, tenant)
    await a_reader(identity, tenant, "maire", "Le Maire, Directeur, Président", newsletter=True)
    await a_reader(identity, tenant, "secretaire", "Le Secrétaire de mairie", newsletter=False)
    await a_reader(identity, tenant, "gardien", "Gardien du cimetière d'Aire", newsletter=False)
    operator = a_member(OPERATOR.id, "platform.organisations.manage")

    page = await identity.call(operator, "GET", f"/console/letter-reach?q={slug}")

    row = page.text.split(f"Ville {slug}", 1)[1].split("</tr>", 1)[0]
    assert (row.count("Reçoit la lettre"), row.count("Ne reçoit rien")) == (1, 2)
    assert re.search(r">\s*1\s*<", row), row
    assert "Macquart" not in page.text
    assert "Gardien" not in page.text


@pytest.mark.requirement("ID-07")
async def test_whom_a_letter_reaches_elsewhere_is_for_the_operator_alone(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)

    assert (await identity.call(a_member(tenant, MANAGE, GRANT), "GET", "/console/letter-reach")).status_code == 403
    assert (await identity.call(a_citizen(tenant), "GET", "/console/letter-reach")).status_code in (401, 403)


async def a_reader(identity: ServiceUnderTest, tenant: UUID, name: str, function: str, *, newsletter: bool) -> None:
    account_id = await an_account(identity, tenant, identifier=name, kind=AccountKind.MEMBER, function=function)
    body = {
        "identity": {"given_name": "Ursule", "family_name": "Macquart"},
        "reach": {"email": f"{name}@mairie.example"},
        "function": function,
        "interests": ["elections"],
        "newsletter": newsletter,
    }
    changed = await identity.call(a_member(tenant, MANAGE), "PUT", f"/v1/members/{account_id}", json=body)
    assert changed.status_code in (200, 204), changed.text

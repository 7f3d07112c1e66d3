"""Agents read the pieces of one dossier for a purpose and a time: stored, listed for whose they are, ended, withdrawn."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from samples import a_jpeg
from test_retention import agent_posts, decided, hears
from vault import Vault

from chassis.actor import Actor
from chassis.bus import BusUnavailable
from contracts.demarches import DossierUnderExamination
from kit.actors import a_citizen, a_member, a_visitor

pytestmark = pytest.mark.requirement("DV-06")
MANAGE = "documents.retention.manage"


async def a_dossier(vault: Vault, sender: Actor) -> tuple[UUID, str]:
    """The bundle, and a checked file in it."""
    bundle = uuid4()
    file = await vault.a_file(sender, a_jpeg(), bundle=bundle, name="carte.jpg")
    await vault.check_everything()
    return bundle, file


async def views(vault: Vault, agent: Actor, bundle: UUID, file: str, **more: Any) -> Any:
    grant = vault.view_grant(agent, bundle, file, **more)
    return await vault.call(agent, "GET", "/console/view", params={"grant": grant})


async def listed(vault: Vault, person: Actor) -> list[dict[str, Any]]:
    return (await vault.call(person, "GET", "/v1/safe/readings")).json()["items"]


async def test_the_first_reading_makes_a_leave_that_its_person_sees(vault: Vault, tenant: UUID):
    camille, agent, other = a_citizen(tenant), a_member(tenant), a_citizen(tenant)
    bundle, file = await a_dossier(vault, camille)

    answers = [await views(vault, agent, bundle, file, purpose="Instruction") for _ in range(2)]

    assert {answer.status_code for answer in answers} == {200}
    [line] = await listed(vault, camille)
    assert (line["bundle_id"], line["purpose"], line["reads"], line["status"]) == (
        str(bundle),
        "Instruction",
        2,
        "standing",
    )
    assert line["reader_id"] is None
    assert str(agent.subject) not in str(line)
    assert await listed(vault, other) == []
    events = await vault.service.published(tenant, type="documents.grant.created.v1")
    assert [event["data"]["bundle_id"] for event in events] == [str(bundle)]


async def test_the_reader_is_told_by_name_and_without_identity_as_an_agent(
    vault: Vault, tenant: UUID, monkeypatch: pytest.MonkeyPatch
):
    camille, agent = a_citizen(tenant), a_member(tenant)
    bundle, file = await a_dossier(vault, camille)
    await views(vault, agent, bundle, file)
    await vault.read(camille, file, bundle=bundle, grant=vault.upload_grant(camille, bundle))

    async def known(accounts: list[UUID], of: UUID) -> dict[UUID, str]:
        assert (accounts, of) == ([agent.subject], tenant)
        return {account: "Adèle Sicardot" for account in accounts}

    async def silent(*_: Any) -> dict[UUID, str]:
        raise BusUnavailable

    seen = {}
    for how in (known, silent):
        monkeypatch.setattr(vault.service.app.state.names, "of", how)
        lines = (await vault.call(camille, "GET", "/v1/safe/journal")).json()["items"]
        seen[how] = (
            {(line["by"], line["reader"]) for line in lines},
            [x["reader"] for x in await listed(vault, camille)],
        )
        assert str(agent.subject) not in str(lines)

    assert seen[known] == ({("agent", "Adèle Sicardot"), ("you", None)}, ["Adèle Sicardot"])
    assert seen[silent] == ({("agent", None), ("you", None)}, [None])


async def test_it_ends_with_the_decision_and_afterwards_one_says_why(vault: Vault, tenant: UUID):
    camille, agent = a_citizen(tenant), a_member(tenant)
    bundle, file = await a_dossier(vault, camille)
    await views(vault, agent, bundle, file)

    await hears(vault, tenant, decided(vault, bundle))
    asked = await views(vault, agent, bundle, file)
    token = re.search(r'name="grant" value="([^"]+)"', asked.text)
    assert token is not None
    nothing = await agent_posts(vault, agent, "/readings", grant=token[1], reason="other", purpose=" ")
    begun = await agent_posts(vault, agent, "/readings", grant=token[1], reason="other", purpose="Recours n° 4")
    read = await vault.call(agent, "GET", f"/console{begun.headers['location'].removeprefix('/documents')}")

    assert asked.status_code == 409
    assert "Pourquoi lisez-vous cette pièce" in asked.text
    assert (nothing.status_code, begun.status_code, read.status_code) == (422, 303, 200)
    assert [(line["purpose"], line["status"]) for line in await listed(vault, camille)] == [
        ("Recours n° 4", "standing"),
        ("Instruction", "dossier"),
    ]
    journal = (await vault.call(camille, "GET", "/v1/safe/journal")).json()["items"]
    assert [line["purpose"] for line in journal] == ["Recours n° 4", "Instruction"]
    revoked = await vault.service.published(tenant, type="documents.grant.revoked.v1")
    assert len(revoked) == 1


async def test_a_reason_holds_for_a_day_and_a_dossier_that_lives_again_needs_none(vault: Vault, tenant: UUID):
    camille, agent = a_citizen(tenant), a_member(tenant)
    bundle, file = await a_dossier(vault, camille)
    await hears(vault, tenant, decided(vault, bundle))
    asked = await views(vault, agent, bundle, file)
    token = re.search(r'name="grant" value="([^"]+)"', asked.text)
    begun = await agent_posts(vault, agent, "/readings", grant=token[1] if token else "", reason="Contrôle ou audit")
    address = f"/console{begun.headers['location'].removeprefix('/documents')}"

    vault.clock.move(timedelta(hours=25))
    over = await vault.call(agent, "GET", address)
    await hears(vault, tenant, DossierUnderExamination(dossier_id=bundle))
    again = await views(vault, agent, bundle, file)

    assert (over.status_code, again.status_code) == (409, 200)


async def test_a_leave_is_its_reader_s_alone(vault: Vault, tenant: UUID):
    agent, other = a_member(tenant), a_member(tenant)
    bundle, file = await a_dossier(vault, a_citizen(tenant))
    foreign, unrelated = await a_dossier(vault, a_citizen(tenant))
    await hears(vault, tenant, decided(vault, bundle))
    asked = await views(vault, agent, bundle, file)
    token = re.search(r'name="grant" value="([^"]+)"', asked.text)
    assert token is not None

    stolen = await agent_posts(vault, other, "/readings", grant=token[1], reason="Contrôle ou audit")
    forged = await agent_posts(
        vault, agent, "/readings", grant=vault.view_grant(agent, bundle, file), reason="Contrôle ou audit"
    )
    begun = await agent_posts(vault, agent, "/readings", grant=token[1], reason="Contrôle ou audit")
    address = f"/console{begun.headers['location'].removeprefix('/documents')}"
    by_other = await vault.call(other, "GET", address)
    elsewhere = await vault.call(agent, "GET", address.replace(file, unrelated))

    assert (stolen.status_code, forged.status_code) == (404, 403)
    assert (by_other.status_code, elsewhere.status_code) == (404, 404)
    assert foreign != bundle


async def test_whoever_answers_for_the_files_withdraws_it_for_good(vault: Vault, tenant: UUID):
    camille, agent, colleague = a_citizen(tenant), a_member(tenant), a_member(tenant)
    keeper = a_member(tenant, MANAGE)
    bundle, file = await a_dossier(vault, camille)
    await views(vault, agent, bundle, file)
    page = await vault.call(keeper, "GET", "/console/readings")
    found = re.search(r"/documents/readings/([0-9a-f-]{36})/withdrawal", page.text)
    assert found is not None

    withdrawn = await agent_posts(vault, keeper, f"/readings/{found[1]}/withdrawal")
    twice = await agent_posts(vault, keeper, f"/readings/{found[1]}/withdrawal")
    refused = await views(vault, agent, bundle, file)
    others = await views(vault, colleague, bundle, file)

    assert (withdrawn.status_code, twice.status_code) == (303, 303)
    assert (refused.status_code, others.status_code) == (403, 200)
    assert "retiré" in refused.text
    assert [line["status"] for line in await listed(vault, camille)] == ["standing", "withdrawn"]


async def test_the_list_is_for_those_who_hold_the_permission(vault: Vault, tenant: UUID):
    grant = uuid4()

    for actor in (a_member(tenant), a_visitor(tenant), a_citizen(tenant)):
        assert (await vault.call(actor, "GET", "/console/readings")).status_code in (401, 403)
    keeper = a_member(tenant, MANAGE)
    assert (await agent_posts(vault, keeper, f"/readings/{grant}/withdrawal")).status_code == 404
    empty = await vault.call(a_member(uuid4(), MANAGE), "GET", "/console/readings")
    assert "Aucun accès en cours" in empty.text


async def test_tickets_and_their_senders_go_by_no_such_leave(vault: Vault, tenant: UUID):
    customer, agent, bundle = a_member(tenant), a_member(tenant), uuid4()
    grant = vault.upload_grant(customer, bundle, issuer="ticketing")
    file = await vault.a_file(customer, bundle=bundle, headers={"parvis-grant": grant})
    await vault.check_everything()

    answer = await views(vault, agent, bundle, file, issuer="ticketing")

    assert answer.status_code == 200
    assert await vault.service.rows("select 1 from reading_grants where tenant = :t", t=tenant) == []

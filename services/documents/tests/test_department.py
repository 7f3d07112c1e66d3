"""The documents department by API: what its console shows and does, for programs and the command line."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from test_retention import decided, hears, looked_at
from vault import Vault

from kit.actors import a_citizen, a_member

WATCH, MANAGE = "documents.scans.read", "documents.retention.manage"
HOLDS = "/v1/department/retention/holds"


@pytest.mark.requirement("DV-06")
async def test_the_department_sets_a_term_and_holds_files_back_by_api(vault: Vault, tenant: UUID):
    sender, agent, bundle = a_citizen(tenant), a_member(tenant, MANAGE), uuid4()
    file = await vault.a_file(sender, bundle=bundle)
    await hears(vault, tenant, decided(vault, bundle))

    term = await vault.call(
        agent, "PUT", "/v1/department/retention/terms/demarches", json={"days": 30, "reference": "DUA du service"}
    )
    held = await vault.call(agent, "POST", HOLDS, json={"bundle_id": str(bundle), "reason": "Recours n° 2026-14"})
    told = (await vault.call(agent, "GET", "/v1/department/retention")).json()
    vault.clock.move(timedelta(days=31))
    await looked_at(vault, tenant, bundle)
    during = await vault.row(file)
    released = await vault.call(agent, "DELETE", f"{HOLDS}/{bundle}")

    assert (term.status_code, held.status_code, released.status_code) == (204, 204, 204), held.text
    assert [line["bundle_id"] for line in told["held"]] == [str(bundle)]
    assert next(rule for rule in told["rules"] if rule["issuer"] == "demarches")["days"] == 30
    assert (during is not None, await vault.row(file)) == (True, None)


async def test_a_term_or_a_hold_that_cannot_be_is_refused_field_by_field(vault: Vault, tenant: UUID):
    agent = a_member(tenant, MANAGE)

    term = await vault.call(agent, "PUT", "/v1/department/retention/terms/nothing", json={"days": 0, "reference": " "})
    silent = await vault.call(agent, "POST", HOLDS, json={"bundle_id": str(uuid4()), "reason": " "})
    unknown = await vault.call(agent, "POST", HOLDS, json={"bundle_id": str(uuid4()), "reason": "Recours"})

    assert (term.status_code, silent.status_code, unknown.status_code) == (422, 422, 404)
    assert {fault["pointer"] for fault in term.json()["errors"]} == {"/issuer", "/days", "/reference"}


async def test_checks_and_space_are_told_without_names(vault: Vault, tenant: UUID):
    sender, watcher = a_citizen(tenant), a_member(tenant, WATCH)
    await vault.a_file(sender)

    waiting = (await vault.call(watcher, "GET", "/v1/department/checks")).json()
    use = (await vault.call(watcher, "GET", "/v1/department/storage")).json()

    assert all("name" not in line for line in waiting["items"])
    assert (use["files"], [share["name"] for share in use["by_holder"]]) == (1, ["safe"])


async def test_an_agent_s_access_is_withdrawn_by_api(vault: Vault, tenant: UUID):
    sender, agent, bundle = a_citizen(tenant), a_member(tenant, "demarches.dossiers.read"), uuid4()
    file = await vault.a_file(sender, bundle=bundle)
    await vault.check_everything()
    grant = vault.view_grant(agent, bundle, file)
    opened = await vault.call(agent, "GET", "/console/view", params={"grant": grant})
    manager = a_member(tenant, MANAGE)

    [line] = (await vault.call(manager, "GET", "/v1/department/readings")).json()["items"]
    withdrawn = await vault.call(manager, "DELETE", f"/v1/department/readings/{line['grant_id']}")
    again = await vault.call(agent, "GET", "/console/view", params={"grant": vault.view_grant(agent, bundle, file)})

    assert (opened.status_code, line["reader_id"]) == (200, str(agent.subject)), opened.text
    assert (withdrawn.status_code, again.status_code) == (204, 403), again.text


@pytest.mark.parametrize("path", ["checks", "storage", "retention", "readings"])
async def test_without_its_permission_the_department_does_not_answer(vault: Vault, tenant: UUID, path: str):
    other = a_member(uuid4(), WATCH, MANAGE)

    assert (await vault.call(a_member(tenant), "GET", f"/v1/department/{path}")).status_code == 403
    told = (await vault.call(other, "GET", f"/v1/department/{path}")).json()
    assert [told[name] for name in ("items", "held", "due", "files") if told.get(name)] == []

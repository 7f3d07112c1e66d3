"""Between the safe and the dossiers: joined, duplicated, deleted on one side, erased."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from samples import a_pdf, an_infected_pdf
from vault import Vault

from chassis.actor import Actor, Kind
from documents.commands.destroy_safe import DestroySafe, destroy_safe
from documents.commands.purge_bundle import PurgeBundle, purge_bundle
from kit.actors import a_citizen, a_member
from kit.service import problem


@pytest.mark.requirement("DV-03")
async def test_a_joined_piece_lives_on_when_the_safe_s_is_deleted(vault: Vault, tenant: UUID):
    owner, agent, bundle = a_citizen(tenant), a_member(tenant), uuid4()
    file = await vault.a_file(owner, a_pdf("commune"))
    piece = await vault.a_piece(owner, file)
    await vault.check_everything()

    attached = await vault.attach(owner, piece["id"], bundle)
    await vault.call(owner, "DELETE", f"/v1/safe/pieces/{piece['id']}")
    await vault.sweep()

    assert [one["file_id"] for one in attached.json()["files"]] == [file]
    assert attached.json()["files"][0]["receipt"]
    answer = await vault.read(agent, file, bundle=bundle, grant=vault.view_grant(agent, bundle, file))
    assert answer.status_code == 200
    assert (await vault.read(owner, file)).status_code == 404


@pytest.mark.requirement("DV-03")
async def test_the_safe_s_piece_lives_on_when_the_bundle_is_purged(vault: Vault, tenant: UUID):

    owner, agent, bundle = a_citizen(tenant), a_member(tenant), uuid4()
    file = await vault.a_file(owner)
    piece = await vault.a_piece(owner, file)
    await vault.check_everything()
    await vault.attach(owner, piece["id"], bundle)

    service = Actor.of_service("documents", tenant)
    await vault.service.run(purge_bundle, PurgeBundle(bundle), actor=service)
    await vault.sweep()

    assert (await vault.read(owner, file)).status_code == 200
    answer = await vault.read(agent, file, bundle=bundle, grant=vault.view_grant(agent, bundle, file))
    assert answer.status_code == 410
    assert (await vault.row(file))["holders"] == 1


async def test_joining_copies_no_bytes_and_says_what_the_checks_said(vault: Vault, tenant: UUID):
    owner, bundle = a_citizen(tenant), uuid4()
    piece = await vault.a_piece(owner)
    await vault.check_everything()
    vault.clock.move(timedelta(minutes=11))
    await vault.sweep()
    vault.clock.reset()
    before = vault.objects(tenant)

    first = await vault.attach(owner, piece["id"], bundle)
    again = await vault.attach(owner, piece["id"], bundle)

    assert vault.objects(tenant) == before
    assert [a.json()["files"][0]["status"] for a in (first, again)] == ["clean", "clean"]
    told = await vault.service.published(tenant, type="documents.file.clean.v1")
    assert [event["data"]["bundle_id"] for event in told] == [None, str(bundle)]


@pytest.mark.requirement("DM-07")
async def test_a_file_of_a_dossier_is_duplicated_into_the_safe(vault: Vault, tenant: UUID):
    owner, bundle = a_citizen(tenant), uuid4()
    file = await vault.a_file(owner, bundle=bundle)
    body = {
        "bundle_id": str(bundle),
        "file_ids": [file],
        "type": "proof_of_address",
        "label": "Facture",
        "grant": vault.upload_grant(owner, bundle),
    }

    kept = await vault.call(owner, "POST", "/v1/safe/pieces/from-bundle", json=body)
    again = await vault.call(owner, "POST", "/v1/safe/pieces/from-bundle", json=body)

    assert (kept.status_code, again.status_code) == (201, 409)
    assert (await vault.read(owner, file)).status_code == 200
    assert (await vault.row(file))["holders"] == 2
    assert (await vault.call(owner, "GET", "/v1/safe")).json()["count"] == 1


async def test_duplicating_into_a_full_safe_leaves_the_dossier_whole(vault: Vault, tenant: UUID):
    owner, bundle = a_citizen(tenant), uuid4()
    for _ in range(10):
        await vault.a_piece(owner)
    file = await vault.a_file(owner, bundle=bundle)
    grant = vault.upload_grant(owner, bundle)
    body = {"bundle_id": str(bundle), "file_ids": [file], "type": "other", "label": "Onze", "grant": grant}

    refused = await vault.call(owner, "POST", "/v1/safe/pieces/from-bundle", json=body)

    assert (refused.status_code, problem(refused)["title"]) == (409, "Votre espace contient déjà 10 pièces.")
    assert (await vault.row(file))["holders"] == 1
    assert (await vault.read(owner, file, bundle=bundle, grant=grant)).status_code == 200


async def test_somebody_else_s_file_of_the_same_dossier_is_not_duplicated(vault: Vault, tenant: UUID):
    owner, other, bundle = a_citizen(tenant), a_citizen(tenant), uuid4()
    file = await vault.a_file(other, bundle=bundle)
    grant = vault.upload_grant(owner, bundle)
    body = {"bundle_id": str(bundle), "file_ids": [file], "type": "other", "label": "x", "grant": grant}

    assert (await vault.call(owner, "POST", "/v1/safe/pieces/from-bundle", json=body)).status_code == 404


async def test_what_the_checks_refused_joins_nothing(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    piece = await vault.a_piece(owner, await vault.a_file(owner, an_infected_pdf()))
    await vault.check_everything()

    assert (await vault.attach(owner, piece["id"])).status_code == 409


@pytest.mark.requirement("DV-06")
async def test_a_destroyed_safe_is_unreadable_for_ever_and_its_copies_are_not(vault: Vault, tenant: UUID):

    owner, agent, bundle = a_citizen(tenant), a_member(tenant), uuid4()
    file, alone = await vault.a_file(owner), await vault.a_file(owner)
    piece = await vault.a_piece(owner, file)
    await vault.a_piece(owner, alone)
    await vault.check_everything()
    await vault.attach(owner, piece["id"], bundle)
    saved = {
        t: await vault.service.rows(f"select * from {t} where tenant = :t", t=tenant) for t in ("safes", "safe_files")
    }

    eraser = Actor(tenant=tenant, kind=Kind.SERVICE, subject=owner.subject, service="documents")
    await vault.service.run(destroy_safe, DestroySafe(owner.subject), actor=eraser)

    assert (await vault.read(owner, file)).status_code == 404
    assert await vault.row(alone) is None
    answer = await vault.read(agent, file, bundle=bundle, grant=vault.view_grant(agent, bundle, file))
    assert answer.status_code == 200
    # A backup brings the rows back; the key stays destroyed.
    await vault.restore("safes", saved["safes"])
    await vault.restore("safe_files", [row for row in saved["safe_files"] if str(row["file_id"]) == file])
    assert (await vault.read(owner, file)).status_code == 404

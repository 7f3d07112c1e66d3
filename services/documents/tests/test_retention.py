"""Files of dossiers and tickets after their end: kept as long as the rule says, held back, purged."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pikepdf
import pytest
from PIL import Image
from samples import a_pdf
from vault import Vault

from chassis.actor import Actor
from chassis.console import ConsolePages
from chassis.refusals import Refusal
from contracts.demarches import DossierDecided, DossierDiscarded
from contracts.identity import AccountErased
from contracts.ticketing import TicketStatusChanged
from documents.commands.keep_bundle import OneBundle, purge_due_bundle
from documents.commands.purge_bundle import PurgeBundle, purge_bundle
from documents.domain.refusals import UnderLegalHold
from documents.events import subscriptions
from kit.actors import a_citizen, a_member

MANAGE = "documents.retention.manage"


def service_of(tenant: UUID) -> Actor:
    return Actor.of_service("documents", tenant)


async def hears(vault: Vault, tenant: UUID, event: Any) -> None:
    """What the consumer does with an event."""
    for one in subscriptions.SUBSCRIPTIONS:
        if one.event is type(event):
            command = one.translate(event)
            if command is not None:
                await vault.service.run(one.handler, command, actor=service_of(tenant))


async def looked_at(vault: Vault, tenant: UUID, bundle: UUID) -> None:
    """What its timer does."""
    await vault.service.run(purge_due_bundle, OneBundle(bundle), actor=service_of(tenant))


def decided(vault: Vault, bundle: UUID) -> DossierDecided:
    return DossierDecided(dossier_id=bundle, outcome="accepted", decided_at=vault.clock())


async def agent_posts(vault: Vault, agent: Actor, path: str, **fields: str) -> Any:
    secret = vault.service.service.settings.read_secret()
    token = ConsolePages("documents", secret, "documents.console.templates").csrf_token(agent)
    return await vault.call(agent, "POST", f"/console{path}", data={"csrf_token": token, **fields})


@pytest.mark.requirement("DV-06")
async def test_a_discarded_draft_leaves_no_file(vault: Vault, tenant: UUID):
    sender, bundle = a_citizen(tenant), uuid4()
    file, joined = await vault.a_file(sender, bundle=bundle), await vault.a_file(sender)
    piece = await vault.a_piece(sender, joined)
    await vault.attach(sender, piece["id"], bundle)

    await hears(vault, tenant, DossierDiscarded(dossier_id=bundle))
    await vault.sweep()

    assert await vault.row(file) is None
    assert (await vault.row(joined))["holders"] == 1
    assert (await vault.read(sender, joined)).status_code == 200


@pytest.mark.requirement("DV-06")
async def test_files_of_a_decided_dossier_go_at_the_end_of_their_term(vault: Vault, tenant: UUID):
    sender, bundle = a_citizen(tenant), uuid4()
    file = await vault.a_file(sender, bundle=bundle)

    await hears(vault, tenant, decided(vault, bundle))
    vault.clock.move(timedelta(days=89))
    await looked_at(vault, tenant, bundle)
    assert await vault.row(file) is not None
    vault.clock.move(timedelta(days=1, minutes=1))
    await looked_at(vault, tenant, bundle)

    assert await vault.row(file) is None
    timers = await vault.service.rows("select due_at from timers where tenant = :t and kind = 'bundle'", t=tenant)
    assert len(timers) == 1


@pytest.mark.requirement("DV-06")
async def test_what_was_erased_at_its_term_is_told_to_who_holds_a_grant_and_to_nobody_else(vault: Vault, tenant: UUID):
    sender, agent, other, bundle = a_citizen(tenant), a_member(tenant), a_citizen(tenant), uuid4()
    file = await vault.a_file(sender, bundle=bundle)
    await hears(vault, tenant, decided(vault, bundle))
    vault.clock.move(timedelta(days=91))
    await looked_at(vault, tenant, bundle)

    answers = [
        await vault.read(reader, file, bundle=bundle, grant=vault.view_grant(reader, bundle, file))
        for reader in (sender, agent)
    ]
    stranger = await vault.read(other, file, bundle=bundle)

    assert [(answer.status_code, answer.json()["title"]) for answer in answers] == [
        (410, "Ce fichier a été effacé à la fin de son délai de conservation.")
    ] * 2
    assert stranger.status_code == 403
    [told] = await vault.service.published(tenant, type="documents.bundle.purged.v1")
    assert str(told["aggregate_id"]) == str(bundle)


async def test_another_term_wakes_nothing_that_was_purged_before(vault: Vault, tenant: UUID):
    agent, bundle = a_member(tenant, MANAGE), uuid4()
    file = await vault.a_file(a_citizen(tenant), bundle=bundle)
    await hears(vault, tenant, decided(vault, bundle))
    vault.clock.move(timedelta(days=91))
    await looked_at(vault, tenant, bundle)

    await agent_posts(vault, agent, "/retention/rules", issuer="demarches", days="3650", reference="Tableau de gestion")

    assert (await vault.call(agent, "GET", "/v1/department/retention")).json()["due"] == []
    answer = await vault.read(agent, file, bundle=bundle, grant=vault.view_grant(agent, bundle, file))
    assert answer.status_code == 410


async def test_a_ticket_that_lives_again_keeps_its_files(vault: Vault, tenant: UUID):
    sender, bundle = a_citizen(tenant), uuid4()
    grant = vault.upload_grant(sender, bundle, issuer="ticketing")
    file = await vault.a_file(sender, bundle=bundle, headers={"parvis-grant": grant})
    await hears(vault, tenant, TicketStatusChanged(ticket_id=bundle, status="closed"))
    await hears(vault, tenant, TicketStatusChanged(ticket_id=bundle, status="open"))

    vault.clock.move(timedelta(days=800))
    await looked_at(vault, tenant, bundle)

    assert await vault.row(file) is not None


@pytest.mark.requirement("DV-06")
async def test_what_is_held_back_is_not_erased_until_it_is_released(vault: Vault, tenant: UUID):
    sender, agent, bundle = a_citizen(tenant), a_member(tenant, MANAGE), uuid4()
    file = await vault.a_file(sender, bundle=bundle)
    await hears(vault, tenant, decided(vault, bundle))

    held = await agent_posts(
        vault, agent, "/retention/holds", bundle=f"http://agents.localhost/x/{bundle}", reason="Recours n° 2026-14"
    )
    vault.clock.move(timedelta(days=100))
    await looked_at(vault, tenant, bundle)
    await hears(vault, tenant, DossierDiscarded(dossier_id=bundle))
    with pytest.raises(UnderLegalHold):
        await vault.service.run(purge_bundle, PurgeBundle(bundle), actor=service_of(tenant))
    during = await vault.row(file)
    page = await vault.call(agent, "GET", "/console/retention")
    released = await agent_posts(vault, agent, f"/retention/holds/{bundle}/release")

    assert (held.status_code, released.status_code) == (303, 303), held.text
    assert during is not None
    assert "Recours n° 2026-14" in page.text
    assert await vault.row(file) is None


def test_a_hold_is_told_as_locked():
    from chassis.problems import status_of

    assert status_of(UnderLegalHold()) == 423
    assert isinstance(UnderLegalHold(), Refusal)


async def test_a_hold_needs_a_bundle_that_exists_here_and_a_reason(vault: Vault, tenant: UUID):
    agent, bundle = a_member(tenant, MANAGE), uuid4()
    await vault.a_file(a_citizen(tenant), bundle=bundle)
    stranger = a_member(None, MANAGE)

    unknown = await agent_posts(vault, agent, "/retention/holds", bundle=str(uuid4()), reason="x")
    nonsense = await agent_posts(vault, agent, "/retention/holds", bundle="abc", reason="x")
    silent = await agent_posts(vault, agent, "/retention/holds", bundle=str(bundle), reason="  ")
    elsewhere = await agent_posts(vault, stranger, "/retention/holds", bundle=str(bundle), reason="x")

    assert {answer.status_code for answer in (unknown, nonsense, silent, elsewhere)} == {422}
    assert "Dites pourquoi" in silent.text
    assert await vault.service.rows("select 1 from legal_holds where bundle_id = :b", b=bundle) == []


async def test_a_town_sets_its_own_term_and_what_is_closed_follows(vault: Vault, tenant: UUID):
    agent, bundle = a_member(tenant, MANAGE), uuid4()
    file = await vault.a_file(a_citizen(tenant), bundle=bundle)
    await hears(vault, tenant, decided(vault, bundle))

    wrong = await agent_posts(vault, agent, "/retention/rules", issuer="demarches", days="zéro", reference="")
    right = await agent_posts(
        vault, agent, "/retention/rules", issuer="demarches", days="10", reference="Tableau de gestion 2026"
    )
    vault.clock.move(timedelta(days=11))
    await looked_at(vault, tenant, bundle)

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "nombre de jours" in wrong.text
    assert await vault.row(file) is None
    assert "Tableau de gestion 2026" in (await vault.call(agent, "GET", "/console/retention")).text


async def test_the_pages_are_for_those_who_hold_the_permission(vault: Vault, tenant: UUID):
    await vault.a_file(a_citizen(tenant), a_pdf(), bundle=uuid4())
    await vault.a_piece(a_citizen(tenant))
    watcher, keeper = a_member(tenant, "documents.scans.read"), a_member(tenant, MANAGE)

    storage = await vault.call(watcher, "GET", "/console/storage")

    assert storage.status_code == 200, storage.text
    assert "Espaces des citoyens" in storage.text
    assert "Pas encore vérifié" in storage.text
    assert (await vault.call(keeper, "GET", "/console/storage")).status_code == 403
    assert (await vault.call(watcher, "GET", "/console/retention")).status_code == 403
    assert (await agent_posts(vault, watcher, "/retention/holds", bundle=str(uuid4()), reason="x")).status_code == 403
    assert (await vault.call(a_member(None, "documents.scans.read"), "GET", "/console/storage")).status_code == 200


@pytest.mark.requirement("DV-06")
async def test_an_erased_account_takes_its_safe_along_and_leaves_the_dossier_its_copy(vault: Vault, tenant: UUID):
    owner, agent, bundle = a_citizen(tenant), a_member(tenant), uuid4()
    kept, joined = await vault.a_file(owner), await vault.a_file(owner)
    await vault.a_piece(owner, kept)
    piece = await vault.a_piece(owner, joined)
    await vault.check_everything()
    await vault.attach(owner, piece["id"], bundle)
    assert owner.subject is not None

    for account in (owner.subject, uuid4()):
        await hears(vault, tenant, AccountErased(account_id=account, kind="citizen"))
    await vault.sweep()

    assert await vault.row(kept) is None
    assert (await vault.read(owner, joined)).status_code == 404
    answer = await vault.read(agent, joined, bundle=bundle, grant=vault.view_grant(agent, bundle, joined))
    assert answer.status_code == 200
    assert len(await vault.service.published(tenant, type="documents.safe.destroyed.v1")) == 1
    assert await vault.service.rows("select 1 from piece_dates where tenant = :t", t=tenant) == []


@pytest.mark.requirement("DV-03")
async def test_the_copy_an_agent_reads_is_marked_in_its_pixels(vault: Vault, tenant: UUID):
    sender, agent, bundle = a_citizen(tenant), a_member(tenant), uuid4()
    plain = Image.new("RGB", (900, 600), "white")
    into = BytesIO()
    plain.save(into, "PNG")
    picture = await vault.a_file(sender, into.getvalue(), bundle=bundle)
    letter = await vault.a_file(sender, a_pdf("texte", pages=2), bundle=bundle)
    await vault.check_everything()

    seen, read = [
        await vault.call(agent, "GET", "/console/view", params={"grant": vault.view_grant(agent, bundle, file)})
        for file in (picture, letter)
    ]

    least, most = Image.open(BytesIO(seen.content)).convert("L").getextrema()
    assert (least < 230, most) == (True, 255)
    with pikepdf.open(BytesIO(read.content)) as pdf:
        assert len(pdf.pages) == 2
        for page in pdf.pages:
            assert list(page.images) == ["/Page"]
            assert b"texte" not in page.Contents.read_bytes()
        assert "/OCProperties" not in pdf.Root
    own = await vault.read(sender, picture, bundle=bundle, grant=vault.upload_grant(sender, bundle))
    assert Image.open(BytesIO(own.content)).convert("L").getextrema() == (255, 255)

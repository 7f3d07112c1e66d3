"""Thrown away, taken back, gone; replaced with its former versions; remembered before it ends."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from samples import a_pdf
from vault import Vault

from chassis.actor import Actor
from contracts.asks import AskMessageFacts, AskOrganisation, OrganisationFacts
from documents.commands.trash_piece import OnePiece, watch_piece
from documents.events.message_facts import facts_for
from kit.actors import a_citizen
from kit.service import problem

MORNING = datetime(2027, 3, 1, 7, 30, tzinfo=UTC)


async def safe_of(vault: Vault, owner: Actor) -> Any:
    return (await vault.call(owner, "GET", "/v1/safe")).json()


async def watch(vault: Vault, piece: dict[str, Any], tenant: UUID) -> None:
    """What its timers do."""
    await vault.service.run(watch_piece, OnePiece(UUID(piece["id"])), actor=Actor.of_service("documents", tenant))


def fresh(tenant: UUID, owner: Actor, vault: Vault) -> Actor:
    """The same person, who has just given the password again."""
    return a_citizen(tenant, subject=owner.subject, authenticated_at=vault.clock())


@pytest.mark.requirement("DV-02")
async def test_a_deleted_piece_is_in_the_trash_unreadable_and_makes_room(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    file = await vault.a_file(owner)
    piece = await vault.a_piece(owner, file)

    deleted = await vault.call(owner, "DELETE", f"/v1/safe/pieces/{piece['id']}")

    safe = await safe_of(vault, owner)
    assert (deleted.status_code, safe["count"], len(safe["trash"])) == (204, 0, 1)
    assert (await vault.read(owner, file)).status_code == 404
    assert (await vault.attach(owner, piece["id"])).status_code == 404
    assert (await vault.call(owner, "PATCH", f"/v1/safe/pieces/{piece['id']}", json={"label": "x"})).status_code == 404
    assert len(await vault.service.published(tenant, type="documents.piece.trashed.v1")) == 1


@pytest.mark.requirement("DV-02")
async def test_it_is_taken_back_whole(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    file = await vault.a_file(owner)
    piece = await vault.a_piece(owner, file)
    await vault.call(owner, "DELETE", f"/v1/safe/pieces/{piece['id']}")

    restored = await vault.call(owner, "POST", f"/v1/safe/pieces/{piece['id']}/restoration")
    again = await vault.call(owner, "POST", f"/v1/safe/pieces/{piece['id']}/restoration")

    assert (restored.status_code, again.status_code) == (201, 404)
    assert (await safe_of(vault, owner))["count"] == 1
    assert (await vault.read(owner, file)).status_code == 200


@pytest.mark.requirement("DV-01")
async def test_a_full_safe_takes_nothing_back(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    thrown = await vault.a_piece(owner)
    await vault.call(owner, "DELETE", f"/v1/safe/pieces/{thrown['id']}")
    for _ in range(10):
        await vault.a_piece(owner)

    refused = await vault.call(owner, "POST", f"/v1/safe/pieces/{thrown['id']}/restoration")

    assert (refused.status_code, problem(refused)["type"]) == (409, "/problems/safe-full")
    safe = await safe_of(vault, owner)
    assert (safe["count"], len(safe["trash"])) == (10, 1)


@pytest.mark.requirement("DV-02")
async def test_deleted_twice_it_is_gone_with_its_files(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    file = await vault.a_file(owner)
    piece = await vault.a_piece(owner, file)
    object_key = (await vault.row(file))["object_key"]

    for _ in range(2):
        await vault.call(owner, "DELETE", f"/v1/safe/pieces/{piece['id']}")
    await vault.sweep()

    assert await vault.row(file) is None
    assert object_key not in vault.objects(tenant)
    assert (await safe_of(vault, owner))["trash"] == []
    assert (await vault.call(owner, "DELETE", f"/v1/safe/pieces/{piece['id']}")).status_code == 404


@pytest.mark.requirement("DV-02")
async def test_after_thirty_days_the_trash_empties_itself(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    file = await vault.a_file(owner)
    piece = await vault.a_piece(owner, file)
    await vault.call(owner, "DELETE", f"/v1/safe/pieces/{piece['id']}")

    vault.clock.move(timedelta(days=29))
    await watch(vault, piece, tenant)
    assert await vault.row(file) is not None
    vault.clock.move(timedelta(days=1, minutes=1))
    await watch(vault, piece, tenant)

    assert await vault.row(file) is None
    assert len(await vault.service.published(tenant, type="documents.piece.purged.v1")) == 1
    assert await vault.service.rows("select 1 from piece_dates where tenant = :t", t=tenant) == []


@pytest.mark.requirement("DV-02")
async def test_one_taken_back_is_not_purged_when_its_first_month_ends(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    piece = await vault.a_piece(owner)
    await vault.call(owner, "DELETE", f"/v1/safe/pieces/{piece['id']}")
    await vault.call(owner, "POST", f"/v1/safe/pieces/{piece['id']}/restoration")

    vault.clock.move(timedelta(days=31))
    await watch(vault, piece, tenant)

    assert (await safe_of(vault, fresh(tenant, owner, vault)))["count"] == 1


@pytest.mark.requirement("DV-02")
async def test_a_replaced_piece_keeps_its_former_version(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    old, new = await vault.a_file(owner, a_pdf("2025")), await vault.a_file(owner, a_pdf("2026"))
    piece = await vault.a_piece(owner, old)
    body = {"file_ids": [new], "valid_until": "2036-01-31"}

    replaced = await vault.call(owner, "POST", f"/v1/safe/pieces/{piece['id']}/replacement", json=body)
    attached = await vault.attach(owner, piece["id"])

    assert replaced.status_code == 201, replaced.text
    shown = (await safe_of(vault, owner))["pieces"][0]
    assert [f["file_id"] for f in shown["files"]] == [new]
    assert [f["file_id"] for f in shown["former"]] == [old]
    assert shown["valid_until"] == "2036-01-31"
    assert [f["file_id"] for f in attached.json()["files"]] == [new]
    assert (await vault.read(owner, old)).status_code == 200
    assert len(await vault.service.published(tenant, type="documents.piece.replaced.v1")) == 1


async def test_history_is_bounded_and_a_former_file_can_be_taken_out(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    first = await vault.a_file(owner)
    piece = await vault.a_piece(owner, first)
    for _ in range(14):
        body = {"file_ids": [await vault.a_file(owner)]}
        await vault.call(owner, "POST", f"/v1/safe/pieces/{piece['id']}/replacement", json=body)

    former = (await safe_of(vault, owner))["pieces"][0]["former"]
    gone = await vault.call(owner, "DELETE", f"/v1/safe/pieces/{piece['id']}/files/{former[0]['file_id']}")

    assert len(former) == 12
    assert await vault.row(first) is None
    assert gone.status_code == 204
    assert len((await safe_of(vault, owner))["pieces"][0]["former"]) == 11


async def test_five_files_at_once_replace_nothing(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    piece = await vault.a_piece(owner)
    files = [await vault.a_file(owner) for _ in range(5)]

    refused = await vault.call(owner, "POST", f"/v1/safe/pieces/{piece['id']}/replacement", json={"file_ids": files})

    assert (refused.status_code, problem(refused)["type"]) == (409, "/problems/piece-full")
    assert (await safe_of(vault, owner))["pieces"][0]["former"] == []


async def a_piece_until(vault: Vault, owner: Actor, until: date) -> dict[str, Any]:
    body = {"type": "passport", "label": "Passeport", "file_ids": [await vault.a_file(owner)]}
    answer = await vault.call(owner, "POST", "/v1/safe/pieces", json={**body, "valid_until": until.isoformat()})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def told(vault: Vault, tenant: UUID) -> list[int]:
    events = await vault.service.published(tenant, type="documents.piece.expiring.v1")
    return [event["data"]["days_left"] for event in events]


async def test_its_owner_is_told_a_month_and_a_week_before_it_ends_and_once_each(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    until = vault.clock().date() + timedelta(days=60)
    piece = await a_piece_until(vault, owner, until)
    timers = await vault.service.rows("select due_at from timers where tenant = :t and kind = 'piece'", t=tenant)

    for days in (29, 1, 1, 22, 1, 20):
        vault.clock.move(timedelta(days=days))
        await watch(vault, piece, tenant)

    assert await told(vault, tenant) == [30, 7]
    assert [(until - row["due_at"].date()).days for row in timers] == [30, 7]


async def test_another_date_begins_anew_and_one_thrown_away_is_not_spoken_of(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    today = vault.clock().date()
    piece = await a_piece_until(vault, owner, today + timedelta(days=31))
    thrown = await a_piece_until(vault, owner, today + timedelta(days=31))
    await vault.call(owner, "DELETE", f"/v1/safe/pieces/{thrown['id']}")
    later = {"label": "Passeport", "valid_until": (today + timedelta(days=90)).isoformat()}
    await vault.call(owner, "PATCH", f"/v1/safe/pieces/{piece['id']}", json=later)

    vault.clock.move(timedelta(days=2))
    await watch(vault, piece, tenant)
    await watch(vault, thrown, tenant)
    assert await told(vault, tenant) == []
    vault.clock.move(timedelta(days=60))
    await watch(vault, piece, tenant)

    assert await told(vault, tenant) == [30]


async def test_the_mail_says_which_piece_and_until_when(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    piece = await a_piece_until(vault, owner, date(2031, 5, 2))
    data = {"piece_id": piece["id"], "owner_id": str(owner.subject), "days_left": 30}
    asked = AskMessageFacts(tenant=tenant, event_id=UUID(int=1), event_type="documents.piece.expiring.v1", data=data)

    async def identity(_: AskOrganisation) -> OrganisationFacts:
        url = "http://plassans.example"
        return OrganisationFacts(
            organisation_id=tenant, slug="plassans", name="Plassans", public_url=url, colour="#000000"
        )

    facts = await facts_for(asked, vault.service.service.queries, identity)
    stranger = await facts_for(
        AskMessageFacts(
            tenant=tenant,
            event_id=UUID(int=1),
            event_type="documents.piece.expiring.v1",
            data={**data, "owner_id": str(a_citizen(tenant).subject)},
        ),
        vault.service.service.queries,
        identity,
    )

    assert [one.account_id for one in facts.recipients] == [owner.subject]
    assert facts.values["piece"] == "Passeport"
    assert facts.values["valid_until"].replace("\u00a0", " ") == "2 mai 2031"
    assert facts.translated["en"]["valid_until"].replace("\u00a0", " ") == "2 May 2031"
    assert facts.values["link"] == f"http://plassans.example/mes-pieces/{piece['id']}/remplacer"
    assert stranger.recipients == ()

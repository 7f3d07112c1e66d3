"""« Mes pièces justificatives »: one's own, ten of them, and nobody else's business."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from samples import a_jpeg, a_locked_pdf, a_pdf, an_infected_pdf
from sqlalchemy import text
from vault import Vault

from chassis.actor import Actor
from documents.commands.expire_unattached_file import ExpireUnattachedFile, expire_unattached_file
from kit.actors import a_citizen, a_member, a_visitor
from kit.service import problem


async def test_an_empty_safe_says_how_much_it_takes(vault: Vault, tenant: UUID):
    answer = await vault.call(a_citizen(tenant), "GET", "/v1/safe")

    assert answer.json() == {"count": 0, "limit": 10, "pieces": [], "trash": []}


@pytest.mark.requirement("DV-01")
async def test_a_piece_has_a_type_a_label_and_its_files_in_order(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    recto, verso = [await vault.a_file(owner, a_jpeg(), name=f"{side}.jpg") for side in ("recto", "verso")]
    body = {"type": "identity_card", "label": " Ma  carte ", "file_ids": [recto, verso], "valid_until": "2031-05-02"}

    created = await vault.call(owner, "POST", "/v1/safe/pieces", json=body)

    assert created.status_code == 201
    safe = (await vault.call(owner, "GET", "/v1/safe")).json()
    piece = safe["pieces"][0]
    assert safe["count"] == 1
    assert (piece["label"], piece["type_label"], piece["valid_until"]) == (
        "Ma carte",
        "Carte nationale d’identité",
        "2031-05-02",
    )
    assert [file["name"] for file in piece["files"]] == ["recto.jpg", "verso.jpg"]


async def test_its_owner_reads_why_a_file_was_refused_in_their_own_language(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    await vault.a_piece(owner, await vault.a_file(owner, a_locked_pdf()))
    await vault.check_everything()

    told = [
        (await vault.call(replace(owner, locale=locale), "GET", "/v1/safe")).json()["pieces"][0]["files"][0]["cause"]
        for locale in ("fr", "en")
    ]

    assert told == [
        "Ce PDF est protégé par un mot de passe : enlevez la protection et recommencez.",
        "This PDF is protected by a password: remove it and try again.",
    ]


@pytest.mark.requirement("DV-01")
async def test_the_eleventh_piece_is_refused_even_when_all_come_at_once(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    files = [await vault.a_file(owner) for _ in range(14)]

    async def add(file: str):
        body = {"type": "other", "label": "Pièce", "file_ids": [file]}
        return await vault.call(owner, "POST", "/v1/safe/pieces", json=body)

    answers = await asyncio.gather(*(add(file) for file in files))

    refused = [answer for answer in answers if answer.status_code != 201]
    assert len(refused) == 4
    assert {(a.status_code, problem(a)["title"]) for a in refused} == {(409, "Votre espace contient déjà 10 pièces.")}
    assert (await vault.call(owner, "GET", "/v1/safe")).json()["count"] == 10


@pytest.mark.requirement("DV-01")
async def test_the_fifth_file_of_a_piece_is_refused_even_when_all_come_at_once(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    piece = await vault.a_piece(owner)
    files = [await vault.a_file(owner) for _ in range(6)]

    async def add(file: str):
        return await vault.call(owner, "POST", f"/v1/safe/pieces/{piece['id']}/files", json={"file_ids": [file]})

    answers = await asyncio.gather(*(add(file) for file in files))

    refused = [answer for answer in answers if answer.status_code != 201]
    assert len(refused) == 3
    assert {(a.status_code, problem(a)["title"]) for a in refused} == {(409, "4 fichiers au plus par pièce.")}
    assert len((await vault.call(owner, "GET", "/v1/safe")).json()["pieces"][0]["files"]) == 4


@pytest.mark.requirement("DV-02")
async def test_the_owner_renames_and_two_windows_are_told_apart(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    piece = await vault.a_piece(owner)
    path, body = f"/v1/safe/pieces/{piece['id']}", {"label": "Facture de mars", "valid_until": None}

    renamed = await vault.call(owner, "PATCH", path, json=body, headers={"if-match": '"1"'})
    late = await vault.call(owner, "PATCH", path, json=body, headers={"if-match": '"1"'})

    assert (renamed.status_code, renamed.json()["label"]) == (200, "Facture de mars")
    assert late.status_code == 412


@pytest.mark.requirement("DV-02")
async def test_a_file_leaves_a_piece_but_not_the_last_one(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    recto, verso = await vault.a_file(owner), await vault.a_file(owner)
    piece = await vault.a_piece(owner, recto, verso)

    first = await vault.call(owner, "DELETE", f"/v1/safe/pieces/{piece['id']}/files/{recto}")
    second = await vault.call(owner, "DELETE", f"/v1/safe/pieces/{piece['id']}/files/{verso}")

    assert (first.status_code, second.status_code) == (204, 409)


async def names_of(vault: Vault, owner: Actor) -> list[str]:
    return [file["name"] for file in (await vault.call(owner, "GET", "/v1/safe")).json()["pieces"][0]["files"]]


@pytest.mark.requirement("DV-02")
async def test_the_files_of_a_piece_stand_in_the_order_wanted_whichever_came_first(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    verso, recto, more = [await vault.a_file(owner, name=f"{name}.pdf") for name in ("verso", "recto", "annexe")]
    piece = await vault.a_piece(owner, recto, verso)
    path = f"/v1/safe/pieces/{piece['id']}"

    as_chosen = await names_of(vault, owner)
    await vault.call(owner, "POST", f"{path}/files", json={"file_ids": [more]})
    arranged = await vault.call(owner, "PUT", f"{path}/order", json={"file_ids": [more, recto, verso]})
    as_arranged = await names_of(vault, owner)
    attached = await vault.attach(owner, piece["id"])

    assert as_chosen == ["recto.pdf", "verso.pdf"]
    assert arranged.status_code == 200
    assert as_arranged == ["annexe.pdf", "recto.pdf", "verso.pdf"]
    assert [file["name"] for file in attached.json()["files"]] == as_arranged


@pytest.mark.requirement("DV-02")
async def test_an_order_that_is_not_of_these_very_files_is_refused(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    recto, verso = await vault.a_file(owner, name="recto.pdf"), await vault.a_file(owner, name="verso.pdf")
    piece = await vault.a_piece(owner, recto, verso)
    waiting = await vault.a_file(owner)
    path = f"/v1/safe/pieces/{piece['id']}/order"

    wrong = [
        await vault.call(owner, "PUT", path, json={"file_ids": ids})
        for ids in ([], [recto], [recto, recto], [recto, waiting], [recto, verso, waiting])
    ]
    late = await vault.call(
        owner, "PUT", path, json={"file_ids": [verso, recto]}, headers={"if-match": f'"{piece["version"] + 1}"'}
    )
    stranger = await vault.call(a_citizen(tenant), "PUT", path, json={"file_ids": [verso, recto]})

    assert {answer.status_code for answer in wrong} == {409}
    assert (late.status_code, stranger.status_code) == (412, 404)
    assert await names_of(vault, owner) == ["recto.pdf", "verso.pdf"]


@pytest.mark.requirement("DV-02")
async def test_only_the_owner_finds_anything(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    file = await vault.a_file(owner)
    piece = await vault.a_piece(owner, file)
    await vault.check_everything()
    others = (a_citizen(tenant), a_citizen(subject=owner.subject))
    agents = (a_member(tenant, "demarches.dossiers.read", "documents.scans.read"), a_visitor(tenant))

    for other in others:
        assert (await vault.read(other, file)).status_code == 404
        answers = [
            await vault.call(other, "PATCH", f"/v1/safe/pieces/{piece['id']}", json={"label": "x"}),
            await vault.call(other, "DELETE", f"/v1/safe/pieces/{piece['id']}"),
            await vault.attach(other, piece["id"]),
        ]
        assert {answer.status_code for answer in answers} == {404}
        assert (await vault.call(other, "GET", "/v1/safe")).json()["count"] == 0
    for agent in agents:
        assert (await vault.read(agent, file)).status_code == 401
        assert (await vault.call(agent, "GET", "/v1/safe")).status_code == 401
    assert (await vault.read(owner, file)).status_code == 200


@pytest.mark.requirement("DV-02")
async def test_the_database_itself_shows_a_safe_to_its_owner_alone(vault: Vault, tenant: UUID):

    owner = a_citizen(tenant)
    await vault.a_piece(owner)

    seen = {}
    for who, actor in {"owner": owner, "citizen": a_citizen(tenant), "agent": a_member(tenant)}.items():
        async with vault.service.service.database.transaction(actor) as connection:
            counts = [
                await connection.scalar(text(f"select count(*) from {t}")) for t in ("safes", "pieces", "safe_files")
            ]
        seen[who] = counts

    assert seen == {"owner": [1, 1, 1], "citizen": [0, 0, 0], "agent": [0, 0, 0]}


@pytest.mark.requirement("DV-06")
async def test_the_safe_asks_for_the_password_again_after_a_quarter_of_an_hour(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    file = await vault.a_file(owner)

    late = replace(owner, authenticated_at=datetime.now(UTC) - timedelta(minutes=15, seconds=1))

    for answer in (await vault.call(late, "GET", "/v1/safe"), await vault.read(late, file)):
        assert (answer.status_code, problem(answer)["type"]) == (403, "/problems/step-up-needed")
    assert (await vault.read(owner, file)).status_code == 200


async def test_a_file_never_put_into_a_piece_goes_after_a_day(vault: Vault, tenant: UUID):

    owner, service = a_citizen(tenant), Actor.of_service("documents", tenant)
    kept, forgotten = await vault.a_file(owner), await vault.a_file(owner)
    await vault.a_piece(owner, kept)
    timers = await vault.service.rows("select * from timers where tenant = :t and kind = 'unattached_file'", t=tenant)
    assert {str(timer["subject"]) for timer in timers} == {kept, forgotten}

    vault.clock.move(timedelta(hours=24, seconds=1))
    for file in (kept, forgotten):
        await vault.service.run(expire_unattached_file, ExpireUnattachedFile(UUID(file)), actor=service)

    assert await vault.row(forgotten) is None
    assert await vault.row(kept) is not None


@pytest.mark.requirement("DV-04")
async def test_files_that_the_checks_refused_are_told_each_by_its_place_and_nothing_is_kept(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    files = [await vault.a_file(owner, content) for content in (a_pdf(), an_infected_pdf(), a_locked_pdf())]
    await vault.check_everything()
    body = {"type": "proof_of_address", "label": "Facture", "file_ids": files}

    refused = await vault.call(owner, "POST", "/v1/safe/pieces", json=body)
    kept = await vault.call(owner, "POST", "/v1/safe/pieces", json={**body, "file_ids": files[:1]})

    assert (refused.status_code, problem(refused)["type"]) == (422, "/problems/files-refused")
    told = {error["pointer"]: (error["code"], error["detail"]) for error in problem(refused)["errors"]}
    assert told == {
        "/file_ids/1": ("infected", "Ce fichier contenait un virus : personne ne peut l’ouvrir."),
        "/file_ids/2": (
            "unscannable",
            "Ce PDF est protégé par un mot de passe : enlevez la protection et recommencez.",
        ),
    }
    assert kept.status_code == 201

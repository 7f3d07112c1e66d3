"""Pieces: what documents received, what it found, who may open it."""

import asyncio
from uuid import UUID, uuid4

import pytest
from towns import Town

from chassis.actor import Actor
from chassis.tokens import Verifier
from contracts.documents import BundlePurged, FileClean, FileInfected, FileUnscannable
from contracts.tokens import UploadGrant, ViewGrant
from demarches.events.subscriptions import SUBSCRIPTIONS
from kit.service import problem


async def hears(town: Town, event) -> None:
    """The event, as its subscription handles it."""
    [subscription] = [s for s in SUBSCRIPTIONS if s.event is type(event)]
    itself = Actor.of_service("demarches", town.tenant)
    await town.service.run(subscription.handler, subscription.translate(event), actor=itself)


@pytest.mark.requirement("DM-07")
@pytest.mark.parametrize(("event", "status"), [(FileClean, "clean"), (FileInfected, "infected")])
@pytest.mark.parametrize("first", [True, False])
async def test_a_verdict_is_shown_whether_it_comes_before_or_after_its_file_is_joined(town: Town, event, status, first):
    await town.offers(pieces=True)
    camille = town.citizen()
    dossier_id, file_id = await town.filled(camille), uuid4()
    verdict = event(file_id=file_id, bundle_id=UUID(dossier_id))

    if first:
        await hears(town, verdict)
    await town.attaches(camille, dossier_id, town.receipt(camille, dossier_id, file=file_id))
    if not first:
        await hears(town, verdict)

    [piece] = (await town.shows(camille, dossier_id))["pieces"]
    assert piece["files"][0]["status"] == status


async def test_the_files_of_a_piece_stand_in_the_order_in_which_they_were_handed_over(town: Town):
    await town.offers(pieces=True)
    camille = town.citizen()
    dossier_id = await town.filled(camille)
    # Ids tell which came first, and nothing of the order that their owner wanted.
    verso, recto, more = sorted(uuid4() for _ in range(3))

    receipts = [town.receipt(camille, dossier_id, file=file) for file in (recto, verso)]
    piece_id = (await town.attaches(camille, dossier_id, receipts=receipts)).json()["piece_id"]
    later = town.receipt(camille, dossier_id, file=more)
    await town.attaches(camille, dossier_id, receipts=[later], piece_id=piece_id)

    [piece] = (await town.shows(camille, dossier_id))["pieces"]
    assert [file["id"] for file in piece["files"]] == [str(recto), str(verso), str(more)]


@pytest.mark.requirement("DV-06")
async def test_files_erased_at_the_end_of_their_term_are_told_in_this_dossier_alone(town: Town):
    await town.offers(pieces=True)
    camille, file_id = town.citizen(), uuid4()
    dossiers: list[str] = []
    for _ in range(2):
        dossiers.append(await town.filled(camille))
        await town.attaches(camille, dossiers[-1], town.receipt(camille, dossiers[-1], file=file_id))
        await town.submits(camille, dossiers[-1])
    await hears(town, FileClean(file_id=file_id, bundle_id=UUID(dossiers[0])))

    await hears(town, BundlePurged(bundle_id=UUID(dossiers[0])))

    shown = [(await town.shows(camille, dossier_id))["pieces"][0]["files"][0]["status"] for dossier_id in dossiers]
    assert shown == ["erased", "clean"]


@pytest.mark.requirement("DM-07")
@pytest.mark.parametrize("event", [FileInfected, FileUnscannable])
async def test_a_mandatory_piece_whose_only_file_was_refused_is_asked_for_again_before_sending(town: Town, event):
    await town.offers(pieces=True)
    camille = town.citizen()
    dossier_id, file_id = await town.filled(camille), uuid4()
    piece_id = (await town.attaches(camille, dossier_id, town.receipt(camille, dossier_id, file=file_id))).json()[
        "piece_id"
    ]
    await hears(town, event(file_id=file_id, bundle_id=UUID(dossier_id)))

    refused = await town.submits(camille, dossier_id)
    await town.attaches(camille, dossier_id, piece_id=piece_id)
    sent = await town.submits(camille, dossier_id)

    assert refused.status_code == 422
    [error] = problem(refused)["errors"]
    assert error["code"] == "refused"
    assert error["detail"].startswith("Remplacez le fichier refusé : ")
    assert sent.status_code == 201


@pytest.mark.requirement("DM-07")
async def test_a_fifth_file_of_a_piece_is_refused_even_in_parallel(town: Town):
    await town.offers(pieces=True)
    camille = town.citizen()
    dossier_id = await town.filled(camille)
    piece_id = (await town.attaches(camille, dossier_id)).json()["piece_id"]

    answers = await asyncio.gather(*(town.attaches(camille, dossier_id, piece_id=piece_id) for _ in range(6)))

    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [409] * 3


@pytest.mark.requirement("DM-07")
async def test_a_receipt_for_another_dossier_or_person_is_refused(town: Town):
    await town.offers(pieces=True)
    camille, other = town.citizen(), town.citizen()
    dossier_id = await town.filled(camille)

    elsewhere = await town.attaches(camille, dossier_id, town.receipt(camille, str(uuid4())))
    borrowed = await town.attaches(camille, dossier_id, town.receipt(other, dossier_id))
    forged = await town.attaches(camille, dossier_id, "pas un reçu")

    assert (elsewhere.status_code, borrowed.status_code, forged.status_code) == (422, 422, 401)


@pytest.mark.requirement("DM-07")
async def test_the_same_file_is_joined_once(town: Town):
    await town.offers(pieces=True)
    camille = town.citizen()
    dossier_id = await town.filled(camille)
    receipt = town.receipt(camille, dossier_id)

    await town.attaches(camille, dossier_id, receipt)
    again = await town.attaches(camille, dossier_id, receipt)

    assert again.status_code == 409
    assert problem(again)["title"] == "Ce fichier est déjà joint."
    assert len((await town.shows(camille, dossier_id))["pieces"]) == 1


@pytest.mark.requirement("DV-03")
async def test_one_file_of_a_personal_space_serves_two_dossiers_each_for_itself(town: Town):
    await town.offers(pieces=True)
    camille, bill = town.citizen(), uuid4()
    sent = await town.filled(camille)
    await town.attaches(camille, sent, town.receipt(camille, sent, file=bill))
    await town.submits(camille, sent)
    draft = await town.filled(camille)

    joined = await town.attaches(camille, draft, town.receipt(camille, draft, file=bill))
    await hears(town, FileClean(file_id=bill, bundle_id=UUID(draft)))
    shown = [(await town.shows(camille, dossier))["pieces"][0]["files"][0] for dossier in (sent, draft)]
    removed = await town.call(camille, "DELETE", f"/dossiers/{draft}/files/{bill}")

    assert draft != sent
    assert (joined.status_code, removed.status_code) == (201, 204)
    assert [(file["id"], file["status"]) for file in shown] == [(str(bill), "clean")] * 2
    assert (await town.shows(camille, draft))["pieces"] == []
    assert len((await town.shows(camille, sent))["pieces"]) == 1


@pytest.mark.requirement("DM-07")
async def test_a_file_taken_off_a_draft_is_gone_and_one_that_was_sent_stays(town: Town):
    await town.offers(pieces=True)
    camille = town.citizen()
    dossier_id, file_id = await town.filled(camille), uuid4()
    await town.attaches(camille, dossier_id, town.receipt(camille, dossier_id, file=file_id))

    removed = await town.call(camille, "DELETE", f"/dossiers/{dossier_id}/files/{file_id}")
    kept = uuid4()
    await town.attaches(camille, dossier_id, town.receipt(camille, dossier_id, file=kept))
    await town.submits(camille, dossier_id)
    refused = await town.call(camille, "DELETE", f"/dossiers/{dossier_id}/files/{kept}")

    assert (removed.status_code, refused.status_code) == (204, 409)
    assert [p["files"][0]["id"] for p in (await town.shows(camille, dossier_id))["pieces"]] == [str(kept)]


@pytest.mark.requirement("DM-07")
async def test_leave_to_upload_is_a_capability_for_this_bundle_alone(town: Town):
    await town.offers(pieces=True)
    camille = town.citizen()
    dossier_id = await town.filled(camille)

    granted = await town.call(camille, "POST", f"/dossiers/{dossier_id}/upload-grant")
    stranger = await town.call(town.citizen(), "POST", f"/dossiers/{dossier_id}/upload-grant")

    claims = Verifier("documents", town.service.service.trust).read(
        granted.json()["grant"], UploadGrant, issuers=("demarches",)
    )
    assert (str(claims.bundle), claims.sub, claims.tenant) == (dossier_id, camille.subject, town.tenant)
    assert stranger.status_code == 404


@pytest.mark.requirement("DM-16")
async def test_an_agent_gets_leave_to_read_a_piece_and_the_journal_keeps_why(town: Town):
    await town.offers(pieces=True)
    camille, agent = town.citizen(), town.agent()
    dossier_id, file_id = await town.filled(camille), uuid4()
    joined = await town.attaches(camille, dossier_id, town.receipt(camille, dossier_id, file=file_id))
    await town.submits(camille, dossier_id)
    path = f"/dossiers/{dossier_id}/pieces/{joined.json()['piece_id']}/files/{file_id}/view-grant"

    granted = await town.call(agent, "POST", path, json={"purpose": "vérification du domicile"})
    stranger = await town.call(town.citizen(), "POST", path, json={})

    claims = Verifier("documents", town.service.service.trust).read(
        granted.json()["grant"], ViewGrant, issuers=("demarches",)
    )
    assert (claims.file, claims.sub, claims.purpose) == (file_id, agent.subject, "vérification du domicile")
    [line] = await town.service.rows(
        "select purpose, concerns from journal where tenant = :t and action = 'demarches.piece.opened'", t=town.tenant
    )
    assert (line["purpose"], line["concerns"]) == ("vérification du domicile", camille.subject)
    assert stranger.status_code == 404

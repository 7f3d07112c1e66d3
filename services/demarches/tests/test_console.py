"""Agents' pages, as the gateway asks for them."""

from uuid import uuid4

import pytest
from desks import HEADERS, Desk
from towns import Town

from chassis.actor import Actor
from demarches.commands.pieces.note_verdict import NoteVerdict, note_verdict
from demarches.domain.pieces import FileStatus
from demarches.domain.policies import READ


@pytest.mark.requirement("DM-16")
async def test_the_queue_shows_what_nobody_has_taken(town: Town):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    desk = Desk(town, town.agent())

    page = await desk.opens("/demarches/")

    assert page.status_code == 200
    assert f"/demarches/dossiers/{dossier_id}" in page.text
    assert "Adèle Sicardot" in page.text


@pytest.mark.requirement("DM-16")
async def test_an_agent_takes_asks_writes_and_decides_from_the_page(town: Town):
    await town.offers()
    camille = town.citizen()
    dossier_id = await town.submitted(camille)
    desk, address = Desk(town, town.agent()), f"/demarches/dossiers/{dossier_id}"

    done = [
        await desk.posts(address, f"{address}/examination"),
        await desk.posts(address, f"{address}/messages", **{"message-body": "Bonjour"}),
        await desk.posts(address, f"{address}/notes", **{"note-body": "NOTE-INTERNE"}),
        await desk.posts(
            address, f"{address}/piece-requests", **{"piece-label": "Facture", "piece-indispensable": "1"}
        ),
        await desk.posts(f"{address}/decision?issue=accepted", f"{address}/decision/accepted", reasons=""),
    ]

    assert [(answer.status_code, answer.headers["location"]) for answer in done] == [(303, address)] * 5
    seen = await town.shows(camille, dossier_id)
    assert (seen["status"], seen["messages"][0]["body"]) == ("accepted", "Bonjour")
    assert seen["piece_requests"][0]["indispensable"]
    assert "NOTE-INTERNE" in (await desk.opens(address)).text


@pytest.mark.requirement("DM-16")
async def test_what_does_not_fit_is_shown_beside_its_field_with_what_was_typed(town: Town):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    desk, address = Desk(town, town.agent()), f"/demarches/dossiers/{dossier_id}"

    asked = await desk.posts(
        address, f"{address}/piece-requests", **{"piece-label": " ", "piece-reason": "Trop vieille"}
    )
    refused = await desk.posts(f"{address}/decision?issue=refused", f"{address}/decision/refused", reasons=" ")

    assert (asked.status_code, refused.status_code) == (422, 422)
    assert "Trop vieille" in asked.text
    assert "Indiquez pourquoi" in refused.text


@pytest.mark.requirement("DM-16")
async def test_a_form_without_its_token_does_nothing(town: Town):
    await town.offers()
    camille = town.citizen()
    dossier_id = await town.submitted(camille)

    answer = await town.service.call(town.agent(), "POST", f"/console/dossiers/{dossier_id}/decision/accepted", data={})

    assert answer.status_code == 403
    assert (await town.shows(camille, dossier_id))["status"] == "submitted"


@pytest.mark.requirement("DM-16")
async def test_a_piece_opens_at_documents_with_a_grant(town: Town):
    await town.offers(pieces=True)
    camille, file_id = town.citizen(), uuid4()
    dossier_id = await town.filled(camille)
    await town.attaches(camille, dossier_id, town.receipt(camille, dossier_id, file=file_id))
    await town.submits(camille, dossier_id)
    verdict = NoteVerdict(file_id, FileStatus.CLEAN)
    await town.service.run(note_verdict, verdict, actor=Actor.of_service("demarches", town.tenant))
    desk, address = Desk(town, town.agent()), f"/demarches/dossiers/{dossier_id}"

    page = await desk.opens(address)
    opened = await desk.opens(f"{address}/pieces/{file_id}")
    unknown = await desk.opens(f"{address}/pieces/{uuid4()}")

    assert f"{address}/pieces/{file_id}" in page.text
    assert (opened.status_code, unknown.status_code) == (303, 404)
    assert opened.headers["location"].startswith("/documents/view?grant=")


@pytest.mark.requirement("DM-16")
async def test_who_may_only_read_is_offered_no_act(town: Town):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    desk, address = Desk(town, town.agent(READ)), f"/demarches/dossiers/{dossier_id}"

    page = await desk.opens(address)
    refused = await town.service.call(desk.agent, "GET", f"/console/dossiers/{dossier_id}/decision", headers=HEADERS)

    assert page.status_code == 200
    assert "Décider" not in page.text
    assert refused.status_code == 403


async def test_the_console_is_closed_to_citizens_and_other_towns(town: Town):
    from kit.actors import a_member

    await town.offers()
    camille = town.citizen()
    dossier_id = await town.submitted(camille)
    path = f"/console/dossiers/{dossier_id}"

    assert (await town.service.call(camille, "GET", path, headers=HEADERS)).status_code == 403
    assert (await town.service.call(a_member(None, READ), "GET", path, headers=HEADERS)).status_code == 404
    assert (await town.service.call(None, "GET", path)).status_code == 401

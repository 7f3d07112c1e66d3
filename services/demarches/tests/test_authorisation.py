"""Whoever asks for what is not theirs gets the same 404 as for what does not exist, byte for byte."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest
from agendas import holds, opens_calendar, week
from towns import Town

from chassis.actor import Actor
from demarches.domain.definition import Appointment
from demarches.domain.policies import DECIDE, INSTRUCT, READ
from kit import matrix
from kit.actors import a_citizen, a_member, a_visitor
from kit.matrix import Entry

ANSWERS = {"answers": {}}
PIECE = {"type": "proof", "label": "x"}
SLOT = {"calendar_id": str(uuid4()), "starts_at": "2026-11-30T09:00:00+01:00"}
OF_A_DOSSIER = [
    ("GET", "", None),
    ("GET", "/receipt.pdf", None),
    ("GET", "/decision.pdf", None),
    ("POST", "/satisfaction", {"score": 3}),
    ("PUT", "/steps/me", ANSWERS),
    ("PUT", "/steps/me/typed", ANSWERS),
    ("DELETE", "", None),
    ("POST", "/submission", None),
    ("POST", "/upload-grant", None),
    ("DELETE", f"/files/{uuid4()}", None),
    ("POST", f"/pieces/{uuid4()}/files/{uuid4()}/view-grant", {}),
    ("POST", "/messages/reading", None),
    ("POST", "/messages", {"body": "x"}),
    ("POST", "/cancellation", {"confirm": True}),
    ("GET", "/attestation.pdf", None),
    ("POST", "/reasons-request", None),
    ("PUT", "/profile-agreement", {"agreed": True}),
    ("PUT", "/notification-agreement", {"agreed": True}),
    ("POST", "/decision-consultation", None),
    ("PUT", "/archival", {"archived": True}),
    ("GET", "/slots", None),
    ("POST", "/hold", SLOT),
    ("POST", "/bookings", SLOT),
    ("POST", f"/bookings/{uuid4()}/confirmation", None),
    ("POST", f"/bookings/{uuid4()}/cancellation", {"confirm": True}),
    ("GET", f"/bookings/{uuid4()}/file.ics", None),
]
OF_AGENTS = [
    ("GET", "/instruction", None, READ),
    ("GET", "/clock", None, READ),
    ("POST", "/examination", None, INSTRUCT),
    ("POST", "/piece-requests", PIECE, INSTRUCT),
    ("POST", "/notes", {"body": "x"}, INSTRUCT),
    ("POST", "/decision", {"outcome": "accepted"}, DECIDE),
    ("POST", "/assignment", {"examiner": None}, INSTRUCT),
    ("POST", "/moves", {"transition": "x"}, INSTRUCT),
    ("POST", "/forwarding", {"department_id": str(uuid4())}, INSTRUCT),
    ("POST", "/opinions", {"question": "x", "due_on": "2030-01-01", "name": "x", "email": "x@y.fr"}, INSTRUCT),
]


def without_trace(answer) -> dict:
    return {name: value for name, value in answer.json().items() if name != "trace_id"}


@pytest.mark.requirement("DM-11")
@pytest.mark.parametrize(("method", "path", "body"), OF_A_DOSSIER)
async def test_strangers_find_no_dossier(town: Town, method: str, path: str, body):
    await town.offers()
    owner = town.citizen()
    sent, draft = await town.submitted(owner), await town.begun(owner)
    namesake = a_citizen(subject=owner.subject)
    strangers: list[Actor] = [town.citizen(), a_visitor(town.tenant), a_member(town.tenant), namesake]

    async def ask(actor: Actor | None, dossier_id: str):
        options = {"json": body} if body is not None else {}
        return await town.call(actor, method, f"/dossiers/{dossier_id}{path}", **options)

    for dossier_id in (sent, draft):
        assert (await ask(None, dossier_id)).status_code == 401
        for stranger in strangers:
            found, unknown = await ask(stranger, dossier_id), await ask(stranger, str(uuid4()))
            assert found.status_code == 404, (found.text, stranger)
            assert without_trace(found) == without_trace(unknown)


@pytest.mark.requirement("DM-16")
@pytest.mark.parametrize(("method", "path", "body", "permission"), OF_AGENTS)
async def test_agents_need_the_permission_and_their_own_town(town: Town, method: str, path: str, body, permission: str):
    await town.offers()
    owner = town.citizen()
    sent, draft = await town.submitted(owner), await town.begun(owner)

    async def status(actor: Actor | None, dossier_id: str) -> int:
        options = {"json": body} if body is not None else {}
        return (await town.call(actor, method, f"/dossiers/{dossier_id}{path}", **options)).status_code

    everything = (READ, INSTRUCT, DECIDE)
    others = {name for name in everything if name != permission}
    assert await status(None, sent) == 401
    assert await status(a_visitor(town.tenant), sent) == 401
    assert await status(owner, sent) == 403
    assert await status(a_member(town.tenant, *others), sent) == 403
    assert await status(a_member(None, *everything), sent) == 404
    assert await status(a_member(town.tenant, *everything), draft) == 404
    assert await status(a_member(town.tenant, *everything), str(uuid4())) == 404


async def test_every_operation_holds_against_everybody_who_must_not(town: Town):
    calendar = await opens_calendar(town, now=None)
    own = await town.offers(pieces=True, appointment=Appointment(calendars=(calendar,)))
    owner, file_id = town.citizen(), uuid4()
    dossier_id = await town.filled(owner)
    joined = await town.attaches(owner, dossier_id, town.receipt(owner, dossier_id, file=file_id))
    first_free = datetime.fromisoformat((await week(town, owner, dossier_id))["first_free"])
    booking_id = (await holds(town, owner, dossier_id, calendar, first_free)).json()["id"]
    await town.submits(owner, dossier_id)
    dossier = {"dossier_id": UUID(dossier_id)}
    of_file = {**dossier, "piece_id": UUID(joined.json()["piece_id"]), "file_id": file_id}
    of_booking = {**dossier, "booking_id": UUID(booking_id)}
    letter = {"event_id": uuid4(), "handler": "note_verdict"}
    paths = {
        "GET /v1/demarches/{slug}": Entry({"slug": "bac"}, open_to="the catalogue is public"),
        "GET /v1/tracking/{token}": Entry({"token": "x"}, open_to="whoever was mailed the link"),
        "POST /v1/tracking/{token}/cancellation": Entry({"token": "x"}, json={}, open_to="whoever was mailed the link"),
        "GET /v1/tracking/{token}/attachment": Entry({"token": "x"}, open_to="whoever was mailed the link"),
        "POST /v1/tracking/{token}/attachment-codes": Entry({"token": "x"}, open_to="whoever was mailed the link"),
        "POST /v1/tracking/{token}/attachment": Entry({"token": "x"}, json={}, open_to="whoever was mailed the link"),
        "DELETE /v1/dossiers/{dossier_id}/files/{file_id}": Entry({**dossier, "file_id": file_id}),
        "POST /v1/dossiers/{dossier_id}/pieces/{piece_id}/files/{file_id}/view-grant": Entry(of_file, json={}),
        "POST /v1/dossiers/{dossier_id}/pieces": Entry(
            dossier, json={"type": "proof", "receipts": [town.receipt(owner, dossier_id)]}
        ),
        "POST /v1/dossiers/{dossier_id}/opinions/{opinion_id}/answer": Entry(
            {**dossier, "opinion_id": uuid4()}, json={"stance": "favourable"}
        ),
        "GET /v1/decisions/{code}": Entry({"code": "x"}, open_to="whoever holds a copy of the document"),
        "GET /v1/opinions/{token}": Entry({"token": "x"}, open_to="whoever was mailed the link"),
        "POST /v1/opinions/{token}": Entry({"token": "x"}, json={"stance": "x"}, open_to="whoever was mailed the link"),
        "POST /v1/dossiers/{dossier_id}/bookings/{booking_id}/confirmation": Entry(of_booking),
        "POST /v1/dossiers/{dossier_id}/bookings/{booking_id}/cancellation": Entry(of_booking, json={"confirm": True}),
        "GET /v1/dossiers/{dossier_id}/bookings/{booking_id}/file.ics": Entry(of_booking),
        "POST /v1/dossiers/{dossier_id}/waiting/{calendar_id}": Entry({**dossier, "calendar_id": calendar}),
        "POST /v1/dossiers/{dossier_id}/waiting/{calendar_id}/end": Entry({**dossier, "calendar_id": calendar}),
        "GET /v1/tracking/{token}/bookings/{booking_id}/file.ics": Entry(
            {"token": "x", "booking_id": uuid4()}, open_to="whoever was mailed the link"
        ),
        "GET /v1/pages/{slug}": Entry({"slug": "bac"}, open_to="the catalogue is public"),
        "GET /v1/demarches/{slug}/waiting": Entry({"slug": "bac"}, open_to="whoever has a personal space"),
        "POST /v1/demarches/{slug}/waiting": Entry({"slug": "bac"}, open_to="whoever has a personal space"),
        "POST /v1/demarches/{slug}/waiting/end": Entry({"slug": "bac"}, open_to="whoever has a personal space"),
        "DELETE /v1/synonyms/{term}": Entry({"term": "x"}, open_to="words of one's own town"),
        "GET /v1/calendars/{calendar_id}": Entry({"calendar_id": calendar}),
        "GET /v1/calendars/{calendar_id}/agenda": Entry({"calendar_id": calendar}),
        "PUT /v1/calendars/{calendar_id}": Entry(
            {"calendar_id": calendar},
            json={
                "name": "x",
                "venue_id": str(uuid4()),
                "department_id": str(uuid4()),
                "settings": {"duration_minutes": 20},
                "version": 1,
            },
        ),
        "PUT /v1/venues/{venue_id}": Entry(
            {"venue_id": uuid4()}, json={"name": "x", "address": "x"}, open_to="a place of one's own, made by its id"
        ),
        "POST /v1/calendars/{calendar_id}/closures": Entry(
            {"calendar_id": calendar}, json={"since": "2027-01-04", "until": "2027-01-04", "reason": "x"}
        ),
        "DELETE /v1/closures/{closure_id}": Entry({"closure_id": uuid4()}),
        "GET /v1/shared-definitions/{shared_id}": Entry({"shared_id": uuid4()}),
        "POST /v1/shared-definitions/{shared_id}/copies": Entry(
            {"shared_id": uuid4()}, json={"title": "x", "theme_id": str(uuid4()), "department_id": str(uuid4())}
        ),
        "POST /v1/shared-definitions/{shared_id}/end": Entry({"shared_id": uuid4()}, json={"reason": "x"}),
        "POST /v1/definitions/{demarche_id}/sharing": Entry({"demarche_id": own}, json={"note": "x"}),
        "GET /v1/definitions/{demarche_id}/update": Entry({"demarche_id": own}),
        "POST /v1/definitions/{demarche_id}/update": Entry({"demarche_id": own}, json={"number": 1, "version": 0}),
        "POST /v1/dead-letters/{event_id}/{handler}/replay": Entry(letter),
        "POST /v1/dead-letters/{event_id}/{handler}/discard": Entry(letter),
    }
    for method, path, body, *_rest in [*OF_A_DOSSIER, *OF_AGENTS]:
        values = {**dossier, "step": "me"}
        paths.setdefault(f"{method} /v1/dossiers/{{dossier_id}}{named(path)}", Entry(values, json=body))

    wrong = [
        sentence
        for operation in matrix.operations(town.service.app)
        for sentence in await matrix.check(town.service, operation, paths.get(operation.name), owner)
    ]

    assert wrong == []


def named(path: str) -> str:
    return path.replace("/steps/me", "/steps/{step}")


async def test_an_agent_without_instructing_neither_writes_nor_reads_for_the_town(town: Town):
    await town.offers()
    sent = await town.submitted(town.citizen())
    reader = town.agent(READ)

    for path, body in (("messages", {"body": "x"}), ("messages/reading", {})):
        assert (await town.call(reader, "POST", f"/dossiers/{sent}/{path}", json=body)).status_code == 403


async def test_an_agent_does_not_submit_or_cancel_for_a_citizen(town: Town):
    await town.offers()
    sent = await town.submitted(town.citizen())
    agent = town.agent()

    for path, body in (("submission", {}), ("cancellation", {"confirm": True}), ("upload-grant", {})):
        assert (await town.call(agent, "POST", f"/dossiers/{sent}/{path}", json=body)).status_code == 404


@pytest.mark.parametrize(
    "path", ["/catalogue", "/demarches/bac", "/search?q=bac", "/me/dossiers", "/me/badges", "/me/dashboard"]
)
async def test_lists_need_a_token_and_hold_nothing_of_another_town(town: Town, path: str):
    await town.offers(title="CANARI-DE-PLASSANS")
    await town.submitted(town.citizen())

    assert (await town.call(None, "GET", path)).status_code == 401
    assert "CANARI" not in (await town.call(a_citizen(), "GET", path)).text


async def test_the_queue_of_another_town_is_empty(town: Town):
    await town.offers()
    await town.submitted(town.citizen())

    assert (await town.call(a_member(None, READ), "GET", "/dossiers")).json()["items"] == []
    assert (await town.call(town.citizen(), "GET", "/dossiers")).status_code == 403


async def test_a_tracking_link_of_another_town_opens_nothing(town: Town):
    await town.offers()
    visitor = a_visitor(town.tenant)
    tracking = (await town.submits(visitor, await town.filled(visitor))).json()["tracking"]

    assert (await town.call(a_visitor(), "GET", f"/tracking/{tracking}")).status_code == 404
    assert (await town.call(None, "GET", f"/tracking/{tracking}")).status_code == 401
    path = f"/tracking/{tracking}/cancellation"
    assert (await town.call(a_visitor(), "POST", path, json={"confirm": True})).status_code == 404
    assert (await town.call(a_visitor(town.tenant), "POST", path, json={"confirm": True})).status_code == 201

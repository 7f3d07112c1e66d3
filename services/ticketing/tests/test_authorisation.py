"""Every operation of the API, and everybody who is not meant by it. Who of the customers sees what: test_visibility."""

from uuid import UUID, uuid4

from support_portal import Portal

from kit import matrix
from kit.matrix import Entry


async def test_every_operation_holds_against_everybody_who_must_not(portal: Portal):
    of_ticket = {"ticket_id": UUID(await portal.open())}
    letter = {"event_id": uuid4(), "handler": "close_resolved"}
    call = {"kind": "call", "minutes": 5, "summary": "Appel."}
    words = {"body": "Bonjour."}
    entries = {
        "GET /v1/catalogue/{entry}": Entry({"entry": "anomalie"}, open_to="the catalogue is public"),
        "GET /v1/tickets/{ticket_id}": Entry(of_ticket),
        "POST /v1/tickets/{ticket_id}/messages": Entry(of_ticket, json=words),
        "POST /v1/tickets/{ticket_id}/reading": Entry(of_ticket),
        "POST /v1/tickets/{ticket_id}/confirmation": Entry(of_ticket),
        "POST /v1/tickets/{ticket_id}/reopening": Entry(of_ticket),
        "POST /v1/tickets/{ticket_id}/cancellation": Entry(of_ticket),
        "GET /v1/desk/tickets/{ticket_id}": Entry(of_ticket),
        "POST /v1/desk/tickets/{ticket_id}/assignment": Entry(of_ticket, json={}),
        "POST /v1/desk/tickets/{ticket_id}/answers": Entry(of_ticket, json=words),
        "POST /v1/desk/tickets/{ticket_id}/notes": Entry(of_ticket, json=words),
        "POST /v1/desk/tickets/{ticket_id}/interventions": Entry(of_ticket, json=call),
        "POST /v1/desk/tickets/{ticket_id}/waiting": Entry(of_ticket, json={}),
        "POST /v1/desk/tickets/{ticket_id}/resolution": Entry(of_ticket),
        "POST /v1/dead-letters/{event_id}/{handler}/replay": Entry(letter),
        "POST /v1/dead-letters/{event_id}/{handler}/discard": Entry(letter),
    }

    wrong = [
        sentence
        for operation in matrix.operations(portal.service.app)
        for sentence in await matrix.check(portal.service, operation, entries.get(operation.name), portal.customer)
    ]

    assert wrong == []

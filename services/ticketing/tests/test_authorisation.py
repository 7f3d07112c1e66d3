"""Every operation of the API, and everybody who is not meant by it. Who of the customers sees what: test_visibility."""

from uuid import UUID, uuid4

from support_portal import Portal
from test_sla import CALENDAR, POLICY

from kit import matrix
from kit.actors import a_member
from kit.matrix import Entry


async def test_every_operation_holds_against_everybody_who_must_not(portal: Portal):
    of_ticket = {"ticket_id": UUID(await portal.open())}
    letter = {"event_id": uuid4(), "handler": "close_resolved"}
    call = {"kind": "call", "minutes": 5, "summary": "Appel."}
    words = {"body": "Bonjour."}
    own = "an id of one's own makes a thing of one's own"
    team = {"id": str(uuid4()), "name": "Niveau 1"}
    reply = {"id": str(uuid4()), "title": "Merci", "body": "Merci."}
    article = {"kind": "document", "title": "Une page", "body": "Son texte.", "audience": "members"}
    of_article = {"article_id": uuid4()}
    author = a_member(portal.tenant, "ticketing.articles.edit")
    await portal.call(author, "PUT", f"/v1/desk/articles/{of_article['article_id']}", json=article)
    await portal.call(author, "POST", f"/v1/desk/articles/{of_article['article_id']}/publication")
    entries = {
        "GET /v1/catalogue/{entry}": Entry({"entry": "anomalie"}, open_to="the catalogue is public"),
        "GET /v1/robot-codes/{challenge}/picture": Entry({"challenge": "x"}, open_to="whoever asks without an account"),
        "GET /v1/robot-codes/{challenge}/sound": Entry({"challenge": "x"}, open_to="whoever asks without an account"),
        "GET /v1/tickets/{ticket_id}": Entry(of_ticket),
        "POST /v1/tickets/{ticket_id}/messages": Entry(of_ticket, json=words),
        "PUT /v1/ticket-reservations/{ticket_id}": Entry(
            {"ticket_id": uuid4()}, open_to="an id of one's own makes a reservation of one's own"
        ),
        "POST /v1/tickets/{ticket_id}/upload-grant": Entry(of_ticket),
        "POST /v1/tickets/{ticket_id}/files/{file_id}/view-grant": Entry({**of_ticket, "file_id": uuid4()}, json={}),
        "POST /v1/tickets/{ticket_id}/reading": Entry(of_ticket),
        "POST /v1/tickets/{ticket_id}/session-request": Entry(of_ticket, json={"phone": "0442005150"}),
        "POST /v1/tickets/{ticket_id}/confirmation": Entry(of_ticket),
        "POST /v1/tickets/{ticket_id}/reopening": Entry(of_ticket),
        "POST /v1/tickets/{ticket_id}/cancellation": Entry(of_ticket),
        "POST /v1/tickets/{ticket_id}/shares": Entry(of_ticket, json={"colleague": str(uuid4())}),
        "DELETE /v1/tickets/{ticket_id}/shares/{colleague}": Entry({**of_ticket, "colleague": uuid4()}),
        "GET /v1/exports/tickets/{kind}": Entry({"kind": "csv"}, open_to="everybody's own list, which may be empty"),
        "POST /v1/desk/tickets/{ticket_id}/split": Entry(of_ticket, json={"messages": [str(uuid4())], "subject": "X"}),
        "POST /v1/desk/tickets/{ticket_id}/split/undoing": Entry(of_ticket),
        "POST /v1/desk/tickets/{ticket_id}/macro": Entry(of_ticket, json={"macro": str(uuid4())}),
        "PUT /v1/desk/macros/{macro_id}": Entry(
            {"macro_id": uuid4()}, json={"id": str(uuid4()), "title": "Prendre", "take": True}, open_to=own
        ),
        "GET /v1/desk/tickets/{ticket_id}": Entry(of_ticket),
        "POST /v1/desk/tickets/{ticket_id}/assignment": Entry(of_ticket, json={}),
        "POST /v1/desk/tickets/{ticket_id}/answers": Entry(of_ticket, json=words),
        "POST /v1/desk/tickets/{ticket_id}/notes": Entry(of_ticket, json=words),
        "POST /v1/desk/tickets/{ticket_id}/interventions": Entry(of_ticket, json=call),
        "POST /v1/desk/tickets/{ticket_id}/waiting": Entry(of_ticket, json={}),
        "POST /v1/desk/tickets/{ticket_id}/resolution": Entry(of_ticket),
        "POST /v1/desk/tickets/{ticket_id}/weight": Entry(of_ticket, json={"impact": "person", "urgency": "low"}),
        "GET /v1/desk/tickets/{ticket_id}/sla": Entry(of_ticket),
        "PUT /v1/desk/promises/calendars/{calendar_id}": Entry({"calendar_id": uuid4()}, json=CALENDAR, open_to=own),
        "PUT /v1/desk/promises/policies/{policy_id}": Entry({"policy_id": uuid4()}, json=POLICY),
        "POST /v1/desk/tickets/{ticket_id}/assignee": Entry(of_ticket, json={"agent": str(uuid4())}),
        "POST /v1/desk/tickets/{ticket_id}/merger": Entry(of_ticket, json={"reference": "ASS-2026-000001"}),
        "POST /v1/desk/tickets/{ticket_id}/merger/undoing": Entry(of_ticket),
        "POST /v1/desk/tickets/{ticket_id}/links": Entry(of_ticket, json={"reference": "ASS-2026-000001"}),
        "POST /v1/desk/tickets/{ticket_id}/presence": Entry(of_ticket, json={}),
        "POST /v1/desk/tickets/{ticket_id}/recognition": Entry(
            of_ticket, json={"reference": "ASS-2026-000001", "proof": "Vu."}
        ),
        "PUT /v1/tickets/{ticket_id}/opinion": Entry(of_ticket, json={"score": 5}),
        "PUT /v1/desk/teams/{team_id}": Entry({"team_id": uuid4()}, json=team, open_to=own),
        "PUT /v1/desk/replies/{reply_id}": Entry({"reply_id": uuid4()}, json=reply, open_to=own),
        "GET /v1/knowledge/articles/{slug}": Entry({"slug": "une-page"}),
        "GET /v1/knowledge/articles/{slug}/file": Entry({"slug": "une-page"}),
        "POST /v1/knowledge/articles/{article_id}/votes": Entry({"article_id": uuid4()}, json={"helped": True}),
        "GET /v1/desk/articles/{article_id}": Entry(of_article),
        "PUT /v1/desk/articles/{article_id}": Entry({"article_id": uuid4()}, json=article, open_to=own),
        "POST /v1/desk/articles/{article_id}/publication": Entry(of_article),
        "POST /v1/desk/articles/{article_id}/withdrawal": Entry(of_article),
        "PUT /v1/desk/articles/{article_id}/file": Entry(of_article, content=b"contents"),
        "POST /v1/dead-letters/{event_id}/{handler}/replay": Entry(letter),
        "POST /v1/dead-letters/{event_id}/{handler}/discard": Entry(letter),
    }

    wrong = [
        sentence
        for operation in matrix.operations(portal.service.app)
        for sentence in await matrix.check(portal.service, operation, entries.get(operation.name), portal.customer)
    ]

    assert wrong == []

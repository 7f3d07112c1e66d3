"""Files joined to requests and messages: documents keeps them, ticketing says who may send and read."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from desk_pages import read, send
from support_portal import ANSWER, OPEN, READ, Portal

from chassis.actor import Actor
from chassis.keys import SigningKeyFile
from chassis.tokens import Signer, Verifier
from contracts.documents import FileClean, FileInfected
from contracts.tokens import UploadGrant, UploadReceipt, ViewGrant
from kit.actors import a_member
from ticketing.commands.files.give_up_reservation import GiveUpReservation, give_up_reservation
from ticketing.commands.files.note_verdict import NoteVerdict, note_verdict
from ticketing.domain.attachment import FileStatus
from ticketing.events.subscriptions import clean, infected

pytestmark = pytest.mark.requirement("TK-02")


def receipt(portal: Portal, sender: Actor, ticket: str, **changes: Any) -> str:
    """As documents signs it."""
    signer = Signer("documents", SigningKeyFile(portal.service.servers.keyring.signing_key_file("documents")))
    facts = {
        "tenant": portal.tenant,
        "sub": sender.subject,
        "bundle": UUID(ticket),
        "file": uuid4(),
        "name": "écran.png",
        "size": 1000,
        "media_type": "image/png",
        "sha256": "0" * 64,
    }
    return signer.sign(UploadReceipt, audience="ticketing", lives=timedelta(minutes=10), **{**facts, **changes})


async def a_reply(portal: Portal, ticket: str, *receipts: str, sender: Actor | None = None) -> Any:
    body = {"body": "Voici la capture.", "receipts": receipts}
    return await portal.call(sender or portal.customer, "POST", f"/v1/tickets/{ticket}/messages", json=body)


async def a_view_grant(portal: Portal, actor: Actor, ticket: str, file: object) -> Any:
    path = f"/v1/tickets/{ticket}/files/{file}/view-grant"
    return await portal.call(actor, "POST", path, json={"purpose": "assistance"})


async def test_a_request_comes_with_the_files_that_were_sent_for_it(portal: Portal):
    ticket, file = str(uuid4()), uuid4()
    reserved = await portal.call(portal.customer, "PUT", f"/v1/ticket-reservations/{ticket}")
    claims = Verifier("documents", portal.service.service.trust).read(
        reserved.json()["grant"], UploadGrant, issuers=("ticketing",)
    )

    opened = await portal.open(ticket_id=ticket, receipts=[receipt(portal, portal.customer, ticket, file=file)])

    assert (str(claims.bundle), claims.sub) == (ticket, portal.customer.subject)
    assert opened == ticket
    shown = await portal.show(ticket)
    assert [(f["id"], f["name"], f["status"]) for f in shown["files"]] == [(str(file), "écran.png", "pending")]


async def test_a_reserved_id_is_its_owners_alone(portal: Portal):
    ticket, other = str(uuid4()), portal.a_customer(OPEN)
    await portal.call(portal.customer, "PUT", f"/v1/ticket-reservations/{ticket}")

    taken = await portal.call(other, "PUT", f"/v1/ticket-reservations/{ticket}")
    again = await portal.call(portal.customer, "PUT", f"/v1/ticket-reservations/{ticket}")
    body = {"entry": "evolution", "subject": "A", "answers": {"description": "B"}, "ticket_id": ticket}
    stolen = await portal.call(
        other, "POST", "/v1/tickets", json={**body, "receipts": [receipt(portal, other, ticket)]}
    )

    assert (taken.status_code, again.status_code, stolen.status_code) == (404, 200, 422)


async def test_an_id_of_a_ticket_that_exists_cannot_be_reserved(portal: Portal):
    ticket = await portal.open()

    answer = await portal.call(portal.a_customer(OPEN), "PUT", f"/v1/ticket-reservations/{ticket}")

    assert answer.status_code == 404


async def test_files_for_a_request_that_never_came_are_given_up(portal: Portal):
    ticket, sent = str(uuid4()), str(uuid4())
    for one in (ticket, sent):
        await portal.call(portal.customer, "PUT", f"/v1/ticket-reservations/{one}")
    await portal.open(ticket_id=sent, receipts=[receipt(portal, portal.customer, sent)])
    clock = Actor.of_service("ticketing", portal.tenant)

    for one in (ticket, sent):
        await portal.service.run(give_up_reservation, GiveUpReservation(UUID(one)), actor=clock)

    given_up = [
        event["data"]["ticket_id"]
        for event in await portal.service.published(portal.tenant)
        if event["type"] == "ticketing.ticket.given_up.v1"
    ]
    assert given_up == [ticket]


async def test_a_reply_shows_its_files_beside_it_to_both_sides(portal: Portal):
    ticket, file = await portal.open(), uuid4()

    answer = await a_reply(portal, ticket, receipt(portal, portal.customer, ticket, file=file))

    assert answer.status_code == 201, answer.text
    for shown in (await portal.show(ticket), await portal.desk(ticket)):
        assert [f["id"] for f in shown["messages"][-1]["files"]] == [str(file)]
        assert shown["files"] == []


async def test_an_agent_joins_files_to_an_answer(portal: Portal):
    ticket = await portal.open()
    granted = await portal.call(portal.agent, "POST", f"/v1/tickets/{ticket}/upload-grant")

    answer = await portal.answer(ticket, receipts=[receipt(portal, portal.agent, ticket, name="mode d'emploi.pdf")])

    assert (granted.status_code, answer.status_code) == (201, 201), answer.text
    assert [f["name"] for f in (await portal.show(ticket))["messages"][-1]["files"]] == ["mode d'emploi.pdf"]


@pytest.mark.parametrize(
    "changes",
    [{"bundle": uuid4()}, {"sub": uuid4()}, {"tenant": uuid4()}],
    ids=["for another ticket", "from somebody else", "in another tenant"],
)
async def test_a_receipt_of_something_else_is_refused_and_nothing_is_said(portal: Portal, changes: dict[str, Any]):
    ticket = await portal.open()

    answer = await a_reply(portal, ticket, receipt(portal, portal.customer, ticket, **changes))

    assert answer.status_code == 422
    assert "fichier" in answer.json()["title"]
    assert (await portal.show(ticket))["messages"] == []


async def test_a_receipt_that_documents_did_not_sign_is_refused(portal: Portal):
    ticket = await portal.open()

    assert (await a_reply(portal, ticket, "eyJ.not.ours")).status_code == 422


async def test_files_stand_in_the_order_in_which_they_were_handed_over(portal: Portal):
    ticket = await portal.open()
    # Ids tell which came first, and nothing of the order that was wanted.
    last, first = sorted(uuid4() for _ in range(2))

    await a_reply(portal, ticket, *[receipt(portal, portal.customer, ticket, file=file) for file in (first, last)])

    shown = (await portal.show(ticket))["messages"][-1]["files"]
    assert [file["id"] for file in shown] == [str(first), str(last)]


async def test_four_files_are_the_most_and_a_file_is_joined_once(portal: Portal):
    ticket = await portal.open()
    five = [receipt(portal, portal.customer, ticket) for _ in range(5)]
    known = receipt(portal, portal.customer, ticket)

    too_many = await a_reply(portal, ticket, *five)
    first, twice = await a_reply(portal, ticket, known), await a_reply(portal, ticket, known)

    assert (too_many.status_code, first.status_code, twice.status_code) == (422, 201, 409)


async def test_nothing_is_sent_for_a_cancelled_ticket(portal: Portal):
    ticket = await portal.open()
    await portal.call(portal.customer, "POST", f"/v1/tickets/{ticket}/cancellation")

    assert (await portal.call(portal.customer, "POST", f"/v1/tickets/{ticket}/upload-grant")).status_code == 409


async def test_leave_to_read_a_file_is_for_whoever_sees_the_ticket_and_is_written_down(portal: Portal):
    ticket, file = await portal.open(), uuid4()
    await a_reply(portal, ticket, receipt(portal, portal.customer, ticket, file=file))
    colleague, stranger = portal.a_customer(READ), portal.a_customer(OPEN, READ, organisation=uuid4())

    granted = await a_view_grant(portal, portal.agent, ticket, file)
    seen = [(await a_view_grant(portal, who, ticket, file)).status_code for who in (colleague, stranger)]
    unknown = await a_view_grant(portal, portal.agent, ticket, uuid4())

    claims = Verifier("documents", portal.service.service.trust).read(
        granted.json()["grant"], ViewGrant, issuers=("ticketing",)
    )
    assert (claims.file, str(claims.bundle), claims.purpose) == (file, ticket, "assistance")
    assert seen == [201, 404]
    assert unknown.status_code == 404
    lines = await portal.service.rows(
        "select purpose from journal where tenant = :t and action = 'ticketing.file.opened'", t=portal.tenant
    )
    assert len(lines) == 2


async def test_a_file_of_one_ticket_is_not_read_through_another(portal: Portal):
    ticket, other, file = await portal.open(), await portal.open(), uuid4()
    await a_reply(portal, ticket, receipt(portal, portal.customer, ticket, file=file))

    assert (await a_view_grant(portal, portal.customer, other, file)).status_code == 404


async def test_what_documents_found_is_shown_whether_it_comes_before_or_after(portal: Portal):
    ticket, early, late, foreign = await portal.open(), uuid4(), uuid4(), uuid4()
    actor = Actor.of_service("documents", portal.tenant)

    async def found(file: UUID, bundle: UUID, status: FileStatus) -> None:
        await portal.service.run(note_verdict, NoteVerdict(bundle, file, status), actor=actor)

    await found(early, UUID(ticket), FileStatus.INFECTED)
    await found(foreign, uuid4(), FileStatus.CLEAN)
    await a_reply(portal, ticket, *(receipt(portal, portal.customer, ticket, file=file) for file in (early, late)))
    await found(late, UUID(ticket), FileStatus.CLEAN)

    files = {f["id"]: f["status"] for f in (await portal.show(ticket))["messages"][-1]["files"]}
    assert files == {str(early): "infected", str(late): "clean"}
    kept = await portal.service.rows("select file_id from file_verdicts where tenant = :t", t=portal.tenant)
    assert foreign not in {row["file_id"] for row in kept}


def test_files_of_storage_spaces_are_no_concern_of_ours():
    file, bundle = uuid4(), uuid4()

    assert clean(FileClean(file_id=file, bundle_id=None)) is None
    assert infected(FileInfected(file_id=file, bundle_id=bundle)) == NoteVerdict(bundle, file, FileStatus.INFECTED)


async def test_a_member_who_may_not_ask_for_help_reserves_nothing(portal: Portal):
    agent = a_member(portal.tenant, ANSWER, organisation=portal.town)

    assert (await portal.call(agent, "PUT", f"/v1/ticket-reservations/{uuid4()}")).status_code == 403


async def test_an_agent_s_page_takes_files_keeps_them_when_stale_and_opens_them_with_a_grant(portal: Portal):
    ticket, file = await portal.open(), uuid4()
    sent = receipt(portal, portal.agent, ticket, file=file, name="notice.pdf")
    await portal.reply(ticket, "Une précision.")

    stale = await send(portal, ticket, "answers", body="Voici.", seen="1", receipts=sent)
    taken = await send(portal, ticket, "answers", body="Voici.", receipts=sent)
    waiting = await read(portal, f"/console/tickets/{ticket}")
    await portal.service.run(
        note_verdict,
        NoteVerdict(UUID(ticket), file, FileStatus.CLEAN),
        actor=Actor.of_service("documents", portal.tenant),
    )
    checked = await read(portal, f"/console/tickets/{ticket}")
    opened = await read(portal, f"/console/tickets/{ticket}/files/{file}")

    assert (stale.status_code, taken.status_code) == (412, 303)
    assert sent in stale.text
    assert "notice.pdf" in waiting.text
    assert "Analyse en cours" in waiting.text
    link = f'href="/ticketing/tickets/{ticket}/files/{file}"'
    assert (link in waiting.text, link in checked.text) == (False, True)
    assert opened.headers["location"].startswith("/documents/view?grant=")

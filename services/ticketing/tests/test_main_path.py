"""A member asks, support answers, the member reads and agrees."""

from datetime import datetime, timedelta

import pytest
from support_portal import Portal

from chassis.clock import PARIS
from kit.actors import a_visitor
from kit.eventually import eventually
from kit.service import problem

# A Tuesday morning: seven working days later is a Thursday.
TUESDAY = datetime(2026, 3, 10, 9, 30, tzinfo=PARIS)


@pytest.mark.requirement("TK-01")
async def test_a_visitor_sees_every_service_grouped_by_product(portal: Portal):
    answer = await portal.call(a_visitor(portal.tenant), "GET", "/v1/catalogue")

    [product] = answer.json()["products"]
    assert product["name"] == "Parvis"
    assert [(e["label"], e["kind_label"]) for e in product["entries"]] == [
        ("Anomalie – logiciel", "Anomalie logiciel"),
        ("Évolution", "Évolution"),
    ]


@pytest.mark.requirement("TK-01")
async def test_a_visitor_may_not_ask_for_help_without_signing_in(portal: Portal):
    answer = await portal.call(a_visitor(portal.tenant), "POST", "/v1/tickets", json={})

    assert answer.status_code == 401


@pytest.mark.requirement("TK-02")
async def test_a_member_opens_a_ticket_and_gets_its_reference(portal: Portal):
    ticket = await portal.open()

    shown = await portal.show(ticket)
    year = datetime.now(PARIS).year
    assert shown["reference"] == f"ASS-{year}-000001"
    assert (shown["status"], shown["status_label"]) == ("new", "Reçue")
    assert (shown["product"], shown["kind_label"], shown["severity"]) == ("Parvis", "Anomalie logiciel", "major")
    assert shown["answers"] == [{"label": "Que se passe-t-il ?", "value": "Rien ne se passe."}]
    assert await portal.told() == [("opened", "")]


@pytest.mark.requirement("TK-02")
async def test_everything_that_cannot_be_taken_is_said_at_once(portal: Portal):
    sent = {"entry": "anomalie", "subject": " ", "answers": {}, "impact": "everybody"}
    answer = await portal.call(portal.customer, "POST", "/v1/tickets", json=sent)

    assert answer.status_code == 422
    assert [e["pointer"] for e in problem(answer)["errors"]] == [
        "/subject",
        "/impact",
        "/urgency",
        "/answers/description",
    ]
    assert await portal.told() == []


@pytest.mark.requirement("TK-02")
async def test_a_wish_is_not_weighed(portal: Portal):
    ticket = await portal.open(entry="evolution", impact=None, urgency=None)

    shown = await portal.show(ticket)
    assert (shown["severity"], shown["impact_label"]) == ("minor", "")


@pytest.mark.requirement("TK-03")
async def test_support_answers_and_the_member_reads_it(portal: Portal):
    ticket = await portal.open()

    await portal.answer(ticket, "Rechargez la page.")
    before = (await portal.call(portal.customer, "GET", "/v1/me/badges")).json()
    await portal.call(portal.customer, "POST", f"/v1/tickets/{ticket}/reading")

    [message] = (await portal.show(ticket))["messages"]
    after = (await portal.call(portal.customer, "GET", "/v1/me/badges")).json()
    assert (message["body"], message["author"], message["unread"]) == ("Rechargez la page.", "support", False)
    assert message["read_at"] is not None
    assert (before, after) == (
        {"unread_messages": 1, "open_tickets": 1, "waiting_for_me": 0},
        {"unread_messages": 0, "open_tickets": 1, "waiting_for_me": 0},
    )
    assert await portal.told() == [
        ("opened", ""),
        ("answered", "support"),
        ("assigned", ""),
        ("status_changed", "open"),
    ]


@pytest.mark.requirement("TK-03")
async def test_support_knows_what_it_has_not_read_yet(portal: Portal):
    ticket = await portal.open()
    await portal.answer(ticket)
    await portal.reply(ticket)

    queue = (await portal.call(portal.agent, "GET", "/v1/desk/tickets?queue=mine")).json()
    await portal.desk(ticket)
    again = (await portal.call(portal.agent, "GET", "/v1/desk/tickets?queue=mine")).json()

    assert [line["unread"] for line in queue["items"]] == [1]
    assert [line["unread"] for line in again["items"]] == [0]
    assert (await portal.show(ticket))["messages"][1]["read_at"] is not None


@pytest.mark.requirement("TK-03")
async def test_every_call_and_remote_session_is_shown_to_the_member(portal: Portal):
    ticket = await portal.open()
    session = {"kind": "remote_session", "minutes": 25, "summary": "Poste repris en main."}

    await portal.call(portal.agent, "POST", f"/v1/desk/tickets/{ticket}/interventions", json=session)

    shown = await portal.show(ticket)
    [done] = shown["interventions"]
    assert (done["kind_label"], done["minutes"], done["summary"]) == (
        "Session de télémaintenance",
        25,
        "Poste repris en main.",
    )
    assert [line["event"] for line in shown["history"]] == ["opened", "logged", "assigned", "status_changed"]


@pytest.mark.requirement("TK-10")
async def test_a_session_lasts_between_a_minute_and_a_day(portal: Portal):
    ticket = await portal.open()

    session = {"kind": "call", "minutes": 0, "summary": "Appel."}
    answer = await portal.call(portal.agent, "POST", f"/v1/desk/tickets/{ticket}/interventions", json=session)

    assert answer.status_code == 422
    assert problem(answer)["errors"][0]["pointer"] == "/minutes"


@pytest.mark.requirement("TK-03")
async def test_a_solved_ticket_is_confirmed_by_its_requester_and_archived(portal: Portal):
    ticket = await portal.open()
    await portal.answer(ticket, "C’est corrigé.", then="resolved")
    solved = await portal.show(ticket)

    answer = await portal.call(portal.customer, "POST", f"/v1/tickets/{ticket}/confirmation")

    present = (await portal.call(portal.customer, "GET", "/v1/me/tickets")).json()["items"]
    archived = (await portal.call(portal.customer, "GET", "/v1/me/tickets?archived=true")).json()["items"]
    assert (solved["status_label"], solved["can"]) == (
        "Résolue — à confirmer",
        ["reply", "reopen", "confirm", "cancel", "share"],
    )
    assert answer.json()["status"] == "closed"
    assert (present, [line["id"] for line in archived]) == ([], [ticket])


async def test_a_solved_ticket_closes_by_itself_after_seven_working_days(portal: Portal):
    portal.service.clock.stop_at(TUESDAY)
    ticket = await portal.open()
    await portal.answer(ticket, then="resolved")

    closes_at = datetime.fromisoformat((await portal.show(ticket))["closes_at"])
    portal.service.clock.move(timedelta(days=9, minutes=1))

    async def closed() -> bool:
        return (await portal.show(ticket))["status"] == "closed"

    assert closes_at == TUESDAY + timedelta(days=9)
    assert await eventually(closed)


@pytest.mark.requirement("TK-03")
async def test_tickets_are_found_by_a_word_of_their_subject_or_their_number(portal: Portal):
    await portal.open(subject="Imprimante muette")
    await portal.open(subject="100 % des écrans gris")

    async def found(words: str) -> list[str]:
        answer = await portal.call(portal.customer, "GET", "/v1/me/tickets", params={"q": words})
        return [line["subject"] for line in answer.json()["items"]]

    assert await found("imprimante") == ["Imprimante muette"]
    assert await found("100 %") == ["100 % des écrans gris"]
    assert await found("000001") == ["Imprimante muette"]


@pytest.mark.requirement("TK-04")
async def test_what_waits_for_the_member_and_what_he_has_not_read_are_counted_and_listed(portal: Portal):
    asked, quiet = await portal.open(), await portal.open()
    await portal.answer(asked, "Quelle version ?", then="waiting_customer")

    badges = (await portal.call(portal.customer, "GET", "/v1/me/badges")).json()
    unread = (await portal.call(portal.customer, "GET", "/v1/me/tickets?unread=true")).json()["items"]

    assert badges == {"unread_messages": 1, "open_tickets": 2, "waiting_for_me": 1}
    assert [line["id"] for line in unread] == [asked]
    assert (await portal.show(quiet))["messages"] == []

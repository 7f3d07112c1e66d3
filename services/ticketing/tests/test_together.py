"""Two at once: two clicks, two agents, two people who open."""

import asyncio

import pytest
from support_portal import REQUEST, Portal


@pytest.mark.requirement("TK-02")
async def test_the_same_request_sent_twice_with_one_key_is_one_ticket(portal: Portal):
    sent = {"json": REQUEST, "headers": {"idempotency-key": "clic"}}

    first, second = await asyncio.gather(
        portal.call(portal.customer, "POST", "/v1/tickets", **sent),
        portal.call(portal.customer, "POST", "/v1/tickets", **sent),
    )

    assert first.json() == second.json()
    assert await portal.told() == [("opened", "")]


async def test_the_same_reply_sent_twice_with_one_key_is_one_message(portal: Portal):
    ticket = await portal.open()
    sent = {"json": {"body": "Une précision."}, "headers": {"idempotency-key": "clic"}}

    for _ in range(3):
        await portal.call(portal.customer, "POST", f"/v1/tickets/{ticket}/messages", **sent)

    assert [message["body"] for message in (await portal.show(ticket))["messages"]] == ["Une précision."]


async def test_tickets_opened_at_once_get_numbers_without_gap(portal: Portal):
    await asyncio.gather(*(portal.open() for _ in range(8)))

    lines = (await portal.call(portal.customer, "GET", "/v1/me/tickets")).json()["items"]
    assert sorted(line["reference"][-6:] for line in lines) == [f"{number:06d}" for number in range(1, 9)]


@pytest.mark.requirement("TK-06")
async def test_an_answer_to_an_older_state_is_refused_with_what_is_new(portal: Portal):
    ticket = await portal.open()
    seen = (await portal.desk(ticket))["version"]
    await portal.reply(ticket, "J'ai oublié : cela arrive le matin.")
    await portal.note(ticket, "Vu avec l’équipe.")

    answer = await portal.answer(ticket, headers={"if-match": f'"{seen}"'})

    assert answer.status_code == 412
    body = answer.json()
    assert [(n["kind"], n["text"]) for n in body["news"]] == [
        ("message", "J'ai oublié : cela arrive le matin."),
        ("note", "Vu avec l’équipe."),
    ]
    assert answer.headers["etag"] == f'"{body["version"]}"'
    assert ("answered", "support") not in await portal.told()
    again = await portal.answer(ticket, headers={"if-match": f'"{body["version"]}"'})
    assert again.status_code == 201


@pytest.mark.requirement("TK-06")
async def test_of_two_agents_who_answer_at_once_one_reads_the_others_first(portal: Portal):
    ticket = await portal.open()
    seen = {"headers": {"if-match": f'"{(await portal.desk(ticket))["version"]}"'}}

    answers = await asyncio.gather(portal.answer(ticket, "Un.", **seen), portal.answer(ticket, "Deux.", **seen))

    assert sorted(answer.status_code for answer in answers) == [201, 412]
    assert len((await portal.show(ticket))["messages"]) == 1


async def test_reading_makes_nobodys_answer_stale(portal: Portal):
    ticket = await portal.open()
    await portal.answer(ticket)
    seen = (await portal.desk(ticket))["version"]
    await portal.call(portal.customer, "POST", f"/v1/tickets/{ticket}/reading")

    answer = await portal.answer(ticket, headers={"if-match": f'"{seen}"'})

    assert answer.status_code == 201


@pytest.mark.requirement("TK-06")
async def test_the_graver_then_the_older_ticket_comes_first_page_after_page(portal: Portal):
    minor = await portal.open(impact="person", urgency="low")
    old, young = await portal.open(), await portal.open()
    critical = await portal.open(impact="organisation", urgency="high")

    found: list[str] = []
    cursor = None
    while True:
        params = {"limit": 1, "queue": "unassigned", **({"cursor": cursor} if cursor else {})}
        page = (await portal.call(portal.agent, "GET", "/v1/desk/tickets", params=params)).json()
        found += [line["id"] for line in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break

    assert found[0] == critical
    assert set(found[1:3]) == {old, young}
    assert found[3] == minor


async def test_a_version_that_never_was_is_stale_and_nothing_else(portal: Portal):
    ticket = await portal.open()

    answer = await portal.answer(ticket, headers={"if-match": f'"{10**30}"'})

    assert (answer.status_code, answer.json()["news"]) == (412, [])


async def test_ones_tickets_come_page_after_page_those_that_moved_last_first(portal: Portal):
    tickets = [await portal.open() for _ in range(3)]
    await portal.answer(tickets[0])

    found: list[str] = []
    cursor: str | None = None
    while cursor or not found:
        params = {"limit": 1, **({"cursor": cursor} if cursor else {})}
        page = (await portal.call(portal.customer, "GET", "/v1/me/tickets", params=params)).json()
        found += [line["id"] for line in page["items"]]
        cursor = page["next"]

    assert found == [tickets[0], tickets[2], tickets[1]]

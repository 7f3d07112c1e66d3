"""Promises on a real ticket: when they warn, when they break, what the team sees, and what a change leaves alone."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from support_portal import ANSWER, Portal

from kit.actors import a_member
from kit.eventually import eventually

PARIS = ZoneInfo("Europe/Paris")
SET_UP = "ticketing.settings.edit"
DAY = [{"begins": 540, "ends": 720}, {"begins": 840, "ends": 1020}]
CALENDAR: dict[str, Any] = {"id": str(uuid4()), "name": "Bureau", "week": [DAY] * 5 + [[], []]}
TARGETS = {"first_response": 60, "next_response": 120, "resolution": 480}
POLICY: dict[str, Any] = {
    "id": str(uuid4()),
    "name": "Usuelle",
    "calendar_id": CALENDAR["id"],
    "targets": {severity: TARGETS for severity in ("minor", "normal", "major")}
    | {"critical": {"first_response": 30, "resolution": 240}},
}


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=PARIS)  # pyright: ignore[reportArgumentType]


def set_up(portal: Portal) -> Any:
    return a_member(portal.tenant, SET_UP, ANSWER)


async def promised(portal: Portal, **changes: Any) -> dict[str, Any]:
    await portal.call(set_up(portal), "PUT", f"/v1/desk/promises/calendars/{CALENDAR['id']}", json=CALENDAR)
    path = f"/v1/desk/promises/policies/{POLICY['id']}"
    answer = await portal.call(set_up(portal), "PUT", path, json={**POLICY, **changes})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def told(portal: Portal, ticket: str) -> list[tuple[str, str]]:
    events = await portal.service.published(portal.tenant)
    mine = [e for e in events if e["type"].startswith("ticketing.sla") and e["aggregate_id"] == UUID(ticket)]
    return [(e["type"].split(".")[2], e["data"]["measure"]) for e in mine]


async def queue(portal: Portal, name: str) -> list[str]:
    answer = await portal.call(portal.agent, "GET", "/v1/desk/tickets", params={"queue": name})
    return [line["id"] for line in answer.json()["items"]]


@pytest.mark.requirement("TK-06")
async def test_it_warns_and_breaks_to_the_minute_across_the_night(portal: Portal):
    await promised(portal)
    portal.service.clock.stop_at(at(2026, 3, 27, 16, 30))  # Friday before the change to summer time: due Monday at 9:30
    ticket = await portal.open()

    portal.service.clock.stop_at(at(2026, 3, 30, 9, 17))
    await asyncio.sleep(1.5)  # longer than between two looks at the timers
    before = await told(portal, ticket)
    portal.service.clock.stop_at(at(2026, 3, 30, 9, 18))
    await eventually(lambda: told(portal, ticket))
    imminent = await queue(portal, "imminent")
    portal.service.clock.stop_at(at(2026, 3, 30, 9, 30))
    await eventually(lambda: queue(portal, "breached"))

    assert (before, imminent) == ([], [ticket])
    assert await told(portal, ticket) == [("imminent", "first_response"), ("breached", "first_response")]
    assert await queue(portal, "imminent") == []


@pytest.mark.requirement("TK-06")
async def test_an_answer_in_time_keeps_the_promise_and_a_note_does_not(portal: Portal):
    await promised(portal)
    portal.service.clock.stop_at(at(2026, 6, 1, 9, 0))
    ticket = await portal.open()
    portal.service.clock.stop_at(at(2026, 6, 1, 9, 59))
    await portal.note(ticket, "Vu.")
    noted = await told(portal, ticket)

    await portal.answer(ticket)

    assert ("achieved", "first_response") not in noted
    assert ("achieved", "first_response") in await told(portal, ticket)


@pytest.mark.requirement("TK-06")
async def test_a_policy_edited_later_leaves_open_requests_what_they_were_promised(portal: Portal):
    first = await promised(portal)
    portal.service.clock.stop_at(at(2026, 6, 1, 9, 0))
    before = await portal.open()

    second = await promised(portal, targets={"major": {"first_response": 15}})
    after = await portal.open()

    assert (first["number"], second["number"]) == (1, 2)
    shown = [(await portal.desk(ticket))["sla"] for ticket in (before, after)]
    assert [(one["policy_number"], one["promises"][0]["target"]) for one in shown] == [(1, 60), (2, 15)]


@pytest.mark.requirement("TK-06")
async def test_the_explanation_tells_each_stretch(portal: Portal):
    await promised(portal)
    portal.service.clock.stop_at(at(2026, 4, 3, 16, 0))
    ticket = await portal.open()
    portal.service.clock.stop_at(at(2026, 4, 7, 9, 30))

    sla = (await portal.call(portal.agent, "GET", f"/v1/desk/tickets/{ticket}/sla")).json()

    first = sla["promises"][0]
    assert (first["measure"], first["counted"], first["outcome"]) == ("first_response", 90, "late")
    assert [(s["counted"], s["minutes"]) for s in first["stretches"]] == [(True, 60), (False, 88 * 60), (True, 30)]
    assert first["stretches"][1]["named"] == ["Lundi de Pâques"]


async def test_a_customer_reads_nothing_of_it(portal: Portal):
    await promised(portal)
    ticket = await portal.open()

    shown = await portal.show(ticket)

    assert shown["sla"] is None
    assert {line["event"] for line in shown["history"]} == {"opened"}


@pytest.mark.requirement("TK-06")
async def test_a_graver_request_is_due_earlier(portal: Portal):
    await promised(portal)
    portal.service.clock.stop_at(at(2026, 6, 1, 9, 0))
    ticket = await portal.open()
    weight = {"impact": "organisation", "urgency": "high"}

    answer = await portal.call(portal.agent, "POST", f"/v1/desk/tickets/{ticket}/weight", json=weight)
    again = await portal.call(portal.agent, "POST", f"/v1/desk/tickets/{ticket}/weight", json=weight)

    shown = await portal.desk(ticket)
    assert (answer.status_code, again.status_code, shown["severity"]) == (201, 409, "critical")
    assert shown["sla"]["promises"][0]["target"] == 30


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": " "}, "/name"),
        ({"zone": "Europe/Plassans"}, "/zone"),
        ({"week": [[]] * 7}, "/week"),
        ({"week": [[{"begins": 60, "ends": 60}]] * 7}, "/week/0"),
        ({"week": [[{"begins": 60, "ends": 120}, {"begins": 100, "ends": 140}], *[[]] * 6]}, "/week/0"),
        ({"closures": [{"first": "2026-08-10", "last": "2026-08-01"}]}, "/closures"),
    ],
)
async def test_a_calendar_that_cannot_be_is_refused(change: dict[str, Any], pointer: str, portal: Portal):
    path = f"/v1/desk/promises/calendars/{uuid4()}"

    answer = await portal.call(set_up(portal), "PUT", path, json={**CALENDAR, **change})

    assert answer.status_code == 422
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]


async def test_what_is_promised_is_set_by_the_provider_alone(portal: Portal):
    path = f"/v1/desk/promises/calendars/{CALENDAR['id']}"
    customer = portal.a_customer(SET_UP)

    assert (await portal.call(portal.agent, "PUT", path, json=CALENDAR)).status_code == 403
    assert (await portal.call(customer, "PUT", path, json=CALENDAR)).status_code == 403
    assert (await portal.call(customer, "GET", "/v1/desk/promises")).status_code == 403


async def test_a_policy_needs_a_calendar_of_its_own_provider(portal: Portal):
    await promised(portal)
    stranger = a_member(None, SET_UP)

    answer = await portal.call(stranger, "PUT", f"/v1/desk/promises/policies/{uuid4()}", json=POLICY)

    assert answer.status_code == 404

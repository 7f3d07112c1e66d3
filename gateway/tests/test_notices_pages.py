"""The notification centre on the portal, and the count that tells itself."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID, uuid4

import msgspec
import pytest
from doorstep.house import House
from doorstep.upstream import NOTHING_CHOSEN

from chassis import bus
from chassis.bus import Outgoing
from contracts.events import Envelope
from contracts.notifier import InboxChanged
from gateway.arrivals import Arrivals
from gateway.open_pages import MOST_OF_ONE


@pytest.fixture
def notifier(house: House):
    tiny = house.services["notifier"]
    yield tiny
    tiny.notices, tiny.badges, tiny.chosen, tiny.devices = [], {}, {**NOTHING_CHOSEN}, []


def a_notice(link: str, **changes):
    return {
        "id": str(uuid4()),
        "kind": "message_from_town",
        "title": "Un agent vous a écrit",
        "link": link,
        "created_at": "2026-05-01T08:00:00Z",
        "read_at": None,
        **changes,
    }


def an_arrival(account_id: UUID) -> bytes:
    event = InboxChanged(account_id=account_id)
    return msgspec.json.encode(
        Envelope(
            id=uuid4(),
            source="notifier",
            type=event.type,
            subject=account_id,
            time=datetime.now(UTC),
            tenant=uuid4(),
            sequence=1,
            actor="service:notifier",
            data=msgspec.Raw(msgspec.json.encode(event)),
        )
    )


@pytest.mark.requirement("NT-05")
async def test_the_centre_lists_what_one_was_told_and_leads_there(house: House, notifier):
    town = house.town()
    ours = a_notice(f"http://{town['slug']}.localhost:8000/mes-demandes/7?x=1")
    elsewhere = a_notice("https://evil.example/x", title="Ailleurs")
    notifier.notices, notifier.badges = [ours, elsewhere], {"notifications": 2}
    visit = house.visit(town, house.citizen_of(town))

    page = await visit.get("/mes-notifications")
    token = await visit.token("/mes-notifications")
    led = await visit.send_form(f"/mes-notifications/{ours['id']}/lecture", {}, token=token)
    kept = await visit.send_form(f"/mes-notifications/{elsewhere['id']}/lecture", {}, token=token)

    assert "Un agent vous a écrit" in page.text
    assert 'data-live="/mes-notifications"' in page.text
    assert led.headers["location"] == "/mes-demandes/7?x=1"
    assert kept.headers["location"] == "/mes-notifications"


async def test_the_centre_is_for_who_is_signed_in(house: House, notifier):
    visitor = await house.visit(house.town()).get("/mes-notifications")
    flow = await house.visit(house.town()).get("/mes-notifications/flux")

    assert (visitor.status_code, flow.status_code) == (303, 303)


@pytest.mark.requirement("NT-05")
async def test_preferences_are_chosen_without_script(house: House, notifier):
    town = house.town()
    visit = house.visit(town, house.citizen_of(town))
    notifier.chosen["wishes"] = {"ticket_answered": "never"}
    path = "/mes-notifications/preferences"
    token = await visit.token(path)
    fields = {"wishes.message_from_town": "digest", "digest_hour": "7", "quiet_from": "22", "quiet_until": "7"}

    sent = await visit.send_form(path, fields, token=token)

    assert sent.status_code == 303
    assert notifier.chosen == {
        "wishes": {"message_from_town": "digest", "ticket_answered": "never"},
        "muted": [],
        "texted": [],
        "on_paper": [],
        "digest_hour": 7,
        "quiet_from": 22,
        "quiet_until": 7,
    }


@pytest.mark.requirement("NT-05")
async def test_hours_are_offered_as_the_reader_says_them(house: House, notifier):
    town = house.town()
    visit = house.visit(town, house.citizen_of(town))
    path = "/mes-notifications/preferences"

    french = await visit.get(path)
    await visit.get("/langue/en")
    english = await visit.get(path)

    assert ">18\u00a0h</option>" in french.text
    assert ">6:00 pm</option>" in english.text


@pytest.mark.requirement("NT-05")
async def test_a_device_is_added_silenced_and_removed_by_forms(house: House, notifier):
    town = house.town()
    visit = house.visit(town, house.citizen_of(town))
    path = "/mes-notifications/preferences"
    before = await visit.get(path)
    token = await visit.token(path)
    subscribed = {"endpoint": "https://push.example/1", "p256dh": "B", "auth": "A"}

    added = await visit.send_form("/mes-notifications/appareils", subscribed, token=token)
    after = await visit.get(path)
    fields = {"digest_hour": "18", "told_shown": "true", "told": "dossier_decided"}
    chosen = await visit.send_form(path, fields, token=token)
    muted = notifier.chosen["muted"]
    gone = f"/mes-notifications/appareils/{notifier.devices[0]['id']}/retrait"
    removed = await visit.send_form(gone, {}, token=token)

    assert "vous prévenir aussi quand" not in before.text
    assert "vous prévenir aussi quand" in after.text
    assert {added.status_code, chosen.status_code, removed.status_code} == {303}
    assert notifier.heard[-1]["told"]["subscribed"] == subscribed
    assert "dossier_decided" not in muted
    assert {"message_from_town", "booking_reminder"} <= set(muted)
    assert notifier.devices == []


async def test_the_worker_is_at_the_root_and_is_looked_for_anew(house: House):
    answer = await house.visit(house.town()).get("/service-worker.js")

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"].startswith("text/javascript")


@pytest.mark.requirement("NT-05")
async def test_an_open_page_hears_what_arrives_and_nobody_elses(house: House, notifier):
    town = house.town()
    person = house.citizen_of(town)
    visit = house.visit(town, person)
    passwords = house.servers.keyring.passwords("bus")
    speaker = await bus.connect(
        house.servers.nats.address, service="notifier", user="notifier", password=passwords["notifier"]
    )

    opened = asyncio.Event()

    async def heard() -> list[str]:
        async with visit.stream("GET", "/mes-notifications/flux", timeout=60) as flow:
            assert flow.headers["content-type"].startswith("text/event-stream")
            lines = []
            async for line in flow.aiter_lines():
                lines.append(line)
                opened.set()
                if line == "event: changed":
                    return lines
            return lines

    listening = asyncio.create_task(heard())
    await asyncio.wait_for(opened.wait(), 60)
    for account in (uuid4(), person.subject):
        assert account is not None
        body = an_arrival(account)
        await speaker.publish([Outgoing(uuid4(), InboxChanged.type, body, None)])
    lines = await asyncio.wait_for(listening, 60)
    await speaker.close()

    assert lines[0] == "retry: 2000"
    assert lines.count("event: changed") == 1


async def test_one_person_keeps_no_more_than_some_lines_open_and_they_end_with_the_process():
    arrivals, account = Arrivals(), uuid4()
    lines = [arrivals.begin(account, account) for _ in range(MOST_OF_ONE + 1)]
    first = lines[0]
    assert first is not None
    await arrivals.on_inbox(an_arrival(uuid4()))

    assert lines[-1] is None
    assert not first.is_set()
    await arrivals.on_inbox(an_arrival(account))
    assert first.is_set()
    arrivals.close()
    assert arrivals.begin(account, account) is None


@pytest.mark.requirement("NT-05")
async def test_sms_are_asked_for_kind_by_kind_where_the_town_has_them(house: House, notifier):
    town = house.town()
    visit = house.visit(town, house.citizen_of(town))
    path = "/mes-notifications/preferences"
    without = await visit.get(path)
    notifier.texted = ["booking_reminder", "place_offered"]

    page = await visit.get(path)
    fields = {"texted_shown": "true", "texted": "booking_reminder", "digest_hour": "18"}
    sent = await visit.send_form(path, fields, token=await visit.token(path))

    notifier.texted = []
    assert "Par SMS" not in without.text
    assert "Une place se libère" in page.text
    assert sent.status_code == 303
    assert notifier.chosen["texted"] == ["booking_reminder"]


async def test_reports_of_sms_are_passed_on_with_their_word(house: House, notifier):
    answer = await house.visit(house.town()).post("/rapports-d-envoi/sms/abc", json={"msg_status": "delivered"})

    assert answer.status_code == 204
    assert notifier.heard[-1]["path"] == "/v1/reports/sms/abc"

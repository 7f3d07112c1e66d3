"""How support is set up, from the pages: hours and promises as people type them, teams, ready-made answers."""

import re
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from support_portal import ANSWER, Portal

from kit.actors import a_member

FORM = {"content-type": "application/x-www-form-urlencoded"}
SET_UP, EDIT = "ticketing.settings.edit", "ticketing.articles.edit"
CALENDAR = {"name": "Bureau", "monday": "9:00-12:00, 14h-17h30", "zone": "Europe/Paris", "holidays": "alsace_moselle"}


def boss(portal: Portal) -> Any:
    return a_member(portal.tenant, SET_UP, EDIT, ANSWER)


async def posted(portal: Portal, opened: str, path: str, actor: Any = None, **fields: Any) -> httpx.Response:
    """The form of one page, sent."""
    actor = actor or portal.agent
    page = await portal.call(actor, "GET", opened)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token is not None, page.text[:3000]
    body = urlencode({"csrf_token": token[1], **fields}, doseq=True)
    return await portal.call(actor, "POST", path, content=body, headers=FORM)


async def made(portal: Portal, actor: Any, what: str, **fields: Any) -> tuple[httpx.Response, str]:
    """A new thing of the settings, and its address."""
    opened = f"/console/reglages/{what}/{'nouvelle' if what == 'equipes' else 'nouveau'}"
    page = await portal.call(actor, "GET", opened)
    action = re.search(rf'action="/ticketing(/reglages/{what}/[0-9a-f-]+)"', page.text)
    assert action is not None, page.text[:3000]
    path = f"/console{action[1]}"
    return await posted(portal, opened, path, actor, **fields), path


@pytest.mark.requirement("TK-06")
async def test_hours_and_promises_are_set_from_the_pages(portal: Portal):
    actor = boss(portal)

    hours, path = await made(portal, actor, "calendriers", closures="24/12/2026-31/12/2026 Fêtes", **CALENDAR)
    calendar = path.rsplit("/", 1)[1]
    fields = {
        "name": "Usuels",
        "calendar": calendar,
        "warns_at": "80",
        "major-first_response": "0:30",
        "major-resolution": "1,5",
    }
    promise, _ = await made(portal, actor, "engagements", **fields)

    known = (await portal.call(actor, "GET", "/v1/desk/promises")).json()
    assert (hours.status_code, promise.status_code) == (303, 303)
    assert known["calendars"][0]["week"][0] == [{"begins": 540, "ends": 720}, {"begins": 840, "ends": 1050}]
    assert known["calendars"][0]["closures"] == [{"first": "2026-12-24", "last": "2026-12-31", "label": "Fêtes"}]
    assert known["policies"][0]["targets"]["major"] == {"first_response": 30, "next_response": None, "resolution": 90}
    page = (await portal.call(actor, "GET", path)).text
    assert "9:00-12:00, 14:00-17:30" in page
    assert "24/12/2026-31/12/2026 Fêtes" in page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"monday": "neuf heures"}, "monday"),
        ({"monday": "12:00-9:00"}, "monday"),
        ({"monday": ""}, "monday"),
        ({"closures": "à Noël"}, "closures"),
        ({"closures": "31/02/2026"}, "closures"),
        ({"name": ""}, "name"),
    ],
)
async def test_hours_that_cannot_be_come_back_with_the_error_beside_their_field(
    change: dict[str, str], field: str, portal: Portal
):
    answer, _ = await made(portal, boss(portal), "calendriers", **{**CALENDAR, **change})

    assert answer.status_code == 422
    assert f'href="#champ-{field}"' in answer.text


async def test_a_promise_without_time_or_hours_is_refused(portal: Portal):
    answer, _ = await made(
        portal, boss(portal), "engagements", name="Vide", warns_at="80", **{"major-resolution": "demain"}
    )

    assert answer.status_code == 422
    assert 'href="#champ-calendar"' in answer.text
    assert 'href="#champ-major-resolution"' in answer.text


@pytest.mark.requirement("TK-06")
async def test_a_team_and_a_ready_made_answer_are_kept_changed_and_dropped(portal: Portal):
    actor = boss(portal)
    await portal.call(actor, "GET", "/console/")

    team, _ = await made(portal, actor, "equipes", name="Niveau 1", members=[str(actor.account)], shares_out="true")
    reply, path = await made(portal, actor, "modeles", title="Merci", body="Merci {{demandeur}}.", outcome="open")
    wrong = await posted(portal, path, path, actor, title="", body="{{mystere}}", outcome="open")
    shown = (await portal.call(actor, "GET", "/console/reglages")).text
    dropped = await posted(portal, path, f"{path}/suppression", actor)

    assert (team.status_code, reply.status_code, wrong.status_code, dropped.status_code) == (303, 303, 422, 303)
    assert "Niveau 1" in shown
    assert "Camille" in shown
    assert "Merci" not in (await portal.call(actor, "GET", "/console/reglages")).text


async def test_the_settings_are_closed_to_agents_who_only_answer(portal: Portal):
    assert (await portal.call(portal.agent, "GET", "/console/reglages")).status_code == 403

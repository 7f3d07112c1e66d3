"""Figures: volumes, delays, the share within the legal time, drafts given up, satisfaction; open only when published."""

from datetime import timedelta

import pytest
from desks import Desk
from towns import ANSWERS, Town

from demarches.domain.rules import ClockRule, Silence
from kit.actors import a_member, a_visitor


async def decided_after(town: Town, days: int, *, outcome: str = "accepted") -> str:
    camille = town.citizen()
    dossier_id = await town.submitted(camille)
    town.service.clock.move(timedelta(days=days))
    body = {"outcome": outcome, "reasons": "Parce que."}
    await town.call(town.agent(), "POST", f"/dossiers/{dossier_id}/decision", json=body)
    await town.call(camille, "POST", f"/dossiers/{dossier_id}/satisfaction", json={"score": 4, "comment": "Clair."})
    return dossier_id


@pytest.mark.requirement("DM-19")
async def test_figures_are_those_of_the_dossiers(town: Town):
    await town.offers()
    await decided_after(town, 10)
    await decided_after(town, 20, outcome="refused")
    await decided_after(town, 90)
    await town.submitted(town.citizen())

    found = (await town.call(town.agent(), "GET", "/statistics", params={"months": 12})).json()

    (one,) = found["demarches"]
    assert (one["received"], one["decided"], one["accepted"], one["open"]) == (4, 3, 2, 1)
    assert one["median_days"] == pytest.approx(20, abs=0.2)
    assert one["in_time"] == pytest.approx(66.7)
    assert (one["satisfaction"], one["answers"]) == (4, 3)
    assert sum(month["received"] for month in found["months"]) == 4
    assert sum(month["decided"] for month in found["months"]) == 3
    assert found["comments"] == ["Clair."] * 3


@pytest.mark.requirement("DM-19")
async def test_where_the_law_gives_no_date_none_was_kept(town: Town):
    await town.offers(clock=ClockRule(silence=Silence.NONE))
    await decided_after(town, 10)

    (one,) = (await town.call(town.agent(), "GET", "/statistics", params={"months": 12})).json()["demarches"]

    assert (one["decided"], one["in_time"]) == (1, None)


@pytest.mark.requirement("DM-19")
async def test_drafts_given_up_are_counted_at_the_step_where_they_stopped(town: Town):
    demarche_id = await town.offers()
    for answered in (False, True):
        camille = town.citizen()
        draft = await town.begun(camille)
        if answered:
            await town.saves(camille, draft, "me", ANSWERS)
        await town.call(camille, "DELETE", f"/dossiers/{draft}")

    found = (await town.call(town.agent(), "GET", "/statistics", params={"demarche": str(demarche_id)})).json()

    assert [(step["step"], step["drafts"]) for step in found["steps"]] == [
        ("", 1),
        ("Mes informations", 1),
        ("Ma demande", 0),
    ]


@pytest.mark.requirement("DM-19")
async def test_satisfaction_is_asked_once_after_the_decision_of_who_asked(town: Town):
    await town.offers()
    camille = town.citizen()
    dossier_id = await town.submitted(camille)
    path = f"/dossiers/{dossier_id}/satisfaction"

    early = await town.call(camille, "POST", path, json={"score": 5})
    await town.call(town.agent(), "POST", f"/dossiers/{dossier_id}/decision", json={"outcome": "accepted"})
    agent = await town.call(town.agent(), "POST", path, json={"score": 5})
    wrong = await town.call(camille, "POST", path, json={"score": 9})
    once = await town.call(camille, "POST", path, json={"score": 5})
    twice = await town.call(camille, "POST", path, json={"score": 1})

    assert (early.status_code, agent.status_code, wrong.status_code) == (409, 404, 422)
    assert (once.status_code, twice.status_code) == (201, 409)


@pytest.mark.requirement("DM-19")
async def test_figures_are_open_to_all_only_when_published_and_never_point_at_anybody(town: Town):
    await town.offers()
    visitor, desk = a_visitor(town.tenant), Desk(town)
    for _ in range(4):
        await decided_after(town, 1)

    closed = await town.call(visitor, "GET", "/open-data/statistics")
    opened = await desk.posts("/demarches/statistics", "/demarches/statistics/publication", published="1")
    few = (await town.call(visitor, "GET", "/open-data/statistics")).json()
    await decided_after(town, 1)
    many = (await town.call(visitor, "GET", "/open-data/statistics")).json()
    csv = await town.call(visitor, "GET", "/open-data/statistics.csv")
    elsewhere = await town.call(a_visitor(), "GET", "/open-data/statistics")

    assert (closed.status_code, opened.status_code, elsewhere.status_code) == (404, 303, 404)
    assert (few["lines"][0]["received"], few["lines"][0]["satisfaction"]) == (None, None)
    assert (many["lines"][0]["received"], many["lines"][0]["satisfaction"]) == (5, 4)
    assert csv.text.splitlines()[0].lstrip("\ufeff").startswith("demarche;received")


@pytest.mark.requirement("DM-19")
async def test_the_page_draws_what_there_is_and_says_so_when_there_is_nothing(town: Town):
    await town.offers()
    desk = Desk(town)

    empty = await desk.opens("/demarches/statistics")
    await decided_after(town, 3)
    page = await desk.opens("/demarches/statistics?mois=6")
    stranger = await town.service.call(a_member(None), "GET", "/console/statistics")

    assert "Rien à compter" in empty.text
    assert "Part des décisions prises dans le délai légal" in page.text
    assert "Voir les chiffres" in page.text
    assert stranger.status_code == 403

"""Who has what, who is away, and rules that give: the page that shares requests out, as agents see it."""

from datetime import timedelta

import pytest
from desks import Desk
from towns import Town

from demarches.commands.desk.organise import NoteAbsence, note_absence
from demarches.domain.answers import today_at
from demarches.domain.policies import INSTRUCT, READ


@pytest.mark.requirement("DM-16")
async def test_the_page_of_who_has_what_counts_and_lets_an_organiser_decide(town: Town):
    demarche_id = await town.offers()
    desk = await Desk(town).known()
    dossier_id = await town.submitted(town.citizen())
    await town.call(desk.agent, "POST", f"/dossiers/{dossier_id}/examination")
    here, me = "/demarches/organisation", str(desk.agent.subject)
    away = {"account": me, "substitute": me, "from-day": "1", "from-month": "2", "from-year": "2030"}

    page = await desk.opens(here)
    done = [
        await desk.posts(here, f"{here}/departments", account=me, departments=str(town.department_id)),
        await desk.posts(here, f"{here}/rules", demarche=str(demarche_id), to="balance"),
        await desk.posts(here, f"{here}/absences", **away),
    ]
    refused = await Desk(town, town.agent(READ, INSTRUCT)).posts(
        here, f"{here}/rules", demarche=str(demarche_id), to="none"
    )

    assert "Charge de travail" in page.text
    assert [answer.status_code for answer in done] == [303, 303, 422]
    assert "dans l’ordre" in done[2].text
    assert refused.status_code == 403


@pytest.mark.requirement("DM-16")
async def test_who_is_away_is_told_so_on_their_own_queue_and_ends_it_there(town: Town):
    desk, colleague = await Desk(town).known(), await Desk(town).known()
    today = today_at(town.service.clock())
    absence = NoteAbsence(
        account_id=desk.agent.subject,
        substitute=colleague.agent.subject,
        from_on=today,
        until_on=today + timedelta(days=3),
    )
    absence_id = await town.service.run(note_absence, absence, actor=desk.agent)
    end = f"/demarches/organisation/absences/{absence_id}/end"

    told, theirs = await desk.opens("/demarches/"), await colleague.opens("/demarches/")
    asked = [(await town.call(one.agent, "GET", "/me/absence")) for one in (desk, colleague)]
    ended = await desk.posts("/demarches/", end)

    after = await desk.opens("/demarches/")
    assert (end in told.text, end in theirs.text, end in after.text) == (True, False, False)
    assert "Votre absence est notée jusqu’au" in told.text
    assert [one.json() and one.json()["id"] for one in asked] == [str(absence_id), None]
    assert ended.status_code == 303


@pytest.mark.requirement("DM-16")
async def test_who_is_away_is_asked_by_agents_alone_and_of_themselves(town: Town):
    statuses = [
        (await town.call(who, "GET", "/me/absence")).status_code
        for who in (None, town.citizen(), town.agent("ticketing.tickets.open"))
    ]

    assert statuses == [401, 403, 403]


@pytest.mark.requirement("DM-16")
async def test_long_lists_of_who_has_what_are_folded_after_the_first_ones_and_rules_that_give_come_first(town: Town):
    for number in range(8):
        last = await town.offers(f"bac-{number}", title=f"Bac {number}")
    desk, here = await Desk(town).known(), "/demarches/organisation"
    await desk.posts(here, f"{here}/rules", demarche=str(last), to="balance")

    page = (await desk.opens(here)).text

    first, folded = page.split("Voir les 2 autres démarches")
    assert ("Bac 7" in first, "Bac 0" in first, "Bac 6" in first) == (True, True, False)
    assert ("Bac 5" in folded, "Bac 6" in folded) == (True, True)

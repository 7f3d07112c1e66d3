"""Who has a dossier: assignment, departments, rules, absences; searched, counted, never another department's."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from desks import ALL, Desk
from towns import Town

from chassis.actor import Actor
from contracts.identity import PermissionGranted, PermissionRevoked
from demarches.commands.catalogue.arrange_catalogue import ArrangeCatalogue, Department, arrange_catalogue
from demarches.commands.desk.assign_by_rule import AssignByRule, assign_by_rule
from demarches.commands.desk.note_permission import NotePermission, note_permission
from demarches.commands.desk.organise import (
    NoteAbsence,
    SetDepartments,
    SetRule,
    note_absence,
    set_departments,
    set_rule,
)
from demarches.domain.policies import INSTRUCT, READ
from demarches.events.subscriptions import granted, revoked


async def another_department(town: Town) -> UUID:
    department = Department(id=uuid4(), name="Enfance")
    itself = Actor.of_service("demarches", town.tenant)
    await town.service.run(
        arrange_catalogue, ArrangeCatalogue(reference_prefix="PLA", departments=(department,)), actor=itself
    )
    return department.id


async def queue(town: Town, agent: Actor, **params) -> list[str]:
    answer = await town.call(agent, "GET", "/dossiers", params=params)
    assert answer.status_code == 200, answer.text
    return [line["id"] for line in answer.json()["items"]]


async def works_for(town: Town, desk: Desk, *departments: UUID) -> None:
    await town.service.run(set_departments, SetDepartments(desk.agent.subject, departments), actor=town.agent(*ALL))


@pytest.mark.requirement("DM-16")
async def test_a_dossier_is_given_to_a_colleague_and_says_so(town: Town):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    adele, silvere = await Desk(town).known(), await Desk(town).known()

    given = await town.call(
        adele.agent, "POST", f"/dossiers/{dossier_id}/assignment", json={"examiner": str(silvere.agent.subject)}
    )
    again = await town.call(
        adele.agent, "POST", f"/dossiers/{dossier_id}/assignment", json={"examiner": str(silvere.agent.subject)}
    )

    assert (given.status_code, given.json()["status"], again.status_code) == (201, "submitted", 409)
    assert await queue(town, silvere.agent, view="mine") == [dossier_id]
    assert (await town.service.published(town.tenant))[-1]["data"] == {
        "dossier_id": dossier_id,
        "examiner": str(silvere.agent.subject),
    }
    taken = await town.call(silvere.agent, "POST", f"/dossiers/{dossier_id}/examination")
    assert taken.json()["status"] == "under_examination"


@pytest.mark.requirement("DM-16")
async def test_nobody_is_given_a_dossier_who_may_not_instruct_it(town: Town):
    await town.offers()
    camille = town.citizen()
    dossier_id = await town.submitted(camille)
    adele, reader = await Desk(town).known(), await Desk(town, town.agent(READ)).known()
    elsewhere = await Desk(town).known()
    await works_for(town, elsewhere, await another_department(town))

    async def given_to(examiner: UUID | None) -> int:
        body = {"examiner": str(examiner)}
        return (await town.call(adele.agent, "POST", f"/dossiers/{dossier_id}/assignment", json=body)).status_code

    assert await given_to(uuid4()) == 422
    assert await given_to(reader.agent.subject) == 422
    assert await given_to(elsewhere.agent.subject) == 422
    assert await given_to(camille.subject) == 403


@pytest.mark.requirement("DM-16")
async def test_an_agent_of_one_department_does_not_see_what_another_has(town: Town):
    """B10."""
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    enfance, desk = await another_department(town), await Desk(town).known()
    await works_for(town, desk, enfance)

    unseen = await town.call(desk.agent, "GET", f"/dossiers/{dossier_id}/instruction")
    acts = [
        await town.call(desk.agent, "POST", f"/dossiers/{dossier_id}/examination"),
        await town.call(desk.agent, "POST", f"/dossiers/{dossier_id}/decision", json={"outcome": "accepted"}),
    ]

    assert unseen.status_code == 404
    assert [answer.status_code for answer in acts] == [404, 404]
    assert await queue(town, desk.agent) == []
    assert 'id="apercu"' not in (await desk.opens(f"/demarches/?apercu={dossier_id}")).text


@pytest.mark.requirement("DM-16")
async def test_a_wrongly_addressed_dossier_goes_to_the_department_in_charge(town: Town):
    """CRPA L114-2: whoever has it now sees it, whoever had it no longer does."""
    await town.offers()
    camille = town.citizen()
    dossier_id = await town.submitted(camille)
    enfance = await another_department(town)
    adele, silvere = await Desk(town).known(), await Desk(town).known()
    await works_for(town, adele, town.department_id)
    await works_for(town, silvere, enfance)

    sent = await town.call(
        adele.agent, "POST", f"/dossiers/{dossier_id}/forwarding", json={"department_id": str(enfance)}
    )
    nowhere = await town.call(
        silvere.agent, "POST", f"/dossiers/{dossier_id}/forwarding", json={"department_id": str(uuid4())}
    )

    assert (sent.status_code, nowhere.status_code) == (201, 422)
    assert (await queue(town, adele.agent), await queue(town, silvere.agent)) == ([], [dossier_id])
    assert (await town.shows(camille, dossier_id))["department"]["name"] == "Enfance"


@pytest.mark.requirement("DM-16")
async def test_a_rule_gives_what_arrives_to_whom_has_the_fewest(town: Town):
    demarche_id = await town.offers()
    busy, free = await Desk(town).known(), await Desk(town).known()
    first = await town.submitted(town.citizen())
    await town.call(busy.agent, "POST", f"/dossiers/{first}/examination")
    await town.service.run(set_rule, SetRule(demarche_id=demarche_id, mode="balance"), actor=busy.agent)
    second = await town.submitted(town.citizen())

    await town.service.run(assign_by_rule, AssignByRule(UUID(second)), actor=Actor.of_service("demarches", town.tenant))

    assert await queue(town, free.agent, view="mine") == [second]


@pytest.mark.requirement("DM-16")
async def test_what_arrives_together_is_shared_out_evenly(town: Town):
    demarche_id = await town.offers()
    one, other = await Desk(town).known(), await Desk(town).known()
    await town.service.run(set_rule, SetRule(demarche_id=demarche_id, mode="balance"), actor=one.agent)
    arrived = [await town.submitted(town.citizen()) for _ in range(6)]
    itself = Actor.of_service("demarches", town.tenant)

    await asyncio.gather(
        *(town.service.run(assign_by_rule, AssignByRule(UUID(dossier_id)), actor=itself) for dossier_id in arrived)
    )

    assert [len(await queue(town, desk.agent, view="mine")) for desk in (one, other)] == [3, 3]


@pytest.mark.requirement("DM-16")
async def test_who_is_away_is_stood_in_for(town: Town):
    demarche_id = await town.offers()
    away, here = await Desk(town).known(), await Desk(town).known()
    already = await town.submitted(town.citizen())
    await town.call(away.agent, "POST", f"/dossiers/{already}/examination")
    today = town.service.clock().date()
    absence = NoteAbsence(
        account_id=away.agent.subject,
        substitute=here.agent.subject,
        from_on=today,
        until_on=today + timedelta(days=7),
    )
    await town.service.run(note_absence, absence, actor=away.agent)
    rule = SetRule(demarche_id=demarche_id, mode="agent", account_id=away.agent.subject)
    await town.service.run(set_rule, rule, actor=here.agent)
    arrived = await town.submitted(town.citizen())

    await town.service.run(
        assign_by_rule, AssignByRule(UUID(arrived)), actor=Actor.of_service("demarches", town.tenant)
    )

    assert set(await queue(town, here.agent, view="mine")) == {already, arrived}
    town.service.clock.move(timedelta(days=9))
    assert await queue(town, here.agent, view="mine") == [arrived]


@pytest.mark.requirement("DM-16")
async def test_an_agent_whose_right_is_withdrawn_leaves_the_dossiers_to_the_queue(town: Town):
    """B12: nothing stays in the hands of who is gone."""
    await town.offers()
    gone, stays = await Desk(town).known(), await Desk(town).known()
    dossier_id = await town.submitted(town.citizen())
    await town.call(gone.agent, "POST", f"/dossiers/{dossier_id}/examination")

    withdrawn = revoked(PermissionRevoked(account_id=gone.agent.subject, permission=INSTRUCT))
    await town.service.run(note_permission, withdrawn, actor=Actor.of_service("demarches", town.tenant))

    assert await queue(town, stays.agent, view="unassigned") == [dossier_id]
    without = town.agent(READ)
    assert (await town.service.call(town.citizen(), "GET", "/console/export/csv")).status_code == 403
    assert (await town.call(without, "POST", f"/dossiers/{dossier_id}/examination")).status_code == 403


def test_permissions_of_other_services_are_nobody_s_business_here():
    event = PermissionGranted(account_id=uuid4(), permission="ticketing.tickets.answer")

    assert granted(event) is None
    assert isinstance(granted(PermissionGranted(account_id=uuid4(), permission=INSTRUCT)), NotePermission)


@pytest.mark.requirement("DM-16")
async def test_a_dossier_is_found_by_the_beginning_of_what_it_says(town: Town):
    await town.offers()
    agent = town.agent()
    found, other = await town.submitted(town.citizen()), await town.filled(town.citizen(), wish="une poubelle Jaune")
    await town.submits(town.citizen(), other)
    reference = (await town.call(agent, "GET", f"/dossiers/{found}/instruction")).json()["dossier"]["reference"]

    assert await queue(town, agent, q=reference) == [found]
    assert await queue(town, agent, q="BLEU rougôn") == [found]
    assert await queue(town, agent, q="ble rou") == [found]
    assert await queue(town, agent, q="absent") == []
    assert await queue(town, agent, q="%_'\x00") in ([found], [])


@pytest.mark.requirement("DM-16")
async def test_sensitive_answers_are_not_searched(town: Town):
    from towns import MAIL, ME, WHO, WISH

    from contracts.forms import read_form

    form = read_form(
        {"steps": [ME | {"items": [WHO, MAIL]}, {"id": "wishes", "title": "x", "items": [WISH | {"sensitive": True}]}]}
    )
    await town.offers(form=form)
    await town.submitted(town.citizen())

    assert await queue(town, town.agent(), q="bleu") == []


@pytest.mark.requirement("DM-16")
async def test_the_queue_is_sorted_by_legal_date_both_ways_page_by_page(town: Town):
    await town.offers()
    agent, ids = town.agent(), []
    for _ in range(3):
        ids.append(await town.submitted(town.citizen()))
        town.service.clock.move(timedelta(days=1))

    async def pages(sort: str) -> list[str]:
        seen, cursor = [], None
        while True:
            params = {"limit": 2, "sort": sort, **({"cursor": cursor} if cursor else {})}
            page = (await town.call(agent, "GET", "/dossiers", params=params)).json()
            seen, cursor = seen + [line["id"] for line in page["items"]], page["next"]
            if cursor is None:
                return seen

    assert await pages("due") == ids
    assert await pages("-due") == await pages("-received") == ids[::-1]
    assert (await town.call(agent, "GET", "/dossiers", params={"sort": "name"})).status_code == 422


@pytest.mark.requirement("DM-16")
async def test_who_acts_on_what_has_changed_is_told(town: Town):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    agent = town.agent()
    seen = (await town.call(agent, "GET", f"/dossiers/{dossier_id}/instruction")).headers["etag"]
    await town.call(town.agent(), "POST", f"/dossiers/{dossier_id}/examination")

    late = await town.call(
        agent,
        "POST",
        f"/dossiers/{dossier_id}/decision",
        json={"outcome": "accepted"},
        headers={"if-match": seen},
    )

    assert late.status_code == 412
    assert (await town.call(agent, "GET", f"/dossiers/{dossier_id}/instruction")).json()["dossier"]["decision"] is None

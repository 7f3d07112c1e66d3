"""From the first answer to the number one keeps."""

import asyncio
import os
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from towns import ANSWERS, Town, a_definition

from chassis import timers
from chassis.actor import Actor
from demarches.commands.catalogue.publish_definition import PublishDefinition, publish_definition
from demarches.commands.editor.publish_work import WithdrawDefinition, withdraw_definition
from demarches.domain.permissions import EDIT
from demarches.events.timers import TIMERS
from kit.actors import a_visitor
from kit.service import problem

ATTEMPTS = int(os.environ.get("PARVIS_QUOTA_ATTEMPTS", "100"))
AT_ONCE = 200


@pytest.mark.requirement("DM-09")
async def test_a_citizen_submits_and_gets_a_number(town: Town):
    await town.offers()
    camille = town.citizen()
    dossier_id = await town.filled(camille)

    answer = await town.submits(camille, dossier_id)

    assert answer.status_code == 201
    assert answer.json()["reference"].startswith("PLA-")
    [event] = await town.service.published(town.tenant, type="demarches.dossier.submitted.v1")
    assert str(event["aggregate_id"]) == dossier_id
    assert "Rougon" not in str(event["data"])


@pytest.mark.requirement("DM-09")
async def test_forty_identical_submissions_make_one_dossier_one_event_and_the_same_answer(town: Town):
    await town.offers()
    camille = town.citizen()
    dossier_id = await town.filled(camille)

    answers = await asyncio.gather(*(town.submits(camille, dossier_id) for _ in range(40)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len(await town.service.published(town.tenant, type="demarches.dossier.submitted.v1")) == 1
    numbers = await town.service.rows("select last from reference_counters where tenant = :t", t=town.tenant)
    assert [row["last"] for row in numbers] == [1]


@pytest.mark.requirement("DM-03")
async def test_however_many_come_at_once_the_places_are_given_once_and_the_others_wait_in_line(town: Town):
    """`PARVIS_QUOTA_ATTEMPTS=5000` for the long run: half a thousand people who press ten times."""
    await town.offers(quota=30)
    people = [town.citizen() for _ in range(min(ATTEMPTS, 500))]
    drafts = [await town.filled(person) for person in people]
    at_once = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> tuple[int, httpx.Response]:
        who = number % len(people)
        async with at_once:
            return who, await town.submits(people[who], drafts[who])

    answers = await asyncio.gather(*(one(number) for number in range(ATTEMPTS)))

    assert {answer.status_code for _, answer in answers} == {201, 409}
    winners = {who for who, answer in answers if answer.status_code == 201}
    assert len(winners) == 30
    assert len({answer.json()["reference"] for _, answer in answers if answer.status_code == 201}) == 30
    refused = next(answer for _, answer in answers if answer.status_code == 409)
    assert problem(refused)["title"] == "Le quota de cette démarche est atteint."

    async def waits(who: int) -> int:
        async with at_once:
            return (await town.call(people[who], "POST", "/demarches/bac/waiting")).status_code

    others = [who for who in range(len(people)) if who not in winners]
    assert set(await asyncio.gather(*(waits(who) for who in others))) == {201}
    gone = [drafts[who] for who in sorted(winners)[:2]]
    givers = [people[who] for who in sorted(winners)[:2]]
    left = [
        town.call(who, "POST", f"/dossiers/{d}/cancellation", json={"confirm": True})
        for who, d in zip(givers, gone, strict=True)
    ]
    assert {answer.status_code for answer in await asyncio.gather(*left)} == {201}

    line = await town.service.rows("select status from waiting where tenant = :t order by id", t=town.tenant)
    assert [row["status"] for row in line] == ["offered"] * 2 + ["waiting"] * (len(others) - 2)
    [quota] = await town.service.rows("select used from allotments where tenant = :t", t=town.tenant)
    assert quota["used"] == 30


@pytest.mark.requirement("DM-03")
async def test_a_cancelled_dossier_gives_its_place_back_once(town: Town):
    await town.offers(quota=1)
    first, second = town.citizen(), town.citizen()
    dossier_id = await town.submitted(first)
    waiting = await town.call(second, "POST", "/dossiers", json={"demarche": "bac"})

    once = await town.call(first, "POST", f"/dossiers/{dossier_id}/cancellation", json={"confirm": True})
    twice = await town.call(first, "POST", f"/dossiers/{dossier_id}/cancellation", json={"confirm": True})

    assert (waiting.status_code, once.status_code, twice.status_code) == (409, 201, 409)
    [quota] = await town.service.rows("select used from allotments where tenant = :t", t=town.tenant)
    assert quota["used"] == 0
    await town.submitted(second)


@pytest.mark.requirement("DM-03")
async def test_a_quota_that_came_after_a_draft_counts_it_and_one_that_went_no_longer_does(town: Town):
    demarche_id = await town.offers()
    first, second = town.citizen(), town.citizen()
    drafts = [await town.filled(first), await town.filled(second)]

    await publishes_again(town, demarche_id, quota=1)
    taken = [(await town.submits(who, draft)).status_code for who, draft in zip((first, second), drafts, strict=True)]
    await publishes_again(town, demarche_id, quota=None)
    freed = await town.submits(second, drafts[1])

    assert (taken, freed.status_code) == ([201, 409], 201)


@pytest.mark.requirement("DM-03")
async def test_a_quota_that_comes_later_counts_what_was_sent_and_not_cancelled(town: Town):
    demarche_id = await town.offers()
    kept, cancelled, third, fourth = (town.citizen() for _ in range(4))
    await town.submitted(kept)
    gone = await town.submitted(cancelled)
    await town.call(cancelled, "POST", f"/dossiers/{gone}/cancellation", json={"confirm": True})

    await publishes_again(town, demarche_id, quota=2)
    await town.submitted(third)
    refused = await town.call(fourth, "POST", "/dossiers", json={"demarche": "bac"})

    assert problem(refused)["title"] == "Le quota de cette démarche est atteint."
    [quota] = await town.service.rows("select used, places from allotments where tenant = :t", t=town.tenant)
    assert (quota["used"], quota["places"]) == (2, 2)


@pytest.mark.requirement("DM-03")
async def test_what_was_sent_before_the_quota_gives_its_place_back_when_cancelled(town: Town):
    demarche_id = await town.offers()
    before, after = town.citizen(), town.citizen()
    sent = await town.submitted(before)
    await publishes_again(town, demarche_id, quota=1)

    refused = await town.call(after, "POST", "/dossiers", json={"demarche": "bac"})
    await town.call(before, "POST", f"/dossiers/{sent}/cancellation", json={"confirm": True})
    freed = await town.submits(after, await town.filled(after))

    assert (refused.status_code, freed.status_code) == (409, 201)
    [quota] = await town.service.rows("select used, places from allotments where tenant = :t", t=town.tenant)
    assert (quota["used"], quota["places"]) == (1, 1)


@pytest.mark.requirement("DM-03")
async def test_the_closing_date_in_force_is_the_one_that_counts_when_a_draft_is_sent(town: Town):
    closes = town.service.clock() + timedelta(hours=1)
    demarche_id = await town.offers(closes_at=closes)
    camille = town.citizen()
    dossier_id = await town.filled(camille)

    town.service.clock.move(timedelta(hours=2))
    late = await town.submits(camille, dossier_id)
    await publishes_again(town, demarche_id, closes_at=closes + timedelta(days=1))
    extended = await town.submits(camille, dossier_id)

    assert problem(late)["title"] == "La date limite pour envoyer cette demande est passée."
    assert (late.status_code, extended.status_code) == (409, 201)


@pytest.mark.requirement("DM-17")
async def test_a_draft_of_what_is_no_longer_offered_is_sent_all_the_same(town: Town):
    demarche_id = await town.offers()
    camille = town.citizen()
    dossier_id = await town.filled(camille)

    await town.service.run(withdraw_definition, WithdrawDefinition(demarche_id), actor=town.agent(EDIT))
    sent = await town.submits(camille, dossier_id)

    assert sent.status_code == 201


async def publishes_again(town: Town, demarche_id: UUID, **changes: Any) -> None:
    definition = a_definition(department_id=town.department_id, **changes)
    itself = Actor.of_service("demarches", town.tenant)
    await town.service.run(publish_definition, PublishDefinition(demarche_id, definition), actor=itself)


@pytest.mark.requirement("DM-08")
async def test_beginning_again_proposes_the_draft_already_begun(town: Town):
    await town.offers()
    camille = town.citizen()

    answers = await asyncio.gather(
        *(town.call(camille, "POST", "/dossiers", json={"demarche": "bac"}) for _ in range(8))
    )

    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1


@pytest.mark.requirement("DM-08")
async def test_what_is_half_typed_is_kept_and_submission_validates_it(town: Town):
    await town.offers()
    camille = town.citizen()
    dossier_id = await town.begun(camille)

    typed = {"answers": {"applicant": {"family_name": "Rou"}, "email": "camille@"}}
    kept = await town.call(camille, "PUT", f"/dossiers/{dossier_id}/steps/me/typed", json=typed)
    refused = await town.submits(camille, dossier_id)

    assert kept.status_code == 200
    assert (await town.shows(camille, dossier_id))["draft"]["answers"]["email"] == "camille@"
    assert refused.status_code == 422
    assert {error["pointer"] for error in problem(refused)["errors"]} == {"/applicant/given_names", "/email", "/wish"}


@pytest.mark.requirement("DM-04")
async def test_a_step_behind_an_unfinished_one_is_refused(town: Town):
    await town.offers()
    camille = town.citizen()
    dossier_id = await town.begun(camille)

    answer = await town.saves(camille, dossier_id, "wishes", {"wish": "un bac"})

    assert answer.status_code == 409
    assert "Mes informations" in problem(answer)["detail"]


@pytest.mark.requirement("DM-07")
async def test_a_mandatory_piece_is_asked_for_before_submission(town: Town):
    await town.offers(pieces=True)
    camille = town.citizen()
    dossier_id = await town.filled(camille)

    without = await town.submits(camille, dossier_id)
    joined = await town.attaches(camille, dossier_id)
    with_it = await town.submits(camille, dossier_id)

    assert (without.status_code, joined.status_code, with_it.status_code) == (422, 201, 201)
    assert problem(without)["errors"][0]["pointer"] == "/pieces/proof"


@pytest.mark.requirement("DM-01")
async def test_a_padlocked_demarche_sends_visitors_to_sign_in(town: Town):
    await town.offers(open_to="accounts")

    answer = await town.call(a_visitor(town.tenant), "POST", "/dossiers", json={"demarche": "bac"})

    assert answer.status_code == 401
    assert await town.service.rows("select 1 from dossiers where tenant = :t", t=town.tenant) == []


@pytest.mark.requirement("DM-10")
async def test_a_visitor_submits_what_is_open_to_all_and_follows_it_by_link(town: Town):
    await town.offers()
    visitor = a_visitor(town.tenant)
    dossier_id = await town.filled(visitor)
    tracking = (await town.submits(visitor, dossier_id)).json()["tracking"]

    followed = await town.call(a_visitor(town.tenant), "GET", f"/tracking/{tracking}")

    assert followed.status_code == 200
    assert followed.headers["referrer-policy"] == "no-referrer"
    assert followed.json()["status_word"] == "Reçue"
    assert "Rougon" not in followed.text
    assert ANSWERS["email"] not in followed.text


@pytest.mark.requirement("DM-10")
@pytest.mark.parametrize("change", [lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"), lambda t: "x", lambda t: t * 3])
async def test_a_guessed_tracking_link_opens_nothing(town: Town, change):
    await town.offers()
    visitor = a_visitor(town.tenant)
    tracking = (await town.submits(visitor, await town.filled(visitor))).json()["tracking"]

    answer = await town.call(visitor, "GET", f"/tracking/{change(tracking)}")

    assert answer.status_code == 404


@pytest.mark.requirement("DM-05")
async def test_a_dossier_keeps_the_version_it_was_made_with(town: Town):
    demarche_id = await town.offers()
    camille = town.citizen()
    dossier_id = await town.submitted(camille)

    await publishes_again(town, demarche_id, title="Nouveau titre")

    assert (await town.shows(camille, dossier_id))["demarche"]["title"] == "Collecte des déchets"
    assert (await town.call(camille, "GET", "/demarches/bac")).json()["title"] == "Nouveau titre"


@pytest.mark.requirement("DM-08")
async def test_a_draft_is_deleted_thirty_days_after_its_last_change_and_a_sent_dossier_never(town: Town):
    await town.offers()
    camille, other = town.citizen(), town.citizen()
    draft, sent = await town.filled(camille), await town.submitted(other)

    async def when_the_time_has_come(after: timedelta) -> list[int]:
        town.service.clock.move(after)
        service = town.service.service
        await timers.ring(service.relay_database, service.commands, TIMERS, service="demarches")
        asked = [(camille, draft), (other, sent)]
        return [(await town.call(who, "GET", f"/dossiers/{which}")).status_code for who, which in asked]

    await town.service.rows("update timers set done_at = now() where tenant <> :t returning id", t=town.tenant)
    town.service.clock.move(timedelta(days=20))
    await town.saves(camille, draft, "wishes", {"wish": "un bac vert"})

    assert await when_the_time_has_come(timedelta(days=10, minutes=1)) == [200, 200]
    assert await when_the_time_has_come(timedelta(days=20)) == [404, 200]
    [told] = await town.service.published(town.tenant, type="demarches.dossier.discarded.v1")
    assert str(told["aggregate_id"]) == draft


@pytest.mark.requirement("DM-08")
async def test_a_draft_is_thrown_away_and_a_sent_dossier_is_not(town: Town):
    await town.offers()
    camille, other = town.citizen(), town.citizen()
    draft, sent = await town.filled(camille), await town.submitted(other)

    thrown = await town.call(camille, "DELETE", f"/dossiers/{draft}")
    kept = await town.call(other, "DELETE", f"/dossiers/{sent}")

    assert (thrown.status_code, kept.status_code) == (204, 409)
    assert (await town.call(camille, "GET", f"/dossiers/{draft}")).status_code == 404
    assert len(await town.service.published(town.tenant, type="demarches.dossier.discarded.v1")) == 1

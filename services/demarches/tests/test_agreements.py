"""What an applicant agrees to: the profile updated, the decision notified electronically; what they put away."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from agendas import at, holds, offers_appointments, ring, used
from erasures import hears
from towns import ANSWERS, WHO, Town

from chassis.actor import Actor
from contracts.forms import read_form
from contracts.identity import ExportRequested
from demarches.domain.rules import ClockRule, Silence
from demarches.domain.tracking import token_of
from demarches.queries.dossier.read import visible
from demarches.queries.profile_changes import profile_changes
from kit.actors import a_visitor
from kit.service import problem

PHONE = {"kind": "phone", "id": "phone", "label": "Téléphone", "prefill": "profile.phone", "write_back": True}
MAIL = {"kind": "email", "id": "email", "label": "Adresse électronique"}
WISH = {"kind": "text", "id": "wish", "label": "Votre souhait", "required": True}
FORM = read_form(
    {
        "steps": [
            {"id": "me", "title": "Mes informations", "items": [WHO, MAIL, PHONE]},
            {"id": "wishes", "title": "Ma demande", "items": [WISH]},
        ]
    }
)
AGREED = "demarches.profile.update_agreed.v1"


async def written(town: Town, actor: Actor) -> str:
    dossier_id = await town.begun(actor)
    await town.saves(actor, dossier_id, "me", ANSWERS | {"phone": "04 42 00 00 09"})
    await town.saves(actor, dossier_id, "wishes", {"wish": "un bac"})
    return dossier_id


async def agrees(town: Town, actor: Actor, dossier_id: str, to: str, agreed: bool = True) -> Any:
    return await town.call(actor, "PUT", f"/dossiers/{dossier_id}/{to}-agreement", json={"agreed": agreed})


async def told_to_identity(town: Town, dossier_id: str) -> dict[str, Any]:
    from uuid import UUID

    told = await town.service.ask(profile_changes, UUID(dossier_id), actor=Actor.of_service("demarches", town.tenant))
    return told.changes


@pytest.mark.requirement("DM-06")
async def test_answers_go_back_to_the_profile_only_of_who_agreed(town: Town):
    await town.offers(form=FORM)
    willing, unwilling = town.citizen(), town.citizen()
    one, other = await written(town, willing), await written(town, unwilling)
    await agrees(town, willing, one, "profile")
    await agrees(town, unwilling, other, "profile")
    await agrees(town, unwilling, other, "profile", agreed=False)

    for actor, dossier_id in ((willing, one), (unwilling, other)):
        assert (await town.submits(actor, dossier_id)).status_code == 201

    assert [str(e["aggregate_id"]) for e in await town.service.published(town.tenant, type=AGREED)] == [one]
    assert await told_to_identity(town, one) == {"phone": "+33442000009"}
    assert await told_to_identity(town, other) == {}


@pytest.mark.requirement("DM-06")
async def test_a_visitor_has_no_profile_to_agree_about(town: Town):
    await town.offers(form=FORM)
    visitor = a_visitor(town.tenant)
    dossier_id = await written(town, visitor)

    assert (await agrees(town, visitor, dossier_id, "profile")).status_code == 401
    assert (await agrees(town, visitor, dossier_id, "notification")).status_code == 401


@pytest.mark.requirement("DM-15")
@pytest.mark.parametrize(("outcome", "changes"), [("accepted", {"phone": "+33442000009"}), ("refused", {})])
async def test_a_change_of_contact_details_waits_for_acceptance(town: Town, outcome: str, changes: dict[str, str]):
    await town.offers(form=FORM, updates_profile=True)
    camille, agent = town.citizen(), town.agent()
    dossier_id = await written(town, camille)
    await agrees(town, camille, dossier_id, "profile")
    await town.submits(camille, dossier_id)
    assert await told_to_identity(town, dossier_id) == {}
    assert await town.service.published(town.tenant, type=AGREED) == []

    decided = await town.call(
        agent, "POST", f"/dossiers/{dossier_id}/decision", json={"outcome": outcome, "reasons": "x"}
    )

    assert decided.status_code == 201, decided.text
    assert len(await town.service.published(town.tenant, type=AGREED)) == bool(changes)
    assert await told_to_identity(town, dossier_id) == changes


@pytest.mark.requirement("DM-15")
@pytest.mark.requirement("DM-18")
async def test_silence_that_accepts_changes_the_profile_too(town: Town):
    rule = ClockRule(silence=Silence.ACCEPTANCE, months=1)
    await town.offers(form=FORM, updates_profile=True, clock=rule)
    town.service.clock.stop_at(datetime(2026, 3, 2, 9, tzinfo=UTC))
    camille = town.citizen()
    dossier_id = await written(town, camille)
    await town.submits(camille, dossier_id)

    town.service.clock.stop_at(datetime(2026, 4, 4, 9, tzinfo=UTC))
    await ring(town, timedelta())

    assert await told_to_identity(town, dossier_id) == {"phone": "+33442000009"}


async def notified(town: Town) -> tuple[Actor, str]:
    """A dossier decided under an agreement to electronic notification."""
    await town.offers(form=FORM)
    town.service.clock.stop_at(datetime(2026, 3, 2, 9, tzinfo=UTC))
    camille = town.citizen()
    dossier_id = await written(town, camille)
    await agrees(town, camille, dossier_id, "notification")
    await town.submits(camille, dossier_id)
    body = {"outcome": "refused", "reasons": "Hors du secteur."}
    await town.call(town.agent(), "POST", f"/dossiers/{dossier_id}/decision", json=body)
    return camille, dossier_id


@pytest.mark.requirement("DM-18")
async def test_a_notified_decision_waits_for_its_addressee_and_keeps_the_first_date(town: Town):
    camille, dossier_id = await notified(town)
    before = (await town.shows(camille, dossier_id))["decision"]
    assert (before["reasons"], before["notified"]["to_consult"]) == ("", True)
    assert before["notified"]["deemed_on"] == "2026-03-17"
    sheet = await town.call(camille, "GET", f"/dossiers/{dossier_id}/decision.pdf")
    assert problem(sheet)["title"].startswith("Cette décision vous est notifiée")

    for _ in range(2):
        town.service.clock.move(timedelta(hours=3))
        consulted = await town.call(camille, "POST", f"/dossiers/{dossier_id}/decision-consultation")
        assert consulted.status_code == 200

    after = (await town.shows(camille, dossier_id))["decision"]
    assert after["reasons"] == "Hors du secteur."
    assert after["notified"]["consulted_at"].startswith("2026-03-02T12:00:00")
    assert len(await town.service.published(town.tenant, type="demarches.decision.consulted.v1")) == 1


@pytest.mark.requirement("DM-18")
async def test_nothing_tells_the_outcome_of_a_notified_decision_before_it_is_consulted(town: Town):
    camille, dossier_id = await notified(town)

    async def told() -> list[str]:
        shown, listed = await town.shows(camille, dossier_id), await town.call(camille, "GET", "/me/dossiers")
        [line] = [one for one in listed.json()["items"] if one["id"] == dossier_id]
        words = [shown["status_word"], shown["sentence"], line["status_word"]]
        return [*words, *(one["title"] for one in shown["history"])]

    before = await told()
    await town.call(camille, "POST", f"/dossiers/{dossier_id}/decision-consultation")
    after = await told()

    assert before[0] == before[2] == "Décision à consulter"
    assert not any("efusée" in words for words in before)
    assert (after[0], after[2]) == ("Refusée", "Refusée")
    assert "Demande refusée" in after


@pytest.mark.requirement("DM-18")
async def test_neither_the_api_nor_the_tracking_link_nor_one_s_data_give_the_outcome_away_before(town: Town):
    camille, dossier_id = await notified(town)
    link = await link_of(town, camille, dossier_id)

    async def told() -> list[str | None]:
        shown, listed = await town.shows(camille, dossier_id), await town.call(camille, "GET", "/me/dossiers")
        [line] = [one for one in listed.json()["items"] if one["id"] == dossier_id]
        [mine] = await data_of(town, camille)
        followed = (await town.call(a_visitor(town.tenant), "GET", f"/tracking/{link}")).json()
        statuses = [shown["status"], line["status"], mine["status"], followed["status"], followed["status_word"]]
        return [*statuses, shown["decision"]["outcome"], mine["outcome"], mine["reasons"]]

    before = await told()
    put_away = await town.call(camille, "PUT", f"/dossiers/{dossier_id}/archival", json={"archived": True})
    by_agents = (await town.call(town.agent(), "GET", f"/dossiers/{dossier_id}/instruction")).json()["dossier"]
    await town.call(camille, "POST", f"/dossiers/{dossier_id}/decision-consultation")
    after = await told()

    assert before == [*["to_consult"] * 4, "Décision à consulter", "to_consult", None, ""]
    assert put_away.json()["status"] == "to_consult"
    assert (by_agents["status"], by_agents["decision"]["outcome"]) == ("refused", "refused")
    assert after == [*["refused"] * 4, "Refusée", "refused", "refused", "Hors du secteur."]


async def link_of(town: Town, camille: Actor, dossier_id: str) -> str:
    """As if it had been begun without an account, and attached since."""
    async with town.service.service.database.transaction(camille, read_only=True) as connection:
        return token_of(await visible(UUID(dossier_id), camille, connection))


async def data_of(town: Town, camille: Actor) -> list[dict[str, Any]]:
    export = uuid4()
    assert camille.subject is not None
    await hears(town, ExportRequested(account_id=camille.subject, export_id=export, until=town.service.clock()))
    part = await town.service.call_as_gateway("GET", f"/internal/personal-data/{export}?tenant={town.tenant}")
    return part.json()["requests"]


@pytest.mark.requirement("DM-18")
async def test_fifteen_days_without_a_consultation_count_as_notified_and_agents_read_it(town: Town):
    _, dossier_id = await notified(town)
    agent = town.agent()

    async def how() -> str:
        found = await town.call(agent, "GET", f"/dossiers/{dossier_id}/instruction")
        decision = found.json()["dossier"]["decision"]
        assert decision["reasons"] == "Hors du secteur."
        return decision["notified"]["how"]

    assert await how() == "waiting"
    town.service.clock.stop_at(datetime(2026, 3, 17, 9, tzinfo=UTC))
    assert await how() == "deemed"


async def refused_with_an_appointment(town: Town, *, notified: bool) -> tuple[Actor, str]:
    calendar = await offers_appointments(town, horizon_days=60)
    camille = town.citizen()
    dossier_id = await town.filled(camille)
    await agrees(town, camille, dossier_id, "notification", notified)
    assert (await holds(town, camille, dossier_id, calendar, at(9, day=date(2026, 12, 21)))).status_code == 201
    assert (await town.submits(camille, dossier_id)).status_code == 201
    body = {"outcome": "refused", "reasons": "Hors du secteur."}
    decided = await town.call(town.agent(), "POST", f"/dossiers/{dossier_id}/decision", json=body)
    assert decided.status_code == 201, decided.text
    return camille, dossier_id


async def appointment(town: Town, camille: Actor, dossier_id: str) -> str:
    [only] = (await town.shows(camille, dossier_id))["bookings"]
    return only["status"]


@pytest.mark.requirement("DM-18")
async def test_the_appointment_of_who_is_refused_ends_when_they_consult_the_decision(town: Town):
    camille, dossier_id = await refused_with_an_appointment(town, notified=True)
    before = await appointment(town, camille, dossier_id)

    await town.call(camille, "POST", f"/dossiers/{dossier_id}/decision-consultation")

    assert (before, await appointment(town, camille, dossier_id)) == ("confirmed", "cancelled")
    assert sum(await used(town)) == 0


@pytest.mark.requirement("DM-18")
async def test_it_ends_without_a_consultation_when_the_decision_counts_as_notified(town: Town):
    camille, dossier_id = await refused_with_an_appointment(town, notified=True)

    await ring(town, timedelta(days=14))
    waiting = await appointment(town, camille, dossier_id)
    await ring(town, timedelta(days=1))

    assert (waiting, await appointment(town, camille, dossier_id)) == ("confirmed", "cancelled")


@pytest.mark.requirement("DM-18")
async def test_the_appointment_of_who_is_refused_by_letter_ends_at_once(town: Town):
    camille, dossier_id = await refused_with_an_appointment(town, notified=False)

    assert await appointment(town, camille, dossier_id) == "cancelled"


@pytest.mark.requirement("DM-18")
async def test_agreement_to_electronic_notification_is_taken_back_until_the_decision(town: Town):
    camille, dossier_id = await notified(town)
    late = await agrees(town, camille, dossier_id, "notification", agreed=False)
    assert late.status_code == 409

    await town.offers("autre", form=FORM)
    other = await town.submitted(camille, "autre")
    await agrees(town, camille, other, "notification")
    assert (await town.shows(camille, other))["agreements"]["notification_at"] is not None
    await agrees(town, camille, other, "notification", agreed=False)
    await town.call(town.agent(), "POST", f"/dossiers/{other}/decision", json={"outcome": "accepted"})

    shown = await town.shows(camille, other)
    assert shown["decision"]["notified"] is None
    told = await town.service.published(town.tenant, type="demarches.notification.agreed.v1")
    assert [event["data"]["agreed"] for event in told] == [True, False]


@pytest.mark.requirement("DM-14")
async def test_who_has_an_answer_puts_the_request_away_and_takes_it_out_again(town: Town):
    await town.offers()
    camille = town.citizen()
    dossier_id = await town.submitted(camille)
    early = await town.call(camille, "PUT", f"/dossiers/{dossier_id}/archival", json={"archived": True})
    assert problem(early)["title"] == "Cette demande n’est pas terminée : elle reste parmi celles en cours."
    await town.call(town.agent(), "POST", f"/dossiers/{dossier_id}/decision", json={"outcome": "accepted"})

    async def archived() -> list[str]:
        found = await town.call(camille, "GET", "/me/dossiers", params={"view": "archived"})
        return [line["id"] for line in found.json()["items"]]

    await town.call(camille, "PUT", f"/dossiers/{dossier_id}/archival", json={"archived": True})
    assert await archived() == [dossier_id]
    await town.call(camille, "PUT", f"/dossiers/{dossier_id}/archival", json={"archived": False})
    assert await archived() == []


@pytest.mark.requirement("DM-08")
async def test_a_draft_left_aside_is_reminded_of_once(town: Town):
    await town.offers()
    town.service.clock.stop_at(datetime(2026, 3, 2, 9, tzinfo=UTC))
    camille = town.citizen()
    kept, sent = await town.begun(camille), await town.submitted(town.citizen())
    await town.filled(a_visitor(town.tenant))

    async def reminded() -> list[str]:
        await ring(town, timedelta())
        told = await town.service.published(town.tenant, type="demarches.draft.reminder_due.v1")
        return [str(event["aggregate_id"]) for event in told]

    town.service.clock.move(timedelta(days=4))
    await town.saves(camille, kept, "me", ANSWERS)
    town.service.clock.move(timedelta(days=4))
    assert await reminded() == []
    town.service.clock.move(timedelta(days=4))
    assert await reminded() == [kept]
    town.service.clock.move(timedelta(days=10))
    assert await reminded() == [kept]
    assert sent not in await reminded()

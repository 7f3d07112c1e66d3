"""What silence decides: told before, written down on its day, certified or explained."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest
from agendas import ring
from towns import TWO_MONTHS, Town

from demarches.domain.rules import ClockRule, Silence, WhileMissing
from kit.actors import a_visitor
from kit.service import problem

RECEIVED = datetime(2026, 3, 27, 13, tzinfo=UTC)
REJECTION = ClockRule(
    silence=Silence.REJECTION, months=2, while_missing=WhileMissing.SUSPENDS, articles=("CRPA L231-4",)
)


async def silent(town: Town, rule: ClockRule = TWO_MONTHS, *, days: int) -> tuple:
    """A dossier received on 27 March, and so many days without an answer."""
    await town.offers(clock=rule)
    town.service.clock.stop_at(RECEIVED)
    camille = town.citizen()
    dossier_id = await town.submitted(camille)
    await ring(town, timedelta(days=days))
    return camille, dossier_id


async def told(town: Town, type: str) -> int:
    return len(await town.service.published(town.tenant, type=f"demarches.deadline.{type}.v1"))


@pytest.mark.requirement("DM-18")
async def test_a_warning_comes_fifteen_days_before_and_once(town: Town):
    await silent(town, days=45)
    assert await told(town, "approaching") == 0

    await ring(town, timedelta(days=2))
    await ring(town, timedelta(days=2))

    assert await told(town, "approaching") == 1


@pytest.mark.requirement("DM-18")
async def test_acceptance_is_written_down_the_day_after_and_certified(town: Town):
    camille, dossier_id = await silent(town, days=61)
    early = await town.call(camille, "GET", f"/dossiers/{dossier_id}/attestation.pdf")
    assert await told(town, "reached") == 0

    await ring(town, timedelta(days=1))
    await ring(town, timedelta(days=1))
    seen = await town.shows(camille, dossier_id)
    certified = await town.call(camille, "GET", f"/dossiers/{dossier_id}/attestation.pdf")

    assert (early.status_code, certified.status_code) == (409, 200)
    assert certified.content.startswith(b"%PDF")
    assert await told(town, "reached") == 1
    assert seen["silence"]["effect_on"] == "2026-05-28"
    assert "réputée acceptée" in seen["silence"]["sentence"]
    assert seen["history"][0]["title"] == "Délai légal écoulé : demande réputée acceptée"


@pytest.mark.requirement("DM-10")
async def test_no_answer_is_expected_any_more_by_a_link_once_the_period_is_over(town: Town):
    await town.offers(clock=TWO_MONTHS)
    town.service.clock.stop_at(RECEIVED)
    visitor = a_visitor(town.tenant)
    tracking = (await town.submits(visitor, await town.filled(visitor))).json()["tracking"]
    before = (await town.call(visitor, "GET", f"/tracking/{tracking}")).json()

    await ring(town, timedelta(days=62))
    after = (await town.call(visitor, "GET", f"/tracking/{tracking}")).json()

    assert (before["due_on"], after["due_on"]) == ("2026-05-27", None)
    assert "réputée acceptée depuis le 28 mai 2026" in after["legal"]


@pytest.mark.requirement("DM-18")
async def test_the_certificate_is_in_french_whoever_asks_for_it(town: Town):
    camille, dossier_id = await silent(town, days=63)

    answer = await town.call(replace(camille, locale="en"), "GET", f"/dossiers/{dossier_id}/attestation.pdf")

    with pypdfium2.PdfDocument(answer.content) as document:
        text = document[0].get_textpage().get_text_range()
    assert "27 mars 2026" in text
    assert "March" not in text


@pytest.mark.requirement("DM-18")
async def test_nothing_falls_due_when_somebody_decided_or_a_piece_is_missing(town: Town):
    await town.offers()
    town.service.clock.stop_at(RECEIVED)
    camille, other, agent = town.citizen(), town.citizen(), town.agent()
    decided, waiting = await town.submitted(camille), await town.submitted(other)
    await town.call(agent, "POST", f"/dossiers/{decided}/decision", json={"outcome": "accepted"})
    asked = await town.call(
        agent, "POST", f"/dossiers/{waiting}/piece-requests", json={"type": "proof", "label": "Facture"}
    )
    assert asked.status_code == 201

    await ring(town, timedelta(days=70))

    assert await told(town, "reached") == 0


@pytest.mark.requirement("DM-18")
async def test_reasons_of_a_rejection_are_asked_once_and_in_time(town: Town):
    camille, dossier_id = await silent(town, REJECTION, days=63)
    path = f"/dossiers/{dossier_id}/reasons-request"

    refused = await town.call(camille, "GET", f"/dossiers/{dossier_id}/attestation.pdf")
    once = await town.call(camille, "POST", path)
    twice = await town.call(camille, "POST", path)

    assert [answer.status_code for answer in (refused, once, twice)] == [409, 201, 409]
    assert problem(twice)["title"] == "Vous avez déjà demandé les motifs."
    assert not (await town.shows(camille, dossier_id))["silence"]["may_ask_reasons"]


@pytest.mark.requirement("DM-18")
async def test_after_the_time_to_appeal_reasons_are_not_owed_any_more(town: Town):
    camille, dossier_id = await silent(town, REJECTION, days=130)

    late = await town.call(camille, "POST", f"/dossiers/{dossier_id}/reasons-request")

    assert late.status_code == 409


@pytest.mark.requirement("DM-18")
async def test_the_clock_is_replayed_under_another_rule_and_nothing_changes(town: Town):
    camille, dossier_id = await silent(town, days=10)
    agent = town.agent()

    what_if = await town.call(
        agent, "GET", f"/dossiers/{dossier_id}/clock", params={"silence": "rejection", "months": 4}
    )

    assert what_if.json()["due_on"] == "2026-07-27"
    assert "réputée rejetée" in what_if.json()["sentence"]
    assert (await town.shows(camille, dossier_id))["clock"]["due_on"] == "2026-05-27"

"""Legal dates on the agents' side: « et si ? », reasons owed, who is written to, who reads too much."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from agendas import ring
from towns import TWO_MONTHS, Town

from chassis.actor import Actor
from contracts.asks import AskMessageFacts, AskOrganisation, MessageFacts, OrganisationFacts
from contracts.messages import BY_KEY
from demarches.domain.policies import ORGANISE, READ
from demarches.domain.reading import MOST_AN_HOUR
from demarches.domain.rules import ClockRule, Silence, WhileMissing
from demarches.events.message_facts import facts_for

RECEIVED = datetime(2026, 3, 27, 13, tzinfo=UTC)
REJECTION = ClockRule(
    silence=Silence.REJECTION, months=2, while_missing=WhileMissing.SUSPENDS, articles=("CRPA L231-4",)
)


async def received(town: Town, rule: ClockRule = TWO_MONTHS) -> tuple[Actor, str]:
    await town.offers(clock=rule)
    town.service.clock.stop_at(RECEIVED)
    camille = town.citizen()
    return camille, await town.submitted(camille)


async def asks(town: Town, dossier_id: str, **changes: str) -> Any:
    return (await town.call(town.agent(READ), "GET", f"/dossiers/{dossier_id}/clock", params=changes)).json()


async def page(town: Town, agent: Actor, path: str) -> str:
    answer = await town.service.call(agent, "GET", f"/console{path}")
    return answer.text


async def mail(town: Town, type: str) -> MessageFacts:
    """What is written for the last event of that type."""
    event = (await town.service.published(town.tenant, type=type))[-1]
    data = msgspec.to_builtins(event["data"])
    asked = AskMessageFacts(tenant=town.tenant, event_id=event["id"], event_type=type, data=data)

    async def identity(question: AskOrganisation) -> OrganisationFacts:
        return OrganisationFacts(
            organisation_id=question.tenant,
            slug="plassans",
            name="Ville de Plassans",
            public_url="http://plassans.localhost:8000",
            colour="#1d5c63",
            internal_url="http://agents.localhost:8001",
        )

    return await facts_for(asked, town.service.service.queries, identity, town.service.clock)


@pytest.mark.requirement("DM-18")
@pytest.mark.parametrize(
    ("changes", "due"),
    [
        ({}, "2026-05-27"),
        ({"received_on": "2026-04-10"}, "2026-06-10"),
        ({"months": "4"}, "2026-07-27"),
        ({"complete_on": "2026-04-20"}, "2026-05-27"),
    ],
)
async def test_another_date_or_rule_is_replayed_and_nothing_is_written(town: Town, changes: dict[str, str], due: str):
    camille, dossier_id = await received(town)
    before = await town.shows(camille, dossier_id)

    replayed = await asks(town, dossier_id, **changes)

    assert replayed["due_on"] == due
    assert await town.shows(camille, dossier_id) == before


@pytest.mark.requirement("DM-18")
async def test_the_day_on_which_what_is_missing_comes_moves_the_date(town: Town):
    _, dossier_id = await received(town)
    body = {"type": "proof", "label": "Facture"}
    await town.call(town.agent(), "POST", f"/dossiers/{dossier_id}/piece-requests", json=body)
    assert (await asks(town, dossier_id))["due_on"] is None

    assert (await asks(town, dossier_id, complete_on="2026-04-20"))["due_on"] == "2026-06-20"


@pytest.mark.requirement("DM-18")
async def test_agents_compare_on_a_page_and_are_told_of_dates_that_do_not_exist(town: Town):
    _, dossier_id = await received(town)
    agent = town.agent()
    tried = "received_on-day=10&received_on-month=4&received_on-year=2026"
    wrong = "received_on-day=31&received_on-month=2&received_on-year=2026&months=x"

    compared = await page(town, agent, f"/dossiers/{dossier_id}/what-if?{tried}")
    refused = await page(town, agent, f"/dossiers/{dossier_id}/what-if?{wrong}")

    assert "10 juin 2026" in compared
    assert "14 jours plus tard" in compared
    assert "Indiquez un jour qui existe." in refused
    assert "Indiquez un nombre entier, 120 au plus." in refused
    last = "received_on-day=31&received_on-month=12&received_on-year=9999"
    far = await page(town, agent, f"/dossiers/{dossier_id}/what-if?{last}")
    assert "30 décembre 9999" in far
    assert "what-if" in await page(town, agent, f"/dossiers/{dossier_id}")


@pytest.mark.requirement("DM-18")
async def test_reasons_owed_are_a_view_of_the_queue_with_their_month(town: Town):
    camille, dossier_id = await received(town, REJECTION)
    agent = town.agent()
    assert "Motifs à donner" not in await page(town, agent, "/")
    await ring(town, timedelta(days=63))
    await town.call(camille, "POST", f"/dossiers/{dossier_id}/reasons-request")

    queue = await page(town, agent, "/?vue=reasons")

    assert "Motifs dus le 29 juin 2026" in queue
    assert "ils lui sont dus avant le 29 juin 2026" in await page(town, agent, f"/dossiers/{dossier_id}")
    body = {"outcome": "refused", "reasons": "Hors du secteur."}
    await town.call(agent, "POST", f"/dossiers/{dossier_id}/decision", json=body)
    assert "Motifs dus" not in await page(town, agent, "/?vue=reasons")


@pytest.mark.requirement("DM-18")
async def test_before_a_date_the_examiner_is_written_to_else_the_department(town: Town):
    _, dossier_id = await received(town)
    await ring(town, timedelta(days=47))

    nobodys = await mail(town, "demarches.deadline.approaching.v1")
    agent = town.agent()
    await town.call(agent, "POST", f"/dossiers/{dossier_id}/examination")
    theirs = await mail(town, "demarches.deadline.approaching.v1")

    assert [r.email for r in nobodys.recipients] == ["dechets@plassans.example"]
    assert [r.account_id for r in theirs.recipients] == [agent.account]
    assert theirs.values["link"] == f"http://agents.localhost:8001/demarches/dossiers/{dossier_id}"
    assert theirs.values["due"] == "27 mai 2026"
    assert set(theirs.values) == BY_KEY["deadline_approaching"].names
    english = theirs.translated["en"]
    assert (english["due"], english["title"]) == ("27 May 2026", "Collecte des déchets")
    assert "the request is deemed accepted from 28 May 2026" in english["legal"]
    await town.call(agent, "POST", f"/dossiers/{dossier_id}/decision", json={"outcome": "accepted"})
    assert (await mail(town, "demarches.deadline.approaching.v1")).recipients == ()


@pytest.mark.requirement("DM-18")
async def test_who_examines_is_written_to_when_reasons_are_asked(town: Town):
    camille, dossier_id = await received(town, REJECTION)
    await ring(town, timedelta(days=63))
    await town.call(camille, "POST", f"/dossiers/{dossier_id}/reasons-request")

    facts = await mail(town, "demarches.reasons.asked.v1")

    assert [r.email for r in facts.recipients] == ["dechets@plassans.example"]
    assert facts.values["due"] == "29 juin 2026"
    assert set(facts.values) == BY_KEY["reasons_due"].names


@pytest.mark.requirement("DM-16")
async def test_an_agent_who_opens_everything_is_told_of_once_and_their_own_work_is_not_counted(town: Town):
    _, dossier_id = await received(town)
    curious, busy = town.agent(), town.agent()
    await town.call(busy, "POST", f"/dossiers/{dossier_id}/examination")

    await page(town, curious, f"/dossiers/{dossier_id}")
    await town.service.rows(
        "update openings set opened = :n where account_id = :a returning opened", n=MOST_AN_HOUR - 1, a=curious.account
    )
    for _ in range(4):
        for agent in (curious, busy):
            await page(town, agent, f"/dossiers/{dossier_id}")

    [told] = await town.service.published(town.tenant, type="demarches.consultation.massive.v1")
    assert told["data"]["account_id"] == str(curious.account)
    organiser = town.agent(READ, ORGANISE)
    assert "Consultations nombreuses" in await page(town, organiser, "/organisation")
    assert "Consultations nombreuses" not in await page(town, busy, "/organisation")
    town.service.clock.move(timedelta(days=8))
    assert "Consultations nombreuses" not in await page(town, organiser, "/organisation")

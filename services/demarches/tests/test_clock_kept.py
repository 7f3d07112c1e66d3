"""The date that queues sort by, settled event by event, is the one that the facts give when all are read again."""

import os
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from towns import Town

from chassis.actor import Actor
from chassis.clock import PARIS
from demarches.domain.rules import ClockRule, Silence, WhileMissing

ROUNDS = int(os.environ.get("PARVIS_CLOCK_ROUNDS", "2"))
SUSPENDS = ClockRule(silence=Silence.REJECTION, months=2, while_missing=WhileMissing.SUSPENDS, ask_within_months=1)
RESTARTS = ClockRule(silence=Silence.ACCEPTANCE, months=1, days=3)


@pytest.mark.requirement("DM-18")
@pytest.mark.parametrize("rule", [SUSPENDS, RESTARTS], ids=["suspends", "restarts"])
@pytest.mark.parametrize("seed", range(ROUNDS))
async def test_whatever_is_asked_received_and_taken_the_kept_date_is_the_replayed_one(
    town: Town, rule: ClockRule, seed: int
):
    """`PARVIS_CLOCK_ROUNDS=50` for the long run."""
    chance, camille, agent = Random(seed), town.citizen(), town.agent()
    town.service.clock.stop_at(datetime(2027, 3, 20, 10, tzinfo=PARIS))
    await town.offers(clock=rule)
    dossier_id = await town.submitted(camille)
    asked: list[str] = []

    for _ in range(6):
        town.service.clock.move(timedelta(days=chance.randint(0, 25), hours=chance.randint(0, 23)))
        act = chance.choice(["ask", "ask", "join", "take", "wait"])
        if act == "ask":
            body: dict[str, Any] = {"type": "proof", "label": "Plan", "reason": "", "indispensable": True}
            asked.append(
                (await town.call(agent, "POST", f"/dossiers/{dossier_id}/piece-requests", json=body)).json()["id"]
            )
        elif act == "join" and asked:
            joined = await town.attaches(camille, dossier_id, request_id=asked.pop(0))
            assert joined.status_code == 201, joined.text
        elif act == "take":
            await town.call(agent, "POST", f"/dossiers/{dossier_id}/examination")

        assert await kept(town, dossier_id) == await replayed(town, agent, dossier_id), act


@pytest.mark.requirement("DM-18")
@pytest.mark.parametrize("rule", [SUSPENDS, RESTARTS], ids=["suspends", "restarts"])
async def test_a_piece_that_is_not_indispensable_never_moves_the_date(town: Town, rule: ClockRule):
    """CRPA L114-5-1. Neither the date kept for queues nor the one told, while it is awaited and once it came."""
    camille, agent = town.citizen(), town.agent()
    town.service.clock.stop_at(datetime(2027, 3, 20, 10, tzinfo=PARIS))
    await town.offers(clock=rule)
    dossier_id = await town.submitted(camille)
    before = await kept(town, dossier_id)
    body = {"type": "proof", "label": "Plan", "reason": "", "indispensable": False}
    town.service.clock.move(timedelta(days=3))

    asked = (await town.call(agent, "POST", f"/dossiers/{dossier_id}/piece-requests", json=body)).json()["id"]
    awaited = (await kept(town, dossier_id), await replayed(town, agent, dossier_id))
    town.service.clock.move(timedelta(days=20))
    joined = await town.attaches(camille, dossier_id, request_id=asked)

    assert joined.status_code == 201
    assert before is not None
    assert awaited == (before, before)
    assert (await kept(town, dossier_id), await replayed(town, agent, dossier_id)) == (before, before)


async def kept(town: Town, dossier_id: str) -> str | None:
    [row] = await town.service.rows("select due_on from dossiers where id = :id", id=dossier_id)
    return row["due_on"].isoformat() if row["due_on"] else None


async def replayed(town: Town, agent: Actor, dossier_id: str) -> str | None:
    answer = await town.call(agent, "GET", f"/dossiers/{dossier_id}/instruction")
    return answer.json()["dossier"]["clock"]["due_on"]

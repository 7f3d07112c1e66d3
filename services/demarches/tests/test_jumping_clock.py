"""P13: a clock that jumps by up to three hours each time it is read. What is due happens once, and nothing before its hour."""

import asyncio
import os
from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from agendas import NOW, at, booked, holds, offers_appointments
from towns import Town

from chassis import timers
from chassis.refusals import Unavailable
from demarches.domain.rules import ClockRule, Silence
from demarches.events.timers import TIMERS

# The gate of P13.
JUMPS = int(os.environ.get("PARVIS_CLOCK_JUMPS", "1000"))
FARTHEST = timedelta(hours=3)
OF_EACH = 3
# A month and three days of silence from a Friday, a draft kept for thirty days: all of it is over by then.
LASTS = timedelta(days=50)
SILENT = ClockRule(silence=Silence.ACCEPTANCE, months=1, days=3)


class JumpingClock:
    """Reads each time as if it had been set anew, anywhere within three hours of the true time."""

    def __init__(self, true: datetime, chance: Random) -> None:
        self.true, self._chance = true, chance

    def __call__(self) -> datetime:
        return self.true + FARTHEST * self._chance.uniform(-1, 1)


@pytest.mark.requirement("DM-18", "RV-02")
@pytest.mark.parametrize("seed", [int(os.environ.get("PARVIS_CLOCK_SEED", "13"))])
async def test_reminders_and_ends_come_once_and_never_early(town: Town, monkeypatch: pytest.MonkeyPatch, seed: int):
    drafts, sent, held, appointments = await occupied(town)
    await town.service.rows("update timers set done_at = now() where tenant <> :t returning id", t=town.tenant)
    clock = JumpingClock(NOW, Random(seed))
    monkeypatch.setattr(town.service.service.commands, "now", clock)

    await passes(town, clock, timedelta(days=1), jumps=JUMPS // 10)
    assert Counter(await statuses(town)) == {"expired": OF_EACH, "confirmed": OF_EACH}
    await passes(town, clock, LASTS, jumps=JUMPS)

    assert await told(town, "draft.reminder_due", "dossier_id") == dict.fromkeys(drafts + held, 1)
    assert await told(town, "dossier.discarded", "dossier_id") == dict.fromkeys(drafts + held, 1)
    # The others' two months are not over yet.
    assert await told(town, "deadline.approaching", "dossier_id") == dict.fromkeys([*sent, *appointments], 1)
    assert await told(town, "deadline.reached", "dossier_id") == dict.fromkeys(sent, 1)
    assert await told(town, "booking.reminder_due", "booking_id") == dict.fromkeys(appointments.values(), 1)
    wrong = "done_at < due_at or (done_at is null and due_at < :over)"
    over = clock.true - FARTHEST
    assert not await town.service.rows(
        f"select * from timers where tenant = :t and ({wrong})", t=town.tenant, over=over
    )


async def occupied(town: Town) -> tuple[list[str], list[str], list[str], dict[str, str]]:
    """Drafts left aside, dossiers that nobody answers, drafts with a slot that is held, dossiers with their appointment."""
    calendar = await offers_appointments(town, mandatory=False)
    drafts = [await town.filled(town.citizen()) for _ in range(OF_EACH)]
    held: list[str] = []
    appointments: dict[str, str] = {}
    for minute in (0, 20, 40):
        camille = town.citizen()
        held.append(await town.begun(camille))
        assert (await holds(town, camille, held[-1], calendar, at(9, minute))).status_code == 201
        dossier_id, booking_id = await booked(town, town.citizen(), calendar, at(9, minute) + timedelta(days=7))
        appointments[dossier_id] = booking_id
    await town.offers("silence", clock=SILENT)
    sent = [await town.submitted(town.citizen(), "silence") for _ in range(OF_EACH)]
    return drafts, sent, held, appointments


async def passes(town: Town, clock: JumpingClock, time: timedelta, *, jumps: int) -> None:
    for _ in range(jumps):
        clock.true += time / jumps
        await asyncio.gather(instance(town), instance(town))


async def instance(town: Town) -> None:
    """One of two that ring at once; whoever finds a row taken comes back, as the worker does."""
    service = town.service.service
    while True:
        try:
            if not await timers.ring(service.relay_database, service.commands, TIMERS, service="demarches"):
                return
        except Unavailable:
            await asyncio.sleep(0)


async def told(town: Town, kind: str, whose: str) -> dict[str, int]:
    """How often it was said of each."""
    events: list[Any] = list(await town.service.published(town.tenant, type=f"demarches.{kind}.v1"))
    return dict(Counter(event["data"][whose] for event in events))


async def statuses(town: Town) -> list[str]:
    mine = "select b.status from bookings b join calendars c on c.id = b.calendar_id where c.tenant = :t"
    return [row["status"] for row in await town.service.rows(mine, t=town.tenant)]

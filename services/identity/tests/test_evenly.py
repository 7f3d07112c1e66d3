"""An answer takes as long whoever has an account (A33)."""

import pytest

from chassis.refusals import Conflict
from identity.http.evenly import evenly

pytestmark = pytest.mark.requirement("ID-17")


class Clock:
    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at

    async def pause(self, seconds: float) -> None:
        self.at += seconds


@pytest.mark.parametrize("worked", [0.01, 0.05, 0.149])
async def test_what_is_quick_and_what_is_slow_end_at_the_same_moment(worked: float):
    clock = Clock()

    async with evenly(lasts=0.15, clock=clock, pause=clock.pause):
        clock.at += worked

    assert clock.at == pytest.approx(100.15)


async def test_what_lasts_longer_waits_for_nothing():
    clock = Clock()

    async with evenly(lasts=0.15, clock=clock, pause=clock.pause):
        clock.at += 2

    assert clock.at == 102


async def test_a_refusal_leaves_at_once():
    clock = Clock()

    with pytest.raises(Conflict):
        async with evenly(lasts=0.15, clock=clock, pause=clock.pause):
            raise Conflict

    assert clock.at == 100

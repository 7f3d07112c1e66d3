"""Features as a process knows them: from memory, fresh within two seconds of a change, and as declared before that."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

from chassis import features as chassis_features
from chassis.features import Features
from chassis.refusals import Unavailable
from contracts.asks import FeatureStates
from contracts.features import ASSISTANTS, LIVE_QUESTIONS, FeatureState, Mode

TOWN, OTHER = uuid4(), uuid4()


def told(*states: FeatureState) -> FeatureStates:
    return FeatureStates(states=states)


class Keeper:
    """Who is asked; down while it has nothing to say."""

    def __init__(self, answer: FeatureStates | None = None) -> None:
        self.answer = answer
        self.asked = 0

    async def __call__(self) -> FeatureStates:
        self.asked += 1
        if self.answer is None:
            raise Unavailable
        return self.answer


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not holds():
            await asyncio.sleep(0)


async def test_a_process_that_was_told_nothing_yet_does_as_declared():
    features = Features(Keeper())

    assert features.is_on(ASSISTANTS, TOWN) is ASSISTANTS.default


async def test_a_change_that_is_heard_is_asked_for_at_once():
    keeper = Keeper(told())
    features = Features(keeper)
    running = asyncio.create_task(features.run())
    await until(lambda: keeper.asked == 1)
    keeper.answer = told(FeatureState(name="assistants", mode=Mode.ORGANISATIONS, organisations=(TOWN,)))

    await features.hear(b"")

    await until(lambda: keeper.asked == 2 and not features.is_on(ASSISTANTS, OTHER))
    assert features.is_on(ASSISTANTS, TOWN)
    assert features.is_on(LIVE_QUESTIONS, OTHER)
    running.cancel()


async def test_what_was_known_last_holds_while_its_keeper_is_down():
    keeper = Keeper(told(FeatureState(name="assistants", mode=Mode.OFF)))
    features = Features(keeper)
    running = asyncio.create_task(features.run())
    await until(lambda: not features.is_on(ASSISTANTS, TOWN))
    keeper.answer = None

    await features.hear(b"")

    await until(lambda: keeper.asked == 2)
    assert not features.is_on(ASSISTANTS, TOWN)
    running.cancel()


def test_a_name_of_another_release_changes_nothing():
    features = Features(Keeper())

    features.take([FeatureState(name="of-tomorrow", mode=Mode.OFF)])

    assert features.is_on(ASSISTANTS, TOWN)


def test_nobody_waits_longer_for_a_change_than_until_the_next_look():
    assert chassis_features.AFTER_FAILURE <= 2 < chassis_features.FRESH

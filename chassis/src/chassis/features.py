"""Which features are open to whom, as this process knows it: asked of identity, heard of by event, read from memory."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from uuid import UUID

from chassis import logs, metrics
from contracts.asks import FeatureStates
from contracts.features import FEATURES, Feature, FeatureState, by_default

CHANGES = "identity.feature.>"
# The event hastens what time does anyway.
FRESH = 30.0
AFTER_FAILURE = 2.0


class Features:
    """As declared until identity has said something else, and as it said last while it is down."""

    def __init__(self, ask: Callable[[], Awaitable[FeatureStates]]) -> None:
        self._ask = ask
        self._changed = asyncio.Event()
        self._states = {one.name: by_default(one) for one in FEATURES}

    def is_on(self, feature: Feature, organisation: UUID) -> bool:
        return self._states[feature.name].is_on(organisation)

    def take(self, told: Iterable[FeatureState]) -> None:
        """Names that this release does not declare, or no more, are another one's."""
        said = {one.name: one for one in told}
        self._states = {one.name: said.get(one.name, by_default(one)) for one in FEATURES}
        # Not before it was told: a process that starts would say that everything had changed, twice.
        metrics.FEATURE.clear()
        for name, state in self._states.items():
            metrics.FEATURE.labels(name, state.told, state.turn).set(1)

    async def hear(self, _: bytes = b"") -> None:
        self._changed.set()

    async def keep(self) -> None:
        """One turn: ask, then wait until there is a reason to ask again."""
        self._changed.clear()
        wait = FRESH
        try:
            self.take((await self._ask()).states)
        except Exception as error:
            # Whatever keeps it from answering: nobody's request waits for this, and it is asked again.
            logs.log.info("features not asked", cause=type(error).__name__)
            wait = AFTER_FAILURE
        try:
            await asyncio.wait_for(self._changed.wait(), wait)
        except TimeoutError:
            return

    async def run(self) -> None:
        while True:
            await self.keep()

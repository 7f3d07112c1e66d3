"""How much may be under way at once, and whose: so that nobody's backlog fills every place."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from contracts.messages import Lane
from notifier.storage.queue import LANES, Claim, Wanted

TOTAL = 24
# A lane may fill the process up to here; what remains is kept for those more urgent.
# A letter to 100,000 leaves webhooks some places of their own, and webhooks some to devices.
UP_TO = {Lane.CRITICAL: TOTAL, Lane.SERVICE: 18, Lane.BULK: 8, Lane.HOOK: 12, Lane.PUSH: 16, Lane.TEXT: 20}
PER_TENANT = 6
EACH = 2
NOBODY = UUID(int=0)


class Slots:
    def __init__(self) -> None:
        self._held: dict[UUID, Claim] = {}
        self._last = NOBODY

    @property
    def held(self) -> tuple[UUID, ...]:
        return tuple(self._held)

    @property
    def is_idle(self) -> bool:
        return not self._held

    def wanted(self, *, at_most: int = TOTAL, among: Sequence[Lane] = LANES) -> Wanted | None:
        """What may be taken now, or None when there is no room."""
        taken = len(self._held)
        lanes = [lane for lane in among if taken < UP_TO[lane]]
        if not lanes:
            return None
        # So that a full claim of one lane still respects its limit.
        free = min(at_most, *(UP_TO[lane] - taken for lane in lanes))
        return Wanted(free, EACH, lanes, self._busy(), self._last)

    def take(self, claim: Claim) -> None:
        self._held[claim.notification_id] = claim
        self._last = claim.tenant

    def leave(self, claim: Claim) -> None:
        self._held.pop(claim.notification_id, None)

    def _busy(self) -> list[UUID]:
        counted = Counter(claim.tenant for claim in self._held.values())
        return [tenant for tenant, count in counted.items() if count > PER_TENANT - EACH]

"""What the entrance answers by itself, without any service: told at `/metrics` beside the requests (chassis.metrics)."""

from prometheus_client import Counter

from gateway.api import Refused, ServiceDown
from gateway.limits import TooLarge, TooSlow
from gateway.rates import TooOften

OWN_ANSWERS = Counter("parvis_entrance_answers", "Answers of the entrance itself", ["answer"])
MEMORY = "memory"
_FROM_MEMORY = OWN_ANSWERS.labels(MEMORY)
REFUSALS = {TooOften: "too-often", TooSlow: "too-slow", TooLarge: "too-large", ServiceDown: "unavailable"}
# Told from the start: a first one that comes out of nowhere is no growth, and a drawing without any looks broken.
for _answer in REFUSALS.values():
    OWN_ANSWERS.labels(_answer)
TURNED_AWAY = frozenset({"too-often", "too-slow", "unavailable"})
"""Those that say « later » to somebody who may have been right to come; « too large » is about what was sent."""


def from_memory() -> None:
    _FROM_MEMORY.inc()


def refused(refusal: Refused) -> None:
    """What a service refused is counted by that service."""
    if word := REFUSALS.get(type(refusal)):
        OWN_ANSWERS.labels(word).inc()

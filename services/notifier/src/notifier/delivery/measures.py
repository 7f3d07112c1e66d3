"""What Prometheus reads about messages."""

from prometheus_client import Counter, Gauge, Histogram

from contracts.messages import Lane
from notifier.domain.attempts import Outcome

ENDED = Counter("parvis_notification_attempts", "Attempts, by lane and outcome", ["lane", "outcome"])
# Told from the start: a first one that comes out of nowhere is no growth, and a drawing without any looks broken.
for _lane in Lane:
    for _outcome in Outcome:
        ENDED.labels(_lane, _outcome)
TOOK = Histogram(
    "parvis_notification_seconds",
    "From the event to the provider's acceptance, by lane",
    ["lane"],
    buckets=(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600),
)
UNDER_WAY = Gauge("parvis_notifications_under_way", "Messages being sent now")

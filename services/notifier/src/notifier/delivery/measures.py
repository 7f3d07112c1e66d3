"""What Prometheus reads about messages."""

from prometheus_client import Counter, Gauge, Histogram

ENDED = Counter("parvis_notification_attempts", "Attempts, by lane and outcome", ["lane", "outcome"])
TOOK = Histogram(
    "parvis_notification_seconds",
    "From the event to the provider's acceptance, by lane",
    ["lane"],
    buckets=(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600),
)
UNDER_WAY = Gauge("parvis_notifications_under_way", "Messages being sent now")

"""What Prometheus reads at `/metrics`."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Histogram(
    "parvis_http_request_seconds",
    "Time to answer, by route and status class",
    ["method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
EVENTS_CONSUMED = Counter("parvis_events_consumed", "Events acted on", ["type"])
DEAD_LETTERS = Counter("parvis_dead_letters", "Events buried", ["handler"])
OUTBOX_AGE = Gauge("parvis_outbox_oldest_seconds", "Age of the oldest event not yet published")
JOURNAL_CONTRADICTED = Counter("parvis_journal_contradicted", "Chains that are not what their witness had noted")

"""What Prometheus reads at `/metrics`."""

import time
from collections.abc import Iterable

from prometheus_client import Counter, Gauge, Histogram, Metric


class Measured(Gauge):
    """Tells nothing until it was measured: an entrance has no database, which is not a database that is down."""

    _measured = False

    def set(self, value: float) -> None:
        self._measured = True
        super().set(value)

    def collect(self) -> Iterable[Metric]:
        return super().collect() if self._measured else []


REQUESTS = Histogram(
    "parvis_http_request_seconds",
    "Time to answer, by route and status class",
    ["method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
EVENTS_CONSUMED = Counter("parvis_events_consumed", "Events acted on", ["type"])
DEAD_LETTERS = Counter("parvis_dead_letters", "Events buried", ["handler"])
OUTBOX_AGE = Gauge("parvis_outbox_oldest_seconds", "Age of the oldest event not yet published")
OBJECTS_BROKEN = Gauge("parvis_objects_broken", "Stored files that the last count found altered or missing")
JOURNAL_CONTRADICTED = Counter("parvis_journal_contradicted", "Chains that are not what their witness had noted")

# Measured by the worker every few seconds (chassis.measures).
OUTBOX_WAITING = Gauge("parvis_outbox_waiting", "Events not yet published")
DEAD_LETTERS_OPEN = Gauge("parvis_dead_letters_open", "Events that wait for a person")
PARKED = Gauge("parvis_parked_events", "Events that wait for those before them")
TIMERS_OVERDUE = Gauge("parvis_timers_overdue_seconds", "How late the oldest due timer is")
CONSUMER_PENDING = Gauge(
    "parvis_consumer_pending", "Events of a stream that this service has not taken yet", ["stream"]
)
DATABASE_UP = Measured("parvis_database_up", "1 when the database answers")
BUS_UP = Measured("parvis_bus_up", "1 when the bus is connected")
DEPENDENCY_UP = Gauge("parvis_dependency_up", "1 when it answers", ["dependency"])
DEPENDENCY_WRITABLE = Gauge("parvis_dependency_writable", "0 when it answers and keeps nothing more", ["dependency"])
DEPENDENCY_SECONDS = Gauge("parvis_dependency_seconds", "How long its last answer took", ["dependency"])
POOL_USED = Gauge("parvis_database_connections_used", "Connections of the pool in use now")
POOL_SIZE = Gauge("parvis_database_connections_limit", "Connections that the pool may have")

# What this process takes the time to be: whoever reads it compares it with its own.
CLOCK = Gauge("parvis_clock_seconds", "The clock of this process, in seconds since 1970")
CLOCK.set_function(time.time)

# What runs, each always 1: a change of label is a change of the world (chassis.running).
CODE = Gauge("parvis_running_code", "The release, or the digest of its code", ["version"])
SETTING = Gauge("parvis_running_setting", "Fingerprint of a setting; never of a secret", ["name", "fingerprint"])
FEATURE = Gauge(
    "parvis_running_feature", "To whom this process believes a feature to be open", ["name", "state", "turn"]
)
SCHEMA = Gauge("parvis_running_schema", "The revision of the database", ["revision"])

"""How much a request weighs: whom it touches, and whether they can work meanwhile (ITIL's impact × urgency)."""

from datetime import datetime
from enum import StrEnum


class Impact(StrEnum):
    PERSON = "person"
    DEPARTMENT = "department"
    ORGANISATION = "organisation"


class Urgency(StrEnum):
    LOW = "low"
    """Work goes on."""
    MEDIUM = "medium"
    """Work is hindered."""
    HIGH = "high"
    """Work has stopped."""


class Severity(StrEnum):
    MINOR = "minor"
    NORMAL = "normal"
    MAJOR = "major"
    CRITICAL = "critical"


_MATRIX = {
    (Impact.PERSON, Urgency.LOW): Severity.MINOR,
    (Impact.PERSON, Urgency.MEDIUM): Severity.MINOR,
    (Impact.PERSON, Urgency.HIGH): Severity.NORMAL,
    (Impact.DEPARTMENT, Urgency.LOW): Severity.MINOR,
    (Impact.DEPARTMENT, Urgency.MEDIUM): Severity.NORMAL,
    (Impact.DEPARTMENT, Urgency.HIGH): Severity.MAJOR,
    (Impact.ORGANISATION, Urgency.LOW): Severity.NORMAL,
    (Impact.ORGANISATION, Urgency.MEDIUM): Severity.MAJOR,
    (Impact.ORGANISATION, Urgency.HIGH): Severity.CRITICAL,
}
_RANKS = {Severity.MINOR: 1, Severity.NORMAL: 2, Severity.MAJOR: 3, Severity.CRITICAL: 4}
# Seconds until the year 2286: an epoch second fits below.
_RANK_WIDTH = 10_000_000_000


def severity_of(impact: Impact, urgency: Urgency) -> Severity:
    return _MATRIX[impact, urgency]


def precedence(severity: Severity, opened_at: datetime) -> int:
    """Larger comes first in a queue: the graver, then the older. One number, so that pages follow one index."""
    return (_RANKS[severity] + 1) * _RANK_WIDTH - int(opened_at.timestamp())

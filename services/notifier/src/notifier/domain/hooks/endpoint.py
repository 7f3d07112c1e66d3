"""Where another system of an organisation's is told of events (Standard Webhooks)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit
from uuid import UUID

import msgspec

from chassis.refusals import Fault, Invalid
from notifier.domain.hooks.refusals import AddressNotAllowed, EndpointPaused

# What may be told: ids and statuses, as on our own bus.
KINDS = (
    "demarches.dossier.submitted.v1",
    "demarches.dossier.incomplete.v1",
    "demarches.dossier.decided.v1",
    "demarches.dossier.cancelled.v1",
    "ticketing.ticket.opened.v1",
    "ticketing.ticket.answered.v1",
    "ticketing.ticket.status_changed.v1",
    "notifier.notification.accepted.v1",
    "notifier.notification.delivered.v1",
    "notifier.notification.permanent_failure.v1",
    "notifier.notification.withheld.v1",
    "notifier.address.suppressed.v1",
    "notifier.address.restored.v1",
    "notifier.publication.changed.v1",
)
TEST = "parvis.test.v1"
# Both secrets sign while the other side changes over.
CHANGEOVER = timedelta(hours=24)
GIVEN_UP_AFTER = timedelta(days=5)
LONGEST_URL = 500


class Stage(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"


class Because(StrEnum):
    ASKED = "asked"
    FAILING = "failing"
    """Nothing arrived for five days."""
    GONE = "gone"
    """It answered 410: nobody is there any more."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`kinds` are types of events."""

    url: str
    kinds: tuple[str, ...]
    description: str = ""


@dataclass(kw_only=True)
class Endpoint:
    """`sealed` is the secret that signs; `former` the one before, until `former_until`."""

    id: UUID
    wanted: Wanted
    sealed: str
    created_at: datetime
    former: str = ""
    former_until: datetime | None = None
    stage: Stage = Stage.ACTIVE
    because: Because | None = None
    failing_since: datetime | None = None
    version: int = 0

    def change(self, wanted: Wanted) -> None:
        self.wanted = must_be_possible(wanted)

    def pause(self, because: Because = Because.ASKED) -> None:
        self.stage, self.because = Stage.PAUSED, because

    def resume(self) -> None:
        self.stage, self.because, self.failing_since = Stage.ACTIVE, None, None

    def renew(self, sealed: str, *, at: datetime) -> None:
        self.former, self.former_until, self.sealed = self.sealed, at + CHANGEOVER, sealed

    def secrets(self, *, at: datetime) -> list[str]:
        """Those that sign now, sealed, the newest first."""
        is_changing = self.former and self.former_until is not None and at < self.former_until
        return [self.sealed, *([self.former] if is_changing else [])]

    def must_be_active(self) -> None:
        if self.stage is not Stage.ACTIVE:
            raise EndpointPaused

    def heard(self) -> None:
        self.failing_since = None

    def missed(self, *, gone: bool, at: datetime) -> None:
        """One that has not answered for days is called no more."""
        self.failing_since = self.failing_since or at
        if self.stage is Stage.ACTIVE and gone:
            self.pause(Because.GONE)
        elif self.stage is Stage.ACTIVE and at - self.failing_since >= GIVEN_UP_AFTER:
            self.pause(Because.FAILING)


def must_be_possible(wanted: Wanted) -> Wanted:
    """Where its name leads is looked at when it is called, each time."""
    faults: list[Fault] = []
    if not wanted.kinds:
        faults.append(Fault("/kinds", "Choisissez au moins un événement.", "missing"))
    elif set(wanted.kinds) - set(KINDS):
        faults.append(Fault("/kinds", "Un de ces événements n’existe pas.", "unknown"))
    if len(wanted.description) > 200:
        faults.append(Fault("/description", "200 caractères au plus.", "length"))
    if faults:
        raise Invalid(faults=faults)
    must_be_an_address(wanted.url)
    return wanted


def must_be_an_address(url: str) -> None:
    """https, a name, no password in it."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise AddressNotAllowed from error
    is_plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST_URL
    has_extras = parts.username is not None or parts.password is not None or parts.fragment
    if not is_plain or parts.scheme not in ("https", "http") or not parts.hostname or has_extras:
        raise AddressNotAllowed

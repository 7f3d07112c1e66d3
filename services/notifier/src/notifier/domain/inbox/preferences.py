"""How a person wants to be told, per kind of message; and what the law or their safety does not let them turn off."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

import msgspec

from chassis.clock import PARIS
from chassis.refusals import Fault, Invalid
from contracts.messages import BY_KEY, KINDS, Lane
from notifier.domain.posting.postal_letter import ON_PAPER
from notifier.domain.texting.text import TEXTED

# An acknowledgement is owed (CRPA L112-3), a missing piece and a decision start or stop delays.
OWED = frozenset({"dossier_received", "piece_requested", "dossier_decided", "digest"})
USUAL_DIGEST_HOUR = 18
_DIGESTS = UUID("3a8f5d0e-5b63-4a0f-9a0a-6f6b0f1d2c41")


class Wish(StrEnum):
    AT_ONCE = "at-once"
    DIGEST = "digest"
    NEVER = "never"
    """In the notification centre alone."""


def is_owed(kind: str) -> bool:
    """Sent by mail at once, whatever is wished and at whatever hour."""
    return kind in OWED or kind not in BY_KEY or BY_KEY[kind].lane is Lane.CRITICAL


CHOICES = tuple(kind.key for kind in KINDS if not is_owed(kind.key))


class Chosen(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Hours are whole, 0 to 23, in Paris. Quiet from 22 until 7 crosses midnight; both or neither. `muted`: kinds that
    are not told on devices; `texted`: those that are told by SMS as well; `on_paper`: those
    that come by post as well."""

    wishes: dict[str, Wish] = {}
    muted: tuple[str, ...] = ()
    texted: tuple[str, ...] = ()
    on_paper: tuple[str, ...] = ()
    digest_hour: int = USUAL_DIGEST_HOUR
    quiet_from: int | None = None
    quiet_until: int | None = None


@dataclass(kw_only=True)
class Preferences:
    """Of one account; `id` is the account's."""

    id: UUID
    chosen: Chosen = field(default_factory=Chosen)
    version: int = 0

    def choose(self, chosen: Chosen) -> None:
        self.chosen = must_be_possible(chosen)

    def wish_for(self, kind: str) -> Wish:
        return Wish.AT_ONCE if is_owed(kind) else self.chosen.wishes.get(kind, Wish.AT_ONCE)

    def quiet_ends(self, kind: str, *, at: datetime) -> datetime | None:
        """When a message that could wait may leave, if these are quiet hours; None when it may leave now."""
        return None if is_owed(kind) else self.rest_ends(at=at)

    def rest_ends(self, *, at: datetime) -> datetime | None:
        """The end of the quiet hours, if these are some."""
        begins, ends = self.chosen.quiet_from, self.chosen.quiet_until
        if begins is None or ends is None or not _is_between(at.astimezone(PARIS).hour, begins, ends):
            return None
        return next_time(ends, after=at)

    def pushes(self, kind: str) -> bool:
        """Whether devices are told of it: a mail that is owed leaves all the same, a device may stay silent."""
        return kind not in self.chosen.muted

    def texts(self, kind: str) -> bool:
        """SMS cost the town: only to who asks for them, kind by kind."""
        return kind in TEXTED and kind in self.chosen.texted

    def is_on_paper(self, kind: str) -> bool:
        return kind in ON_PAPER and kind in self.chosen.on_paper

    def next_digest(self, *, at: datetime) -> datetime:
        return next_time(self.chosen.digest_hour, after=at)


def next_time(hour: int, *, after: datetime) -> datetime:
    """The next moment at which Paris' clocks show this hour, exactly one a day: an hour that is skipped in March is the
    one after it, one that comes twice in October is its first."""
    today = after.astimezone(PARIS).date()
    return next(
        moment for moment in (_moment(today + timedelta(days=days), hour) for days in range(3)) if moment > after
    )


def day_of(moment: datetime) -> date:
    return moment.astimezone(PARIS).date()


def digest_id(account_id: UUID, day: date) -> UUID:
    """One digest per account and day, whoever makes it however often."""
    return uuid5(_DIGESTS, f"{account_id}/{day.isoformat()}")


def must_be_possible(chosen: Chosen) -> Chosen:
    faults = [
        Fault(f"/wishes/{kind}", "Ce message part toujours par courriel.", "owed")
        for kind in chosen.wishes
        if kind not in CHOICES
    ]
    faults += [
        Fault(f"/muted/{kind}", "Ce message n’existe pas.", "unknown") for kind in chosen.muted if kind not in BY_KEY
    ]
    faults += [
        Fault(f"/texted/{kind}", "Ce message ne part pas par SMS.", "unknown")
        for kind in chosen.texted
        if kind not in TEXTED
    ]
    faults += [
        Fault(f"/on_paper/{kind}", "Ce message ne part pas par la poste.", "unknown")
        for kind in chosen.on_paper
        if kind not in ON_PAPER
    ]
    hours = (
        ("digest_hour", chosen.digest_hour),
        ("quiet_from", chosen.quiet_from),
        ("quiet_until", chosen.quiet_until),
    )
    faults += [
        Fault(f"/{name}", "Choisissez une heure entre 0 et 23.", "range")
        for name, hour in hours
        if hour is not None and not 0 <= hour <= 23
    ]
    if (chosen.quiet_from is None) != (chosen.quiet_until is None):
        missing = "quiet_until" if chosen.quiet_until is None else "quiet_from"
        faults.append(Fault(f"/{missing}", "Indiquez le début et la fin des heures calmes.", "missing"))
    elif chosen.quiet_from is not None and chosen.quiet_from == chosen.quiet_until:
        faults.append(Fault("/quiet_until", "Les heures calmes se terminent à une autre heure.", "order"))
    if faults:
        raise Invalid(faults=faults)
    return chosen


def _moment(day: date, hour: int) -> datetime:
    # Through UTC: only there is « later » what one thinks it is on the days when clocks change.
    return datetime.combine(day, time(hour), PARIS).astimezone(UTC)


def _is_between(hour: int, begins: int, ends: int) -> bool:
    return begins <= hour < ends if begins < ends else hour >= begins or hour < ends

"""Days on which the town hall does not keep its usual hours."""

from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

import msgspec

from chassis.refusals import Fault, Invalid
from contracts.notifier import PublicationChanged

LONGEST_REASON = 140
MOST_DAYS = 366


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """From one hour to another of the same day, in Paris."""

    begins: time
    ends: time


@dataclass(kw_only=True)
class HoursException:
    """From `first_day` to `last_day`, both included: closed, or open at these hours instead of the usual ones."""

    id: UUID
    first_day: date
    last_day: date
    openings: tuple[Opening, ...]
    reason: str
    written_at: datetime
    version: int = 0

    @property
    def is_closure(self) -> bool:
        return not self.openings

    def said(self) -> PublicationChanged:
        """Pages that show the hours are stale."""
        return PublicationChanged(publication_id=self.id)


class Asked(NamedTuple):
    first_day: date
    last_day: date
    openings: tuple[Opening, ...]
    reason: str


def must_make_sense(asked: Asked) -> None:
    faults: list[Fault] = []
    if asked.last_day < asked.first_day:
        faults.append(Fault("/last_day", "Le dernier jour vient après le premier.", "order"))
    elif (asked.last_day - asked.first_day).days >= MOST_DAYS:
        faults.append(Fault("/last_day", "Une exception dure un an au plus.", "too_long"))
    if any(opening.ends <= opening.begins for opening in asked.openings):
        faults.append(Fault("/openings", "Chaque ouverture se termine après avoir commencé.", "order"))
    following = sorted(asked.openings, key=lambda opening: opening.begins)
    if any(one.ends > other.begins for one, other in pairwise(following)):
        faults.append(Fault("/openings", "Deux ouvertures se chevauchent.", "overlap"))
    if not asked.reason.strip():
        faults.append(Fault("/reason", "Dites pourquoi, par exemple « Pont de l’Ascension ».", "missing"))
    elif len(asked.reason) > LONGEST_REASON:
        faults.append(Fault("/reason", f"Ce texte dépasse {LONGEST_REASON} caractères.", "too_long"))
    if faults:
        raise Invalid(faults=faults)

"""What a calendar or a policy must be to be kept. All that is wrong is told at once."""

from itertools import pairwise
from zoneinfo import available_timezones

from chassis.refusals import Fault
from ticketing.domain.refusals import PromiseInvalid
from ticketing.domain.sla.calendar import MINUTES_A_DAY, BusinessCalendar
from ticketing.domain.sla.policy import SlaPolicy

LONGEST_NAME = 80
LONGEST_TARGET = 365 * MINUTES_A_DAY


def must_be_a_calendar(calendar: BusinessCalendar) -> None:
    faults = _fault_in_name(calendar.name)
    if calendar.zone not in available_timezones():
        faults.append(Fault("/zone", "Choisissez un fuseau horaire.", "zone"))
    if len(calendar.week) != 7 or not any(calendar.week):
        faults.append(Fault("/week", "Indiquez au moins une plage d’ouverture dans la semaine.", "missing"))
    for number, day in enumerate(calendar.week):
        ordered = sorted(day, key=lambda one: one.begins)
        if any(not 0 <= one.begins < one.ends <= MINUTES_A_DAY for one in day):
            faults.append(Fault(f"/week/{number}", "Chaque plage commence avant de finir, entre 0 h et 24 h.", "range"))
        elif any(one.ends > two.begins for one, two in pairwise(ordered)):
            faults.append(Fault(f"/week/{number}", "Deux plages se chevauchent.", "overlap"))
    if any(closure.first > closure.last for closure in calendar.closures):
        faults.append(Fault("/closures", "Une fermeture commence avant de finir.", "range"))
    if faults:
        raise PromiseInvalid(faults=faults)


def must_be_a_policy(policy: SlaPolicy) -> None:
    faults = _fault_in_name(policy.name)
    if not 1 <= policy.warns_at <= 99:
        faults.append(Fault("/warns_at", "Indiquez un pourcentage de 1 à 99.", "range"))
    for severity, targets in policy.targets.items():
        for measure in ("first_response", "next_response", "resolution"):
            minutes = getattr(targets, measure)
            if minutes is not None and not 1 <= minutes <= LONGEST_TARGET:
                said = "Indiquez une durée en heures, par exemple 4 ou 0:30."
                faults.append(Fault(f"/targets/{severity}/{measure}", said, "range"))
    if not any(t.first_response or t.next_response or t.resolution for t in policy.targets.values()):
        faults.append(Fault("/targets", "Indiquez au moins un délai.", "missing"))
    if faults:
        raise PromiseInvalid(faults=faults)


def _fault_in_name(name: str) -> list[Fault]:
    if name.strip() and len(name) <= LONGEST_NAME and name.isprintable():
        return []
    return [Fault("/name", f"Donnez un nom de {LONGEST_NAME} caractères au plus.", "missing")]

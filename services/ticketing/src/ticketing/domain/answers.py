"""What a request says, against the form of its catalogue entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis.clock import PARIS
from chassis.refusals import Fault
from contracts.forms import Context, say, validate
from ticketing.domain.catalogue import CatalogueEntry
from ticketing.domain.refusals import AnswersInvalid
from ticketing.domain.severity import Impact, Urgency
from ticketing.domain.texts import fault_in_subject


@dataclass(frozen=True, slots=True)
class Said:
    """A request that can be taken: every part in its stored form."""

    subject: str
    answers: dict[str, Any]
    impact: Impact
    urgency: Urgency


def context_at(moment: datetime, *, settled: bool = False) -> Context:
    return Context(today=moment.astimezone(PARIS).date(), settled=settled)


def validated(
    entry: CatalogueEntry,
    subject: str,
    answers: Mapping[str, Any],
    impact: str | None,
    urgency: str | None,
    *,
    at: datetime,
    locale: str,
) -> Said:
    """Raises AnswersInvalid with a pointer to each part that cannot be taken: all of them at once."""
    faults = fault_in_subject(subject)
    if entry.kind.has_severity:
        faults += _fault_in(Impact, impact, "/impact", "Dites qui est gêné.")
        faults += _fault_in(Urgency, urgency, "/urgency", "Dites si le travail peut continuer.")
    result = validate(entry.form, answers, context_at(at))
    faults += [Fault(f"/answers{p.pointer}", say(p.message, locale), p.code) for p in result.problems]
    if faults:
        raise AnswersInvalid(faults=faults)
    weighed = entry.kind.has_severity
    return Said(
        subject=subject.strip(),
        answers=result.answers,
        impact=Impact(impact) if weighed else Impact.PERSON,
        urgency=Urgency(urgency) if weighed else Urgency.LOW,
    )


def _fault_in(kind: type[Impact] | type[Urgency], value: str | None, pointer: str, said: str) -> list[Fault]:
    return [] if value in {str(one) for one in kind} else [Fault(pointer, said, "missing")]

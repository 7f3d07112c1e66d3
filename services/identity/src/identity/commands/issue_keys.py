"""Prepare activation keys for a list of families, one letter each (ID-16)."""

from enum import StrEnum
from uuid import UUID

import msgspec

from chassis.clock import PARIS
from chassis.ids import new_id
from identity.domain.activation_keys import ActivationKey, Family
from identity.domain.family_lists import FamilyLine, line_faults, lines_of, nothing_chosen
from identity.storage.work import IdentityWork


class Outcome(StrEnum):
    READY = "ready"
    KNOWN = "known"
    WRONG = "wrong"


class IssueKeys(msgspec.Struct, frozen=True, kw_only=True):
    """`rehearsal`: nothing is changed, the report says what would be."""

    text: str
    secret: bytes
    rehearsal: bool = True


class FamilyReport(msgspec.Struct, frozen=True, kw_only=True):
    line: int
    reference: str
    name: str
    child: str
    outcome: Outcome
    reasons: tuple[str, ...] = ()


class KeysReport(msgspec.Struct, frozen=True, kw_only=True):
    """`batch_id` is none of a rehearsal."""

    batch_id: UUID | None
    families: int
    lines: tuple[FamilyReport, ...]

    def number(self, outcome: Outcome | str) -> int:
        return sum(line.outcome == outcome for line in self.lines)


async def issue_keys(command: IssueKeys, uow: IdentityWork) -> KeysReport:
    """A family whose key may still be used gets no second one. Raises `Invalid` when no line is right."""
    known = await uow.activation_keys.unused_references()
    today = uow.now.astimezone(PARIS).date()
    reports: list[FamilyReport] = []
    families: dict[str, Family] = {}
    for line in lines_of(command.text):
        faults = tuple(line_faults(line, today=today))
        outcome = Outcome.WRONG if faults else Outcome.KNOWN if line.reference in known else Outcome.READY
        reports.append(_report(line, outcome, faults))
        if outcome is Outcome.READY:
            present = families.get(line.reference, line.family)
            families[line.reference] = msgspec.structs.replace(present, children=(*present.children, line.child.tidy))
    batch_id: UUID | None = None
    if not command.rehearsal:
        if not families:
            raise nothing_chosen()
        batch_id = new_id()
        for reference, family in families.items():
            made = ActivationKey.issue(
                new_id(), batch_id, reference, family, secret=command.secret, at=uow.now, by=str(uow.actor)
            )
            _ = uow.activation_keys.add(made)
        uow.note("identity.activation_keys.issued", batch_id)
    return KeysReport(batch_id=batch_id, families=len(families), lines=tuple(reports))


def _report(line: FamilyLine, outcome: Outcome, reasons: tuple[str, ...]) -> FamilyReport:
    child = f"{line.child.given_names} {line.child.family_name}".strip()
    return FamilyReport(
        line=line.number,
        reference=line.reference,
        name=line.family.name,
        child=child,
        outcome=outcome,
        reasons=reasons,
    )

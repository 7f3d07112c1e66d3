"""Open accounts for a whole list (ID-05): what is right is taken, what is wrong is said line by line."""

from enum import StrEnum

import msgspec

from identity.commands.add_member import AddMember, add_member, room_left
from identity.domain.accounts import AccountKind
from identity.domain.member_lists import Line, lines_of
from identity.domain.members import membership_faults
from identity.storage.work import IdentityWork

REPEATED = "Cette adresse est déjà sur une ligne plus haut."
NO_ROOM = "Votre formule ne permet pas un compte de plus."


class Outcome(StrEnum):
    ADDED = "added"
    READY = "ready"
    KNOWN = "known"
    WRONG = "wrong"


class ImportMembers(msgspec.Struct, frozen=True, kw_only=True):
    """`rehearsal`: nothing is changed, the report says what would be."""

    text: str
    rehearsal: bool = True
    locale: str = "fr"


class LineReport(msgspec.Struct, frozen=True, kw_only=True):
    line: int
    name: str
    email: str
    outcome: Outcome
    reasons: tuple[str, ...] = ()


class ImportReport(msgspec.Struct, frozen=True, kw_only=True):
    rehearsal: bool
    lines: tuple[LineReport, ...]

    def number(self, outcome: Outcome | str) -> int:
        return sum(line.outcome == outcome for line in self.lines)


async def import_members(command: ImportMembers, uow: IdentityWork) -> ImportReport:
    seen: set[str] = set()
    reports: list[LineReport] = []
    room = await room_left(uow)
    for line in lines_of(command.text):
        report = await _taken(line, command, seen, room, uow)
        reports.append(report)
        room -= report.outcome in (Outcome.READY, Outcome.ADDED)
        seen.add(line.membership.reach.email.lower())
    return ImportReport(rehearsal=command.rehearsal, lines=tuple(reports))


async def _taken(line: Line, command: ImportMembers, seen: set[str], room: float, uow: IdentityWork) -> LineReport:
    said = line.membership
    report = LineReport(
        line=line.number,
        name=f"{said.identity.given_name} {said.identity.family_name}".strip(),
        email=said.reach.email,
        outcome=Outcome.READY,
    )
    if faults := membership_faults(said):
        reasons = tuple(fault.message for fault in faults)
        return msgspec.structs.replace(report, outcome=Outcome.WRONG, reasons=reasons)
    if said.reach.email.lower() in seen:
        return msgspec.structs.replace(report, outcome=Outcome.WRONG, reasons=(REPEATED,))
    if await uow.accounts.by_email(said.reach.email, AccountKind.MEMBER):
        return msgspec.structs.replace(report, outcome=Outcome.KNOWN)
    if room < 1:
        return msgspec.structs.replace(report, outcome=Outcome.WRONG, reasons=(NO_ROOM,))
    if not command.rehearsal:
        _ = await add_member(AddMember(membership=said, locale=command.locale), uow)
        return msgspec.structs.replace(report, outcome=Outcome.ADDED)
    return report

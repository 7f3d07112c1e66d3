"""Macros: several acts on a ticket as one choice (an answer, a note, who has it, what becomes of it)."""

from collections.abc import Mapping
from uuid import UUID

from msgspec import Struct

from chassis.figures import grouped
from chassis.refusals import Fault
from ticketing.domain.canned import VARIABLES, unknown_variables, variables_in
from ticketing.domain.refusals import MacroIncomplete, MacroInvalid
from ticketing.domain.thread import LONGEST_MESSAGE

OUTCOMES = ("", "open", "waiting_customer", "waiting_third_party", "resolved")


class Macro(Struct, frozen=True, kw_only=True):
    """`reply` goes to the customer, `note` to the team; `take`: who runs it has the ticket; `team`: that it goes to;
    `outcome`: what the ticket becomes (empty: it stays as it is)."""

    id: UUID
    title: str
    reply: str = ""
    note: str = ""
    take: bool = False
    team: UUID | None = None
    outcome: str = ""
    position: int = 0

    @property
    def does_something(self) -> bool:
        return bool(self.reply.strip() or self.note.strip() or self.take or self.team or self.outcome)

    def missing(self, values: Mapping[str, str]) -> list[str]:
        return sorted(name for name in variables_in(self.reply + self.note) if not values.get(name))


def must_be_a_macro(macro: Macro) -> None:
    faults: list[Fault] = []
    if not macro.title.strip() or len(macro.title) > 80 or not macro.title.isprintable():
        faults.append(Fault("/title", "Donnez un titre de 80 caractères au plus.", "missing"))
    for name in ("reply", "note"):
        text: str = getattr(macro, name)
        if len(text) > LONGEST_MESSAGE or "\x00" in text:
            faults.append(Fault(f"/{name}", f"Écrivez {grouped(LONGEST_MESSAGE)} caractères au plus.", "too_long"))
        if unknown := unknown_variables(text):
            said = f"Variables inconnues : {', '.join(unknown)}. Utilisez : {', '.join(VARIABLES)}."
            faults.append(Fault(f"/{name}", said, "variable"))
    if macro.outcome not in OUTCOMES:
        faults.append(Fault("/outcome", "Choisissez ce que devient la demande.", "choice"))
    if not macro.does_something:
        faults.append(Fault("/title", "Choisissez au moins une action.", "missing"))
    if faults:
        raise MacroInvalid(faults=faults)


def must_be_complete(macro: Macro, values: Mapping[str, str]) -> None:
    """Nothing is sent with a gap in it: nobody reads it again before the customer does."""
    if missing := macro.missing(values):
        raise MacroIncomplete(f"Valeurs inconnues : {', '.join(missing)}. Répondez à la main.")

"""Ready-made answers: text with variables that the page fills in before the agent reads and sends it."""

import re
from collections.abc import Mapping
from uuid import UUID

from msgspec import Struct

from chassis.figures import grouped
from chassis.refusals import Fault
from ticketing.domain.refusals import CannedInvalid
from ticketing.domain.thread import LONGEST_MESSAGE

VARIABLES = ("demandeur", "numero", "objet", "produit", "technicien", "collectivite")
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
OUTCOMES = ("open", "waiting_customer", "resolved")


class CannedReply(Struct, frozen=True, kw_only=True):
    """`outcome`: what the ticket becomes with the answer, so that one choice does both (a « macro »)."""

    id: UUID
    title: str
    body: str
    outcome: str = "open"

    def filled(self, values: Mapping[str, str]) -> str:
        """A variable whose value is not known stays as it is written: the agent sees what is missing."""
        return filled(self.body, values)


def filled(text: str, values: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda found: values.get(found[1], "") or found[0], text)


def variables_in(text: str) -> set[str]:
    return set(_VARIABLE.findall(text))


def unknown_variables(text: str) -> list[str]:
    return sorted(variables_in(text) - set(VARIABLES))


def must_be_a_reply(reply: CannedReply) -> None:
    faults: list[Fault] = []
    if not reply.title.strip() or len(reply.title) > 80 or not reply.title.isprintable():
        faults.append(Fault("/title", "Donnez un titre de 80 caractères au plus.", "missing"))
    if not reply.body.strip() or len(reply.body) > LONGEST_MESSAGE or "\x00" in reply.body:
        faults.append(
            Fault("/body", f"Écrivez une réponse de {grouped(LONGEST_MESSAGE)} caractères au plus.", "missing")
        )
    if unknown := unknown_variables(reply.body):
        said = f"Variables inconnues : {', '.join(unknown)}. Utilisez : {', '.join(VARIABLES)}."
        faults.append(Fault("/body", said, "variable"))
    if reply.outcome not in OUTCOMES:
        faults.append(Fault("/outcome", "Choisissez ce que devient la demande.", "choice"))
    if faults:
        raise CannedInvalid(faults=faults)

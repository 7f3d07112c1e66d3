from msgspec import Struct

from chassis.refusals import Fault
from demarches.domain.refusals import SynonymNotRight
from demarches.storage import catalogue
from demarches.storage.unit_of_work import DemarchesWork


class KeepSynonym(Struct, frozen=True):
    """`term` is what people type (« poubelle »), `means` the town's words (« collecte des déchets »)."""

    term: str
    means: str


async def keep_synonym(command: KeepSynonym, uow: DemarchesWork) -> None:
    typed = {"term": " ".join(command.term.split()), "means": " ".join(command.means.split())}
    faults = [Fault(f"/{name}", "Écrivez un mot ou deux.", "missing") for name, value in typed.items() if not value]
    faults += [Fault(f"/{name}", "80 caractères au plus.", "too_long") for name, v in typed.items() if len(v) > 80]
    if faults:
        raise SynonymNotRight(faults=faults)
    await catalogue.keep_synonyms(uow.connection, {typed["term"]: typed["means"]})
    uow.note("demarches.synonym.kept", uow.actor.tenant)

"""An organisation's own term for a kind of bundle; what is closed already follows it."""

from chassis.refusals import Fault, Invalid
from documents.domain.retention import DEFAULTS, LONGEST_REFERENCE, RetentionRule
from documents.storage.unit_of_work import DocumentsWork

LONGEST = 36_500


async def set_retention(command: RetentionRule, uow: DocumentsWork) -> None:
    faults: list[Fault] = []
    if command.issuer not in DEFAULTS:
        faults.append(Fault("/issuer", "Choisissez les demandes ou les tickets.", "unknown"))
    if not 1 <= command.days <= LONGEST:
        faults.append(Fault("/days", f"Indiquez un nombre de jours, de 1 à {LONGEST}.", "range"))
    reference = " ".join(command.reference.split())
    if not 1 <= len(reference) <= LONGEST_REFERENCE:
        faults.append(Fault("/reference", "Indiquez le texte ou le tableau de gestion qui fixe ce délai.", "length"))
    if faults:
        raise Invalid(faults=faults)
    rule = command._replace(reference=reference)
    await uow.retention.set_rule(rule)
    for kept in await uow.retention.closed_bundles(rule.issuer):
        assert kept.closed_at is not None
        await uow.retention.end(kept.id, kept.closed_at, rule.purge_at(kept.closed_at))

"""How long the files of a dossier or ticket are kept once it has ended. Every period has its reference."""

from datetime import datetime, timedelta
from typing import NamedTuple

LONGEST_REFERENCE = 200


class RetentionRule(NamedTuple):
    """Of one kind of bundle. An organisation may set its own, after its archives service."""

    issuer: str
    days: int
    reference: str

    def purge_at(self, closed_at: datetime) -> datetime:
        return closed_at + timedelta(days=self.days)


DEFAULTS = {
    "demarches": RetentionRule("demarches", 90, "Arrêté du 4 juillet 2013 : trois mois au plus sur le téléservice"),
    "ticketing": RetentionRule("ticketing", 365, "RGPD, article 5-1 e : un an après la clôture"),
}
"""What holds until an organisation says otherwise."""

ENDED_TICKETS = frozenset({"closed", "cancelled", "merged", "spam"})

import hashlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

from msgspec import Struct

from chassis.keys import Trust
from chassis.tokens import Signer
from contracts.asks import AskOrganisation, OrganisationFacts
from contracts.tokens import DecisionSeal
from demarches.decisions.sheet import decision_sheet
from demarches.storage.unit_of_work import DemarchesWork

# A decision is verified as long as it may matter; nothing that opens a door lives so long.
HOLDS = timedelta(days=365 * 100)
AskIdentity = Callable[[AskOrganisation], Awaitable[OrganisationFacts]]


class SealDocument(Struct, frozen=True):
    dossier_id: UUID


class Sealer:
    """Typesets and seals a decision's document, once. Seals with the service's own key, as its tokens are."""

    __name__ = "seal_document"

    def __init__(self, signer: Signer, trust: Trust, ask_identity: AskIdentity) -> None:
        self._signer, self._trust, self._ask_identity = signer, trust, ask_identity

    async def __call__(self, command: SealDocument, uow: DemarchesWork) -> None:
        document = await uow.decision_documents.of_dossier(command.dossier_id)
        if document is None or document.is_sealed:
            return
        town = await self._ask_identity(AskOrganisation(tenant=uow.actor.tenant))
        address = f"{town.public_url.rstrip('/')}/verifier"
        sheet = await decision_sheet(document, organisation=town, verify_at=address)
        digest = hashlib.sha256(sheet).hexdigest()
        seal = self._signer.sign(
            DecisionSeal,
            audience="public",
            lives=HOLDS,
            tenant=uow.actor.tenant,
            number=document.number,
            outcome=str(document.facts["outcome"]),
            sha256=digest,
        )
        document.put_seal(sheet, digest, seal, self._signer.public_key())
        uow.note("demarches.decision.sealed", command.dossier_id)

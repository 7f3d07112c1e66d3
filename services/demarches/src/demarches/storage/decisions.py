"""Documents of decisions, kept."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from chassis.repository import Repository
from demarches.domain.letters import DecisionDocument
from demarches.domain.refusals import DecisionDocumentNotFound
from demarches.storage.tables import decision_documents


class DecisionDocuments(Repository[DecisionDocument]):
    table = decision_documents
    missing = DecisionDocumentNotFound

    def load(self, row: Row[Any]) -> DecisionDocument:
        return document_of(row)

    def dump(self, aggregate: DecisionDocument) -> dict[str, Any]:
        return {name: value for name, value in asdict(aggregate).items() if name != "version"}

    async def of_dossier(self, dossier_id: UUID) -> DecisionDocument | None:
        return await self.find(decision_documents.c.dossier_id == dossier_id)


def document_of(row: Row[Any]) -> DecisionDocument:
    known = {name: row._mapping[name] for name in DecisionDocument.__dataclass_fields__}
    return DecisionDocument(**{**known, "sheet": bytes(row.sheet) if row.sheet is not None else None})

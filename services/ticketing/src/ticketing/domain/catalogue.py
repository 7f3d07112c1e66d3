"""What help can be asked for: products, and the kinds of request that each of them takes. Data, and irregular."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from contracts.forms import Form
from contracts.forms.words import Words


class RequestKind(StrEnum):
    ASSISTANCE = "assistance"
    SOFTWARE_ANOMALY = "software_anomaly"
    HARDWARE_ANOMALY = "hardware_anomaly"
    EVOLUTION = "evolution"
    ACCOUNT = "account"

    @property
    def has_severity(self) -> bool:
        """A wish or an account hinders nobody's work: only what is wrong now is weighed."""
        return self not in (RequestKind.EVOLUTION, RequestKind.ACCOUNT)


@dataclass(frozen=True, slots=True)
class Product:
    id: UUID
    name: Words
    icon: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One product's request type. `number` is the version of its form; tickets keep the one they were made with."""

    id: UUID
    slug: str
    product_id: UUID
    kind: RequestKind
    label: Words
    form: Form
    number: int = 1
    position: int = 0
    summary: Words = ""

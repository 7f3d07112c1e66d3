"""What help can be asked for: products, and the kinds of request that each of them takes. Data, and irregular."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from chassis.refusals import Fault
from contracts.forms import Form
from contracts.forms.words import Words
from ticketing.domain.refusals import EntryInvalid, ProductInvalid
from ticketing.domain.shelves import slug_faults, word_faults


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
    """One product's request type. `number` is the version of its form; tickets keep the one they were made with.
    One that is not `offered` any more can be asked for no more."""

    id: UUID
    slug: str
    product_id: UUID
    kind: RequestKind
    label: Words
    form: Form
    number: int = 1
    position: int = 0
    summary: Words = ""
    offered: bool = True


# Pictograms that a product may have, and their names.
ICONS: tuple[tuple[str, Words], ...] = (
    ("building-community", {"fr": "Mairie", "en": "Town hall"}),
    ("users", {"fr": "Personnes", "en": "People"}),
    ("user-circle", {"fr": "Compte", "en": "Account"}),
    ("school", {"fr": "École", "en": "School"}),
    ("baby-carriage", {"fr": "Petite enfance", "en": "Childcare"}),
    ("shield", {"fr": "Police", "en": "Police"}),
    ("file-text", {"fr": "Document", "en": "Document"}),
    ("certificate", {"fr": "Certificat", "en": "Certificate"}),
    ("map-pin", {"fr": "Lieu", "en": "Place"}),
    ("road", {"fr": "Voirie", "en": "Roads"}),
    ("bus", {"fr": "Transports", "en": "Transport"}),
    ("heart-handshake", {"fr": "Action sociale", "en": "Social action"}),
    ("leaf", {"fr": "Environnement", "en": "Environment"}),
    ("calendar", {"fr": "Agenda", "en": "Calendar"}),
    ("briefcase", {"fr": "Économie", "en": "Economy"}),
)
LONGEST_SUMMARY = 200


def must_be_a_product(product: Product) -> None:
    faults = word_faults(product.name, "/name")
    if product.icon not in {name for name, _ in ICONS}:
        faults.append(Fault("/icon", "Choisissez un pictogramme.", "choice"))
    if faults:
        raise ProductInvalid(faults=faults)


def must_be_an_entry(entry: CatalogueEntry) -> None:
    faults = [*word_faults(entry.label, "/label"), *slug_faults(entry.slug)]
    said = {"fr": entry.summary} if isinstance(entry.summary, str) else entry.summary
    faults += [
        Fault(f"/summary_{language}", f"Écrivez {LONGEST_SUMMARY} caractères au plus.", "too_long")
        for language, text in said.items()
        if len(text) > LONGEST_SUMMARY or not text.isprintable()
    ]
    if faults:
        raise EntryInvalid(faults=faults)

"""An organisation asks for its access; the operator accepts or refuses (ID-02, ID-03)."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from chassis.refusals import Conflict, Fault, NotFound
from contracts.identity import AccessRequestAccepted, AccessRequested, AccessRequestRefused, AccessRequestWaiting
from identity.domain.organisations import OpeningHours
from identity.domain.persons import email_fault, has_control_characters, phone_faults
from identity.domain.places import searchable


class OrganisationKind(StrEnum):
    """« Interne » is the operator's own."""

    MAIRIE = "Mairie"
    CCAS = "CCAS"
    PARTENAIRE = "Partenaire"
    COMMUNAUTE = "Communauté de communes"
    SYNDICAT = "Syndicat"
    INTERNE = "Interne"


class RequestStatus(StrEnum):
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class AccessRequestNotFound(NotFound):
    """Cette demande d’accès n’existe pas."""


class AlreadyAsked(Conflict):
    """Une demande d’accès est déjà à l’étude pour cette organisation."""


class AlreadyCustomer(Conflict):
    """Cette organisation a déjà son accès. Demandez un compte à son administrateur."""


class AlreadyDecided(Conflict):
    """Cette demande a déjà reçu sa réponse."""


class Facts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the organisation is. One of INSEE code and SIREN where it has one."""

    kind: str = ""
    name: str = ""
    postal_code: str = ""
    insee_code: str = ""
    siren: str = ""
    customer_number: str = ""

    @property
    def access_key(self) -> str:
        """The same for two requests that mean the same organisation: its kind, and what names it in public registers."""
        named = self.insee_code or self.siren or f"{searchable(self.name)} {self.postal_code}"
        return f"{self.kind}:{named}"


class Coordinates(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the organisation is reached, as the public directory says it or as the applicant corrected it."""

    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    opening_hours: tuple[OpeningHours, ...] = ()
    official_email: str = ""
    """From the directory alone, never typed: a second way to reach the legal representative."""


class Applicant(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    given_name: str = ""
    family_name: str = ""
    function: str = ""
    email: str = ""

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@dataclass
class AccessRequest:
    id: UUID
    facts: Facts
    coordinates: Coordinates
    applicant: Applicant
    submitted_at: datetime
    locale: str = "fr"
    status: RequestStatus = RequestStatus.SUBMITTED
    decided_at: datetime | None = None
    decided_by: str = ""
    reason: str = ""
    slug: str = ""
    organisation_id: UUID | None = None
    version: int = 0

    def submit(self) -> AccessRequested:
        return AccessRequested(request_id=self.id)

    def wait(self) -> AccessRequestWaiting:
        """For the operator's staff."""
        return AccessRequestWaiting(request_id=self.id)

    def accept(self, organisation_id: UUID, slug: str, *, by: str, at: datetime) -> AccessRequestAccepted:
        self._decide(RequestStatus.ACCEPTED, by=by, at=at)
        self.organisation_id, self.slug = organisation_id, slug
        return AccessRequestAccepted(request_id=self.id, organisation_id=organisation_id)

    def refuse(self, reason: str, *, by: str, at: datetime) -> AccessRequestRefused:
        self._decide(RequestStatus.REFUSED, by=by, at=at)
        self.reason = reason
        return AccessRequestRefused(request_id=self.id)

    def _decide(self, status: RequestStatus, *, by: str, at: datetime) -> None:
        if self.status is not RequestStatus.SUBMITTED:
            raise AlreadyDecided
        self.status, self.decided_by, self.decided_at = status, by, at


def request_faults(facts: Facts, coordinates: Coordinates, applicant: Applicant) -> list[Fault]:
    """Everything that is missing or wrong, in the order of the page."""
    found: list[Fault] = []
    if facts.kind not in set(OrganisationKind):
        found.append(Fault("/facts/kind", "Choisissez le type de votre organisation.", "required"))
    found += _line("/facts/name", facts.name, "Indiquez le nom de votre organisation.")
    if re.fullmatch(r"[0-9]{5}", facts.postal_code) is None:
        message = "Indiquez un code postal de 5 chiffres, par exemple 08110."
        found.append(Fault("/facts/postal_code", message, "postal_code"))
    if not (facts.insee_code or facts.siren):
        message = "Indiquez le code INSEE de la commune ou le numéro SIREN de l’organisation."
        found.append(Fault("/facts/siren", message, "required"))
    if facts.insee_code and re.fullmatch(r"[0-9][0-9AB][0-9]{3}", facts.insee_code) is None:
        message = "Un code INSEE a 5 caractères, par exemple 13001 ou 2A004."
        found.append(Fault("/facts/insee_code", message, "insee_code"))
    if facts.siren and re.fullmatch(r"[0-9]{9}", facts.siren) is None:
        found.append(Fault("/facts/siren", "Un numéro SIREN a 9 chiffres.", "siren"))
    found += _line("/facts/customer_number", facts.customer_number)
    found += _coordinates_faults(coordinates)
    found += _line("/applicant/given_name", applicant.given_name, "Indiquez votre prénom.")
    found += _line("/applicant/family_name", applicant.family_name, "Indiquez votre nom de famille.")
    found += _line(
        "/applicant/function", applicant.function, "Indiquez votre fonction, par exemple secrétaire de mairie."
    )
    return [*found, *email_fault("/applicant/email", applicant.email)]


def _coordinates_faults(coordinates: Coordinates) -> list[Fault]:
    found = _line("/coordinates/address", coordinates.address)
    found += [fault._replace(pointer="/coordinates/phone") for fault in phone_faults(coordinates.phone, "")]
    if coordinates.email:
        found += email_fault("/coordinates/email", coordinates.email)
    if coordinates.website and not coordinates.website.startswith(("https://", "http://")):
        found.append(Fault("/coordinates/website", "Indiquez une adresse qui commence par https://.", "url"))
    return found


def _line(pointer: str, text: str, required: str = "") -> list[Fault]:
    if has_control_characters(text):
        return [Fault(pointer, "Retirez les retours à la ligne et les caractères invisibles.", "control")]
    if len(text) > 200:
        return [Fault(pointer, "Écrivez 200 caractères au plus, sur une ligne.", "too_long")]
    return [Fault(pointer, required, "required")] if required and not text.strip() else []

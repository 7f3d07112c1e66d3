"""What the documents service tells the others. `bundle_id` is the id of the dossier or ticket, if any."""

from typing import ClassVar
from uuid import UUID

from contracts.events import Event

PIECE_TYPES = {
    "identity_card": "Carte nationale d’identité",
    "passport": "Passeport",
    "residence_permit": "Titre de séjour",
    "family_record_book": "Livret de famille",
    "birth_certificate": "Acte de naissance",
    "proof_of_address": "Justificatif de domicile",
    "health_record": "Carnet de santé (vaccinations)",
    "tax_notice": "Avis d’imposition",
    "proof_of_income": "Justificatif de ressources",
    "family_benefits": "Attestation de la CAF ou de la MSA",
    "insurance": "Attestation d’assurance",
    "school_certificate": "Certificat de scolarité",
    "judgment": "Jugement (garde, divorce, tutelle)",
    "identity_photo": "Photo d’identité",
    "bank_details": "Relevé d’identité bancaire (RIB)",
    "other": "Autre pièce",
}
"""The shared list of piece types: code → French label (the msgid of its translation). Forms ask for pieces by these
codes, and safes keep them under the same ones."""


class FileClean(Event, frozen=True, kw_only=True):
    """The file passed every check and may be read by those entitled."""

    type: ClassVar[str] = "documents.file.clean.v1"
    about: ClassVar[str] = "file_id"
    file_id: UUID
    bundle_id: UUID | None


class FileInfected(Event, frozen=True, kw_only=True):
    """The file holds malware; nobody will read it."""

    type: ClassVar[str] = "documents.file.infected.v1"
    about: ClassVar[str] = "file_id"
    file_id: UUID
    bundle_id: UUID | None


class FileUnscannable(Event, frozen=True, kw_only=True):
    """The file could not be checked, so it counts as unsafe."""

    type: ClassVar[str] = "documents.file.unscannable.v1"
    about: ClassVar[str] = "file_id"
    file_id: UUID
    bundle_id: UUID | None


class GrantUsed(Event, frozen=True, kw_only=True):
    """Somebody opened a file that was handed over to the administration."""

    type: ClassVar[str] = "documents.grant.used.v1"
    about: ClassVar[str] = "file_id"
    file_id: UUID
    bundle_id: UUID
    reader_id: UUID


class GrantCreated(Event, frozen=True, kw_only=True):
    """An agent may read the pieces of one dossier, for a purpose and a time. The person concerned sees it listed."""

    type: ClassVar[str] = "documents.grant.created.v1"
    about: ClassVar[str] = "grant_id"
    grant_id: UUID
    bundle_id: UUID
    reader_id: UUID


class GrantRevoked(Event, frozen=True, kw_only=True):
    """It ended before its time: with the dossier, or withdrawn."""

    type: ClassVar[str] = "documents.grant.revoked.v1"
    about: ClassVar[str] = "grant_id"
    grant_id: UUID
    bundle_id: UUID
    reader_id: UUID


class FileIntegrityFailed(Event, frozen=True, kw_only=True):
    """The stored bytes are not those that were received: altered, truncated, swapped or gone. Nobody got to read them."""

    type: ClassVar[str] = "documents.file.integrity_error.v1"
    about: ClassVar[str] = "file_id"
    file_id: UUID


class PieceAttached(Event, frozen=True, kw_only=True):
    """A file of a safe was joined to a dossier or ticket, which holds it from now on by a key of its own."""

    type: ClassVar[str] = "documents.bundle.piece_attached.v1"
    about: ClassVar[str] = "bundle_id"
    bundle_id: UUID
    file_id: UUID


class BundlePurged(Event, frozen=True, kw_only=True):
    """The files of a dossier or ticket were erased, at the end of their term. Copies in a safe are untouched."""

    type: ClassVar[str] = "documents.bundle.purged.v1"
    about: ClassVar[str] = "bundle_id"
    bundle_id: UUID


class PieceAdded(Event, frozen=True, kw_only=True):
    """A piece was put into a safe. Tells neither what it is nor what it is called."""

    type: ClassVar[str] = "documents.piece.added.v1"
    about: ClassVar[str] = "piece_id"
    piece_id: UUID


class PieceReplaced(Event, frozen=True, kw_only=True):
    """Newer files stand in a piece; the former ones are kept as its versions."""

    type: ClassVar[str] = "documents.piece.replaced.v1"
    about: ClassVar[str] = "piece_id"
    piece_id: UUID


class PieceTrashed(Event, frozen=True, kw_only=True):
    """A piece was deleted by its owner, who may take it back for 30 days."""

    type: ClassVar[str] = "documents.piece.trashed.v1"
    about: ClassVar[str] = "piece_id"
    piece_id: UUID


class PieceRestored(Event, frozen=True, kw_only=True):
    """A piece came back from the trash."""

    type: ClassVar[str] = "documents.piece.restored.v1"
    about: ClassVar[str] = "piece_id"
    piece_id: UUID


class PieceExpiring(Event, frozen=True, kw_only=True):
    """A piece of this owner ends to be valid in 30 or 7 days. What it is called is asked when the mail is written."""

    type: ClassVar[str] = "documents.piece.expiring.v1"
    about: ClassVar[str] = "piece_id"
    piece_id: UUID
    owner_id: UUID
    days_left: int


class PiecePurged(Event, frozen=True, kw_only=True):
    """A piece left its safe, and its files with it."""

    type: ClassVar[str] = "documents.piece.purged.v1"
    about: ClassVar[str] = "piece_id"
    piece_id: UUID


class SafeDestroyed(Event, frozen=True, kw_only=True):
    """The key of a safe was destroyed: nothing in it can ever be read again. Copies joined to dossiers are untouched."""

    type: ClassVar[str] = "documents.safe.destroyed.v1"
    about: ClassVar[str] = "owner_id"
    owner_id: UUID


class PersonalDataGathered(Event, frozen=True, kw_only=True):
    """This service's part of an export is there."""

    type: ClassVar[str] = "documents.personal_data.gathered.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID
    export_id: UUID


class PersonalDataForgotten(Event, frozen=True, kw_only=True):
    """This service has forgotten the person: how many of each kind (`contracts.personal_data`), and what the law keeps."""

    type: ClassVar[str] = "documents.personal_data.forgotten.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID
    erased: dict[str, int]
    kept: dict[str, int]

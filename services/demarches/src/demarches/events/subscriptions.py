"""Events, each to the command that it means here."""

from uuid import UUID

from chassis.subscriptions import Subscription
from contracts.demarches import DossierDecided, DossierSubmitted
from contracts.documents import BundlePurged, FileClean, FileInfected, FileUnscannable
from contracts.identity import GuichetFounded, PermissionGranted, PermissionRevoked
from demarches.commands.catalogue.fill_catalogue import FillCatalogue, fill_catalogue
from demarches.commands.decisions.seal_document import SealDocument
from demarches.commands.desk.assign_by_rule import AssignByRule, assign_by_rule
from demarches.commands.desk.note_permission import NotePermission, note_permission
from demarches.commands.pieces.note_files_erased import NoteFilesErased, note_files_erased
from demarches.commands.pieces.note_verdict import NoteVerdict, note_verdict
from demarches.domain.pieces import FileStatus
from demarches.events.copies import COPIES
from demarches.events.personal_data import PERSONAL_DATA


def clean(event: FileClean) -> NoteVerdict:
    return NoteVerdict(event.file_id, FileStatus.CLEAN)


def infected(event: FileInfected) -> NoteVerdict:
    return NoteVerdict(event.file_id, FileStatus.INFECTED)


def unscannable(event: FileUnscannable) -> NoteVerdict:
    return NoteVerdict(event.file_id, FileStatus.UNSCANNABLE)


def purged(event: BundlePurged) -> NoteFilesErased:
    return NoteFilesErased(event.bundle_id)


def granted(event: PermissionGranted) -> NotePermission | None:
    return _permission(event.account_id, event.permission, granted=True)


def revoked(event: PermissionRevoked) -> NotePermission | None:
    return _permission(event.account_id, event.permission, granted=False)


def _permission(account_id: UUID, permission: str, *, granted: bool) -> NotePermission | None:
    """Those of this service alone."""
    return NotePermission(account_id, permission, granted) if permission.startswith("demarches.") else None


def submitted(event: DossierSubmitted) -> AssignByRule:
    return AssignByRule(event.dossier_id)


def decided(event: DossierDecided) -> SealDocument:
    return SealDocument(event.dossier_id)


def founded(event: GuichetFounded) -> FillCatalogue:
    return FillCatalogue(organisation_id=event.organisation_id, slug=event.slug)


SUBSCRIPTIONS = (
    *PERSONAL_DATA.subscriptions(),
    *COPIES,
    Subscription(GuichetFounded, founded, fill_catalogue),
    Subscription(DossierSubmitted, submitted, assign_by_rule),
    Subscription(PermissionGranted, granted, note_permission),
    Subscription(PermissionRevoked, revoked, note_permission),
    Subscription(FileClean, clean, note_verdict),
    Subscription(FileInfected, infected, note_verdict),
    Subscription(FileUnscannable, unscannable, note_verdict),
    Subscription(BundlePurged, purged, note_files_erased),
)

"""Pieces: leave to add files, files joined, leave to read one."""

from datetime import timedelta
from uuid import UUID

from litestar import Router, delete, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from chassis.access import Needs
from chassis.http import Again, Ask, By
from chassis.tokens import Signer, Verifier
from contracts.tokens import UploadGrant, UploadReceipt, ViewGrant
from demarches.commands.pieces.attach_piece import Attached, AttachPiece, attach_piece
from demarches.commands.pieces.detach_file import DetachFile, detach_file
from demarches.commands.pieces.open_file import MayOpen, OpenFile, open_file
from demarches.http.bodies import PieceToAttach, Purpose
from demarches.http.drafts import Run
from demarches.queries.uploads import may_upload

UPLOAD_WITHIN = timedelta(minutes=10)
VIEW_WITHIN = timedelta(seconds=60)


class Grant(Struct, kw_only=True):
    """A capability for the documents service, in the header `Parvis-Grant`."""

    grant: str
    expires_in: int


class AttachedView(Struct, kw_only=True):
    piece_id: UUID
    files: int
    status: str

    @classmethod
    def of(cls, attached: Attached) -> "AttachedView":
        return cls(piece_id=attached.piece.id, files=attached.piece.files, status=str(attached.dossier.status))


@post("/dossiers/{dossier_id:uuid}/upload-grant", needs=Needs.ANYONE)
async def grant_upload(dossier_id: FromPath[UUID], actor: By, queries: Ask, signer: NamedDependency[Signer]) -> Grant:
    """Whoever may add pieces to this dossier may send files into its bundle for ten minutes."""
    bundle = await queries.ask(may_upload, dossier_id, actor=actor)
    token = signer.sign(
        UploadGrant, audience="documents", lives=UPLOAD_WITHIN, tenant=actor.tenant, sub=actor.subject, bundle=bundle
    )
    return Grant(grant=token, expires_in=int(UPLOAD_WITHIN.total_seconds()))


@post("/dossiers/{dossier_id:uuid}/pieces", needs=Needs.ANYONE)
async def attach(
    dossier_id: FromPath[UUID],
    data: JSONBody[PieceToAttach],
    actor: By,
    commands: Run,
    verifier: NamedDependency[Verifier],
    once: Again,
) -> AttachedView:
    receipts = [verifier.read(token, UploadReceipt, issuers=("documents",)) for token in data.receipts]
    command = AttachPiece(
        dossier_id=dossier_id,
        type=data.type,
        label=data.label or data.type,
        receipts=receipts,
        piece_id=data.piece_id,
        request_id=data.request_id,
    )
    return await commands.run(attach_piece, command, actor=actor, show=AttachedView.of, once=once)


@delete("/dossiers/{dossier_id:uuid}/files/{file_id:uuid}", needs=Needs.ANYONE)
async def detach(dossier_id: FromPath[UUID], file_id: FromPath[UUID], actor: By, commands: Run) -> None:
    await commands.run(detach_file, DetachFile(dossier_id, file_id), actor=actor)


@post("/dossiers/{dossier_id:uuid}/pieces/{piece_id:uuid}/files/{file_id:uuid}/view-grant", needs=Needs.ANYONE)
async def grant_view(
    dossier_id: FromPath[UUID],
    piece_id: FromPath[UUID],
    file_id: FromPath[UUID],
    data: JSONBody[Purpose],
    actor: By,
    commands: Run,
    signer: NamedDependency[Signer],
) -> Grant:
    """Journaled with its purpose before the token exists."""
    command = OpenFile(dossier_id, piece_id, file_id, data.purpose)
    opened = await commands.run(open_file, command, actor=actor)
    return Grant(grant=view_grant(signer, actor.tenant, opened, data.purpose), expires_in=60)


def view_grant(signer: Signer, tenant: UUID, opened: MayOpen, purpose: str) -> str:
    return signer.sign(
        ViewGrant,
        audience="documents",
        lives=VIEW_WITHIN,
        tenant=tenant,
        sub=opened.reader,
        bundle=opened.dossier_id,
        file=opened.file_id,
        purpose=purpose,
    )


router = Router("/", route_handlers=[grant_upload, attach, detach, grant_view])

"""One's own safe: nobody else has a route to it."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Router, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Stream

from chassis.access import Needs
from chassis.commands import Commands
from chassis.http import Again, Ask, By, IfMatch
from chassis.problems import said
from chassis.tokens import Signer, Verifier
from documents.commands.add_piece import (
    AddFilesToPiece,
    AddPiece,
    ReplacePiece,
    add_files_to_piece,
    add_piece,
    replace_piece,
)
from documents.commands.attach_piece import AttachPiece, attach_piece
from documents.commands.change_piece import (
    OrderFiles,
    RemoveFileFromPiece,
    RenamePiece,
    order_files,
    remove_file_from_piece,
    rename_piece,
)
from documents.commands.keep_from_bundle import KeepFromBundle, keep_from_bundle
from documents.commands.open_file import OpenSafeFile, open_safe_file
from documents.commands.trash_piece import OnePiece, delete_piece, restore_piece
from documents.domain import policies
from documents.http import grants, readers
from documents.http.delivery import deliver
from documents.http.uploads import receipt_for, received_view
from documents.queries.export_journal import JournalExport, export_journal
from documents.queries.list_pieces import list_pieces
from documents.queries.views import AttachedView, FileView, PieceLine, SafeView
from documents.scanning.process import Checks
from documents.storage.objects import ObjectStore


class NewPiece(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    type: str
    label: str
    file_ids: tuple[UUID, ...]
    valid_until: date | None = None


class NewPieceFromBundle(NewPiece, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`grant`: an upload grant for the bundle (one's own files), or a view grant for the one file asked for."""

    bundle_id: UUID
    grant: str


class PieceChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    label: str
    valid_until: date | None = None


class MoreFiles(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    file_ids: tuple[UUID, ...]


class FilesInOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Every file of the piece, in the order wanted."""

    file_ids: tuple[UUID, ...]


class Replacement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    file_ids: tuple[UUID, ...]
    valid_until: date | None = None


class PieceToAttach(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    piece_id: UUID
    grant: str


Run = NamedDependency[Commands[Any]]
Check = NamedDependency[Verifier]


@get("/", needs=Needs.CITIZEN)
async def show(
    request: Request[Any, Any, Any], actor: By, queries: Ask, commands: Run, checks: NamedDependency[Checks]
) -> SafeView:
    _ = policies.must_have_opened_safe(actor, now=commands.now())
    # Who looks at their pieces will look at a page of one.
    checks.soon()
    safe = await queries.ask(list_pieces, None, actor=actor)
    for piece in (*safe.pieces, *safe.trash):
        for file in (*piece.files, *piece.former):
            file.cause = said(request, file.cause or "") or None
    return safe


@post("/pieces", needs=Needs.CITIZEN)
async def create(data: JSONBody[NewPiece], actor: By, commands: Run, once: Again) -> PieceLine:
    command = AddPiece(type=data.type, label=data.label, file_ids=data.file_ids, valid_until=data.valid_until)
    return await commands.run(add_piece, command, actor=actor, show=PieceLine.of, once=once)


@post("/pieces/from-bundle", needs=Needs.CITIZEN)
async def create_from_bundle(
    data: JSONBody[NewPieceFromBundle], actor: By, commands: Run, verifier: Check, once: Again
) -> PieceLine:
    own_only = grants.to_duplicate(verifier, data.grant, actor, data.bundle_id, data.file_ids)
    command = KeepFromBundle(
        bundle_id=data.bundle_id,
        file_ids=data.file_ids,
        own_only=own_only,
        type=data.type,
        label=data.label,
        valid_until=data.valid_until,
    )
    return await commands.run(keep_from_bundle, command, actor=actor, show=PieceLine.of, once=once)


@patch("/pieces/{piece_id:uuid}", needs=Needs.CITIZEN)
async def change(
    piece_id: FromPath[UUID], data: JSONBody[PieceChange], actor: By, commands: Run, if_match: IfMatch
) -> PieceLine:
    command = RenamePiece(piece_id=piece_id, label=data.label, valid_until=data.valid_until, version=if_match)
    return await commands.run(rename_piece, command, actor=actor, show=PieceLine.of)


@delete("/pieces/{piece_id:uuid}", needs=Needs.CITIZEN, status_code=204)
async def remove(piece_id: FromPath[UUID], actor: By, commands: Run) -> None:
    """Into the trash, for 30 days; from the trash, for good."""
    await commands.run(delete_piece, OnePiece(piece_id), actor=actor)


@post("/pieces/{piece_id:uuid}/restoration", needs=Needs.CITIZEN)
async def restore(piece_id: FromPath[UUID], actor: By, commands: Run) -> PieceLine:
    """Out of the trash."""
    return await commands.run(restore_piece, OnePiece(piece_id), actor=actor, show=PieceLine.of)


@post("/pieces/{piece_id:uuid}/replacement", needs=Needs.CITIZEN)
async def replace(
    piece_id: FromPath[UUID], data: JSONBody[Replacement], actor: By, commands: Run, if_match: IfMatch, once: Again
) -> PieceLine:
    """Newer files; the former ones are kept as versions."""
    command = ReplacePiece(piece_id=piece_id, file_ids=data.file_ids, valid_until=data.valid_until, version=if_match)
    return await commands.run(replace_piece, command, actor=actor, show=PieceLine.of, once=once)


@post("/pieces/{piece_id:uuid}/files", needs=Needs.CITIZEN)
async def add_files(
    piece_id: FromPath[UUID], data: JSONBody[MoreFiles], actor: By, commands: Run, if_match: IfMatch, once: Again
) -> PieceLine:
    command = AddFilesToPiece(piece_id=piece_id, file_ids=data.file_ids, version=if_match)
    return await commands.run(add_files_to_piece, command, actor=actor, show=PieceLine.of, once=once)


@put("/pieces/{piece_id:uuid}/order", needs=Needs.CITIZEN)
async def arrange(
    piece_id: FromPath[UUID], data: JSONBody[FilesInOrder], actor: By, commands: Run, if_match: IfMatch
) -> PieceLine:
    """Recto before verso: requests and archives keep this order."""
    command = OrderFiles(piece_id=piece_id, file_ids=data.file_ids, version=if_match)
    return await commands.run(order_files, command, actor=actor, show=PieceLine.of)


@delete("/pieces/{piece_id:uuid}/files/{file_id:uuid}", needs=Needs.CITIZEN, status_code=204)
async def remove_file(piece_id: FromPath[UUID], file_id: FromPath[UUID], actor: By, commands: Run) -> None:
    command = RemoveFileFromPiece(piece_id=piece_id, file_id=file_id)
    await commands.run(remove_file_from_piece, command, actor=actor)


@get("/files/{file_id:uuid}/content", needs=Needs.CITIZEN)
async def content(
    file_id: FromPath[UUID],
    actor: By,
    commands: Run,
    store: NamedDependency[ObjectStore],
    inline: FromQuery[bool] = False,
) -> Stream:
    opened = await commands.run(open_safe_file, OpenSafeFile(file_id), actor=actor)
    return await deliver(opened, store, commands, actor, inline=inline)


@get("/journal/export", needs=Needs.CITIZEN)
async def exported_journal(actor: By, queries: Ask) -> JournalExport:
    """The same with its seals, to be checked anywhere by `documents/tools/verify_journal.py`."""
    return await queries.ask(export_journal, None, actor=actor)


@post("/bundles/{bundle_id:uuid}/pieces", needs=Needs.CITIZEN)
async def attach(
    bundle_id: FromPath[UUID],
    data: JSONBody[PieceToAttach],
    actor: By,
    commands: Run,
    verifier: Check,
    signer: NamedDependency[Signer],
) -> AttachedView:
    """Join a piece of one's safe to the bundle: the answer has a receipt for each of its files."""
    grant = grants.to_upload(verifier, data.grant, actor, bundle_id)
    attached = await commands.run(attach_piece, AttachPiece(data.piece_id, bundle_id, grant.iss), actor=actor)
    return AttachedView(
        files=[
            received_view(file, name, receipt_for(signer, actor, bundle_id, grant.iss, FileView.of(file, name)))
            for file, name in attached
        ]
    )


ROUTES = [
    Router(
        "/safe",
        route_handlers=[
            show,
            create,
            create_from_bundle,
            change,
            remove,
            restore,
            replace,
            add_files,
            arrange,
            remove_file,
            content,
            exported_journal,
            *readers.ROUTES,
        ],
    ),
    attach,
]

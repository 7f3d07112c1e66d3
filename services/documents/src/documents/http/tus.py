"""tus 1.0 (https://tus.io): core, creation, creation-with-upload, checksum, expiration, termination."""

import base64
from datetime import UTC
from email.utils import format_datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, delete, get, head, patch, post, route
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from chassis.access import Needs
from chassis.http import By
from chassis.problems import N_, problem, said
from chassis.refusals import Refusal
from chassis.tokens import Signer, Verifier
from documents.commands.resume_upload import BeginUpload, OneUpload, abort_upload, begin_upload
from documents.domain.upload import Upload, UploadStatus
from documents.http import grants
from documents.http.checksum import ALGORITHMS, Checksum, ChecksumMismatch
from documents.http.resuming import Resuming
from documents.http.safe import Run
from documents.http.uploads import receipt_for, received_view
from documents.queries.views import FileView, UploadView
from documents.storage.limits import Limits

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,expiration,termination"
BYTES = "application/offset+octet-stream"
HOME = "/v1/uploads"
Resume = NamedDependency[Resuming]
AnyRequest = Request[Any, Any, Any]


class BadUploadHeader(Refusal):
    """Un en-tête de l’envoi manque ou n’est pas valable."""


class OtherVersion(Exception):
    """The client speaks another tus than ours."""


class NotBytes(Exception):
    """A PATCH whose body is not said to be bytes of an upload."""


def must_speak_our_version(request: AnyRequest) -> None:
    if request.headers.get("tus-resumable") != VERSION:
        raise OtherVersion


@route("/", http_method=["OPTIONS"], needs=Needs.NOTHING, status_code=204, include_in_schema=False)
async def options(limits: NamedDependency[Limits]) -> Response[None]:
    told = {
        "tus-version": VERSION,
        "tus-extension": EXTENSIONS,
        "tus-max-size": str(limits.largest),
        "tus-checksum-algorithm": ",".join(ALGORITHMS),
    }
    return _answer(204, **told)


@post("/", needs=Needs.ANYONE, status_code=201, request_max_body_size=None)
async def create(
    request: AnyRequest,
    actor: By,
    commands: Run,
    resuming: Resume,
    verifier: NamedDependency[Verifier],
    limits: NamedDependency[Limits],
    grant: Annotated[str | None, HeaderParameter(name="Parvis-Grant")] = None,
    bundle_id: Annotated[UUID | None, HeaderParameter(name="Parvis-Bundle")] = None,
) -> Response[None]:
    """`Upload-Length` and `Upload-Metadata` (`filename`). With `Parvis-Bundle` and `Parvis-Grant` into a bundle, without
    them into one's own safe. The body may already be the first bytes."""
    must_speak_our_version(request)
    issuer = ""
    if bundle_id is not None:
        issuer = grants.to_upload(verifier, grant, actor, bundle_id).iss
    command = BeginUpload(
        name=metadata(request.headers.get("upload-metadata", "")).get("filename", ""),
        length=number(request, "upload-length"),
        longest=limits.largest_from(issuer),
        bundle=bundle_id,
        issuer=issuer,
    )
    upload = await commands.run(begin_upload, command, actor=actor)
    if is_bytes(request):
        upload = await take(request, upload.id, 0, actor, resuming)
    return _answer(201, location=f"{HOME}/{upload.id}", **standing(upload))


@head("/{upload_id:uuid}", needs=Needs.ANYONE)
async def where(request: AnyRequest, upload_id: FromPath[UUID], actor: By, resuming: Resume) -> Response[None]:
    """Where to go on."""
    return await tell_where(request, upload_id, actor, resuming)


async def tell_where(request: AnyRequest, upload_id: UUID, actor: By, resuming: Resuming) -> Response[None]:
    must_speak_our_version(request)
    upload = (await resuming.state(upload_id, actor)).upload
    if upload.status is not UploadStatus.COMPLETE:
        upload.must_be_receiving()
    return _answer(200, **standing(upload), **{"upload-length": str(upload.length), "cache-control": "no-store"})


@patch("/{upload_id:uuid}", needs=Needs.ANYONE, status_code=204, request_max_body_size=None)
async def more(request: AnyRequest, upload_id: FromPath[UUID], actor: By, resuming: Resume) -> Response[None]:
    """The bytes from `Upload-Offset` on. `Upload-Checksum` is that of this request's body."""
    return await send_more(request, upload_id, actor, resuming)


async def send_more(request: AnyRequest, upload_id: UUID, actor: By, resuming: Resuming) -> Response[None]:
    must_speak_our_version(request)
    if not is_bytes(request):
        raise NotBytes
    return _answer(204, **standing(await take(request, upload_id, number(request, "upload-offset"), actor, resuming)))


@delete("/{upload_id:uuid}", needs=Needs.ANYONE, status_code=204)
async def abort(request: AnyRequest, upload_id: FromPath[UUID], actor: By, commands: Run) -> Response[None]:
    return await give_up(request, upload_id, actor, commands)


async def give_up(request: AnyRequest, upload_id: UUID, actor: By, commands: Run) -> Response[None]:
    must_speak_our_version(request)
    await commands.run(abort_upload, OneUpload(upload_id), actor=actor)
    return _answer(204)


@post("/{upload_id:uuid}", needs=Needs.ANYONE, include_in_schema=False, request_max_body_size=None)
async def overridden(
    request: AnyRequest, upload_id: FromPath[UUID], actor: By, commands: Run, resuming: Resume
) -> Response[None]:
    """Some networks let no PATCH, DELETE or HEAD pass: `X-HTTP-Method-Override` names the method. Of a POST alone, so that
    nothing that browsers send unasked can be made to act."""
    match request.headers.get("x-http-method-override", ""):
        case "PATCH":
            return await send_more(request, upload_id, actor, resuming)
        case "DELETE":
            return await give_up(request, upload_id, actor, commands)
        case "HEAD":
            return await tell_where(request, upload_id, actor, resuming)
        case _:
            raise BadUploadHeader("x-http-method-override : PATCH, DELETE ou HEAD est attendu.")


@get("/{upload_id:uuid}", needs=Needs.ANYONE)
async def show(
    upload_id: FromPath[UUID], actor: By, commands: Run, resuming: Resume, signer: NamedDependency[Signer]
) -> UploadView:
    """What it became, with the receipt that who keeps the bundle asks for. Not a part of tus."""
    upload = await resuming.finish(upload_id, actor)
    shown = UploadView(id=upload.id, offset=upload.offset, length=upload.length, status=str(upload.status))
    if upload.file_id is None:
        return shown
    file, name = await commands.run(made_of, upload, actor=actor)
    receipt = None
    if upload.bundle is not None:
        receipt = receipt_for(signer, actor, upload.bundle, upload.issuer, FileView.of(file, name))
    shown.file = received_view(file, name, receipt)
    return shown


async def made_of(upload: Upload, uow: Any) -> Any:
    """The file, and its name, from whoever holds it for its sender."""
    assert upload.file_id is not None
    file = await uow.files.get(upload.file_id)
    if upload.bundle is not None:
        return file, (await uow.bundles.held(upload.bundle, file.id)).name
    return file, (await uow.safes.held(await uow.safes.mine(), file.id)).name


async def take(request: AnyRequest, upload_id: UUID, offset: int, actor: By, resuming: Resuming) -> Upload:
    said = request.headers.get("upload-checksum")
    length = request.headers.get("content-length", "")
    upload = await resuming.append(
        upload_id,
        offset,
        request.stream(),
        actor,
        checksum=Checksum.read(said) if said else None,
        length=int(length) if length.isdigit() else None,
    )
    is_left = upload.is_whole and upload.file_id is None
    return await resuming.finish(upload_id, actor) if is_left else upload


def is_bytes(request: AnyRequest) -> bool:
    return request.headers.get("content-type", "").partition(";")[0].strip() == BYTES


def number(request: AnyRequest, header: str) -> int:
    value = request.headers.get(header, "")
    if not (value.isascii() and value.isdigit() and len(value) < 16):
        raise BadUploadHeader(f"{header} : un nombre entier est attendu.")
    return int(value)


def metadata(header: str) -> dict[str, str]:
    """`filename Y2Fmw6kucGRm,empty` → names and values. What is not base64 of UTF-8, or comes twice, is refused."""
    found: dict[str, str] = {}
    for pair in filter(None, (pair.strip() for pair in header.split(","))):
        name, _, encoded = pair.partition(" ")
        if name in found:
            raise BadUploadHeader("upload-metadata : chaque nom ne vient qu’une fois.")
        try:
            found[name] = base64.b64decode(encoded.strip(), validate=True).decode()
        except ValueError as error:
            raise BadUploadHeader("upload-metadata : du base64 est attendu.") from error
    return found


def standing(upload: Upload) -> dict[str, str]:
    told = {"upload-offset": str(upload.offset)}
    if upload.status is UploadStatus.RECEIVING:
        told["upload-expires"] = format_datetime(upload.expires_at.astimezone(UTC), usegmt=True)
    return told


def speaking_tus(app: ASGIApp) -> ASGIApp:
    """Every answer says the version, refusals too."""

    async def speak(scope: Scope, receive: Receive, send: Send) -> None:
        async def said(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), (b"tus-resumable", VERSION.encode())]
            await send(message)

        await app(scope, receive, said)

    return speak


def _answer(status: int, **headers: str) -> Response[None]:
    return Response(None, status_code=status, headers=headers)


def _other_version(request: AnyRequest, __: OtherVersion) -> Response[bytes]:
    told = {"tus-version": VERSION}
    title = said(request, N_("Cette version du protocole d’envoi n’est pas connue."))
    return problem(412, "other-tus-version", title, headers=told)


def _not_bytes(request: AnyRequest, __: NotBytes) -> Response[bytes]:
    title = said(request, N_("Ces octets s’envoient avec l’en-tête Content-Type %(type)s.")) % {"type": BYTES}
    return problem(415, "not-bytes", title)


def _mismatch(request: AnyRequest, __: ChecksumMismatch) -> Response[bytes]:
    return problem(460, "checksum-mismatch", said(request, N_("Ce qui est arrivé n’est pas ce qui a été envoyé.")))


ROUTES = [
    Router(
        "/uploads",
        middleware=[speaking_tus],
        route_handlers=[options, create, where, more, abort, overridden, show],
        exception_handlers={OtherVersion: _other_version, NotBytes: _not_bytes, ChecksumMismatch: _mismatch},
    )
]

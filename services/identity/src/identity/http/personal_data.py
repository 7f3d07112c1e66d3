"""One's rights over one's data: everything in an archive, erasure with its certificate (RGPD, articles 15, 17, 20)."""

from datetime import timedelta
from uuid import UUID

import msgspec
from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from chassis.access import Needs
from chassis.http import Ask, By
from chassis.policies import must_be_signed_in, must_have_signed_in_since
from chassis.settings import Settings
from contracts.personal_data import HELD
from identity.commands.erase_account import EraseAccount, erase_account
from identity.commands.export_data import RequestExport, request_export
from identity.domain.personal_data import Erasure, certificate_token, read_certificate_token
from identity.http.context import Doing, at_home
from identity.letters.certificate import certificate_pdf
from identity.queries.organisations import ById, organisation_by_id
from identity.queries.personal_data import (
    CertificateOf,
    ExportLine,
    ExportsOf,
    OneExport,
    certificate_of,
    exports_of,
    ready_export,
)

PROVEN = timedelta(minutes=10)


class ErasureBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    confirmed: bool = False


class ErasureStarted(msgspec.Struct, frozen=True, kw_only=True):
    """`token` opens the certificate once every service has answered."""

    token: str


class HeldLine(msgspec.Struct, frozen=True, kw_only=True):
    """French label and law (msgids)."""

    what: str
    label: str
    number: int
    law: str


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    reference: str
    requested_at: str
    completed_at: str
    erased: list[HeldLine]
    kept: list[HeldLine]

    @classmethod
    def of(cls, erasure: Erasure) -> "Certificate":
        assert erasure.completed_at is not None
        return cls(
            reference=erasure.id.hex[-12:].upper(),
            requested_at=erasure.requested_at.isoformat(),
            completed_at=erasure.completed_at.isoformat(),
            erased=_lines(erasure.totals("erased")),
            kept=_lines(erasure.totals("kept")),
        )


@get("/personal-data/exports", needs=Needs.SIGNED_IN)
async def index(actor: By, queries: Ask, commands: Doing) -> list[ExportLine]:
    question = ExportsOf(account_id=must_be_signed_in(actor), now=commands.now())
    return await queries.ask(exports_of, question, actor=at_home(actor))


@post("/personal-data/exports", needs=Needs.SIGNED_IN, status_code=202)
async def ask(actor: By, commands: Doing) -> ExportLine:
    """Asks for a password given less than ten minutes ago: it is everything at once."""
    me = must_be_signed_in(actor)
    must_have_signed_in_since(actor, PROVEN, now=commands.now())
    return await commands.run(request_export, RequestExport(me), actor=at_home(actor), show=ExportLine.of)


@get("/personal-data/exports/{export_id:uuid}", needs=Needs.SIGNED_IN)
async def show(export_id: FromPath[UUID], actor: By, queries: Ask, commands: Doing) -> ExportLine:
    """Of one that may be fetched now; the fresh proof is asked again, since the archive is what it protects."""
    me = must_be_signed_in(actor)
    must_have_signed_in_since(actor, PROVEN, now=commands.now())
    question = OneExport(export_id=export_id, account_id=me, now=commands.now())
    return await queries.ask(ready_export, question, actor=at_home(actor))


@post("/personal-data/erasure", needs=Needs.CITIZEN, status_code=202)
async def erase(
    data: JSONBody[ErasureBody], actor: By, commands: Doing, settings: NamedDependency[Settings]
) -> ErasureStarted:
    me = must_be_signed_in(actor)
    must_have_signed_in_since(actor, PROVEN, now=commands.now())
    erasure = await commands.run(erase_account, EraseAccount(account_id=me, confirmed=data.confirmed), actor=actor)
    return ErasureStarted(token=certificate_token(erasure.id, settings.read_secret()))


@get("/personal-data/certificates/{token:str}", needs=Needs.ANYONE)
async def certificate(
    token: FromPath[str], actor: By, queries: Ask, commands: Doing, settings: NamedDependency[Settings]
) -> Certificate:
    question = CertificateOf(erasure_id=read_certificate_token(token, settings.read_secret()), now=commands.now())
    return Certificate.of(await queries.ask(certificate_of, question, actor=actor))


@get("/personal-data/certificates/{token:str}/document", needs=Needs.ANYONE)
async def document(
    token: FromPath[str], actor: By, queries: Ask, commands: Doing, settings: NamedDependency[Settings]
) -> Response[bytes]:
    question = CertificateOf(erasure_id=read_certificate_token(token, settings.read_secret()), now=commands.now())
    erasure = await queries.ask(certificate_of, question, actor=actor)
    town = await queries.ask(organisation_by_id, ById(actor.tenant), actor=actor)
    made = await certificate_pdf(erasure, organisation=town.name, address=town.address, controller=town.rgpd.controller)
    return Response(made, media_type="application/pdf")


def _lines(totals: dict[str, int]) -> list[HeldLine]:
    return [
        HeldLine(what=what, label=held.label, number=totals[what], law=held.law)
        for what, held in HELD.items()
        if totals.get(what)
    ]


router = Router("/", route_handlers=[index, ask, show, erase, certificate, document])

"""« Clés d’activation »: a list of families, its report, a batch of letters (ID-16)."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.actor import Actor
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.queries import Queries
from chassis.refusals import Gone, Invalid
from chassis.settings import Settings
from identity.commands.issue_keys import IssueKeys, KeysReport, issue_keys
from identity.commands.use_key import WithdrawKey, withdraw_key
from identity.console.forms import fields_of, file_in, words
from identity.domain.family_lists import EXAMPLE
from identity.domain.member_lists import decoded
from identity.http.activation_keys import ISSUE, letters_pdf
from identity.http.context import Doing
from identity.queries.activation_keys import KeyBatches, KeysOf, key_batches, keys_of

Pages = NamedDependency[ConsolePages]
AnyRequest = Request[Any, Any, Any]
HERE = "/identity/activation-keys"


@get("/activation-keys", needs=ISSUE)
async def index(request: AnyRequest, actor: By, queries: Ask, pages: Pages) -> Response[Any]:
    return await _page(request, actor, queries, pages, FormState())


@get("/activation-keys/exemple.csv", needs=ISSUE)
async def example() -> Response[bytes]:
    headers = {"content-disposition": 'attachment; filename="familles.csv"'}
    return Response(b"\xef\xbb\xbf" + EXAMPLE.encode(), media_type="text/csv; charset=utf-8", headers=headers)


@post("/activation-keys", needs=ISSUE, status_code=200)
async def prepare(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    commands: Doing,
    pages: Pages,
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """A file, or lines pasted; `confirmed` does what the report announced."""
    fields, _ = await fields_of(request), words(pages, request, actor)
    confirmed = "confirmed" in fields
    try:
        text = decoded(await file_in(request, "file")) or fields.get("lines", "")
        if not text.strip():
            form = FormState(fields, {"file": _("Choisissez un fichier, ou collez des lignes.")})
            return await _page(request, actor, queries, pages, form, status=422)
        command = IssueKeys(text=text, rehearsal=not confirmed, secret=settings.read_secret())
        report = await commands.run(issue_keys, command, actor=actor)
    except Invalid as refusal:
        said = refusal.faults[0].message if refusal.faults else refusal.detail or refusal.title
        return await _page(request, actor, queries, pages, FormState(fields, {"file": _(said)}), status=422)
    if report.batch_id is not None:
        said = _("Les clés sont prêtes : téléchargez les courriers, imprimez-les, postez-les.")
        return pages.redirect(f"{HERE}/{report.batch_id}", flash=said)
    return await _page(request, actor, queries, pages, FormState({"lines": text}), report=report)


@get("/activation-keys/{batch_id:uuid}", needs=ISSUE)
async def show(
    request: AnyRequest, batch_id: FromPath[UUID], actor: By, queries: Ask, commands: Doing, pages: Pages
) -> Response[Any]:
    keys = await queries.ask(keys_of, KeysOf(batch_id=batch_id, now=commands.now()), actor=actor)
    return pages.render(request, actor, "console/activation_key_batch.html", keys=keys, batch_id=batch_id)


@get("/activation-keys/{batch_id:uuid}/courriers.pdf", needs=ISSUE)
async def download(
    batch_id: FromPath[UUID], actor: By, queries: Ask, settings: NamedDependency[Settings]
) -> Response[bytes]:
    made = await letters_pdf(batch_id, actor, queries, settings)
    headers = {"cache-control": "no-store", "content-disposition": f'attachment; filename="cles-{batch_id}.pdf"'}
    return Response(made, media_type="application/pdf", headers=headers)


@post("/activation-keys/{batch_id:uuid}/{key_id:uuid}/withdrawal", needs=ISSUE, status_code=200)
async def withdraw(
    request: AnyRequest, batch_id: FromPath[UUID], key_id: FromPath[UUID], actor: By, commands: Doing, pages: Pages
) -> Response[Any]:
    _ = words(pages, request, actor)
    try:
        await commands.run(withdraw_key, WithdrawKey(key_id), actor=actor)
    except Gone as refusal:
        return pages.redirect(f"{HERE}/{batch_id}", flash=_(refusal.title), kind="info")
    return pages.redirect(f"{HERE}/{batch_id}", flash=_("La clé est retirée : elle n’ouvre plus rien."))


async def _page(
    request: AnyRequest,
    actor: Actor,
    queries: Queries,
    pages: ConsolePages,
    form: FormState,
    *,
    report: KeysReport | None = None,
    status: int = 200,
) -> Response[Any]:
    batches = await queries.ask(key_batches, KeyBatches(), actor=actor)
    context = {"form": form, "report": report, "batches": batches}
    return pages.render(request, actor, "console/activation_keys.html", status, **context)


ROUTES = [index, example, prepare, show, download, withdraw]

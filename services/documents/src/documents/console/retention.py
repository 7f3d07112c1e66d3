"""Retention: what goes when, what is held back, and the terms themselves. And how much is kept."""

from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.refusals import Invalid, NotFound
from documents.commands.hold_bundle import HoldBundle, hold_bundle, release_bundle
from documents.commands.keep_bundle import OneBundle
from documents.commands.set_retention import set_retention
from documents.domain.retention import RetentionRule
from documents.queries.retention import read_retention
from documents.queries.storage_use import read_storage_use

MANAGE = "documents.retention.manage"
HOME = "/documents/retention"
AnyRequest = Request[Any, Any, Any]
Console = NamedDependency[ConsolePages]
Run = NamedDependency[Commands[Any]]


def N_(text: str) -> str:  # noqa: N802 - gettext's name for « translate this later »
    return text


HELD = N_("Les fichiers sont retenus : ils ne seront pas effacés tant que le gel dure.")
RELEASED = N_("Le gel est levé. Ce qui avait dépassé son délai est effacé.")
SET = N_("Le délai est enregistré, et appliqué à ce qui est déjà clos.")
NO_SUCH_BUNDLE = N_("Aucune demande ni aucun ticket n’a ce numéro ici. Copiez l’identifiant qui termine son adresse.")


@get("/retention", needs=MANAGE)
async def retention(request: AnyRequest, actor: By, queries: Ask, console: Console) -> Response[str]:
    return await _page(request, actor, queries, console, FormState())


@post("/retention/holds", needs=MANAGE, status_code=200)
async def hold(request: AnyRequest, actor: By, queries: Ask, commands: Run, console: Console) -> Response[Any]:
    fields = await _fields(request)
    errors: dict[str, str] = {}
    try:
        # The whole address of the dossier will do: its id is the last part.
        bundle = UUID(fields.get("bundle", "").strip().rstrip("/").rpartition("/")[2][:36])
        await commands.run(hold_bundle, HoldBundle(bundle, fields.get("reason", "")), actor=actor)
    except (ValueError, NotFound):
        errors["bundle"] = _said(console, actor, NO_SUCH_BUNDLE)
    except Invalid as refusal:
        errors |= {fault.pointer.strip("/"): _said(console, actor, fault.message) for fault in refusal.faults}
    if errors:
        return await _page(request, actor, queries, console, FormState(fields, errors), status=422)
    return console.redirect(HOME, flash=_said(console, actor, HELD))


@post("/retention/holds/{bundle_id:uuid}/release", needs=MANAGE, status_code=200)
async def release(bundle_id: FromPath[UUID], actor: By, commands: Run, console: Console) -> Response[Any]:
    await commands.run(release_bundle, OneBundle(bundle_id), actor=actor)
    return console.redirect(HOME, flash=_said(console, actor, RELEASED))


@post("/retention/rules", needs=MANAGE, status_code=200)
async def rule(request: AnyRequest, actor: By, queries: Ask, commands: Run, console: Console) -> Response[Any]:
    fields = await _fields(request)
    issuer, days = fields.get("issuer", ""), fields.get("days", "").strip()
    command = RetentionRule(issuer, int(days) if days.isascii() and days.isdigit() else 0, fields.get("reference", ""))
    try:
        await commands.run(set_retention, command, actor=actor)
    except Invalid as refusal:
        # Both terms stand on the page: each field is named after what it is about.
        told = {
            f"{fault.pointer.strip('/')}-{issuer}": _said(console, actor, fault.message) for fault in refusal.faults
        }
        typed = {f"{name}-{issuer}": value for name, value in fields.items()}
        return await _page(request, actor, queries, console, FormState(typed, told), status=422)
    return console.redirect(HOME, flash=_said(console, actor, SET))


@get("/storage", needs="documents.scans.read")
async def storage(request: AnyRequest, actor: By, queries: Ask, commands: Run, console: Console) -> Response[str]:
    use = await queries.ask(read_storage_use, commands.now(), actor=actor)
    return console.render(request, actor, "documents/storage.html", use=use)


async def _page(
    request: AnyRequest, actor: By, queries: Ask, console: Console, form: FormState, *, status: int = 200
) -> Response[str]:
    view = await queries.ask(read_retention, None, actor=actor)
    return console.render(request, actor, "documents/retention.html", status, view=view, form=form)


async def _fields(request: AnyRequest) -> dict[str, str]:
    sent = parse_qs((await request.body()).decode("ascii", "replace"), keep_blank_values=True, max_num_fields=50)
    return {name: values[0] for name, values in sent.items()}


def _said(console: ConsolePages, actor: By, text: str) -> str:
    return console.pages.messages(actor.locale).gettext(text)


ROUTES = [retention, hold, release, rule, storage]

"""Messages that the organisation makes up for its programs: written, seen with samples, removed."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.actor import Actor
from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.refusals import Conflict, Invalid, Unavailable
from notifier.commands.programs.own_templates import (
    OfOwnTemplate,
    RewriteOwnTemplate,
    WriteOwnTemplate,
    remove_own_template,
    rewrite_own_template,
    write_own_template,
)
from notifier.console.fields import errors_of, sent, words
from notifier.console.labels import N_
from notifier.domain.override import Wording
from notifier.domain.programs.own_template import OwnTemplate, TemplateWanted
from notifier.mails.drafts import Draft, Drafts
from notifier.mails.own import kind_of, must_be_sendable
from notifier.mails.wordings import ALWAYS
from notifier.queries.programs.own_templates import show_own_template
from notifier.storage.work import NotifierWork

EDIT = "notifier.templates.edit"
HOME = "/notifier/modeles"
OWN = f"{HOME}/propres"
FIELDS = ("subject", "preheader", "body", "button", "reason")
Console = NamedDependency[ConsolePages]
Change = NamedDependency[Commands[NotifierWork]]
Sketches = NamedDependency[Drafts]
AnyRequest = Request[Any, Any, Any]


@get("/modeles/propres/nouveau", needs=EDIT)
async def write(request: AnyRequest, actor: By, console: Console, drafts: Sketches) -> Response[str]:
    return await _page(request, actor, console, drafts, FormState(), None)


@post("/modeles/propres/nouveau", needs=EDIT, status_code=200)
async def add(request: AnyRequest, actor: By, commands: Change, console: Console, drafts: Sketches) -> Response[Any]:
    fields = (await sent(request)).fields
    wanted = _wanted(fields)
    try:
        must_be_sendable(wanted)
        if fields.get("then") != "preview":
            await commands.run(write_own_template, WriteOwnTemplate(wanted=wanted), actor=actor)
            return _saved(request, actor, console)
    except (Invalid, Conflict) as refusal:
        form = FormState(fields, _errors(refusal, request, actor, console))
        return await _page(request, actor, console, drafts, form, None, status=422)
    return await _page(request, actor, console, drafts, FormState(fields), None, wanted=wanted)


@get("/modeles/propres/{template_id:uuid}", needs=EDIT)
async def edit(
    request: AnyRequest, actor: By, queries: Ask, console: Console, drafts: Sketches, template_id: FromPath[UUID]
) -> Response[str]:
    template = await queries.ask(show_own_template, template_id, actor=actor)
    form = FormState(_typed(template.wanted))
    return await _page(request, actor, console, drafts, form, template, wanted=template.wanted)


@post("/modeles/propres/{template_id:uuid}", needs=EDIT, status_code=200)
async def save(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    commands: Change,
    console: Console,
    drafts: Sketches,
    template_id: FromPath[UUID],
) -> Response[Any]:
    template = await queries.ask(show_own_template, template_id, actor=actor)
    fields = (await sent(request)).fields
    wanted, version = _wanted(fields), fields.get("version", "")
    try:
        must_be_sendable(wanted)
        if fields.get("then") != "preview":
            number = int(version) if version.isdigit() else None
            command = RewriteOwnTemplate(template_id=template_id, wanted=wanted, version=number)
            await commands.run(rewrite_own_template, command, actor=actor)
            return _saved(request, actor, console)
    except (Invalid, Conflict) as refusal:
        form = FormState(fields, _errors(refusal, request, actor, console))
        return await _page(request, actor, console, drafts, form, template, status=422)
    return await _page(request, actor, console, drafts, FormState(fields), template, wanted=wanted)


@get("/modeles/propres/{template_id:uuid}/suppression", needs=EDIT)
async def ask_removal(
    request: AnyRequest, actor: By, queries: Ask, console: Console, template_id: FromPath[UUID]
) -> Response[str]:
    template = await queries.ask(show_own_template, template_id, actor=actor)
    return console.render(request, actor, "own/remove.html", own=template)


@post("/modeles/propres/{template_id:uuid}/suppression", needs=EDIT, status_code=200)
async def remove(
    request: AnyRequest, actor: By, commands: Change, console: Console, template_id: FromPath[UUID]
) -> Response[Any]:
    await commands.run(remove_own_template, OfOwnTemplate(template_id), actor=actor)
    return console.redirect(HOME, flash=words(console, request, actor)(N_("Le modèle est supprimé.")))


def _wanted(fields: dict[str, str]) -> TemplateWanted:
    """English is there as soon as one of its fields is."""
    wordings = {"fr": _wording(fields, "fr")}
    if any(fields.get(f"en_{name}", "") for name in FIELDS):
        wordings["en"] = _wording(fields, "en")
    return TemplateWanted(key=fields.get("key", ""), title=fields.get("title", ""), wordings=wordings)


def _wording(fields: dict[str, str], locale: str) -> Wording:
    return Wording(**{name: fields.get(f"{locale}_{name}", "").replace("\r\n", "\n") for name in FIELDS})


def _typed(wanted: TemplateWanted) -> dict[str, Any]:
    words_of = {
        f"{locale}_{name}": text
        for locale, wording in wanted.wordings.items()
        for name, text in msgspec.structs.asdict(wording).items()
    }
    return {"key": wanted.key, "title": wanted.title, **words_of}


def _errors(refusal: Invalid | Conflict, request: AnyRequest, actor: Actor, console: ConsolePages) -> dict[str, str]:
    said = words(console, request, actor)
    if not isinstance(refusal, Invalid):
        return {"": said(refusal.title)}
    # « /wordings/fr/body » is the field fr_body.
    return {
        name.removeprefix("wordings.").replace(".", "_"): sentence
        for name, sentence in errors_of(refusal, said).items()
    }


def _saved(request: AnyRequest, actor: Actor, console: ConsolePages) -> Response[Any]:
    said = words(console, request, actor)
    return console.redirect(HOME, flash=said(N_("Le modèle est enregistré : vos logiciels peuvent l'envoyer.")))


async def _page(
    request: AnyRequest,
    actor: Actor,
    console: ConsolePages,
    drafts: Drafts,
    form: FormState,
    template: OwnTemplate | None,
    *,
    wanted: TemplateWanted | None = None,
    status: int = 200,
) -> Response[str]:
    shown: list[tuple[str, Draft]] = []
    if wanted is not None:
        kind = kind_of(wanted.key, wanted.wordings)
        try:
            shown = [
                (locale, await drafts.of_kind(kind, locale, wording, tenant=actor.tenant))
                for locale, wording in wanted.wordings.items()
            ]
        except Unavailable:
            # Whoever knows the town's name and colour does not answer: the words can be written all the same.
            shown = []
    return console.render(
        request, actor, "own/edit.html", status, form=form, own=template, drafts=shown, always=sorted(ALWAYS)
    )


ROUTES = [write, add, edit, save, ask_removal, remove]

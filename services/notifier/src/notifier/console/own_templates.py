"""Messages that the organisation makes up for its programs: written, seen with samples, removed."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.actor import Actor
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.refusals import Conflict, Invalid
from notifier.commands.programs.own_templates import (
    OfOwnTemplate,
    RewriteOwnTemplate,
    WriteOwnTemplate,
    remove_own_template,
    rewrite_own_template,
    write_own_template,
)
from notifier.console.doors import AnyRequest, Change, Console
from notifier.console.fields import errors_of, sent, words
from notifier.console.labels import N_
from notifier.console.wording_fields import EDIT, FIELDS, HOME, if_known, typed_of, version_of, wording_of
from notifier.domain.programs.own_template import OwnTemplate, TemplateWanted
from notifier.mails.drafts import Draft, Drafts
from notifier.mails.own import kind_of, must_be_sendable
from notifier.mails.wordings import ALWAYS
from notifier.queries.programs.own_templates import show_own_template

Sketches = NamedDependency[Drafts]


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
    wanted = _wanted(fields)
    try:
        must_be_sendable(wanted)
        if fields.get("then") != "preview":
            command = RewriteOwnTemplate(template_id=template_id, wanted=wanted, version=version_of(fields))
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
    wordings = {"fr": wording_of(fields, "fr_")}
    if any(fields.get(f"en_{name}", "") for name in FIELDS):
        wordings["en"] = wording_of(fields, "en_")
    return TemplateWanted(key=fields.get("key", ""), title=fields.get("title", ""), wordings=wordings)


def _typed(wanted: TemplateWanted) -> dict[str, Any]:
    typed = {"key": wanted.key, "title": wanted.title}
    for locale, wording in wanted.wordings.items():
        typed |= typed_of(wording, f"{locale}_")
    return typed


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
    return console.redirect(HOME, flash=said(N_("Le modèle est enregistré : vos logiciels peuvent l’envoyer.")))


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
        for locale, wording in wanted.wordings.items():
            draft = await if_known(drafts.of_kind(kind, locale, wording, tenant=actor.tenant))
            shown += [(locale, draft)] if draft is not None else []
    return console.render(
        request, actor, "own/edit.html", status, form=form, own=template, drafts=shown, always=sorted(ALWAYS)
    )


ROUTES = [write, add, edit, save, ask_removal, remove]

"""The organisation's own words for its messages: seen with sample values before anybody receives them."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.actor import Actor
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.queries import Queries
from chassis.refusals import Invalid, Stale
from contracts.messages import BY_KEY, KINDS
from notifier.commands.save_template import SaveTemplate, must_be_sendable, save_template
from notifier.commands.withdraw_template import WithdrawTemplate, withdraw_template
from notifier.console import labels
from notifier.console.doors import AnyRequest, Change, Console
from notifier.console.fields import errors_of, sent, words
from notifier.console.labels import N_
from notifier.console.wording_fields import EDIT, HOME, if_known, typed_of, version_of, wording_of
from notifier.domain.languages import LOCALES
from notifier.domain.override import Override, Wording
from notifier.domain.refusals import TemplateNotFound
from notifier.mails.drafts import Draft, Drafts
from notifier.mails.wordings import ALWAYS
from notifier.queries.own_wordings import own_wordings
from notifier.queries.programs.own_templates import list_own_templates

Sketches = NamedDependency[Drafts]


@get("/modeles", needs=EDIT)
async def index(request: AnyRequest, actor: By, queries: Ask, console: Console) -> Response[str]:
    own = await queries.ask(own_wordings, None, actor=actor)
    lines = [{"key": kind.key, "own": [locale for locale in LOCALES if (kind.key, locale) in own]} for kind in KINDS]
    made_up = await queries.ask(list_own_templates, None, actor=actor)
    return console.render(
        request, actor, "wordings/list.html", labels=labels, lines=lines, locales=LOCALES, made_up=made_up
    )


@get("/modeles/{key:str}/{locale:str}", needs=EDIT)
async def edit(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    console: Console,
    drafts: Sketches,
    key: FromPath[str],
    locale: FromPath[str],
) -> Response[str]:
    own = await _own(queries, actor, key, locale)
    wording = own.wording if own else drafts.wordings.of(key, locale)
    form = FormState(typed_of(wording))
    return await _page(request, actor, console, drafts, form, own=own, key=key, locale=locale, wording=wording)


@post("/modeles/{key:str}/{locale:str}", needs=EDIT, status_code=200)
async def save(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    commands: Change,
    console: Console,
    drafts: Sketches,
    key: FromPath[str],
    locale: FromPath[str],
) -> Response[Any]:
    fields, said = (await sent(request)).fields, words(console, request, actor)
    own = await _own(queries, actor, key, locale)
    wording = wording_of(fields)
    errors: dict[str, str] = {}
    try:
        must_be_sendable(key, locale, wording)
        if fields.get("then") != "preview":
            command = SaveTemplate(key=key, locale=locale, wording=wording, version=version_of(fields))
            await commands.run(save_template, command, actor=actor)
            return console.redirect(
                HOME, flash=said(N_("Vos mots sont enregistrés : les prochains messages les disent."))
            )
    except (Invalid, Stale) as refusal:
        errors = errors_of(refusal, said) if isinstance(refusal, Invalid) else {"": said(refusal.title)}
    form = FormState(fields, errors)
    shown = None if errors else wording
    status = 422 if errors else 200
    return await _page(
        request, actor, console, drafts, form, own=own, key=key, locale=locale, wording=shown, status=status
    )


@post("/modeles/{key:str}/{locale:str}/retrait", needs=EDIT, status_code=200)
async def withdraw(
    request: AnyRequest, actor: By, commands: Change, console: Console, key: FromPath[str], locale: FromPath[str]
) -> Response[Any]:
    await commands.run(withdraw_template, WithdrawTemplate(key=key, locale=locale), actor=actor)
    said = words(console, request, actor)
    return console.redirect(HOME, flash=said(N_("Ce message reprend les mots de Parvis.")))


async def _own(queries: Queries, actor: Actor, key: str, locale: str) -> Override | None:
    if key not in BY_KEY or locale not in LOCALES:
        raise TemplateNotFound
    return (await queries.ask(own_wordings, key, actor=actor)).get((key, locale))


async def _page(
    request: AnyRequest,
    actor: Actor,
    console: ConsolePages,
    drafts: Drafts,
    form: FormState,
    *,
    own: Override | None,
    key: str,
    locale: str,
    wording: Wording | None,
    status: int = 200,
) -> Response[str]:
    draft: Draft | None = None
    if wording is not None:
        draft = await if_known(drafts.of(key, locale, wording, tenant=actor.tenant))
    return console.render(
        request,
        actor,
        "wordings/edit.html",
        status,
        labels=labels,
        form=form,
        key=key,
        language=locale,
        own=own,
        draft=draft,
        placeholders=[*BY_KEY[key].placeholders],
        always=sorted(ALWAYS),
    )


ROUTES = [index, edit, save, withdraw]

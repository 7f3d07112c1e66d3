"""Keys for an organisation's programs: made, shown once, changed, revoked."""

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
from notifier.commands.programs.keys import MakeKey, OfKey, RotateKey, make_key, revoke_key, rotate_key
from notifier.console import key_labels as labels
from notifier.console.doors import AnyRequest, Button, Change, Console
from notifier.console.fields import errors_of, words
from notifier.console.labels import N_
from notifier.delivery.facts import Facts
from notifier.domain.programs.api_key import KeyWanted, Mode, Scope, new_key_text
from notifier.queries.programs.keys import list_keys, show_key

MANAGE = "notifier.integrations.manage"
HOME = "/notifier/cles"
REVOKED = N_("La clé est révoquée : elle n’ouvre plus rien.")


@get("/cles", needs=MANAGE)
async def index(request: AnyRequest, actor: By, queries: Ask, commands: Change, console: Console) -> Response[str]:
    keys = await queries.ask(list_keys, None, actor=actor)
    return console.render(request, actor, "keys/list.html", labels=labels, keys=keys, now=commands.now())


@get("/cles/nouvelle", needs=MANAGE)
async def write(request: AnyRequest, actor: By, console: Console) -> Response[str]:
    form = FormState({"mode": str(Mode.TEST), "scopes": [str(scope) for scope in Scope]})
    return _form(request, actor, console, form)


@post("/cles/nouvelle", needs=MANAGE, status_code=200)
async def make(
    request: AnyRequest, actor: By, commands: Change, console: Console, facts: NamedDependency[Facts]
) -> Response[Any]:
    fields = await request.form()
    mode = str(fields.get("mode", ""))
    wanted = KeyWanted(
        name=str(fields.get("name", "")).strip(),
        mode=Mode(mode) if mode in list(Mode) else Mode.TEST,
        scopes=tuple(scope for scope in Scope if str(scope) in fields.getall("scopes", [])),
    )
    new = new_key_text(wanted.mode)
    typed = {"name": wanted.name, "mode": str(wanted.mode), "scopes": [str(scope) for scope in wanted.scopes]}
    try:
        made = await commands.run(make_key, MakeKey(wanted=wanted, text=new), actor=actor)
    except (Invalid, Conflict) as refusal:
        said = words(console, request, actor)
        errors = errors_of(refusal, said) if isinstance(refusal, Invalid) else {"": said(refusal.title)}
        return _form(request, actor, console, FormState(typed, errors), status=422)
    return await _shown(request, actor, console, facts, made.id, new.text)


@get("/cles/{key_id:uuid}", needs=MANAGE)
async def show(
    request: AnyRequest, actor: By, queries: Ask, commands: Change, console: Console, key_id: FromPath[UUID]
) -> Response[str]:
    key = await queries.ask(show_key, key_id, actor=actor)
    return console.render(request, actor, "keys/show.html", labels=labels, key=key, now=commands.now())


@post("/cles/{key_id:uuid}/changement", needs=MANAGE, status_code=200)
async def rotate(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    commands: Change,
    console: Console,
    button: Button,
    facts: NamedDependency[Facts],
    key_id: FromPath[UUID],
) -> Response[Any]:
    fields = await request.form()
    known = await queries.ask(show_key, key_id, actor=actor)
    new = new_key_text(Mode(known.mode))
    command = RotateKey(key_id=key_id, text=new, keep_former=fields.get("former") != "stop")
    try:
        await commands.run(rotate_key, command, actor=actor)
    except Conflict as refusal:
        return button.back(f"{HOME}/{key_id}", refusal.title)
    return await _shown(request, actor, console, facts, key_id, new.text)


@get("/cles/{key_id:uuid}/revocation", needs=MANAGE)
async def ask_revocation(
    request: AnyRequest, actor: By, queries: Ask, console: Console, key_id: FromPath[UUID]
) -> Response[str]:
    key = await queries.ask(show_key, key_id, actor=actor)
    return console.render(request, actor, "keys/revoke.html", key=key)


@post("/cles/{key_id:uuid}/revocation", needs=MANAGE, status_code=200)
async def revoke(button: Button, key_id: FromPath[UUID]) -> Response[Any]:
    return await button.run(revoke_key, OfKey(key_id), done=REVOKED, then=HOME, refused=f"{HOME}/{key_id}")


async def _shown(
    request: AnyRequest, actor: Actor, console: ConsolePages, facts: Facts, key_id: UUID, text: str
) -> Response[str]:
    """Shown this once: it is nowhere to be read again."""
    town = await facts.organisation(actor.tenant)
    return console.render(request, actor, "keys/text.html", key_id=key_id, text=text, portal=town.public_url)


def _form(
    request: AnyRequest, actor: Actor, console: ConsolePages, form: FormState, *, status: int = 200
) -> Response[str]:
    said = words(console, request, actor)
    modes = [(str(mode), said(word), said(hint)) for mode, (word, hint) in labels.MODES.items()]
    scopes = [(str(scope), said(word), said(hint)) for scope, (word, hint) in labels.SCOPES.items()]
    return console.render(request, actor, "keys/new.html", status, form=form, modes=modes, scopes=scopes)


ROUTES = [index, write, make, show, rotate, ask_revocation, revoke]

"""Who reads the pieces of which dossier now, and withdrawing that; a dossier that has ended is read with a reason."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from chassis import logs
from chassis.access import Needs
from chassis.actor import Actor
from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.refusals import Conflict, Invalid, Unavailable
from chassis.tokens import Signer, TokenRefused, Verifier
from contracts.tokens import ViewGrant
from documents.commands.open_file import OpenedFile
from documents.commands.read_dossier import (
    OpenUnderGrant,
    ReadAfterwards,
    WithdrawReading,
    open_under_grant,
    read_afterwards,
    withdraw_reading,
)
from documents.domain.refusals import FileNotFound, GrantRefused
from documents.http.delivery import deliver, deliver_stamped
from documents.http.readers import Names
from documents.queries.list_readings import AskReadings, list_standing
from documents.scanning.process import Checks
from documents.storage.objects import ObjectStore

MANAGE = "documents.retention.manage"
HOME = "/documents/readings"
OTHER = "other"
TIME_TO_ANSWER = timedelta(minutes=15)
AnyRequest = Request[Any, Any, Any]
Console = NamedDependency[ConsolePages]
Run = NamedDependency[Commands[Any]]


def N_(text: str) -> str:  # noqa: N802 - gettext's name for « translate this later »
    return text


REASONS = (
    N_("Recours gracieux ou contentieux"),
    N_("À la demande de la personne concernée"),
    N_("Contrôle ou audit"),
)
CHOOSE = N_("Dites pourquoi vous lisez ces pièces, par exemple « Recours gracieux ».")
WITHDRAWN = N_("L’accès est retiré : cet agent n’ouvre plus les pièces de cette demande.")


@get("/readings", needs=MANAGE)
async def standing(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    commands: Run,
    console: Console,
    names: Names,
    apres: FromQuery[str | None] = None,
) -> Response[str]:
    view = await queries.ask(list_standing, AskReadings(commands.now(), apres), actor=actor)
    try:
        known = await names.of([line.reader_id for line in view.items if line.reader_id], actor.tenant)
    except Unavailable:
        logs.log.warning("names not told")
        known = {}
    return console.render(request, actor, "documents/readings.html", view=view, names=known)


@post("/readings/{grant_id:uuid}/withdrawal", needs=MANAGE, status_code=200)
async def withdraw(grant_id: FromPath[UUID], actor: By, commands: Run, console: Console) -> Response[Any]:
    words = console.pages.messages(actor.locale).gettext
    try:
        await commands.run(withdraw_reading, WithdrawReading(grant_id), actor=actor)
    except Conflict as refusal:
        return console.redirect(HOME, flash=words(refusal.title), kind="warning")
    return console.redirect(HOME, flash=words(WITHDRAWN))


def ask_why(
    request: AnyRequest, actor: Actor, console: ConsolePages, signer: Signer, allowed: ViewGrant, form: FormState
) -> Response[Any]:
    """The dossier has ended. What let the agent in lives for a minute: the page carries its own, for longer."""
    facts = {"sub": allowed.sub, "bundle": allowed.bundle, "file": allowed.file, "purpose": allowed.purpose}
    token = signer.sign(ViewGrant, audience="documents", lives=TIME_TO_ANSWER, tenant=allowed.tenant, **facts)
    words = console.pages.messages(actor.locale).gettext
    reasons = [*((words(reason), words(reason)) for reason in REASONS), (OTHER, words(N_("Autre raison")))]
    told = {"grant": token, "reasons": reasons, "form": form}
    return console.render(request, actor, "documents/ended.html", 422 if form.errors else 409, **told)


@post("/readings", needs=Needs.MEMBER, status_code=200)
async def begin(
    request: AnyRequest,
    actor: By,
    commands: Run,
    console: Console,
    signer: NamedDependency[Signer],
    verifier: NamedDependency[Verifier],
) -> Response[Any]:
    """A reason was given: for a day, the pieces of this dossier are read under it."""
    sent = parse_qs((await request.body()).decode("ascii", "replace"), keep_blank_values=True, max_num_fields=50)
    fields = {name: values[0] for name, values in sent.items()}
    try:
        allowed = verifier.read(fields.get("grant", ""), ViewGrant, issuers=("documents",))
    except TokenRefused as error:
        raise GrantRefused from error
    if (allowed.tenant, allowed.sub) != (actor.tenant, actor.subject):
        raise FileNotFound
    chosen = fields.get("reason", "")
    purpose = fields.get("purpose", "") if chosen in ("", OTHER) else chosen
    try:
        made = await commands.run(read_afterwards, ReadAfterwards(allowed.bundle, purpose), actor=actor)
    except Invalid:
        said = {"purpose" if chosen == OTHER else "reason": console.pages.messages(actor.locale).gettext(CHOOSE)}
        return ask_why(request, actor, console, signer, allowed, FormState(fields, said))
    return Response(None, status_code=303, headers={"location": f"{HOME}/{made.id}/files/{allowed.file}"})


@get("/readings/{grant_id:uuid}/files/{file_id:uuid}", needs=Needs.MEMBER)
async def read(
    request: AnyRequest,
    grant_id: FromPath[UUID],
    file_id: FromPath[UUID],
    actor: By,
    commands: Run,
    store: NamedDependency[ObjectStore],
    checks: NamedDependency[Checks],
    console: Console,
) -> Stream:
    opened = await commands.run(open_under_grant, OpenUnderGrant(grant_id, file_id), actor=actor)
    return await marked(request, opened, actor, commands, store, checks, console)


async def marked(
    request: AnyRequest,
    opened: OpenedFile,
    actor: Actor,
    commands: Commands[Any],
    store: ObjectStore,
    checks: Checks,
    console: ConsolePages,
) -> Stream:
    """What a citizen hands to the town leaves it marked, wherever the copy goes."""
    if not opened.is_checked:
        return await deliver(opened, store, commands, actor, inline=True)
    town = console.context(request, actor).organisation.name
    words = console.pages.messages(actor.locale).gettext("Réservé à %(town)s · %(day)s")
    told = words % {"town": town, "day": f"{commands.now():%d/%m/%Y}"}
    return await deliver_stamped(opened, store, commands, checks, actor, told)


ROUTES = [standing, withdraw, begin, read]

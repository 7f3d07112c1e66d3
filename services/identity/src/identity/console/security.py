"""« Sécurité des comptes »: whether members sign in with a second step (ID-25)."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from chassis.actor import Actor
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.queries import Queries
from chassis.refusals import Conflict, Invalid
from identity.commands.ask_second_factor import AskSecondFactor, ask_second_factor
from identity.console.forms import errors_of, fields_of, words
from identity.domain.members import GRANT
from identity.domain.second_factor_rule import GRACES
from identity.domain.sessions import SECOND_FACTOR
from identity.http.context import Doing
from identity.queries.second_factor_rule import RuleOfHere, second_factor_rule

Pages = NamedDependency[ConsolePages]
AnyRequest = Request[Any, Any, Any]
HERE = "/identity/security"


@get("/security", needs=GRANT)
async def show(request: AnyRequest, actor: By, queries: Ask, commands: Doing, pages: Pages) -> Response[Any]:
    return await _page(request, actor, queries, commands, pages, FormState({"days": "14"}))


@post("/security", needs=GRANT, status_code=200)
async def save(request: AnyRequest, actor: By, queries: Ask, commands: Doing, pages: Pages) -> Response[Any]:
    fields, _ = await fields_of(request), words(pages, request, actor)
    typed = fields.get("days", "")
    try:
        days = None if typed == "none" else int(typed) if typed.isdigit() and len(typed) < 4 else -1
        await commands.run(ask_second_factor, AskSecondFactor(days), actor=actor)
    except (Invalid, Conflict) as refusal:
        errors = errors_of(refusal, _)
        return await _page(request, actor, queries, commands, pages, FormState(fields, errors), status=422)
    said = _("La validation en deux étapes n’est plus exigée.") if days is None else _("La règle est enregistrée.")
    return pages.redirect(HERE, flash=said)


async def _page(
    request: AnyRequest,
    actor: Actor,
    queries: Queries,
    commands: Any,
    pages: ConsolePages,
    form: FormState,
    *,
    status: int = 200,
) -> Response[Any]:
    rule = await queries.ask(second_factor_rule, RuleOfHere(), actor=actor)
    context = {"rule": rule, "form": form, "graces": GRACES, "has_own": actor.acr >= SECOND_FACTOR}
    context["in_force"] = rule.since is not None and rule.since <= commands.now()
    return pages.render(request, actor, "console/security.html", status, **context)


ROUTES = [show, save]

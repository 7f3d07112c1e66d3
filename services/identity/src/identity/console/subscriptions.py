"""« Abonnements »: which e-services the organisation uses, and which plan it asks for (ID-10, ID-24)."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.refusals import Conflict, Invalid
from contracts.plans import PLANS
from identity.commands.change_subscription import ChooseService, WishPlan, subscribe, unsubscribe, wish_plan
from identity.console.forms import fields_of, words
from identity.console.sentences import N_
from identity.http.context import Doing
from identity.queries.subscriptions import SubscriptionOf, subscription_of

GRANT = "identity.permissions.grant"
Pages = NamedDependency[ConsolePages]
AnyRequest = Request[Any, Any, Any]


@get("/subscriptions", needs=GRANT)
async def show(request: AnyRequest, actor: By, queries: Ask, pages: Pages) -> Response[Any]:
    held = await queries.ask(subscription_of, SubscriptionOf(actor.tenant), actor=actor)
    return pages.render(request, actor, "console/subscriptions.html", held=held, plans=PLANS)


@post("/subscriptions/{e_service:str}/subscription", needs=GRANT, status_code=200)
async def begin(
    request: AnyRequest, e_service: FromPath[str], actor: By, commands: Doing, pages: Pages
) -> Response[Any]:
    change = commands.run(subscribe, ChooseService(e_service=e_service), actor=actor)
    said = N_("Votre collectivité est abonnée. Les permissions déjà attribuées valent de nouveau.")
    return await _back(change, said, words(pages, request, actor), pages)


@post("/subscriptions/{e_service:str}/end", needs=GRANT, status_code=200)
async def end(request: AnyRequest, e_service: FromPath[str], actor: By, commands: Doing, pages: Pages) -> Response[Any]:
    change = commands.run(unsubscribe, ChooseService(e_service=e_service), actor=actor)
    said = N_("L’abonnement est terminé. Les permissions de ce service dorment dès maintenant.")
    return await _back(change, said, words(pages, request, actor), pages)


@post("/subscriptions/wished-plan", needs=GRANT, status_code=200)
async def wish(request: AnyRequest, actor: By, commands: Doing, pages: Pages) -> Response[Any]:
    fields = await fields_of(request)
    change = commands.run(wish_plan, WishPlan(plan=fields.get("plan", "")), actor=actor)
    return await _back(change, N_("Votre souhait est enregistré."), words(pages, request, actor), pages)


async def _back(
    change: Awaitable[object], said: str, translate: Callable[[str], str], pages: ConsolePages
) -> Response[Any]:
    try:
        await change
    except Invalid as refusal:
        return pages.redirect("/identity/subscriptions", flash=translate(refusal.faults[0].message), kind="error")
    except Conflict as refusal:
        said = translate(refusal.detail or refusal.title)
        return pages.redirect("/identity/subscriptions", flash=said, kind="error")
    return pages.redirect("/identity/subscriptions", flash=translate(said))


ROUTES = [show, begin, end, wish]

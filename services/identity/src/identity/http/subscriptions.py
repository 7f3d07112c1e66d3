"""What the organisation subscribes to; its plan, for the operator."""

from uuid import UUID

import msgspec
from litestar import Router, delete, get, put
from litestar.params import FromPath, JSONBody

from chassis.access import Needs
from chassis.http import Ask, By
from contracts.plans import E_SERVICES, FUNCTIONS, PLANS
from identity.commands.change_subscription import (
    ChangePlan,
    ChooseService,
    WishPlan,
    change_plan,
    subscribe,
    unsubscribe,
    wish_plan,
)
from identity.domain.organisations import Organisation
from identity.http.context import Doing, at_home
from identity.http.organisations import within
from identity.queries.subscriptions import SubscriptionOf, SubscriptionView, subscription_of

GRANT = "identity.permissions.grant"
MANAGE = "platform.organisations.manage"


class PlanChoice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    plan: str


class PlanLine(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    label: str
    purpose: str
    e_services: list[str]
    functions: list[str]
    members: int | None


@get("/plans", needs=Needs.MEMBER)
async def plans() -> list[PlanLine]:
    return [
        PlanLine(
            key=plan.key,
            label=plan.label,
            purpose=plan.purpose,
            e_services=[service.key for service in E_SERVICES if service.key in plan.e_services],
            functions=[function.key for function in FUNCTIONS if function.key in plan.functions],
            members=plan.members,
        )
        for plan in PLANS
    ]


@get("/subscription", needs=Needs.MEMBER)
async def show(actor: By, queries: Ask) -> SubscriptionView:
    """Of one's own organisation, at the support portal too."""
    home = at_home(actor)
    return await queries.ask(subscription_of, SubscriptionOf(home.tenant), actor=home)


@put("/subscription/e-services/{e_service:str}", needs=GRANT)
async def add_service(e_service: FromPath[str], actor: By, commands: Doing) -> None:
    await commands.run(subscribe, ChooseService(e_service=e_service), actor=actor, show=_nothing)


@delete("/subscription/e-services/{e_service:str}", needs=GRANT)
async def end_service(e_service: FromPath[str], actor: By, commands: Doing) -> None:
    await commands.run(unsubscribe, ChooseService(e_service=e_service), actor=actor, show=_nothing)


@put("/subscription/wished-plan", needs=GRANT, status_code=204)
async def wish(data: JSONBody[PlanChoice], actor: By, commands: Doing) -> None:
    await commands.run(wish_plan, WishPlan(plan=data.plan), actor=actor, show=_nothing)


@put("/organisations/{organisation_id:uuid}/plan", needs=MANAGE, status_code=204)
async def set_plan(organisation_id: FromPath[UUID], data: JSONBody[PlanChoice], actor: By, commands: Doing) -> None:
    command = ChangePlan(organisation_id=organisation_id, plan=data.plan)
    await commands.run(change_plan, command, actor=within(actor, organisation_id), show=_nothing)


def _nothing(_: Organisation) -> None:
    return None


router = Router("/", route_handlers=[plans, show, add_service, end_service, wish, set_plan])

"""« Membres de votre collectivité », and what each may do."""

from collections.abc import Awaitable, Callable
from itertools import groupby
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.access import Needs
from chassis.actor import Actor
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.policies import StepUpNeeded, permission_needed
from chassis.refusals import Conflict, Forbidden
from identity.commands.change_permission import ChangePermission, grant_permission, revoke_permission
from identity.console.forms import words
from identity.domain.members import GRANT, MANAGE
from identity.http.context import Doing
from identity.queries.members import ListMembers, PermissionsOf, frame_of, list_members, member_with_permissions

Pages = NamedDependency[ConsolePages]
AnyRequest = Request[Any, Any, Any]


@get("/", needs=Needs.MEMBER)
async def home(actor: By, pages: Pages) -> Response[Any]:
    return pages.redirect("/identity/members" if actor.holds(MANAGE) or actor.holds(GRANT) else "/identity/guichet")


@get("/members", needs=Needs.MEMBER)
async def index(request: AnyRequest, actor: By, queries: Ask, pages: Pages) -> Response[Any]:
    must_look_after_members(actor)
    members = await queries.ask(list_members, ListMembers(), actor=actor)
    context = {"members": members, "frame": frame_of(members), "may_manage": actor.holds(MANAGE)}
    return pages.render(request, actor, "console/members.html", **context)


@get("/members/{account_id:uuid}", needs=Needs.MEMBER)
async def show(request: AnyRequest, account_id: FromPath[UUID], actor: By, queries: Ask, pages: Pages) -> Response[Any]:
    must_look_after_members(actor)
    view = await queries.ask(member_with_permissions, PermissionsOf(account_id), actor=actor)
    by_service = [(name, list(lines)) for name, lines in groupby(view.permissions, key=lambda line: line.e_service)]
    context = {"member": view.member, "by_service": by_service, "may_grant": actor.holds(GRANT)}
    context["may_manage"] = actor.holds(MANAGE)
    return pages.render(request, actor, "console/member.html", **context)


@post("/members/{account_id:uuid}/permissions/{permission:str}/grant", needs=GRANT, status_code=200)
async def grant(
    request: AnyRequest, account_id: FromPath[UUID], permission: FromPath[str], actor: By, commands: Doing, pages: Pages
) -> Response[Any]:
    _ = words(pages, request, actor)
    change = commands.run(grant_permission, ChangePermission(account_id=account_id, permission=permission), actor=actor)
    return await _back(change, account_id, pages, said=_("La permission est attribuée."), translate=_)


@post("/members/{account_id:uuid}/permissions/{permission:str}/revocation", needs=GRANT, status_code=200)
async def revoke(
    request: AnyRequest, account_id: FromPath[UUID], permission: FromPath[str], actor: By, commands: Doing, pages: Pages
) -> Response[Any]:
    _ = words(pages, request, actor)
    change = commands.run(
        revoke_permission, ChangePermission(account_id=account_id, permission=permission), actor=actor
    )
    said = _("La permission est retirée. Elle ne vaut plus dès maintenant.")
    return await _back(change, account_id, pages, said=said, translate=_)


async def _back(
    change: Awaitable[None], account_id: UUID, pages: ConsolePages, *, said: str, translate: Callable[[str], str]
) -> Response[Any]:
    """A refusal is said on the same page: it is no reason to lose one's place."""
    kind = "success"
    try:
        await change
    except StepUpNeeded:
        raise
    except (Forbidden, Conflict) as refusal:
        said, kind = translate(refusal.detail or refusal.title), "error"
    return pages.redirect(f"/identity/members/{account_id}", flash=said, kind=kind)


def must_look_after_members(actor: Actor) -> None:
    if not (actor.holds(MANAGE) or actor.holds(GRANT)):
        raise permission_needed(MANAGE)


ROUTES = [home, index, show, grant, revoke]

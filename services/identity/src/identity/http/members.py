"""« Membres de votre collectivité », and their permissions."""

from uuid import UUID

from litestar import Router, delete, get, put
from litestar.params import FromPath

from chassis.http import Ask, By
from identity.commands.change_permission import ChangePermission, grant_permission, revoke_permission
from identity.http.context import Doing
from identity.queries.members import (
    ListMembers,
    MemberLine,
    MemberView,
    PermissionsOf,
    list_members,
    member_with_permissions,
)


@get("/", needs="identity.members.manage")
async def index(actor: By, queries: Ask) -> list[MemberLine]:
    return await queries.ask(list_members, ListMembers(), actor=actor)


@get("/{account_id:uuid}", needs="identity.members.manage")
async def show(account_id: FromPath[UUID], actor: By, queries: Ask) -> MemberView:
    return await queries.ask(member_with_permissions, PermissionsOf(account_id), actor=actor)


@put("/{account_id:uuid}/permissions/{permission:str}", needs="identity.permissions.grant", status_code=204)
async def grant(account_id: FromPath[UUID], permission: FromPath[str], actor: By, commands: Doing) -> None:
    command = ChangePermission(account_id=account_id, permission=permission)
    await commands.run(grant_permission, command, actor=actor)


@delete("/{account_id:uuid}/permissions/{permission:str}", needs="identity.permissions.grant")
async def revoke(account_id: FromPath[UUID], permission: FromPath[str], actor: By, commands: Doing) -> None:
    command = ChangePermission(account_id=account_id, permission=permission)
    await commands.run(revoke_permission, command, actor=actor)


router = Router("/members", route_handlers=[index, show, grant, revoke])

"""« Membres de votre collectivité », and their permissions."""

from uuid import UUID

import msgspec
from litestar import Response, Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from chassis.http import Ask, By, IfMatch, etag
from identity.commands.add_member import AddMember, add_member
from identity.commands.change_member import ChangeMember, change_member
from identity.commands.change_permission import ChangePermission, grant_permission, revoke_permission
from identity.commands.import_members import ImportMembers, ImportReport, import_members
from identity.commands.invalidate_member import InvalidateMember, invalidate_member, restore_member
from identity.commands.remove_member import RemoveMember, remove_member
from identity.commands.send_link_again import SendLinkAgain, send_link_again
from identity.domain.accounts import Account
from identity.domain.members import GRANT, MANAGE, Membership
from identity.http import open_to_assistants
from identity.http.context import Doing
from identity.queries.members import (
    ListMembers,
    MemberLine,
    MemberView,
    PermissionsOf,
    list_members,
    member_with_permissions,
)


class Added(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    identifier: str

    @classmethod
    def of(cls, account: Account) -> "Added":
        return cls(account_id=account.id, identifier=account.identifier)


class MemberImport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`text` is CSV with a line of titles; `rehearsal` only reports."""

    text: str
    rehearsal: bool = True


@get("/", needs=MANAGE, operation_id="list_members", assistants=open_to_assistants.MEMBERS)
async def index(actor: By, queries: Ask) -> list[MemberLine]:
    return await queries.ask(list_members, ListMembers(), actor=actor)


@post("/", needs=MANAGE)
async def add(data: JSONBody[Membership], actor: By, commands: Doing) -> Added:
    command = AddMember(membership=data, locale=actor.locale)
    return await commands.run(add_member, command, actor=actor, show=Added.of)


@post("/imports", needs=MANAGE, status_code=200)
async def bring_in(data: JSONBody[MemberImport], actor: By, commands: Doing) -> ImportReport:
    command = ImportMembers(text=data.text, rehearsal=data.rehearsal, locale=actor.locale)
    return await commands.run(import_members, command, actor=actor)


@get("/{account_id:uuid}", needs=MANAGE, operation_id="open_member", assistants=open_to_assistants.MEMBER)
async def show(account_id: FromPath[UUID], actor: By, queries: Ask) -> Response[MemberView]:
    view = await queries.ask(member_with_permissions, PermissionsOf(account_id), actor=actor)
    return Response(view, headers=etag(view.member.version))


@put("/{account_id:uuid}", needs=MANAGE)
async def edit(
    account_id: FromPath[UUID], data: JSONBody[Membership], actor: By, commands: Doing, if_match: IfMatch
) -> Added:
    command = ChangeMember(account_id=account_id, membership=data, version=if_match)
    return await commands.run(change_member, command, actor=actor, show=Added.of)


@delete("/{account_id:uuid}", needs=MANAGE)
async def remove(account_id: FromPath[UUID], actor: By, commands: Doing) -> None:
    await commands.run(remove_member, RemoveMember(account_id), actor=actor)


@post("/{account_id:uuid}/activation-link", needs=MANAGE, status_code=202)
async def send_again(account_id: FromPath[UUID], actor: By, commands: Doing) -> None:
    await commands.run(send_link_again, SendLinkAgain(account_id), actor=actor)


@post("/{account_id:uuid}/invalidation", needs=GRANT, status_code=204)
async def invalidate(account_id: FromPath[UUID], actor: By, commands: Doing) -> None:
    await commands.run(invalidate_member, InvalidateMember(account_id), actor=actor)


@delete("/{account_id:uuid}/invalidation", needs=GRANT)
async def restore(account_id: FromPath[UUID], actor: By, commands: Doing) -> None:
    await commands.run(restore_member, InvalidateMember(account_id), actor=actor)


@put("/{account_id:uuid}/permissions/{permission:str}", needs=GRANT, status_code=204)
async def grant(account_id: FromPath[UUID], permission: FromPath[str], actor: By, commands: Doing) -> None:
    command = ChangePermission(account_id=account_id, permission=permission)
    await commands.run(grant_permission, command, actor=actor)


@delete("/{account_id:uuid}/permissions/{permission:str}", needs=GRANT)
async def revoke(account_id: FromPath[UUID], permission: FromPath[str], actor: By, commands: Doing) -> None:
    command = ChangePermission(account_id=account_id, permission=permission)
    await commands.run(revoke_permission, command, actor=actor)


router = Router(
    "/members",
    route_handlers=[index, add, bring_in, show, edit, remove, send_again, invalidate, restore, grant, revoke],
)

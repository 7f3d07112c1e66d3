"""Adding, correcting and deleting a member (ID-05, ID-06)."""

from collections.abc import Awaitable
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.actor import Actor
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.refusals import Conflict, Invalid, Stale
from contracts.interests import INTERESTS
from identity.commands.add_member import AddMember, add_member
from identity.commands.change_member import ChangeMember, change_member
from identity.commands.invalidate_member import InvalidateMember, invalidate_member, restore_member
from identity.commands.remove_member import RemoveMember, remove_member
from identity.commands.send_link_again import SendLinkAgain, send_link_again
from identity.console.forms import chosen_in, errors_of, fields_of, words
from identity.domain.members import DEFAULT_FUNCTIONS, GRANT, MANAGE, Membership
from identity.domain.persons import Identity, Reach
from identity.http.context import Doing
from identity.queries.members import MemberLine, PermissionsOf, member_with_permissions

Pages = NamedDependency[ConsolePages]
AnyRequest = Request[Any, Any, Any]


@get("/members/nouveau", needs=MANAGE)
async def new(request: AnyRequest, actor: By, pages: Pages, fonction: FromQuery[str] = "") -> Response[Any]:
    return _form(request, actor, pages, FormState({"function": fonction}))


@post("/members/nouveau", needs=MANAGE, status_code=200)
async def add(request: AnyRequest, actor: By, commands: Doing, pages: Pages) -> Response[Any]:
    fields, _ = await fields_of(request), words(pages, request, actor)
    command = AddMember(membership=await _membership(request, actor), locale=actor.locale)
    try:
        added = await commands.run(add_member, command, actor=actor)
    except Invalid as refusal:
        form = FormState({**fields, "interests": command.membership.interests}, errors_of(refusal, _))
        return _form(request, actor, pages, form, status=422)
    said = _("%(name)s est membre. Un lien d’activation part vers %(email)s.")
    return pages.redirect("/identity/members", flash=said % {"name": added.name, "email": added.reach.email})


@get("/members/{account_id:uuid}/edition", needs=MANAGE)
async def edit(request: AnyRequest, account_id: FromPath[UUID], actor: By, queries: Ask, pages: Pages) -> Response[Any]:
    member = (await queries.ask(member_with_permissions, PermissionsOf(account_id), actor=actor)).member
    return _form(request, actor, pages, FormState(_values(member)), member=member)


@post("/members/{account_id:uuid}/edition", needs=MANAGE, status_code=200)
async def save(
    request: AnyRequest, account_id: FromPath[UUID], actor: By, commands: Doing, queries: Ask, pages: Pages
) -> Response[Any]:
    fields, _ = await fields_of(request), words(pages, request, actor)
    version = int(fields["version"]) if fields.get("version", "").isdigit() else None
    said = await _membership(request, actor)
    try:
        command = ChangeMember(account_id=account_id, membership=said, version=version)
        changed = await commands.run(change_member, command, actor=actor)
    except (Invalid, Stale) as refusal:
        member = (await queries.ask(member_with_permissions, PermissionsOf(account_id), actor=actor)).member
        errors = errors_of(refusal, _)
        form = FormState({**fields, "interests": said.interests}, errors)
        return _form(request, actor, pages, form, member=member, status=422)
    flash = _("La fiche de %(name)s est à jour.") % {"name": changed.name}
    return pages.redirect(f"/identity/members/{account_id}", flash=flash)


@get("/members/{account_id:uuid}/suppression", needs=MANAGE)
async def ask_removal(
    request: AnyRequest, account_id: FromPath[UUID], actor: By, queries: Ask, pages: Pages
) -> Response[Any]:
    view = await queries.ask(member_with_permissions, PermissionsOf(account_id), actor=actor)
    return pages.render(request, actor, "console/member_removal.html", member=view.member)


@post("/members/{account_id:uuid}/suppression", needs=MANAGE, status_code=200)
async def remove(
    request: AnyRequest, account_id: FromPath[UUID], actor: By, commands: Doing, pages: Pages
) -> Response[Any]:
    _ = words(pages, request, actor)
    said = _("Le compte est supprimé. Ses sessions sont terminées.")
    doing = commands.run(remove_member, RemoveMember(account_id), actor=actor)
    return await _done(doing, request, account_id, actor, pages, said, to="/identity/members")


@post("/members/{account_id:uuid}/lien", needs=MANAGE, status_code=200)
async def send_again(
    request: AnyRequest, account_id: FromPath[UUID], actor: By, commands: Doing, pages: Pages
) -> Response[Any]:
    _ = words(pages, request, actor)
    said = _("Un nouveau lien d’activation est envoyé. Les précédents ne fonctionnent plus.")
    doing = commands.run(send_link_again, SendLinkAgain(account_id), actor=actor)
    return await _done(doing, request, account_id, actor, pages, said)


@post("/members/{account_id:uuid}/invalidation", needs=GRANT, status_code=200)
async def invalidate(
    request: AnyRequest, account_id: FromPath[UUID], actor: By, commands: Doing, pages: Pages
) -> Response[Any]:
    _ = words(pages, request, actor)
    said = _("Le compte est invalidé : la personne est déconnectée et ne peut plus entrer.")
    doing = commands.run(invalidate_member, InvalidateMember(account_id), actor=actor)
    return await _done(doing, request, account_id, actor, pages, said)


@post("/members/{account_id:uuid}/restoration", needs=GRANT, status_code=200)
async def restore(
    request: AnyRequest, account_id: FromPath[UUID], actor: By, commands: Doing, pages: Pages
) -> Response[Any]:
    _ = words(pages, request, actor)
    doing = commands.run(restore_member, InvalidateMember(account_id), actor=actor)
    return await _done(doing, request, account_id, actor, pages, _("Le compte est rétabli."))


async def _done(
    doing: Awaitable[object],
    request: AnyRequest,
    account_id: UUID,
    actor: Actor,
    pages: ConsolePages,
    said: str,
    *,
    to: str = "",
) -> Response[Any]:
    """What a button asked for, and what is said at the top of the page that follows: that it is done, or why it is not."""
    here = f"/identity/members/{account_id}"
    try:
        await doing
    except Conflict as refusal:
        return pages.redirect(here, flash=words(pages, request, actor)(refusal.title), kind="error")
    return pages.redirect(to or here, flash=said)


async def _membership(request: AnyRequest, actor: Actor) -> Membership:
    fields = await fields_of(request)
    return Membership(
        identity=Identity(
            civility=fields.get("identity.civility", ""),
            given_name=fields.get("identity.given_name", ""),
            family_name=fields.get("identity.family_name", ""),
        ),
        reach=Reach(**{name: fields.get(f"reach.{name}", "") for name in ("email", "phone", "mobile")}),
        function=fields.get("function", ""),
        department=fields.get("department", ""),
        interests=await chosen_in(request, "interests"),
        newsletter="newsletter" in fields,
        may_manage="may_manage" in fields if actor.holds(GRANT) else None,
    )


def _values(member: MemberLine) -> dict[str, Any]:
    return {
        "identity.civility": member.civility,
        "identity.given_name": member.given_name,
        "identity.family_name": member.family_name,
        **{f"reach.{name}": getattr(member, name) for name in ("email", "phone", "mobile")},
        "function": member.function,
        "department": member.department,
        "interests": member.interests,
        "newsletter": member.newsletter,
        "may_manage": member.may_manage,
    }


def _form(
    request: AnyRequest,
    actor: Actor,
    pages: ConsolePages,
    form: FormState,
    *,
    member: MemberLine | None = None,
    status: int = 200,
) -> Response[Any]:
    context = {"form": form, "member": member, "interests": INTERESTS, "functions": DEFAULT_FUNCTIONS}
    return pages.render(request, actor, "console/member_form.html", status, **context, may_grant=actor.holds(GRANT))


ROUTES = [new, add, edit, save, ask_removal, remove, send_again, invalidate, restore]

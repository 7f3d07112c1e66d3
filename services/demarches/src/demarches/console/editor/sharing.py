"""The operator's catalogue: looked through, copied; later versions taken in, conflicts chosen one by one."""

import json
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.http import By
from chassis.pages import FormState
from chassis.refusals import Conflict, Invalid, Stale
from demarches.commands.sharing.copy_shared import CopyShared, copy_shared
from demarches.commands.sharing.end_sharing import EndSharing, end_sharing
from demarches.commands.sharing.share_definition import ShareDefinition, share_definition
from demarches.commands.sharing.take_update import TakeUpdate, take_update
from demarches.console.editor.pages import HOME, EditorPages
from demarches.console.fields import Fields, count_in, fields_of, uuid_in
from demarches.domain.permissions import EDIT, SHARE
from demarches.queries.desk.page import read_departments
from demarches.queries.editor.read import list_themes
from demarches.queries.editor.shared import list_shared, read_merge, read_shared
from demarches.queries.words import translation

AnyRequest = Request[Any, Any, Any]
Pages = NamedDependency[EditorPages]
SHELF = f"{HOME}/shared"


@get("/definitions/shared", needs=EDIT)
async def shelf(request: AnyRequest, actor: By, editor: Pages) -> Response[str]:
    lines = await editor.queries.ask(list_shared, None, actor=actor)
    return editor.console.render(request, actor, "demarches/editor/shelf.html", lines=lines)


@get("/definitions/shared/{shared_id:uuid}", needs=EDIT)
async def look(request: AnyRequest, shared_id: FromPath[UUID], actor: By, editor: Pages) -> Response[str]:
    return await _look(request, shared_id, actor, editor, FormState())


@post("/definitions/shared/{shared_id:uuid}", needs=EDIT)
async def copy(request: AnyRequest, shared_id: FromPath[UUID], actor: By, editor: Pages) -> Response[Any]:
    fields = await fields_of(request)
    command = CopyShared(
        shared_id=shared_id,
        title=fields.get("title", ""),
        theme_id=uuid_in(fields.get("theme")),
        department_id=uuid_in(fields.get("department")),
    )
    try:
        made = await editor.commands.run(copy_shared, command, actor=actor)
    except Invalid as invalid:
        return await _look(request, shared_id, actor, editor, FormState(fields, _errors(invalid)))
    said = translation(actor.locale)("La démarche est copiée. Relisez-la, adaptez-la, puis publiez-la.")
    return editor.console.redirect(f"{HOME}/{made}/texts", flash=said)


@post("/definitions/{demarche_id:uuid}/sharing", needs=SHARE)
async def share(request: AnyRequest, demarche_id: FromPath[UUID], actor: By, editor: Pages) -> Response[Any]:
    fields, _ = await fields_of(request), translation(actor.locale)
    back = f"{HOME}/{demarche_id}/publication"
    try:
        await editor.commands.run(share_definition, ShareDefinition(demarche_id, fields.get("note", "")), actor=actor)
    except Invalid as invalid:
        said = next((fault.message for fault in invalid.faults), invalid.title)
        return editor.console.redirect(back, flash=_(said), kind="warning")
    except Conflict as conflict:
        return editor.console.redirect(back, flash=_(conflict.title), kind="warning")
    return editor.console.redirect(back, flash=_("Toutes les collectivités peuvent copier cette version."))


@post("/definitions/{demarche_id:uuid}/sharing/end", needs=SHARE)
async def end(request: AnyRequest, demarche_id: FromPath[UUID], actor: By, editor: Pages) -> Response[Any]:
    fields, _ = await fields_of(request), translation(actor.locale)
    back = f"{HOME}/{demarche_id}/publication"
    try:
        await editor.commands.run(end_sharing, EndSharing(demarche_id, fields.get("reason", "")), actor=actor)
    except Invalid as invalid:
        said = next((fault.message for fault in invalid.faults), invalid.title)
        return editor.console.redirect(back, flash=_(said), kind="warning")
    said = _("La démarche n’est plus au catalogue partagé. Ceux qui l’ont copiée sont prévenus.")
    return editor.console.redirect(back, flash=said)


@get("/definitions/{demarche_id:uuid}/update", needs=EDIT)
async def offered(request: AnyRequest, demarche_id: FromPath[UUID], actor: By, editor: Pages) -> Response[Any]:
    return await _update(request, demarche_id, actor, editor, FormState())


@post("/definitions/{demarche_id:uuid}/update", needs=EDIT)
async def take(request: AnyRequest, demarche_id: FromPath[UUID], actor: By, editor: Pages) -> Response[Any]:
    fields, _ = await fields_of(request), translation(actor.locale)
    command = TakeUpdate(
        demarche_id=demarche_id,
        number=count_in(fields, "number"),
        expected=count_in(fields, "version"),
        theirs=_theirs(fields),
    )
    try:
        await editor.commands.run(take_update, command, actor=actor)
    except Invalid as invalid:
        return await _update(request, demarche_id, actor, editor, FormState(fields, _errors(invalid)))
    except Stale:
        said = _("Cette démarche a changé pendant votre lecture. Relisez les différences ci-dessous.")
        return await _update(request, demarche_id, actor, editor, FormState(fields, {"": said}), status=412)
    except Conflict as conflict:
        return editor.console.redirect(f"{HOME}/{demarche_id}/texts", flash=_(conflict.title), kind="warning")
    said = _("La nouvelle version est reprise dans votre travail. Relisez, puis publiez.")
    return editor.console.redirect(f"{HOME}/{demarche_id}/publication", flash=said)


def _theirs(fields: Fields) -> tuple[tuple[str, ...], ...]:
    """Each conflict is a pair of fields: its place, and whose words stand."""
    places = (name.removeprefix("place-") for name, value in fields.items() if name.startswith("place-"))
    return tuple(
        tuple(str(part) for part in json.loads(fields[f"place-{number}"]))
        for number in places
        if fields.get(f"whose-{number}") == "theirs"
    )


def _errors(invalid: Invalid) -> dict[str, str]:
    return {fault.pointer.strip("/"): fault.message for fault in invalid.faults} or {"": invalid.title}


async def _update(
    request: AnyRequest,
    demarche_id: UUID,
    actor: By,
    editor: EditorPages,
    form: FormState,
    *,
    status: int | None = None,
) -> Response[Any]:
    merge = await editor.queries.ask(read_merge, demarche_id, actor=actor)
    found = merge.view if merge else None
    more = {"status": status} if status else {}
    places = [json.dumps(conflict.path) for conflict in found.conflicts] if found else []
    facts = {"found": found, "places": places, "documents": merge.documents if merge else ()}
    return await editor.show(request, actor, demarche_id, "update", form, **facts, **more)


async def _look(request: AnyRequest, shared_id: UUID, actor: By, editor: EditorPages, form: FormState) -> Response[str]:
    async def departments(_: None, __: Any, connection: Any) -> Any:
        return await read_departments(connection)

    return editor.console.render(
        request,
        actor,
        "demarches/editor/offer.html",
        422 if form.errors else 200,
        found=await editor.queries.ask(read_shared, shared_id, actor=actor),
        themes=await editor.queries.ask(list_themes, None, actor=actor),
        departments=await editor.queries.ask(departments, None, actor=actor),
        form=form,
    )


ROUTES = [shelf, look, copy, share, end, offered, take]

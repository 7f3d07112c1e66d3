"""Before it is in force: what changes, for whom, and what open dossiers would say to it. Then publish, withdraw, give up."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.http import By
from chassis.pages import FormState
from chassis.refusals import Conflict, Invalid
from demarches.commands.editor.publish_work import (
    DropWork,
    PublishWork,
    WithdrawDefinition,
    drop_work,
    publish_work,
    withdraw_definition,
)
from demarches.console.editor.pages import HOME, EditorPages
from demarches.console.fields import count_in, fields_of
from demarches.domain.permissions import EDIT, SHARE
from demarches.queries.editor.read import rehearse
from demarches.queries.editor.shared import read_offer
from demarches.queries.words import translation

AnyRequest = Request[Any, Any, Any]
Pages = NamedDependency[EditorPages]


@get("/definitions/{demarche_id:uuid}/publication", needs=EDIT)
async def review(request: AnyRequest, demarche_id: FromPath[UUID], actor: By, editor: Pages) -> Response[str]:
    return await _page(request, demarche_id, actor, editor, FormState())


@post("/definitions/{demarche_id:uuid}/publication", needs=EDIT)
async def publish(request: AnyRequest, demarche_id: FromPath[UUID], actor: By, editor: Pages) -> Response[Any]:
    fields = await fields_of(request)
    _ = translation(actor.locale)
    acts: dict[str, tuple[Any, Any, str]] = {
        "publish": (
            publish_work,
            PublishWork(demarche_id, count_in(fields, "version")),
            _("La nouvelle version est en vigueur. Les demandes déjà envoyées gardent la leur."),
        ),
        "withdraw": (
            withdraw_definition,
            WithdrawDefinition(demarche_id),
            _("La démarche n’est plus proposée. Les demandes en cours continuent."),
        ),
        "drop": (
            drop_work,
            DropWork(demarche_id),
            _("Le travail en cours est abandonné. La version en vigueur reste."),
        ),
    }
    act = fields.get("act", "publish") if fields.get("act") in acts else "publish"
    if act != "publish" and "confirm" not in fields:
        return await editor.show(request, actor, demarche_id, "confirm", act=act, status=200)
    handler, command, said = acts[act]
    try:
        await editor.commands.run(handler, command, actor=actor)
    except Invalid as invalid:
        errors = {fault.pointer.strip("/"): fault.message for fault in invalid.faults}
        return await _page(request, demarche_id, actor, editor, FormState(fields, errors or {"": invalid.title}))
    except Conflict as conflict:
        return editor.console.redirect(f"{HOME}/{demarche_id}/publication", flash=_(conflict.title), kind="warning")
    return editor.console.redirect(HOME, flash=said)


async def _page(
    request: AnyRequest, demarche_id: UUID, actor: By, editor: EditorPages, form: FormState
) -> Response[str]:
    found = await editor.queries.ask(rehearse, (demarche_id, editor.now()), actor=actor)
    offer = await editor.queries.ask(read_offer, demarche_id, actor=actor) if actor.holds(SHARE) else None
    return await editor.show(request, actor, demarche_id, "publication", form, found=found, offer=offer)


ROUTES = [review, publish]

"""One stage, one transition: each property in its own field."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.http import By
from chassis.refusals import Fault
from demarches.console.editor.choosing import condition_in
from demarches.console.editor.circuit import flow_facts, guard_subjects, read
from demarches.console.editor.pages import HOME, Document, EditorPages, both_in, set_text, set_words
from demarches.console.fields import Sent
from demarches.domain.editor import flow
from demarches.domain.permissions import DECIDE, EDIT, INSTRUCT
from demarches.domain.refusals import LinesInvalid
from demarches.domain.workflow import STATUSES

AnyRequest = Request[Any, Any, Any]
Pages = NamedDependency[EditorPages]
SPARE = 2


@get("/definitions/{demarche_id:uuid}/stages/{name:str}", needs=EDIT)
async def stage(
    request: AnyRequest, demarche_id: FromPath[UUID], name: FromPath[str], actor: By, editor: Pages
) -> Response[str]:
    facts = await _facts(editor, demarche_id, "stages", name, actor)
    return await editor.show(request, actor, demarche_id, "stage", **facts)


@post("/definitions/{demarche_id:uuid}/stages/{name:str}", needs=EDIT)
async def change_stage(
    request: AnyRequest, demarche_id: FromPath[UUID], name: FromPath[str], actor: By, editor: Pages
) -> Response[Any]:
    def change(content: Document, fields: Sent) -> Document:
        made = dict(flow.part(content, "stages", name))
        set_words(made, "label", fields)
        set_words(made, "sentence", fields)
        faults = [] if made.get("label") else [Fault("/label", "Nommez cette étape.", "missing")]
        if fields.get("status") not in STATUSES:
            faults.append(Fault("/status", "Choisissez l’état de la loi que cette étape précise.", "missing"))
        if faults:
            raise LinesInvalid(faults=faults)
        made["status"] = fields["status"]
        return flow.replace(content, "stages", name, made)

    facts = await _facts(editor, demarche_id, "stages", name, actor)
    back = f"{HOME}/{demarche_id}/workflow"
    return await editor.change(request, actor, demarche_id, "stage", change, leads=back, **facts)


@get("/definitions/{demarche_id:uuid}/transitions/{name:str}", needs=EDIT)
async def transition(
    request: AnyRequest, demarche_id: FromPath[UUID], name: FromPath[str], actor: By, editor: Pages
) -> Response[str]:
    facts = await _facts(editor, demarche_id, "transitions", name, actor)
    return await editor.show(request, actor, demarche_id, "transition", **facts)


@post("/definitions/{demarche_id:uuid}/transitions/{name:str}", needs=EDIT)
async def change_transition(
    request: AnyRequest, demarche_id: FromPath[UUID], name: FromPath[str], actor: By, editor: Pages
) -> Response[Any]:
    def change(content: Document, fields: Sent) -> Document:
        made = _changed(flow.part(content, "transitions", name), fields, content, actor.locale)
        if not made.get("label"):
            raise LinesInvalid(faults=[Fault("/label", "Nommez ce passage, comme un bouton.", "missing")])
        flow.replace(content, "transitions", name, made)
        number = flow.of(content)["transitions"].index(made)
        flow.must_hold_together(read(content), "transitions", number, {})
        return content

    facts = await _facts(editor, demarche_id, "transitions", name, actor)
    back = f"{HOME}/{demarche_id}/workflow"
    return await editor.change(request, actor, demarche_id, "transition", change, leads=back, **facts)


def _changed(before: Document, fields: Sent, content: Document, locale: str) -> Document:
    made: Document = {"id": before["id"], "sources": fields.many("sources"), "target": fields.get("target", "")}
    set_words(made, "label", fields)
    made["needs"] = DECIDE if fields.get("needs") == "decide" else INSTRUCT
    set_text(made, "guard", condition_in(fields, "guard", guard_subjects(content, locale)))
    set_words(made, "because", fields)
    made["asks"] = _asked(before, fields)
    made["effects"] = _effects(before.get("effects", {}), fields)
    return made


def _effects(held: Document, fields: Sent) -> Document:
    """A box unticked over what it held takes it away; over what was just written or chosen, it was only forgotten."""
    effects: Document = {}
    set_words(effects, "message", fields)
    set_text(effects, "forward_to", fields.get("forward_to", ""))
    for box, name in (("writes", "message"), ("forwards", "forward_to")):
        if box not in fields and effects.get(name) == held.get(name):
            effects.pop(name, None)
    if "writes" in fields and "message" not in effects:
        raise LinesInvalid(faults=[Fault("/message", "Écrivez ce que le demandeur recevra.", "missing")])
    if "forwards" in fields and "forward_to" not in effects:
        raise LinesInvalid(faults=[Fault("/forward_to", "Choisissez le service qui aura la demande.", "missing")])
    return effects


def _asked(before: Document, fields: Sent) -> list[Document]:
    """A line left empty asks for nothing. Its name stays, whatever its words become."""
    held, found, number = before.get("asks", []), list[Document](), 0
    while f"asked-{number}" in fields:
        label = both_in(fields, f"asked-{number}")
        if label:
            name = held[number]["id"] if number < len(held) else f"mots_{number + 1}"
            while name in {one["id"] for one in found}:
                name += "_bis"
            found.append({"id": name, "label": label, "required": f"asked-{number}-must" in fields})
        number += 1
    return found


async def _facts(editor: EditorPages, demarche_id: UUID, members: Any, name: str, actor: By) -> dict[str, Any]:
    work = await editor.work(demarche_id, actor)
    part = flow.part(work.content, members, name)
    return {**await flow_facts(editor, demarche_id, actor), "part": part, "name": name, "spare": SPARE}


ROUTES = [stage, change_stage, transition, change_transition]

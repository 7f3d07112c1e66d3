"""The workflow, and what its author expects of the whole: lines typed, checked, drawn."""

import json
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.http import By
from chassis.refusals import Fault
from demarches.console.editor.pages import Document, EditorPages, day_written, json_in
from demarches.console.fields import Fields
from demarches.domain.editor import lines
from demarches.domain.editor.reading import must_be_readable
from demarches.domain.editor.trials import run
from demarches.domain.permissions import EDIT
from demarches.domain.refusals import LinesInvalid

AnyRequest = Request[Any, Any, Any]
Pages = NamedDependency[EditorPages]


@get("/definitions/{demarche_id:uuid}/workflow", needs=EDIT)
async def workflow(request: AnyRequest, demarche_id: FromPath[UUID], actor: By, editor: Pages) -> Response[str]:
    return await editor.show(request, actor, demarche_id, "workflow", **await _flow(editor, demarche_id, actor))


@post("/definitions/{demarche_id:uuid}/workflow", needs=EDIT)
async def change_workflow(request: AnyRequest, demarche_id: FromPath[UUID], actor: By, editor: Pages) -> Response[Any]:
    def change(content: Document, fields: Fields) -> Document:
        stages, transitions, timers = (fields.get(name, "") for name in ("stages", "transitions", "timers"))
        made = lines.workflow_from(stages, transitions, timers, content.get("workflow") or {})
        if made is None:
            content.pop("workflow", None)
        else:
            content["workflow"] = made
        return content

    facts = await _flow(editor, demarche_id, actor)
    return await editor.change(request, actor, demarche_id, "workflow", change, **facts)


@get("/definitions/{demarche_id:uuid}/trials", needs=EDIT)
async def trials(request: AnyRequest, demarche_id: FromPath[UUID], actor: By, editor: Pages) -> Response[str]:
    return await editor.show(request, actor, demarche_id, "trials", **await _verdicts(editor, demarche_id, actor))


@post("/definitions/{demarche_id:uuid}/trials", needs=EDIT)
async def change_trials(request: AnyRequest, demarche_id: FromPath[UUID], actor: By, editor: Pages) -> Response[Any]:
    """Adds one, or takes the one named `remove` away."""

    def change(content: Document, fields: Fields) -> Document:
        kept: list[Document] = [one for one in content.get("trials", []) if one["name"] != fields.get("remove")]
        if "remove" not in fields:
            made = _trial(fields)
            kept = [one for one in kept if one["name"] != made["name"]] + [made]
        content["trials"] = kept
        return content

    facts = await _verdicts(editor, demarche_id, actor)
    return await editor.change(request, actor, demarche_id, "trials", change, **facts)


def _trial(fields: Fields) -> Document:
    name = fields.get("name", "").strip()
    if not name:
        raise LinesInvalid(faults=[Fault("/name", "Nommez cet essai.", "missing")])
    made: Document = {"name": name, "on": day_written(fields.get("on", ""), "on").isoformat()}
    made["answers"] = json_in(fields, "answers")
    for field in ("shown", "hidden"):
        made[field] = _words(fields.get(field, ""))
    for field in ("pieces", "problems"):
        if f"{field}-told" in fields:
            made[field] = _words(fields.get(field, ""))
    if fields.get("due", "").strip():
        made["due_on"] = day_written(fields["due"], "due").isoformat()
    return made


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.replace("\n", ",").split(",") if word.strip()]


async def _flow(editor: EditorPages, demarche_id: UUID, actor: By) -> dict[str, Any]:
    work = await editor.work(demarche_id, actor)
    return {"texts": lines.workflow_texts(work.content.get("workflow"))}


async def _verdicts(editor: EditorPages, demarche_id: UUID, actor: By) -> dict[str, Any]:
    work = await editor.work(demarche_id, actor)
    definition = must_be_readable(work.content)
    written = {
        one["name"]: json.dumps(one.get("answers", {}), ensure_ascii=False) for one in work.content.get("trials", [])
    }
    return {"verdicts": [run(definition, trial) for trial in definition.trials], "written": written}


ROUTES = [workflow, change_workflow, trials, change_trials]

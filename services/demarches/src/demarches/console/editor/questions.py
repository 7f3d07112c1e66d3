"""The form: steps and items added, moved, changed, taken away; and as its applicants will see it."""

import json
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.http import By
from contracts.forms import say
from demarches.console.editor.pages import HOME, Document, EditorPages, json_in, set_words
from demarches.console.editor.words import KINDS
from demarches.console.fields import Fields, fields_of
from demarches.domain.editor import lines, parts
from demarches.domain.permissions import EDIT

AnyRequest = Request[Any, Any, Any]
Pages = NamedDependency[EditorPages]
# What the item's own page has fields for; the rest of its properties stand there as they are written.
SIMPLE = ("kind", "id", "label", "help", "required", "show_if", "options", "items", "title", "text")


@get("/definitions/{demarche_id:uuid}/form", needs=EDIT)
async def form(request: AnyRequest, demarche_id: FromPath[UUID], actor: By, editor: Pages) -> Response[str]:
    return await editor.show(request, actor, demarche_id, "form", kinds=KINDS)


@post("/definitions/{demarche_id:uuid}/form", needs=EDIT)
async def rearrange(request: AnyRequest, demarche_id: FromPath[UUID], actor: By, editor: Pages) -> Response[Any]:
    """One act: `up`, `down`, `remove` name a part; `add` a kind within `within`; `add-step` a title."""

    def change(content: Document, fields: Fields) -> Document:
        if name := fields.get("up"):
            return parts.move(content, name, -1)
        if name := fields.get("down"):
            return parts.move(content, name, 1)
        if name := fields.get("remove"):
            return parts.remove(content, name)
        if "add-step" in fields:
            title = fields.get("step-title", "").strip() or "Nouvelle étape"
            return parts.add(content, None, {"id": _free(content, "step"), "title": title, "items": []})
        kind = fields.get("kind") if fields.get("kind") in KINDS else "text"
        return parts.add(content, fields.get("within"), _new(str(kind), _free(content, str(kind))))

    fields = await fields_of(request)
    if (name := fields.get("remove")) and "confirm" not in fields:
        work = await editor.work(demarche_id, actor)
        part = parts.part(work.content, name)
        label = say(part.get("label") or part.get("title") or part.get("text") or name, "fr")
        return await editor.show(
            request, actor, demarche_id, "confirm", act="remove", name=name, label=label, status=200
        )
    return await editor.change(request, actor, demarche_id, "form", change, kinds=KINDS)


@get("/definitions/{demarche_id:uuid}/items/{name:str}", needs=EDIT)
async def item(
    request: AnyRequest, demarche_id: FromPath[UUID], name: FromPath[str], actor: By, editor: Pages
) -> Response[str]:
    return await editor.show(request, actor, demarche_id, "item", **await _facts(editor, demarche_id, name, actor))


@post("/definitions/{demarche_id:uuid}/items/{name:str}", needs=EDIT)
async def change_item(
    request: AnyRequest, demarche_id: FromPath[UUID], name: FromPath[str], actor: By, editor: Pages
) -> Response[Any]:
    def change(content: Document, fields: Fields) -> Document:
        return parts.replace(content, name, _changed(parts.part(content, name), fields))

    facts = await _facts(editor, demarche_id, name, actor)
    return await editor.change(request, actor, demarche_id, "item", change, leads=f"{HOME}/{demarche_id}/form", **facts)


@get("/definitions/{demarche_id:uuid}/preview", needs=EDIT)
async def preview(request: AnyRequest, demarche_id: FromPath[UUID], actor: By, editor: Pages) -> Response[str]:
    return await editor.show(request, actor, demarche_id, "preview")


async def _facts(editor: EditorPages, demarche_id: UUID, name: str, actor: By) -> dict[str, Any]:
    work = await editor.work(demarche_id, actor)
    part = parts.part(work.content, name)
    rest = {key: value for key, value in part.items() if key not in SIMPLE}
    return {
        "part": part,
        "name": name,
        "rest": json.dumps(rest, ensure_ascii=False, indent=2) if rest else "",
        "options": lines.options_text(part.get("options", [])),
        "condition": _condition(part.get("required")),
    }


def _changed(part: Document, fields: Fields) -> Document:
    """Its simple properties from their fields; the others as they were written."""
    is_step = "kind" not in part
    made: Document = {key: part[key] for key in ("kind", "id", "items") if key in part}
    made |= json_in(fields, "rest")
    if fields.get("id", "").strip():
        made["id"] = fields["id"].strip()
    set_words(made, "title" if is_step else "label", fields, "label")
    set_words(made, "help", fields)
    shown_if = fields.get("show_if", "").strip()
    # Its reason, said in words, stays with a condition that was not changed.
    if shown_if:
        made["show_if"] = part["show_if"] if _condition(part.get("show_if")) == shown_if else shown_if
    if part.get("kind") == "information":
        set_words(made, "text", fields)
    required = fields.get("required", "no")
    if required == "yes":
        made["required"] = True
    elif required == "when" and fields.get("condition", "").strip():
        written, before = fields["condition"].strip(), part.get("required")
        made["required"] = before if _condition(before) == written else written
    if part.get("kind") == "choice":
        made["options"] = lines.options_from(fields.get("options", ""))
    return made


def _condition(required: Any) -> str:
    if isinstance(required, dict):
        return str(required.get("when", ""))
    return required if isinstance(required, str) else ""


def _new(kind: str, name: str) -> Document:
    made: Document = {"kind": kind, "id": name, "label": "À compléter"}
    match kind:
        case "choice":
            made["options"] = [{"value": "a", "label": "Premier choix"}, {"value": "b", "label": "Second choix"}]
        case "piece":
            made["type"] = "other"
        case "computed":
            made |= {"expression": "1 + 1", "format": "number"}
        case "section":
            made["items"] = []
        case "table":
            made["items"] = [{"kind": "text", "id": "column", "label": "Colonne"}]
        case "information":
            made = {"kind": kind, "id": name, "text": "À compléter"}
        case _:
            pass
    return made


def _free(content: Document, stem: str) -> str:
    taken = {member.get("id") for members in (parts.steps_of(content), *parts.lists_of(content)) for member in members}
    return next(name for number in range(1, 10_000) if (name := f"{stem}_{number}") not in taken)


ROUTES = [form, rearrange, item, change_item, preview]

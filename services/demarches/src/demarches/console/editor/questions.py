"""The form: steps and items added, moved, changed, taken away; and as its applicants will see it."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.http import By
from contracts.forms import say
from contracts.forms.parts import ADDRESS_PARTS, PERSON_PARTS
from contracts.forms.profile_paths import PATHS
from demarches.console.editor.asking import (
    SPARE_OPTIONS,
    SPARE_RULES,
    options_in,
    required_now,
    rules_in,
    take_condition,
    take_required,
)
from demarches.console.editor.limits import must_fit
from demarches.console.editor.pages import HOME, Document, EditorPages, set_text, set_words
from demarches.console.editor.previewing import controls_of
from demarches.console.editor.properties import FORMATS, NO_QUESTION, held, properties_of, take
from demarches.console.editor.words import FIELDS, KINDS, VALUES
from demarches.console.fields import Fields, Sent, fields_of
from demarches.domain.editor import parts
from demarches.domain.editor.conditions import reason_of, source_of
from demarches.domain.editor.subjects import Subject, answer, subjects_of
from demarches.domain.permissions import EDIT
from demarches.domain.unfinished import TO_COMPLETE
from demarches.queries.words import translation

AnyRequest = Request[Any, Any, Any]
Pages = NamedDependency[EditorPages]
PROFILE_WORDS = {
    **PERSON_PARTS,
    **ADDRESS_PARTS,
    "address": {"fr": "Adresse", "en": "Address"},
    "email": {"fr": "Adresse électronique", "en": "E-mail address"},
    "phone": {"fr": "Téléphone", "en": "Telephone"},
    "mobile": {"fr": "Téléphone mobile", "en": "Mobile telephone"},
}


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
        adds = parts.add_piece if kind == "piece" else parts.add
        return adds(content, fields.get("within"), _new(str(kind), _free(content, str(kind))))

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
    def change(content: Document, fields: Sent) -> Document:
        made = _changed(parts.part(content, name), fields, content, actor.locale)
        must_fit(made, actor.locale)
        return parts.replace(content, name, made)

    facts = await _facts(editor, demarche_id, name, actor)
    return await editor.change(request, actor, demarche_id, "item", change, leads=f"{HOME}/{demarche_id}/form", **facts)


@get("/definitions/{demarche_id:uuid}/preview", needs=EDIT)
async def preview(request: AnyRequest, demarche_id: FromPath[UUID], actor: By, editor: Pages) -> Response[str]:
    content = (await editor.work(demarche_id, actor)).content
    facts = {
        "controls": controls_of(content, actor.locale, editor.now().date()),
        "source_of": source_of,
        "subjects": subjects_of(content, actor.locale),
    }
    return await editor.show(request, actor, demarche_id, "preview", **facts)


async def _facts(editor: EditorPages, demarche_id: UUID, name: str, actor: By) -> dict[str, Any]:
    work = await editor.work(demarche_id, actor)
    part = parts.part(work.content, name)
    kind = part.get("kind", "")
    paths = [path for path, kinds in PATHS.items() if kind in {str(one.__struct_config__.tag) for one in kinds}]
    return {
        "part": part,
        "name": name,
        "properties": [(one, held(part, one, actor.locale)) for one in properties_of(kind)] if kind else [],
        "choices": {**VALUES, "format": {one: KINDS[one] for one in FORMATS}},
        "words": FIELDS,
        "is_question": bool(kind) and kind not in NO_QUESTION,
        "required": required_now(part),
        "source_of": source_of,
        "reason_of": reason_of,
        "subjects": _subjects(work.content, name, actor.locale),
        "answered": answer(part, actor.locale, translation(actor.locale)("La réponse")) if kind else [],
        "paths": [(path, path_told(path, actor.locale)) for path in paths],
        "spare_options": SPARE_OPTIONS,
        "spare_rules": SPARE_RULES,
    }


def _subjects(content: Document, name: str, locale: str) -> list[Subject]:
    """Everything that is asked but this; in a table the columns of its row."""
    row = next((one for one in parts.tables(content) if any(column["id"] == name for column in one["items"])), None)
    own = (name, f"row.{name}")
    return [one for one in subjects_of(content, locale, row=row) if one.source.split("(")[-1].split(")")[0] not in own]


def path_told(path: str, locale: str) -> str:
    """« profile.address.city »: « Adresse › Commune »."""
    if path == "profile":
        return translation(locale)("Toute la personne")
    return " › ".join(say(PROFILE_WORDS.get(name, name), locale) for name in path.split(".")[1:])


def _changed(part: Document, fields: Sent, content: Document, locale: str) -> Document:
    is_step, kind = "kind" not in part, part.get("kind", "")
    made: Document = {key: part[key] for key in ("kind", "id", "items") if key in part}
    if fields.get("id", "").strip():
        made["id"] = fields["id"].strip()
    subjects = _subjects(content, part["id"], locale)
    set_words(made, "title" if is_step else "label", fields, "label")
    set_words(made, "help", fields)
    take_condition(made, "show_if", fields, subjects)
    if is_step:
        return made
    if kind == "information":
        set_words(made, "text", fields)
    if kind not in ("section", "information", "computed"):
        take_required(made, fields, subjects, by_itself=kind == "piece")
    take(made, kind, fields)
    if kind == "choice":
        made["options"] = options_in(part.get("options", []), fields, subjects)
    if kind not in NO_QUESTION:
        set_text(made, "prefill", fields.get("prefill", ""))
        about = answer(part, locale, "")
        made["rules"] = rules_in(fields, [*about, *subjects])
    return made


def _new(kind: str, name: str) -> Document:
    made: Document = {"kind": kind, "id": name, "label": TO_COMPLETE}
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
            made = {"kind": kind, "id": name, "text": TO_COMPLETE}
        case _:
            pass
    return made


def _free(content: Document, stem: str) -> str:
    taken = {member.get("id") for members in (parts.steps_of(content), *parts.lists_of(content)) for member in members}
    return next(name for number in range(1, 10_000) if (name := f"{stem}_{number}") not in taken)


ROUTES = [form, rearrange, item, change_item, preview]

"""All démarches, for their authors; new ones; files out and in."""

import json
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.http import By
from chassis.pages import FormState
from chassis.pages.filters import slug
from chassis.refusals import Fault, Invalid
from demarches.commands.editor.create_demarche import CreateDemarche, create_demarche
from demarches.console.editor.pages import HOME, Document, EditorPages
from demarches.console.editor.unreadable import place_in_words
from demarches.console.fields import Fields, fields_of, uuid_in
from demarches.domain.permissions import EDIT
from demarches.domain.refusals import LinesInvalid
from demarches.queries.desk.page import read_departments
from demarches.queries.editor.read import AuthorLine, list_definitions, list_themes
from demarches.queries.editor.shared import list_newer
from demarches.queries.words import translation

AnyRequest = Request[Any, Any, Any]
Pages = NamedDependency[EditorPages]
FORMAT = "parvis-definition-1"


@get("/definitions", needs=EDIT)
async def all_of_them(request: AnyRequest, actor: By, editor: Pages, q: FromQuery[str] = "") -> Response[str]:
    return await _page(request, actor, editor, FormState(), q.strip())


@post("/definitions", needs=EDIT)
async def create(request: AnyRequest, actor: By, editor: Pages) -> Response[Any]:
    """From nothing, or from a file that another authority exported."""
    fields = await fields_of(request)
    content = None
    try:
        content = _file_in(fields) if fields.get("file", "").strip() else None
        command = CreateDemarche(
            title=fields.get("title", ""),
            theme_id=uuid_in(fields.get("theme")),
            department_id=uuid_in(fields.get("department")),
            content=content.get("content", content) if content else None,
        )
        made = await editor.commands.run(create_demarche, command, actor=actor)
    except Invalid as invalid:
        errors = {fault.pointer.strip("/"): fault.message for fault in invalid.faults if fault.code != "unreadable"}
        if where := place_in_words(invalid, "content" if content and "content" in content else "", actor.locale):
            errors["file"] = f"{translation(actor.locale)(errors['file'])} {where}"
        return await _page(request, actor, editor, FormState(fields, errors or {"": invalid.title}))
    return editor.console.redirect(f"{HOME}/{made}/texts")


@get("/definitions/{demarche_id:uuid}/export", needs=EDIT)
async def export(demarche_id: FromPath[UUID], actor: By, editor: Pages) -> Response[bytes]:
    """What is under work, else what is in force."""
    work = await editor.work(demarche_id, actor)
    document = {"format": FORMAT, "slug": work.slug, "version": work.current, "content": work.content}
    body = json.dumps(document, ensure_ascii=False, indent=2).encode()
    headers = {"content-disposition": f'attachment; filename="{work.slug}.json"', "cache-control": "no-store"}
    return Response(body, media_type="application/json", headers=headers)


async def _page(request: AnyRequest, actor: By, editor: EditorPages, form: FormState, asked: str = "") -> Response[str]:
    async def departments(_: None, __: Any, connection: Any) -> Any:
        return await read_departments(connection)

    every = await editor.queries.ask(list_definitions, None, actor=actor)
    return editor.console.render(
        request,
        actor,
        "demarches/editor/catalogue.html",
        422 if form.errors else 200,
        asked=asked,
        any=bool(every),
        lines=[line for line in every if _is_asked(asked, line)],
        newer=await editor.queries.ask(list_newer, None, actor=actor),
        themes=await editor.queries.ask(list_themes, None, actor=actor),
        departments=await editor.queries.ask(departments, None, actor=actor),
        form=form,
    )


def _is_asked(asked: str, line: AuthorLine) -> bool:
    """Every word of it in the title or the theme, accents aside."""
    said = slug(f"{line.title} {line.theme}")
    return all(word in said for word in slug(asked).split("-"))


def _file_in(fields: Fields) -> Document:
    try:
        read = json.loads(fields["file"])
    except ValueError as error:
        raise LinesInvalid(faults=[Fault("/file", "Ce texte n’est pas celui d’un export.", "json")]) from error
    if not isinstance(read, dict):
        raise LinesInvalid(faults=[Fault("/file", "Ce texte n’est pas celui d’un export.", "json")])
    if read.get("format", FORMAT) != FORMAT:  # pyright: ignore[reportUnknownMemberType]
        newer = "Ce fichier n’est pas un export entier, ou il vient d’une version plus récente."
        raise LinesInvalid(faults=[Fault("/file", newer, "format")])
    return read  # pyright: ignore[reportUnknownVariableType]


ROUTES = [all_of_them, create, export]

"""What was under work before: looked at, and taken back."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.http import By
from chassis.refusals import NotFound, Stale
from demarches.commands.editor.take_back import TakeBack, take_back
from demarches.console.editor.pages import HOME, EditorPages
from demarches.console.fields import count_in, fields_of
from demarches.domain.permissions import EDIT
from demarches.queries.editor.versions import read_versions
from demarches.queries.words import translation

AnyRequest = Request[Any, Any, Any]
Pages = NamedDependency[EditorPages]


@get("/definitions/{demarche_id:uuid}/versions", needs=EDIT)
async def versions(request: AnyRequest, demarche_id: FromPath[UUID], actor: By, editor: Pages) -> Response[str]:
    found = await editor.queries.ask(read_versions, demarche_id, actor=actor)
    authors = await editor.names.of(actor, {line.by for line in found})
    return await editor.show(request, actor, demarche_id, "versions", found=found, authors=authors)


@post("/definitions/{demarche_id:uuid}/versions", needs=EDIT)
async def go_back(request: AnyRequest, demarche_id: FromPath[UUID], actor: By, editor: Pages) -> Response[Any]:
    """To what the work was at `to`; without it, to what it was before its last change."""
    fields = await fields_of(request)
    version, to = count_in(fields, "version"), fields.get("to", "")
    _ = translation(actor.locale)
    wanted = int(to) if to.isdecimal() else version - 1
    back = f"{HOME}/{demarche_id}/{'versions' if to else fields.get('tab') or 'texts'}"
    try:
        await editor.commands.run(take_back, TakeBack(demarche_id, wanted, version), actor=actor)
    except Stale:
        said = _("Quelqu’un d’autre a changé cette démarche entre-temps : regardez d’abord ce qui a changé.")
        return editor.console.redirect(f"{HOME}/{demarche_id}/versions", flash=said, kind="warning")
    except NotFound:
        said = _("Il n’y a rien à annuler.")
        return editor.console.redirect(back, flash=said, kind="warning")
    return editor.console.redirect(back, flash=_("C’est annulé. Ce qui l’a été reste dans les versions du brouillon."))


ROUTES = [versions, go_back]

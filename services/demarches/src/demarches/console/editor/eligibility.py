"""Who may ask: criteria chosen from lists, each with the words that whoever is refused will read."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.http import By
from chassis.refusals import Fault
from demarches.console.editor.choosing import condition_in
from demarches.console.editor.pages import Document, EditorPages, both_in
from demarches.console.fields import Sent
from demarches.domain.editor.subjects import Subject, subjects_of
from demarches.domain.permissions import EDIT
from demarches.domain.refusals import LinesInvalid

AnyRequest = Request[Any, Any, Any]
Pages = NamedDependency[EditorPages]
SPARE = 1


@get("/definitions/{demarche_id:uuid}/eligibility", needs=EDIT)
async def eligibility(request: AnyRequest, demarche_id: FromPath[UUID], actor: By, editor: Pages) -> Response[str]:
    return await editor.show(request, actor, demarche_id, "eligibility", **await _facts(editor, demarche_id, actor))


@post("/definitions/{demarche_id:uuid}/eligibility", needs=EDIT)
async def change_eligibility(
    request: AnyRequest, demarche_id: FromPath[UUID], actor: By, editor: Pages
) -> Response[Any]:
    """A criterion with no condition chosen is taken away."""

    def change(content: Document, fields: Sent) -> Document:
        made = _criteria_in(fields, subjects_of(content, actor.locale))
        content["form"].pop("eligibility", None)
        if made:
            content["form"]["eligibility"] = made
        return content

    facts = await _facts(editor, demarche_id, actor)
    return await editor.change(request, actor, demarche_id, "eligibility", change, **facts)


async def _facts(editor: EditorPages, demarche_id: UUID, actor: By) -> dict[str, Any]:
    work = await editor.work(demarche_id, actor)
    return {"subjects": subjects_of(work.content, actor.locale), "spare": SPARE}


def _criteria_in(fields: Sent, subjects: list[Subject]) -> list[Document]:
    found, number, faults = list[Document](), 0, list[Fault]()
    while f"criterion-{number}-how" in fields:
        at = f"criterion-{number}"
        number += 1
        try:
            when = condition_in(fields, at, subjects)
        except LinesInvalid as wrong:
            faults += wrong.faults
            continue
        because = both_in(fields, f"{at}-because")
        if when and not because:
            faults.append(Fault(f"/{at}-because", "Écrivez à qui la démarche est réservée.", "missing"))
        if because and not when:
            faults.append(Fault(f"/{at}", "Choisissez la condition, ou effacez ses mots.", "missing"))
        if when and because:
            found.append({"when": when, "because": because})
    if faults:
        raise LinesInvalid(faults=faults)
    return found


ROUTES = [eligibility, change_eligibility]

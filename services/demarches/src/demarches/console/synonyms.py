"""The page of everyday words: what people type, and what the town calls it."""

from typing import Any
from urllib.parse import parse_qsl

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.refusals import Invalid
from demarches.commands.catalogue.drop_synonym import DropSynonym, drop_synonym
from demarches.commands.catalogue.keep_synonym import KeepSynonym, keep_synonym
from demarches.console.acting import N_
from demarches.domain.policies import EDIT
from demarches.queries.synonyms import list_synonyms
from demarches.queries.words import translation
from demarches.storage.unit_of_work import DemarchesWork

AnyRequest = Request[Any, Any, Any]
KEPT = N_("Mot enregistré : la recherche du portail le comprend déjà.")
DROPPED = N_("Mot retiré.")


@get("/synonyms", needs=EDIT)
async def listing(request: AnyRequest, actor: By, queries: Ask, console: NamedDependency[ConsolePages]) -> Any:
    return await _page(request, actor, queries, console, FormState())


@post("/synonyms", needs=EDIT)
async def keep(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    commands: NamedDependency[Commands[DemarchesWork]],
    console: NamedDependency[ConsolePages],
) -> Response[Any]:
    fields = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
    if fields.get("drop"):
        await commands.run(drop_synonym, DropSynonym(fields["drop"]), actor=actor)
        return console.redirect("/demarches/synonyms", flash=translation(actor.locale)(DROPPED))
    command = KeepSynonym(fields.get("term", ""), fields.get("means", ""))
    try:
        await commands.run(keep_synonym, command, actor=actor)
    except Invalid as invalid:
        form = FormState(fields, {fault.pointer.strip("/"): fault.message for fault in invalid.faults})
        return await _page(request, actor, queries, console, form)
    return console.redirect("/demarches/synonyms", flash=translation(actor.locale)(KEPT))


async def _page(request: AnyRequest, actor: By, queries: Ask, console: ConsolePages, form: FormState) -> Response[str]:
    known = await queries.ask(list_synonyms, None, actor=actor)
    status = 422 if form.errors else 200
    return console.render(request, actor, "demarches/synonyms.html", status, known=known, form=form)


ROUTES = [listing, keep]

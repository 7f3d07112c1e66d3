"""From stage to stage, on the dossier's page."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.http import By
from chassis.pages import FormState
from demarches.commands.workflow.move_dossier import MoveDossier, move_dossier
from demarches.console.acting import N_, SAID, Acts, AnyRequest, Visit, version_in, written_in
from demarches.console.fields import Fields
from demarches.console.showing import DossierPages, RefusedAct
from demarches.domain.permissions import INSTRUCT
from demarches.domain.refusals import NoSuchTransition
from demarches.queries.words import translation

MOVED = N_("La demande a changé d’étape.")


@get("/dossiers/{dossier_id:uuid}/moves/{transition:str}", needs=INSTRUCT)
async def ask(
    request: AnyRequest,
    dossier_id: FromPath[UUID],
    transition: FromPath[str],
    actor: By,
    dossiers: NamedDependency[DossierPages],
) -> Response[str]:
    return await dossiers.show_move(request, actor, dossier_id, transition, FormState())


@post("/dossiers/{dossier_id:uuid}/moves/{transition:str}", needs=INSTRUCT)
async def move(
    request: AnyRequest,
    dossier_id: FromPath[UUID],
    transition: FromPath[str],
    actor: By,
    acts: NamedDependency[Acts],
    dossiers: NamedDependency[DossierPages],
) -> Response[Any]:
    def make(fields: Fields) -> MoveDossier:
        said = {name.removeprefix(SAID): text for name, text in fields.items() if name.startswith(SAID)}
        return MoveDossier(
            dossier_id=dossier_id,
            transition=transition,
            said=said,
            reasons=fields.get("reasons", ""),
            expected=version_in(fields),
        )

    async def again(form: FormState, since: str | None) -> Response[str]:
        try:
            return await dossiers.show_move(request, actor, dossier_id, transition, form, since=since)
        except NoSuchTransition as gone:
            # From where the dossier is now, it leads nowhere any more.
            why = translation(actor.locale)(gone.title)
            refused = RefusedAct(why, written_in({name: form.value(name) for name in form.values}))
            return await dossiers.show(request, actor, dossier_id, form, since=since, refused=refused)

    return await acts.do(Visit(request, actor, dossier_id), move_dossier, make, MOVED, again=again)


ROUTES = [ask, move]

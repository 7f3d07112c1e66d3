"""« Fonctions »: what the operator opens and closes without a deploy, and who did it when."""

import re
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.refusals import Invalid
from contracts.features import BY_NAME, Mode
from identity.commands.change_feature import ChangeFeature, change_feature
from identity.console.forms import N_, errors_of, fields_of, words
from identity.http.context import Doing
from identity.http.features import CHANGE, READ
from identity.queries.features import FeatureNamed, list_features, show_feature

Pages = NamedDependency[ConsolePages]
AnyRequest = Request[Any, Any, Any]
HOME = "/identity/features"
CHANGED = N_("« %(name)s » est changée : chaque service le sait dans les deux secondes.")


@get("/features", needs=READ)
async def index(request: AnyRequest, actor: By, queries: Ask, pages: Pages) -> Response[Any]:
    features = await queries.ask(list_features, None, actor=actor)
    return pages.render(request, actor, "console/features.html", features=features)


@get("/features/{name:str}", needs=READ)
async def show(request: AnyRequest, name: FromPath[str], actor: By, queries: Ask, pages: Pages) -> Response[Any]:
    return await _page(request, name, actor, queries, pages)


@post("/features/{name:str}", needs=CHANGE, status_code=200)
async def change(
    request: AnyRequest, name: FromPath[str], actor: By, commands: Doing, queries: Ask, pages: Pages
) -> Response[Any]:
    fields, _ = await fields_of(request), words(pages, request, actor)
    slugs = tuple(word for word in re.split(r"[\s,;]+", fields.get("organisations", "")) if word)
    typed = fields.get("share", "").removesuffix("%").strip()
    share = int(typed) if typed.isdecimal() and len(typed) <= len("100") else None
    command = ChangeFeature(name=name, mode=fields.get("mode", ""), organisations=slugs, share=share)
    try:
        await commands.run(change_feature, command, actor=actor)
    except Invalid as refusal:
        form = FormState(fields, errors_of(refusal, _))
        return await _page(request, name, actor, queries, pages, form)
    return pages.redirect(f"{HOME}/{name}", flash=_(CHANGED) % {"name": _(BY_NAME[name].label)})


async def _page(
    request: AnyRequest, name: str, actor: By, queries: Ask, pages: Pages, form: FormState | None = None
) -> Response[Any]:
    view = await queries.ask(show_feature, FeatureNamed(name), actor=actor)
    feature = view.feature
    kept = {
        "mode": str(feature.mode),
        "organisations": " ".join(feature.organisations),
        "share": str(feature.share) if feature.mode is Mode.SHARE else "",
    }
    context = {"feature": feature, "changes": view.changes, "may_change": actor.holds(CHANGE)}
    status = 422 if form is not None else 200
    return pages.render(request, actor, "console/feature.html", status, form=form or FormState(kept), **context)


ROUTES = [index, show, change]

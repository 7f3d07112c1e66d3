"""Looking at settings that are saved and not published yet; and back to what everybody sees."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from gateway.here import Here
from gateway.words import N_


@get("/apercu/{token:str}", include_in_schema=False)
async def begin(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    shown = await here.entrance.previews.of(token, here.organisation)
    if shown is None:
        here.flash("warning", here.said(N_("Cet aperçu est terminé. Rouvrez-le depuis les réglages du guichet.")))
        here.browser.end_preview()
    else:
        here.browser.keep_preview(token)
    return here.redirect("/")


@post("/apercu-fin", include_in_schema=False, status_code=200)
async def end(here: NamedDependency[Here]) -> Response[Any]:
    here.browser.end_preview()
    return here.redirect("/")


ROUTES = [begin, end]

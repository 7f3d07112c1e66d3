"""The town's own pages: home, legal notices, accessibility, personal data."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from gateway.api import Refused
from gateway.here import Here
from gateway.redirects import local


@get("/", include_in_schema=False)
async def home(here: NamedDependency[Here]) -> Response[Any]:
    try:
        catalogue = await here.api("demarches").get("/v1/catalogue")
    except Refused:
        catalogue = None
    return here.page("site/home.html", catalogue=catalogue)


@get("/langue/{code:str}", include_in_schema=False)
async def language(here: NamedDependency[Here], code: FromPath[str], vers: FromQuery[str] = "/") -> Response[Any]:
    """Remembers the language and comes back to the same place."""
    if code in ("fr", "en"):
        here.browser.keep_language(code)
    return here.redirect(local(vers))


ROUTES = [home, language]

"""The town's own pages, and what browsers and robots ask of any site."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from gateway.here import Here
from gateway.portal.site import home, legal, pictures, preview

# Personal pages are not named: who is not signed in is sent to sign in, and so is a robot (docs/benchmarks.md, Lighthouse).
ROBOTS = """User-agent: *
Disallow: /connexion
Disallow: /suivi/
Disallow: /api/
"""


@get("/langue/{code:str}", include_in_schema=False)
async def language(here: NamedDependency[Here], code: FromPath[str], vers: FromQuery[str] = "/") -> Response[Any]:
    """Remembers the language and comes back to the same place."""
    if code in ("fr", "en"):
        here.browser.keep_language(code)
    return here.redirect(vers)


@get("/robots.txt", include_in_schema=False)
async def robots() -> Response[str]:
    headers = {"cache-control": "public, max-age=3600"}
    return Response(ROBOTS, media_type="text/plain", headers=headers)


ROUTES = [home.home, language, robots, *legal.ROUTES, *pictures.ROUTES, *preview.ROUTES]

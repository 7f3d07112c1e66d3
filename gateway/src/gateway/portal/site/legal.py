"""What the law wants on every site: who publishes it, personal data, accessibility."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from gateway.here import Here
from gateway.portal.site import cookies


@get("/mentions-legales", include_in_schema=False)
async def legal_notice(here: NamedDependency[Here]) -> Response[Any]:
    return here.page("site/legal_notice.html", cookies=cookies.listed(here))


@get("/accessibilite", include_in_schema=False)
async def accessibility(here: NamedDependency[Here]) -> Response[Any]:
    return here.page("site/accessibility.html")


@get(["/rgpd", "/donnees-personnelles"], include_in_schema=False)
async def privacy(here: NamedDependency[Here]) -> Response[Any]:
    return here.page("site/privacy.html")


@get("/contact", include_in_schema=False)
async def contact(here: NamedDependency[Here]) -> Response[Any]:
    return here.page("site/contact.html")


ROUTES = [legal_notice, accessibility, privacy, contact]

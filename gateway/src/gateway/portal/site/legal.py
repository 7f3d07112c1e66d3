"""What the law wants on every site: who publishes it, personal data, accessibility."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from gateway import declaration
from gateway.here import Here
from gateway.portal.site import cookies


@get("/mentions-legales", include_in_schema=False)
async def legal_notice(here: NamedDependency[Here]) -> Response[Any]:
    return here.page("site/legal_notice.html", cookies=cookies.listed(here))


@get("/accessibilite", include_in_schema=False)
async def accessibility(here: NamedDependency[Here]) -> Response[Any]:
    audit, own = declaration.KNOWN, here.organisation.accessibility
    part = getattr(audit, here.entrance.name) if audit else None
    told: dict[str, Any] = {}
    if part:
        told = {
            "themes": declaration.themes(part),
            "rate": declaration.met(part),
            "examined": declaration.examined(part),
        }
    return here.page(
        "site/accessibility.html", audit=audit, part=part, own=own, conformity=declaration.conformity(part, own), **told
    )


@get(["/rgpd", "/donnees-personnelles"], include_in_schema=False)
async def privacy(here: NamedDependency[Here]) -> Response[Any]:
    return here.page("site/privacy.html")


@get("/contact", include_in_schema=False)
async def contact(here: NamedDependency[Here]) -> Response[Any]:
    return here.page("site/contact.html")


ROUTES = [legal_notice, accessibility, privacy, contact]

"""« Confirmez votre mot de passe »: the page before what asks for a fresh proof of who one is, at both entrances."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from chassis.pages import FormState
from gateway.api import Refused, ServiceDown
from gateway.here import Here
from gateway.redirects import local


@get("/confirmation", include_in_schema=False)
async def ask(here: NamedDependency[Here], vers: FromQuery[str] = "/") -> Response[Any]:
    here.require_person()
    return await _page(here, FormState(), vers)


@post("/confirmation", include_in_schema=False, status_code=200)
async def confirm(here: NamedDependency[Here], vers: FromQuery[str] = "/") -> Response[Any]:
    here.require_person()
    fields = await here.form()
    try:
        await here.step_up(fields.one("password"), fields.one("code"))
    except ServiceDown:
        raise
    except Refused as refused:
        if refused.status == 401:
            raise
        said = {name: text for name, text in refused.by_field.items() if name in ("password", "code")}
        form = FormState({}, said or {"password": refused.detail or refused.title})
        return await _page(here, form, vers, status=429 if refused.status == 429 else 422)
    return here.redirect(vers)


async def _page(here: Here, form: FormState, vers: str, *, status: int = 200) -> Response[Any]:
    """Who has a second step takes it here too."""
    factor = await here.api("identity").get("/v1/profile/second-factor")
    return here.page("account/confirmation.html", status=status, form=form, vers=local(vers), factor=factor)


ROUTES = [ask, confirm]

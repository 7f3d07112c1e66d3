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
    return here.page("account/confirmation.html", form=FormState(), vers=local(vers))


@post("/confirmation", include_in_schema=False, status_code=200)
async def confirm(here: NamedDependency[Here], vers: FromQuery[str] = "/") -> Response[Any]:
    here.require_person()
    fields = await here.form()
    try:
        await here.step_up(fields.one("password"))
    except ServiceDown:
        raise
    except Refused as refused:
        if refused.status == 401:
            raise
        form = FormState({}, {"password": refused.by_field.get("password") or refused.detail or refused.title})
        status = 429 if refused.status == 429 else 422
        return here.page("account/confirmation.html", status=status, form=form, vers=local(vers))
    return here.redirect(vers)


ROUTES = [ask, confirm]

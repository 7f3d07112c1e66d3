"""The language in which one is written to, at both entrances; that of the pages is each browser's (ID-20)."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from chassis.pages import FormState
from gateway.api import Refused
from gateway.here import Here
from gateway.refused_fields import errors_of
from gateway.words import N_

PAGE = "/mon-profil/langue"


@get(PAGE, include_in_schema=False)
async def show(here: NamedDependency[Here]) -> Response[Any]:
    here.require_person()
    known = await here.api("identity").get("/v1/profile")
    return here.page("account/language.html", form=FormState({"language": known["locale"]}))


@post(PAGE, include_in_schema=False, status_code=200)
async def choose(here: NamedDependency[Here]) -> Response[Any]:
    person = here.require_person()
    fields = await here.form()
    try:
        await here.api("identity").put("/v1/profile/language", {"language": fields.one("language")})
    except Refused as refused:
        form = FormState(fields, errors_of(here, refused))
        return here.page("account/language.html", status=refused.status, form=form)
    here.entrance.sessions.forget(session=person.session_id)
    here.flash("success", here.said(N_("Nous vous écrirons dans cette langue.")))
    return here.redirect("/compte" if here.entrance.name == "internal" else "/mon-profil")


ROUTES = [show, choose]

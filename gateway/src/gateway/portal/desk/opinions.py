"""An outside expert gives an opinion by the link received: no account, no name of the applicant, once."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.pages import FormState
from gateway.api import Refused
from gateway.here import Here

# The address is a secret.
PRIVATE = {"referrer-policy": "no-referrer", "cache-control": "private, no-store", "x-robots-tag": "noindex"}


@get("/avis/{token:str}", include_in_schema=False)
async def show(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    here.speak_as_the_browser()
    return await _page(here, token, FormState())


@post("/avis/{token:str}", include_in_schema=False)
async def give(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    here.speak_as_the_browser()
    fields = await here.form()
    body = {"stance": fields.one("stance"), "answer": fields.one("answer")}
    try:
        await here.api("demarches").post(f"/v1/opinions/{token}", body)
    except Refused as refused:
        if refused.status != 422:
            raise
        return await _page(here, token, FormState(fields, refused.by_field))
    return _private(here.page("desk/opinion_given.html"))


async def _page(here: Here, token: str, form: FormState) -> Response[Any]:
    """A link that has served says so, in its own words."""
    try:
        found = await here.api("demarches").get(f"/v1/opinions/{token}")
    except Refused as refused:
        if refused.status != 410:
            raise
        return _private(here.page("desk/opinion_over.html", status=410))
    return _private(
        here.page("desk/opinion.html", status=422 if form.errors else 200, found=found, form=form, token=token)
    )


def _private(response: Response[Any]) -> Response[Any]:
    response.headers.update(PRIVATE)
    return response


ROUTES = [show, give]

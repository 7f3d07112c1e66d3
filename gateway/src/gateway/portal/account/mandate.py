"""The legal representative's page: two codes from the letter, no account (ID-08)."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from chassis.pages import FormState
from gateway.api import Refused
from gateway.forms import FormFields
from gateway.here import Here
from gateway.portal.account.fields import errors_of
from gateway.words import N_

PAGE = "/validation-administrateur"


@get(PAGE, include_in_schema=False)
async def codes(here: NamedDependency[Here]) -> Response[Any]:
    return here.page("account/mandate_codes.html", form=FormState())


@post(PAGE, include_in_schema=False, status_code=200)
async def look(here: NamedDependency[Here]) -> Response[Any]:
    """Who is meant, before anything is decided."""
    fields = await here.form()
    try:
        mandate = await here.api("identity").post("/v1/mandate-codes", _codes(fields))
    except Refused as refused:
        return _wrong(here, fields, refused)
    return here.page("account/mandate_decision.html", mandate=mandate, codes=_codes(fields), form=FormState())


@post(f"{PAGE}/decision", include_in_schema=False, status_code=200)
async def decide(here: NamedDependency[Here]) -> Response[Any]:
    fields = await here.form()
    confirmed = fields.one("decision") == "confirm"
    try:
        await here.api("identity").post("/v1/mandate-decisions", {**_codes(fields), "confirmed": confirmed})
    except Refused as refused:
        return _wrong(here, fields, refused)
    return here.page("account/mandate_done.html", confirmed=confirmed)


def _wrong(here: Here, fields: FormFields, refused: Refused) -> Response[Any]:
    if refused.status == 410:
        return here.page("account/mandate_dead.html", status=410)
    errors = errors_of(here, refused)
    if refused.status == 422:
        errors = {
            "code": here.said(
                N_("Vérifiez les deux codes du courrier. Après cinq essais faux, ils ne valent plus rien.")
            )
        }
    form = FormState({"reference": fields.one("reference")}, errors)
    return here.page("account/mandate_codes.html", status=refused.status, form=form)


def _codes(fields: FormFields) -> dict[str, str]:
    return {name: fields.one(name).strip()[:80] for name in ("reference", "code")}


ROUTES = [codes, look, decide]

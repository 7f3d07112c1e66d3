"""« Validation en deux étapes », at both entrances: put in place with an application, taken away with a code (ID-25)."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from chassis.pages import FormState
from gateway.api import Refused
from gateway.here import Here
from gateway.picture_codes import svg_of
from gateway.refused_fields import errors_of
from gateway.words import N_

PAGE = "/mon-profil/validation"


@get(PAGE, include_in_schema=False)
async def show(here: NamedDependency[Here]) -> Response[Any]:
    here.require_person()
    state = await here.api("identity").get("/v1/profile/second-factor")
    return here.page("account/second_factor.html", state=state, form=FormState())


@post(f"{PAGE}/preparation", include_in_schema=False, status_code=200)
async def prepare(here: NamedDependency[Here]) -> Response[Any]:
    here.require_person()
    try:
        prepared = await here.api("identity").post("/v1/profile/second-factor")
    except Refused as refused:
        if refused.status == 403:
            return here.redirect(f"/confirmation?vers={PAGE}")
        raise
    return _setup(here, prepared, FormState())


@post(f"{PAGE}/mise-en-place", include_in_schema=False, status_code=200)
async def confirm(here: NamedDependency[Here]) -> Response[Any]:
    person = here.require_person()
    fields = await here.form()
    try:
        told = await here.api("identity").post("/v1/profile/second-factor/confirmation", {"code": fields.one("code")})
    except Refused as refused:
        said = errors_of(here, refused)
        prepared = {"key": fields.one("key"), "address": fields.one("address")}
        form = FormState({}, {"code": next(iter(said.values()))})
        return _setup(here, prepared, form, status=refused.status)
    # The session that set it up is as strong as the new factor from now on.
    here.entrance.sessions.forget(session=person.session_id)
    return here.page("account/second_factor_codes.html", codes=told["codes"], renewed=False)


@post(f"{PAGE}/retrait", include_in_schema=False, status_code=200)
async def remove(here: NamedDependency[Here]) -> Response[Any]:
    here.require_person()
    fields = await here.form()
    try:
        await here.api("identity").post("/v1/profile/second-factor/removal", {"code": fields.one("code")})
    except Refused as refused:
        said = errors_of(here, refused)
        state = await here.api("identity").get("/v1/profile/second-factor")
        form = FormState({}, {"code": next(iter(said.values()))})
        return here.page("account/second_factor.html", status=refused.status, state=state, form=form)
    here.flash("success", here.said(N_("La validation en deux étapes est retirée.")))
    return here.redirect(here.entrance.urls.profile)


@post(f"{PAGE}/codes", include_in_schema=False, status_code=200)
async def renew_codes(here: NamedDependency[Here]) -> Response[Any]:
    here.require_person()
    try:
        told = await here.api("identity").post("/v1/profile/second-factor/recovery-codes")
    except Refused as refused:
        if refused.status == 403:
            return here.redirect(f"/confirmation?vers={PAGE}")
        raise
    return here.page("account/second_factor_codes.html", codes=told["codes"], renewed=True)


def _setup(here: Here, prepared: dict[str, str], form: FormState, *, status: int = 200) -> Response[Any]:
    """The address comes back from our own form: only what an application would read is drawn."""
    address = prepared["address"] if prepared["address"].startswith("otpauth://totp/") else ""
    shown = {"key": prepared["key"], "address": address, "picture": svg_of(address) if address else ""}
    return here.page("account/second_factor_setup.html", status=status, prepared=shown, form=form)


ROUTES = [show, prepare, confirm, remove, renew_codes]

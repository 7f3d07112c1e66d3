"""« Mes informations »: view, correct, change the password, see and end sessions (ID-20)."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.pages import FormState
from gateway.api import Refused
from gateway.here import Here
from gateway.portal.account.devices import device_name
from gateway.portal.account.fields import ADDRESS, IDENTITY, errors_of, flat, group
from gateway.words import N_


@get("/mon-profil", include_in_schema=False)
async def profile(here: NamedDependency[Here]) -> Response[Any]:
    here.require_person()
    return here.page("account/profile.html", profile=await here.api("identity").get("/v1/profile"))


@get("/mon-profil/modifier", include_in_schema=False)
async def edit_form(here: NamedDependency[Here]) -> Response[Any]:
    here.require_person()
    known = await here.api("identity").get("/v1/profile")
    form = FormState(flat(identity=known["identity"], address=known["address"], reach=known["reach"]))
    return here.page("account/profile_edit.html", form=form, profile=known, version=known["version"])


@post("/mon-profil/modifier", include_in_schema=False, status_code=200)
async def edit(here: NamedDependency[Here]) -> Response[Any]:
    here.require_person()
    fields = await here.form()
    change = {
        "identity": group(fields, "identity", IDENTITY),
        "address": group(fields, "address", ADDRESS),
        "phone": fields.one("reach.phone").strip(),
        "mobile": fields.one("reach.mobile").strip(),
    }
    version = fields.one("version")
    try:
        await here.api("identity").put("/v1/profile", change, if_match=int(version) if version.isdigit() else None)
    except Refused as refused:
        form = FormState(fields, errors_of(here, refused))
        known = await here.api("identity").get("/v1/profile")
        # Who reads that somebody changed it meanwhile, and sends again, means it.
        return here.page(
            "account/profile_edit.html", status=refused.status, form=form, profile=known, version=known["version"]
        )
    here.flash("success", here.said(N_("Vos informations sont à jour.")))
    return here.redirect("/mon-profil")


@get("/mon-profil/mot-de-passe", include_in_schema=False)
async def password_form(here: NamedDependency[Here]) -> Response[Any]:
    here.require_person()
    return here.page("account/password.html", form=FormState())


@post("/mon-profil/mot-de-passe", include_in_schema=False, status_code=200)
async def change_password(here: NamedDependency[Here]) -> Response[Any]:
    here.require_person()
    fields = await here.form()
    change = {name: fields.one(name) for name in ("current", "password", "password_again")}
    try:
        await here.api("identity").post("/v1/profile/password", change)
    except Refused as refused:
        form = FormState({}, errors_of(here, refused))
        return here.page("account/password.html", status=refused.status, form=form)
    here.flash("success", here.said(N_("Votre mot de passe est changé. Vos autres appareils sont déconnectés.")))
    return here.redirect("/mon-profil")


@get("/mon-profil/sessions", include_in_schema=False)
async def sessions(here: NamedDependency[Here]) -> Response[Any]:
    here.require_person()
    lines = [
        {**line, "name": device_name(here, line["device"])} for line in await here.api("identity").get("/v1/sessions")
    ]
    return here.page("account/sessions.html", sessions=lines)


@post("/mon-profil/sessions/{session_id:uuid}/fin", include_in_schema=False, status_code=200)
async def end_session(here: NamedDependency[Here], session_id: FromPath[UUID]) -> Response[Any]:
    here.require_person()
    await here.api("identity").delete(f"/v1/sessions/{session_id}")
    here.flash("success", here.said(N_("Cet appareil est déconnecté.")))
    return here.redirect("/mon-profil/sessions")


@post("/mon-profil/sessions/fin", include_in_schema=False, status_code=200)
async def end_everywhere(here: NamedDependency[Here]) -> Response[Any]:
    here.require_person()
    await here.api("identity").delete("/v1/sessions")
    await here.sign_out()
    here.flash("success", here.said(N_("Vous êtes déconnecté de tous vos appareils.")))
    return here.redirect("/")


ROUTES = [
    profile,
    edit_form,
    edit,
    password_form,
    change_password,
    sessions,
    end_session,
    end_everywhere,
]

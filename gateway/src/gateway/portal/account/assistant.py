"""A member's first sign-in, in two steps: coordinates, then centres of interest (ID-04)."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from chassis.pages import FormState
from contracts.interests import INTERESTS
from gateway.api import Refused
from gateway.here import Here
from gateway.portal.account.fields import IDENTITY, errors_of, flat, group
from gateway.words import N_

FIRST, SECOND = "/premiere-connexion", "/premiere-connexion/interets"


@get(FIRST, include_in_schema=False)
async def coordinates(here: NamedDependency[Here]) -> Response[Any]:
    here.require_kind("member")
    known = await here.api("identity").get("/v1/profile")
    position = {"function": known["function"], "department": known["department"]}
    form = FormState({**flat(identity=known["identity"], reach=known["reach"]), **position})
    return here.page("account/assistant_coordinates.html", form=form, profile=known)


@post(FIRST, include_in_schema=False, status_code=200)
async def save_coordinates(here: NamedDependency[Here]) -> Response[Any]:
    here.require_kind("member")
    fields, api = await here.form(), here.api("identity")
    known = await api.get("/v1/profile")
    change = {
        "identity": {**known["identity"], **group(fields, "identity", IDENTITY)},
        "address": known["address"],
        "phone": fields.one("reach.phone").strip(),
        "mobile": fields.one("reach.mobile").strip(),
    }
    position = {name: fields.one(name).strip() for name in ("function", "department")}
    try:
        await api.put("/v1/profile", change)
        await api.put("/v1/profile/position", position)
    except Refused as refused:
        form = FormState(fields, errors_of(here, refused))
        return here.page("account/assistant_coordinates.html", status=refused.status, form=form, profile=known)
    return here.redirect(SECOND)


@get(SECOND, include_in_schema=False)
async def interests(here: NamedDependency[Here]) -> Response[Any]:
    here.require_kind("member")
    known = await here.api("identity").get("/v1/profile")
    form = FormState({"interests": known["interests"], "newsletter": known["newsletter"]})
    return here.page("account/assistant_interests.html", form=form, interests=INTERESTS, done=known["set_up"])


@post(SECOND, include_in_schema=False, status_code=200)
async def save_interests(here: NamedDependency[Here]) -> Response[Any]:
    person = here.require_kind("member")
    fields = await here.form()
    wishes = {"interests": fields.all("interests"), "newsletter": fields.checked("newsletter")}
    await here.api("identity").put("/v1/profile/interests", wishes)
    here.entrance.sessions.forget(account=person.account_id)
    if wishes["interests"] and not wishes["newsletter"]:
        here.flash("warning", here.said(N_("Sans la lettre d’information, vous ne recevrez rien sur ces sujets.")))
    elif wishes["newsletter"] and not wishes["interests"]:
        here.flash(
            "warning", here.said(N_("Sans centre d’intérêt coché, la lettre d’information ne vous apportera rien."))
        )
    else:
        here.flash("success", here.said(N_("Votre compte est prêt.")))
    return here.redirect("/mon-profil")


ROUTES = [coordinates, save_coordinates, interests, save_interests]

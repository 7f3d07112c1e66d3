"""« Mot de passe ou identifiant oublié ? » (ID-18)"""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.pages import FormState
from gateway.api import Refused
from gateway.here import Here
from gateway.portal.account.fields import errors_of
from gateway.words import N_

DEAD = (404, 410)


@get("/connexion/oubli", include_in_schema=False)
async def forgotten_form(here: NamedDependency[Here]) -> Response[Any]:
    return here.page("account/forgotten.html", form=FormState({"lost": "password"}))


@post("/connexion/oubli", include_in_schema=False, status_code=200)
async def forgotten(here: NamedDependency[Here]) -> Response[Any]:
    fields = await here.form()
    lost, email, identifier = (fields.one(name).strip() for name in ("lost", "email", "identifier"))
    errors: dict[str, str] = {}
    if lost not in ("identifier", "password"):
        errors["lost"] = here.said(N_("Dites-nous ce que vous avez perdu."))
    elif lost == "identifier" and "@" not in email:
        errors["email"] = here.said(N_("Indiquez une adresse électronique complète, par exemple nom@exemple.fr."))
    elif not (email or identifier):
        errors["email"] = here.said(N_("Indiquez votre adresse électronique ou votre identifiant."))
    if errors:
        return here.page("account/forgotten.html", status=422, form=FormState(fields, errors))
    try:
        if lost == "identifier":
            await here.api("identity").post("/v1/identifier-reminders", {"email": email})
        else:
            await here.api("identity").post("/v1/password-resets", {"login": email or identifier})
    except Refused as refused:
        form = FormState(fields, errors_of(here, refused))
        return here.page("account/forgotten.html", status=refused.status, form=form)
    return here.redirect("/connexion/oubli/envoye")


@get("/connexion/oubli/envoye", include_in_schema=False)
async def sent(here: NamedDependency[Here]) -> Response[Any]:
    """The same page whether an account exists or not."""
    return here.page("account/sent.html")


@get("/reinitialisation/{token:str}", include_in_schema=False)
async def reset_form(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    try:
        link = await here.api("identity").get(f"/v1/password-resets/{token}")
    except Refused as refused:
        return _dead_link(here, refused)
    return here.page("account/reset.html", form=FormState(), token=token, link=link)


@post("/reinitialisation/{token:str}", include_in_schema=False, status_code=200)
async def reset(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    fields = await here.form()
    chosen = {"token": token, "password": fields.one("password"), "password_again": fields.one("password_again")}
    try:
        link = await here.api("identity").get(f"/v1/password-resets/{token}")
    except Refused as refused:
        return _dead_link(here, refused)
    try:
        await here.api("identity").post("/v1/passwords", chosen)
    except Refused as refused:
        if refused.status in DEAD:
            return _dead_link(here, refused)
        form = FormState({}, errors_of(here, refused))
        return here.page("account/reset.html", status=refused.status, form=form, token=token, link=link)
    here.flash("success", here.said(N_("Votre nouveau mot de passe est enregistré. Connectez-vous.")))
    return here.redirect("/connexion")


def _dead_link(here: Here, refused: Refused) -> Response[Any]:
    if refused.status not in DEAD:
        raise refused
    return here.page("account/reset_dead.html", status=refused.status, said=here.said(refused.title))


ROUTES = [forgotten_form, forgotten, sent, reset_form, reset]

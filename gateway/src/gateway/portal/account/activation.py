"""The link that came by mail: identifier, password, and one is in (ID-17)."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.pages import FormState
from gateway import second_step, signing
from gateway.api import Refused
from gateway.forms import FormFields
from gateway.here import Here
from gateway.portal.account.assistant import FIRST
from gateway.portal.account.fields import errors_of, without_secrets
from gateway.words import N_

DEAD = (404, 410)


@get("/activation/{token:str}", include_in_schema=False)
async def activation_form(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    """Looking changes nothing: mail scanners follow links too."""
    try:
        link = await here.api("identity").get(f"/v1/activations/{token}")
    except Refused as refused:
        return _dead_link(here, refused, token)
    form = FormState({"identifier": link["identifier"]})
    return here.page("account/activation.html", form=form, token=token, link=link)


@post("/activation/{token:str}", include_in_schema=False, status_code=200)
async def activate(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    fields = await here.form()
    password = fields.one("password")
    asked = {"token": token, "identifier": fields.one("identifier"), "password": password}
    try:
        link = await here.api("identity").get(f"/v1/activations/{token}")
    except Refused as refused:
        return _dead_link(here, refused, token)
    try:
        activated = await here.api("identity").post(
            "/v1/activations", {**asked, "password_again": fields.one("password_again")}
        )
    except Refused as refused:
        if refused.status in DEAD:
            return _dead_link(here, refused, token)
        form = FormState(without_secrets(fields), errors_of(here, refused))
        return here.page("account/activation.html", status=refused.status, form=form, token=token, link=link)
    try:
        await here.sign_in(activated["identifier"], password)
    except signing.SecondStepNeeded as needed:
        # Who comes back has kept the second step of before.
        return second_step.ask(here, needed, here.entrance.urls.sign_in)
    if activated.get("kind") == "member":
        return here.redirect(FIRST)
    here.flash("success", here.said(N_("Votre espace personnel est activé. Bienvenue !")))
    _tell_of_the_key(here, activated)
    return here.redirect(here.entrance.urls.dashboard)


@post("/activation/{token:str}/renvoi", include_in_schema=False, status_code=200)
async def send_again(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    return await _ask_again(here, {"token": token})


@get("/activation", include_in_schema=False)
async def lost_link(here: NamedDependency[Here]) -> Response[Any]:
    return here.page("account/activation_lost.html", form=FormState())


@post("/activation", include_in_schema=False, status_code=200)
async def send_to_address(here: NamedDependency[Here]) -> Response[Any]:
    fields: FormFields = await here.form()
    email = fields.one("email").strip()
    if "@" not in email:
        message = here.said(N_("Indiquez une adresse électronique complète, par exemple nom@exemple.fr."))
        return here.page("account/activation_lost.html", status=422, form=FormState(fields, {"email": message}))
    return await _ask_again(here, {"email": email})


def _tell_of_the_key(here: Here, activated: dict[str, Any]) -> None:
    """What became of the key that was given with the registration."""
    if activated.get("added"):
        names = ", ".join(activated["added"])
        here.flash("success", here.said(N_("La clé de votre courrier a relié votre dossier : %(names)s."), names=names))
    elif activated.get("key_refused"):
        said = here.said(activated["key_refused"])
        here.flash("warning", here.said(N_("Votre espace est ouvert, sans votre dossier. %(said)s"), said=said))


async def _ask_again(here: Here, asked: dict[str, str]) -> Response[Any]:
    try:
        await here.api("identity").post("/v1/activation-links", asked)
    except Refused as refused:
        if refused.status not in DEAD:
            raise
        return _dead_link(here, refused, "")
    return here.redirect("/connexion/oubli/envoye")


def _dead_link(here: Here, refused: Refused, token: str) -> Response[Any]:
    """410 offers a new link to the same address; what is no link of ours at all asks for the address."""
    if refused.status not in DEAD:
        raise refused
    known = token if refused.status == 410 else ""
    return here.page("account/activation_dead.html", status=refused.status, said=here.said(refused.title), token=known)


ROUTES = [activation_form, activate, send_again, lost_link, send_to_address]

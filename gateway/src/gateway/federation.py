"""FranceConnect and ProConnect: there, back, linked, taken away (ID-25).

The way there is a link, the way back an address with a code. What proves that both are the same browser's is a secret
in a cookie of ten minutes; at the agents' entrance cookies do not come along from another site, so that the way back
takes one step more, on our own.
"""

import secrets
from typing import Any
from urllib.parse import quote, urlencode

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from gateway import second_step, signing
from gateway.api import Refused, ServiceDown
from gateway.here import HTML, Here
from gateway.redirects import local
from gateway.words import N_

PAGE = "/mon-profil/identites"
NAME = "/connexion/avec/{provider:str}"


@get(NAME, include_in_schema=False)
async def depart(here: NamedDependency[Here], provider: FromPath[str], vers: FromQuery[str] = "") -> Response[Any]:
    return await _depart(here, provider, "connexion", local(vers) if vers else "")


@get(f"{PAGE}/{{provider:str}}/lien", include_in_schema=False)
async def depart_to_link(here: NamedDependency[Here], provider: FromPath[str]) -> Response[Any]:
    here.require_person()
    return await _depart(here, provider, "lien", "")


@get(f"{NAME}/retour", include_in_schema=False)
async def back(
    here: NamedDependency[Here],
    provider: FromPath[str],
    code: FromQuery[str] = "",
    error: FromQuery[str] = "",
    pas: FromQuery[str] = "",
) -> Response[Any]:
    """`error`: the person changed their mind over there, or the provider did."""
    kept = here.browser.kept_journey
    assert here.request is not None
    # A reserved name among a route's arguments.
    state = here.request.query_params.get("state", "")
    if kept is None and not pas and here.entrance.name == "internal":
        again = urlencode({"state": state, "code": code, "error": error, "pas": "2"})
        return here.page("account/federation_step.html", onwards=f"/connexion/avec/{provider}/retour?{again}")
    here.browser.drop_journey()
    if kept is None or kept.provider != provider:
        return _said(here, N_("Cette connexion n’a pas pu être vérifiée. Recommencez."), here.entrance.urls.sign_in)
    if error or not code:
        where = PAGE if kept.purpose == "lien" else here.entrance.urls.sign_in
        return _said(here, N_("La connexion a été abandonnée. Rien n’a changé."), where, kind="info")
    returned = {
        "provider": provider,
        "flow": kept.flow,
        "redirect_uri": _redirect_uri(here, provider),
        "state": state,
        "code": code,
    }
    return await (_link if kept.purpose == "lien" else _sign_in)(here, returned, kept.onwards)


@get(PAGE, include_in_schema=False)
async def index(here: NamedDependency[Here]) -> Response[Any]:
    here.require_person()
    links = await here.api("identity").get("/v1/profile/federations")
    return here.page("account/federations.html", links=links)


@get(f"{PAGE}/{{provider:str}}/retrait", include_in_schema=False)
async def ask_removal(here: NamedDependency[Here], provider: FromPath[str]) -> Response[Any]:
    here.require_person()
    links = await here.api("identity").get("/v1/profile/federations")
    link = next((each for each in links if each["provider"] == provider and each["linked_at"]), None)
    if link is None:
        raise Refused(404, N_("Ce moyen de connexion n’est pas proposé ici."))
    return here.page("account/federation_removal.html", link=link)


@post(f"{PAGE}/{{provider:str}}/retrait", include_in_schema=False, status_code=200)
async def remove(here: NamedDependency[Here], provider: FromPath[str]) -> Response[Any]:
    here.require_person()
    await here.api("identity").delete(f"/v1/profile/federations/{provider}")
    here.flash("success", here.said(N_("Le lien est retiré. Votre mot de passe marche toujours.")))
    return here.redirect(PAGE)


@get("/deconnexion/identite", include_in_schema=False)
async def exit_page(here: NamedDependency[Here]) -> Response[Any]:
    """Signed out here; the provider still knows the person, and they may well want that on a shared computer not to last."""
    address = here.browser.kept_exit
    here.browser.drop_exit()
    if not address:
        return here.redirect("/")
    home = urlencode({"post_logout_redirect_uri": f"{here.scheme}://{here.host}/"})
    return here.page("account/federation_exit.html", address=f"{address}&{home}")


async def offered(here: Here, kind: str) -> list[dict[str, Any]]:
    """Buttons for the sign-in page; none while nobody can tell."""
    if here.organisation.is_support_portal:
        return []
    try:
        known = await here.api_as_gateway("identity").get("/internal/federation-providers")
    except Refused:
        return []
    return [each for each in known if each["kind"] == kind]


async def _depart(here: Here, provider: str, purpose: str, onwards: str) -> Response[Any]:
    flow = secrets.token_urlsafe(48)
    asked = {"provider": provider, "flow": flow, "redirect_uri": _redirect_uri(here, provider)}
    try:
        told: Any = await here.api_as_gateway("identity").post("/internal/federation-departures", asked)
    except ServiceDown:
        raise
    except Refused as refused:
        if refused.status == 404:
            raise
        return _said(here, refused.title, PAGE if purpose == "lien" else here.entrance.urls.sign_in)
    here.browser.keep_journey(provider, purpose, flow, onwards)
    return Response(b"", status_code=303, media_type=HTML, headers={"location": told["address"]})


async def _sign_in(here: Here, returned: dict[str, str], onwards: str) -> Response[Any]:
    try:
        await signing.sign_in_federated(here, returned)
    except signing.SecondStepNeeded as needed:
        return second_step.ask(here, needed, f"{here.entrance.urls.sign_in}{_query(onwards)}")
    except ServiceDown:
        raise
    except Refused as refused:
        return _said(here, refused.title, f"{here.entrance.urls.sign_in}{_query(onwards)}")
    return here.redirect(f"{here.entrance.urls.sign_in}{_query(onwards)}")


async def _link(here: Here, returned: dict[str, str], _: str) -> Response[Any]:
    here.require_person()
    try:
        await here.api("identity").post("/v1/profile/federations", returned)
    except ServiceDown:
        raise
    except Refused as refused:
        if refused.type == "/problems/step-up-needed":
            return here.redirect(f"/confirmation?vers={PAGE}")
        return _said(here, refused.title, PAGE)
    here.flash("success", here.said(N_("C’est relié : vous pouvez vous connecter ainsi dès la prochaine fois.")))
    return here.redirect(PAGE)


def _said(here: Here, sentence: str, where: str, *, kind: str = "error") -> Response[Any]:
    here.flash(kind, here.said(sentence))
    return here.redirect(where)


def _query(onwards: str) -> str:
    return f"?vers={quote(onwards, safe='/')}" if onwards else ""


def _redirect_uri(here: Here, provider: str) -> str:
    return f"{here.scheme}://{here.host}/connexion/avec/{provider}/retour"


ROUTES = [depart, depart_to_link, back, index, ask_removal, remove, exit_page]

"""« Mes comptes », at both entrances: add one, use another, sign out of one or of all (ID-11)."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from gateway import accounts
from gateway.accounts import Seen
from gateway.here import Here
from gateway.words import N_

PAGE = "/comptes"


@get(PAGE, include_in_schema=False)
async def index(here: NamedDependency[Here]) -> Response[Any]:
    here.require_person()
    return here.page("account/accounts.html", full=len(here.others) + 1 >= accounts.MOST, most=accounts.MOST)


@get(f"{PAGE}/ajout", include_in_schema=False)
async def add(here: NamedDependency[Here]) -> Response[Any]:
    """The sign-in page follows; for ten minutes, signing in there adds instead of replacing."""
    here.require_person()
    if len(here.others) + 1 >= accounts.MOST:
        return here.redirect(PAGE)
    here.browser.keep_adding()
    return here.redirect(f"{here.entrance.urls.sign_in}?ajout=oui")


@post(f"{PAGE}/bascule", include_in_schema=False, status_code=200)
async def switch(here: NamedDependency[Here]) -> Response[Any]:
    here.require_person()
    now = await accounts.switch(here, (await here.form()).one("session"))
    if now is None:
        here.flash("warning", here.said(N_("Ce compte n’est plus connecté sur cet appareil. Ajoutez-le de nouveau.")))
        return here.redirect(PAGE)
    here.flash("success", here.said(N_("Vous utilisez maintenant le compte de %(who)s."), who=told(now)))
    # The sign-in page sends on who is signed in, each to their own page.
    return here.redirect(here.entrance.urls.sign_in)


async def sign_out(here: Here, home: str) -> Response[Any]:
    """Of the account in use, or of all of them when the form says so."""
    everything = (await here.form()).one("tous") == "oui"
    if everything:
        await accounts.leave_all(here)
    elif (now := await accounts.leave_this_one(here)) is not None:
        said = N_("Ce compte est déconnecté. Vous utilisez maintenant celui de %(who)s.")
        here.flash("success", here.said(said, who=told(now)))
        return here.redirect(here.entrance.urls.sign_in)
    if here.browser.kept_exit:
        return here.redirect("/deconnexion/identite")
    here.flash("success", here.said(N_("Vous êtes déconnecté.")))
    return here.redirect(home)


def told(who: Seen) -> str:
    return f"{who.display_name} ({who.organisation_name})"


ROUTES = [index, add, switch]

"""« Me connecter », « Me déconnecter »."""

import asyncio
from typing import Any
from urllib.parse import quote

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from chassis.pages import FormState
from gateway import federation, robot_digits, second_step, several_accounts, signing
from gateway.api import Refused, ServiceDown
from gateway.forms import FormFields
from gateway.here import Here
from gateway.portal.account.assistant import FIRST
from gateway.portal.account.fields import errors_of, without_secrets
from gateway.redirects import local
from gateway.words import N_

# Longer, and people press again.
LONGEST_WAIT = 10.0
BUSY = N_("Trop de connexions en même temps. Réessayez dans quelques secondes.")
ACCOUNT_INACTIVE = "/problems/account-inactive"


@get("/connexion", include_in_schema=False)
async def sign_in_form(
    here: NamedDependency[Here], vers: FromQuery[str] = "", ajout: FromQuery[str] = ""
) -> Response[Any]:
    if here.person is not None and not (ajout and here.browser.is_adding):
        return here.redirect(_onwards(here, vers))
    return await _form(here, FormState({"organisation": here.browser.organisation}), vers)


@post("/connexion", include_in_schema=False, status_code=200)
async def sign_in(here: NamedDependency[Here], vers: FromQuery[str] = "") -> Response[Any]:
    """At the support portal the members of every organisation sign in: they say which is theirs."""
    fields, line = await here.form(), here.entrance.sign_ins
    try:
        async with asyncio.timeout(LONGEST_WAIT):
            await line.acquire()
    except TimeoutError:
        return await _form(here, FormState(without_secrets(fields), {"": here.said(BUSY)}), vers, status=503)
    try:
        return await _sign_in(here, fields, vers)
    finally:
        line.release()


async def _sign_in(here: Here, fields: FormFields, vers: str) -> Response[Any]:
    identifier, password = fields.one("identifier").strip(), fields.one("password")
    missing = {
        name: here.said(sentence)
        for name, sentence in (
            ("identifier", N_("Indiquez votre identifiant.")),
            ("password", N_("Indiquez votre mot de passe.")),
        )
        if not fields.one(name)
    }
    if missing:
        return await _form(here, FormState(without_secrets(fields), missing), vers, status=422)
    try:
        if here.organisation.is_support_portal:
            typed = fields.one("organisation")
            slug = signing.chosen(typed, await signing.organisations(here, typed))
            await here.sign_in(identifier, password, slug=slug, kind="member", checks=robot_digits.checks_in(fields))
            here.browser.keep_organisation(slug)
        else:
            await here.sign_in(identifier, password, checks=robot_digits.checks_in(fields))
    except signing.SecondStepNeeded as needed:
        return second_step.ask(here, needed, f"{here.entrance.urls.sign_in}{_query(vers)}")
    except Refused as refused:
        robots = robot_digits.is_asked_by(refused)
        # The form again for who met a service that is away as well: an error page would have nothing to try again with.
        whole = refused.status == 401 or isinstance(refused, ServiceDown)
        errors = {"": here.said(refused.title)} if whole else errors_of(here, refused)
        if "proof" in errors:
            errors[""] = errors.pop("proof")
        if "slug" in errors:
            errors["organisation"] = errors.pop("slug")
        status = 422 if refused.status == 401 else refused.status
        # Of an account that the administrator invalidated no link helps: the sentence says who does (A30).
        dormant = refused.type == ACCOUNT_INACTIVE and not here.organisation.is_support_portal
        form = FormState(without_secrets(fields), errors)
        return await _form(here, form, vers, status=status, dormant=dormant, robots=robots)
    # The next request knows who it is, and sends a citizen and a member each to their own page.
    return here.redirect(f"{here.entrance.urls.sign_in}{_query(vers)}")


@get("/deconnexion", include_in_schema=False)
async def sign_out_question(here: NamedDependency[Here]) -> Response[Any]:
    """For who typed the address, or follows an old link: signing out changes something, so it takes a button."""
    if here.person is None:
        return here.redirect("/")
    return here.page("account/sign_out.html")


@post("/deconnexion", include_in_schema=False, status_code=200)
async def sign_out(here: NamedDependency[Here]) -> Response[Any]:
    return await several_accounts.sign_out(here, "/")


async def _form(
    here: Here, form: FormState, vers: str, *, status: int = 200, dormant: bool = False, robots: bool = False
) -> Response[Any]:
    """`dormant`: the account may come back by a link. `robots`: the check is asked with the password."""
    organisations = await signing.organisations(here) if here.organisation.is_support_portal else []
    return here.page(
        "account/sign_in.html",
        status=status,
        form=form,
        query=_query(vers),
        organisations=organisations,
        dormant=dormant,
        robots=robots,
        challenge=await robot_digits.challenge_of(here, "identity") if robots else "",
        adding=here.person is not None and here.browser.is_adding,
        providers=await federation.offered(here, "citizen"),
    )


def _query(vers: str) -> str:
    return f"?vers={quote(local(vers), safe='/')}" if vers else ""


def _onwards(here: Here, vers: str) -> str:
    """A member to the assistant the first time; then where one wanted to go; else a citizen's dashboard, a member's home page."""
    if here.person is not None and not here.person.set_up:
        return FIRST
    citizen = here.person is not None and here.person.kind == "citizen"
    own = here.entrance.urls.dashboard if citizen else "/"
    return local(vers, own) if vers else own


ROUTES = [sign_in_form, sign_in, sign_out_question, sign_out]

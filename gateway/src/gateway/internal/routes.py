"""The internal entrance's own pages: home, sign-in, account."""

import asyncio
from typing import Any, NamedTuple

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.pages import FormState
from contracts.permissions import CATALOGUE
from gateway import federation, robot_digits, second_step, several_accounts, signing
from gateway.api import Refused, ServiceDown
from gateway.guides import guide_of
from gateway.here import Here
from gateway.internal.help import audiences_of, tour_offered
from gateway.internal.today import work_of
from gateway.redirects import local
from gateway.words import N_

OPERATIONS = "platform.operations.read"


class Health(NamedTuple):
    service: str
    is_ready: bool


@get("/", include_in_schema=False)
async def home(here: NamedDependency[Here]) -> Response[Any]:
    person = here.require_kind("member")
    operates = OPERATIONS in person.permissions
    work, health = await asyncio.gather(work_of(here), _health(here) if operates else _nothing())
    portal = here.entrance.settings.organisation_url(person.organisation_slug)
    guides = [guide_of(audience, here.locale) for audience in audiences_of(person)]
    told = {"operates": operates, "health": health, "work": work, "portal": portal}
    return here.page("internal/home.html", guides=guides, tour=tour_offered(person), **told)


async def _sign_in_form(
    here: Here,
    form: FormState,
    vers: str,
    organisations: list[dict[str, Any]],
    *,
    status: int = 200,
    robots: bool = False,
) -> Response[Any]:
    return here.page(
        "internal/sign_in.html",
        status=status,
        form=form,
        vers=vers,
        organisations=organisations,
        providers=await federation.offered(here, "member"),
        adding=here.person is not None and here.browser.is_adding,
        robots=robots,
        challenge=await robot_digits.challenge_of(here, "identity") if robots else "",
    )


@get("/connexion", include_in_schema=False)
async def sign_in_page(
    here: NamedDependency[Here], vers: FromQuery[str] = "/", ajout: FromQuery[str] = ""
) -> Response[Any]:
    adding = bool(ajout) and here.browser.is_adding
    if here.person is not None and not adding:
        return here.redirect(vers)
    form = FormState({"organisation": "" if adding else here.browser.organisation})
    return await _sign_in_form(here, form, vers, await signing.organisations(here))


@post("/connexion", include_in_schema=False, status_code=200)
async def sign_in(here: NamedDependency[Here], vers: FromQuery[str] = "/") -> Response[Any]:
    fields = await here.form()
    organisations = await signing.organisations(here, fields.one("organisation"))
    slug = signing.chosen(fields.one("organisation"), organisations)
    try:
        checks = robot_digits.checks_in(fields)
        await here.sign_in(fields.one("identifier"), fields.one("password"), slug=slug, kind="member", checks=checks)
    except signing.SecondStepNeeded as needed:
        return second_step.ask(here, needed, local(vers))
    except ServiceDown:
        raise
    except Refused as refused:
        errors = {name: text for name, text in refused.by_field.items() if name not in ("", "slug")}
        if "slug" in refused.by_field:
            errors["organisation"] = _which(here, fields.one("organisation"), organisations) or refused.by_field["slug"]
        if "proof" in errors:
            errors[""] = errors.pop("proof")
        form = FormState({**fields, "password": ""}, errors or {"": refused.detail or refused.title})
        status = refused.status if refused.status in (403, 429) else 422
        robots = robot_digits.is_asked_by(refused)
        return await _sign_in_form(here, form, vers, organisations, status=status, robots=robots)
    here.browser.keep_organisation(slug)
    return here.redirect(local(vers))


@post("/deconnexion", include_in_schema=False, status_code=200)
async def sign_out(here: NamedDependency[Here]) -> Response[Any]:
    return await several_accounts.sign_out(here, "/connexion")


@get("/compte", include_in_schema=False)
async def account(here: NamedDependency[Here]) -> Response[Any]:
    person = here.require_kind("member")
    held = [permission for permission in CATALOGUE if permission.name in person.permissions]
    portal = here.entrance.settings.organisation_url(person.organisation_slug)
    return here.page("internal/account.html", person=person, held=held, portal=portal)


@get("/langue/{code:str}", include_in_schema=False)
async def language(here: NamedDependency[Here], code: FromPath[str], vers: FromQuery[str] = "/") -> Response[Any]:
    if code in ("fr", "en"):
        here.browser.keep_language(code)
    return here.redirect(vers)


def _which(here: Here, typed: str, likely: list[dict[str, str]]) -> str:
    """What was typed names none exactly: those that it may mean. Who typed nothing is told of none."""
    if not typed.strip():
        return ""
    names = ", ".join(f"{each['name']} ({each['slug']})" for each in likely[:6])
    return here.said(N_("Précisez laquelle : %(names)s."), names=names) if names else ""


async def _nothing() -> list[Health]:
    return []


async def _health(here: Here) -> list[Health]:
    async def ask(service: str) -> Health:
        try:
            await here.api_as_gateway(service).get("/health/ready")
        except Refused:
            return Health(service, False)
        return Health(service, True)

    return list(await asyncio.gather(*(ask(service) for service in here.entrance.upstream.urls)))


ROUTES = [*second_step.ROUTES, home, sign_in_page, sign_in, sign_out, account, language]

"""The form, filled as far as the directory knows, its recap, and the confirmation."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from chassis.ids import new_id
from chassis.pages import FormState
from gateway import robot_digits
from gateway.api import Refused, ServiceDown
from gateway.forms import FormFields
from gateway.here import Here
from gateway.portal.account.fields import errors_of, flat, group
from gateway.portal.support.where import must_be_support_portal
from gateway.words import N_

KINDS = ("Mairie", "CCAS", "Communauté de communes", "Syndicat", "Partenaire", "Interne")
FACTS = ("kind", "name", "postal_code", "insee_code", "siren", "customer_number")
COORDINATES = ("address", "phone", "email", "website")
APPLICANT = ("given_name", "family_name", "function", "email")
DAYS = 7
HOURS = tuple(f"hours.{at}.{part}" for at in range(DAYS) for part in ("day", "hours"))
NAMES = (
    *(f"facts.{name}" for name in FACTS),
    *(f"coordinates.{name}" for name in COORDINATES),
    *HOURS,
    *(f"applicant.{name}" for name in APPLICANT),
)


@get("/demande-acces/formulaire", include_in_schema=False)
async def form(here: NamedDependency[Here], code: FromQuery[str] = "") -> Response[Any]:
    must_be_support_portal(here)
    return here.page("access/form.html", form=FormState(await _known(here, code)), kinds=KINDS)


@post("/demande-acces/formulaire", include_in_schema=False, status_code=200)
async def recap(here: NamedDependency[Here], etape: FromQuery[str] = "") -> Response[Any]:
    """The recap of what was typed; with `etape=saisie`, the form again."""
    must_be_support_portal(here)
    fields = await here.form()
    if etape == "saisie":
        return here.page("access/form.html", form=FormState(fields), kinds=KINDS)
    try:
        await here.api("identity").post("/v1/access-request-checks", _asked(fields))
    except Refused as refused:
        return here.page("access/form.html", status=422, form=FormState(fields, errors_of(here, refused)), kinds=KINDS)
    return await _recap(here, fields, FormState(fields))


@post("/demande-acces", include_in_schema=False, status_code=200)
async def submit(here: NamedDependency[Here]) -> Response[Any]:
    must_be_support_portal(here)
    fields = await here.form()
    try:
        asked = {**_asked(fields), **robot_digits.checks_in(fields)}
        await here.ensure_visitor()
        told = await here.api("identity").post("/v1/access-requests", asked, idempotency_key=fields.one("cle") or None)
    except Refused as refused:
        errors = errors_of(here, refused)
        if robot_digits.SENT_BEFORE in errors:
            return here.redirect("/demande-acces/envoyee")
        if "code" in errors:
            return await _recap(here, fields, FormState(fields, {"code": errors["code"]}), status=422)
        if "proof" in errors:
            errors = {"": errors["proof"]}
        return here.page("access/form.html", status=refused.status, form=FormState(fields, errors), kinds=KINDS)
    sent = here.said(N_("Votre demande est enregistrée. Un courriel part vers %(email)s."), email=told["email"])
    here.flash("success", sent)
    return here.redirect("/demande-acces/envoyee")


@get("/demande-acces/envoyee", include_in_schema=False)
async def sent_page(here: NamedDependency[Here]) -> Response[Any]:
    must_be_support_portal(here)
    return here.page("access/sent.html")


async def _recap(here: Here, fields: FormFields, form: FormState, *, status: int = 200) -> Response[Any]:
    context = {"form": form, "names": NAMES, "hours": _hours(fields), "key": new_id()}
    context["challenge"] = await robot_digits.challenge_of(here, "identity")
    return here.page("access/recap.html", status=status, **context)


async def _known(here: Here, code: str) -> dict[str, Any]:
    """What the directory says. Nothing when it does not know the code: the form is then filled by hand."""
    if not code:
        return {}
    try:
        found = await here.api("identity").get(f"/v1/places/{code}")
    except ServiceDown:
        raise
    except Refused:
        return {}
    place, coordinates = found["place"], found["coordinates"]
    is_commune = place["kind"] == "commune"
    facts = {
        "kind": "Mairie" if is_commune else "Communauté de communes",
        "name": here.said(N_("Commune de %(name)s"), name=place["name"]) if is_commune else place["name"],
        "postal_code": place["postal_codes"][0] if place["postal_codes"] else "",
        "insee_code": place["code"] if is_commune else "",
        "siren": place["siren"],
    }
    hours = {
        f"hours.{at}.{part}": line[part]
        for at, line in enumerate(coordinates["opening_hours"][:DAYS])
        for part in ("day", "hours")
    }
    return {**flat(facts=facts, coordinates={name: coordinates[name] for name in COORDINATES}), **hours}


def _asked(fields: FormFields) -> dict[str, Any]:
    return {
        "facts": group(fields, "facts", FACTS),
        "coordinates": {**group(fields, "coordinates", COORDINATES), "opening_hours": _hours(fields)},
        "applicant": group(fields, "applicant", APPLICANT),
    }


def _hours(fields: FormFields) -> list[dict[str, str]]:
    """Rows left empty are no rows."""
    rows = [{part: fields.one(f"hours.{at}.{part}").strip() for part in ("day", "hours")} for at in range(DAYS)]
    return [row for row in rows if any(row.values())]


ROUTES = [form, recap, submit, sent_page]

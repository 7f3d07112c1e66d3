"""« Je crée mon espace »: one form, its recap, and the mail that follows (ID-14)."""

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from chassis.ids import new_id
from chassis.pages import FormState
from gateway import robot_digits
from gateway.api import Refused
from gateway.forms import FormFields
from gateway.here import Here
from gateway.portal.account.fields import ADDRESS, IDENTITY, errors_of, group
from gateway.words import N_

LONGEST_KEY = 80
TOO_MANY_KEYS = "/problems/too-many-keys"
REACH = ("email", "phone", "mobile")
NAMES = (
    *(f"identity.{name}" for name in IDENTITY),
    *(f"address.{name}" for name in ADDRESS),
    *(f"reach.{name}" for name in REACH),
    "activation_key",
    "identifier",
    "terms_accepted",
)


@get("/espace/creation", include_in_schema=False)
async def creation_form(here: NamedDependency[Here], cle: FromQuery[str] = "") -> Response[Any]:
    """`cle` is the key that a letter's link carries."""
    if here.person is not None:
        return here.redirect(here.entrance.urls.profile)
    if here.organisation.is_support_portal:
        return here.page("account/creation_closed.html")
    return here.page("account/creation.html", form=FormState({"activation_key": cle[:LONGEST_KEY]}))


@post("/espace/creation", include_in_schema=False, status_code=200)
async def recap(here: NamedDependency[Here], etape: FromQuery[str] = "") -> Response[Any]:
    """The recap of what was typed; with `etape=saisie`, the form again, to change something."""
    fields = await here.form()
    if etape == "saisie":
        return here.page("account/creation.html", form=FormState(fields))
    try:
        await here.api("identity").post("/v1/registration-checks", _registration(fields))
        proposed = fields.one("identifier").strip() or await _proposed(here, fields)
    except Refused as refused:
        return here.page("account/creation.html", status=refused.status, form=FormState(fields, _errors(here, refused)))
    return await _recap(here, FormState(fields), proposed)


@post("/espace/creation/confirmation", include_in_schema=False, status_code=200)
async def create(here: NamedDependency[Here]) -> Response[Any]:
    fields = await here.form()
    asked = {**_registration(fields), **robot_digits.checks_in(fields)}
    try:
        await here.ensure_visitor()
        once = fields.one("cle") or None
        registered = await here.api("identity").post("/v1/registrations", asked, idempotency_key=once)
    except Refused as refused:
        errors = _errors(here, refused)
        if robot_digits.SENT_BEFORE in errors:
            return here.redirect("/espace/creation/confirmation")
        if "code" in errors:
            proposed = fields.one("identifier").strip() or await _proposed(here, fields)
            return await _recap(here, FormState(fields, {"code": errors["code"]}), proposed, status=422)
        if "proof" in errors:
            # No field shows it: the script does the calculation anew on the next recap.
            errors = {"": errors["proof"]}
        return here.page("account/creation.html", status=refused.status, form=FormState(fields, errors))
    sent = here.said(N_("Votre demande est enregistrée. Un courriel part vers %(email)s."), email=registered["email"])
    here.flash("success", sent)
    return here.redirect(f"/espace/creation/confirmation?jusqu={registered['expires_at'][:16]}Z")


@get("/espace/creation/confirmation", include_in_schema=False)
async def confirmation(here: NamedDependency[Here], jusqu: FromQuery[str] = "") -> Response[Any]:
    return here.page("account/creation_done.html", until=_moment(jusqu))


@get("/espace/creation/controle", include_in_schema=False)
async def robot_check(here: NamedDependency[Here]) -> Response[Any]:
    """The question that the browser's script answers by itself."""
    return Response(await here.api("identity").get("/v1/challenge"), media_type="application/json")


@get("/espace/conditions", include_in_schema=False)
async def terms(here: NamedDependency[Here]) -> Response[Any]:
    return here.page("account/terms.html")


async def _recap(here: Here, form: FormState, proposed: str, *, status: int = 200) -> Response[Any]:
    challenge = await robot_digits.challenge_of(here, "identity")
    # Sent twice, it is one registration: the second answer is the first.
    context = {"form": form, "names": NAMES, "proposed": proposed, "challenge": challenge, "key": new_id()}
    return here.page("account/creation_recap.html", status=status, **context)


def _registration(fields: FormFields) -> dict[str, Any]:
    return {
        "identity": group(fields, "identity", IDENTITY),
        "address": group(fields, "address", ADDRESS),
        "reach": group(fields, "reach", REACH),
        "identifier": fields.one("identifier").strip(),
        "activation_key": fields.one("activation_key").strip(),
        "terms_accepted": fields.checked("terms_accepted"),
    }


def _errors(here: Here, refused: Refused) -> dict[str, str]:
    errors = errors_of(here, refused)
    if refused.type == TOO_MANY_KEYS:
        return {"activation_key": errors[""]}
    return errors


async def _proposed(here: Here, fields: FormFields) -> str:
    names = {name: fields.one(f"identity.{name}").strip() for name in ("given_name", "family_name")}
    return (await here.api("identity").get("/v1/identifier-proposal", names))["identifier"]


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


ROUTES = [creation_form, recap, create, confirmation, robot_check, terms]

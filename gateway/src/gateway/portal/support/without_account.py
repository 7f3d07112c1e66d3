"""Asking for help without an account: a deactivated one, a letter that has not come, no confirmation mail (TK-05)."""

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
from gateway.portal.support.where import must_be_support_portal
from gateway.words import N_

FIELDS = ("name", "organisation", "email", "phone", "subject", "body")
AGAIN = N_("Cette demande est déjà enregistrée.")


@get("/assistance-sans-compte", include_in_schema=False)
async def form(here: NamedDependency[Here]) -> Response[Any]:
    must_be_support_portal(here)
    return await _form(here, FormState())


@post("/assistance-sans-compte/chiffres", include_in_schema=False, status_code=200)
async def other_digits(here: NamedDependency[Here]) -> Response[Any]:
    """The form as it was typed, with six others."""
    must_be_support_portal(here)
    return await _form(here, FormState(await here.form()))


@post("/assistance-sans-compte", include_in_schema=False)
async def send(here: NamedDependency[Here]) -> Response[Any]:
    """The same answer whoever asks, with or without an account."""
    must_be_support_portal(here)
    fields = await here.form()
    await here.ensure_visitor()
    sent = {name: fields.one(name) for name in FIELDS}
    try:
        received = await here.api("ticketing").post(
            "/v1/guest-tickets",
            {**sent, **robot_digits.checks_in(fields)},
            idempotency_key=fields.one("cle") or None,
        )
    except Refused as refused:
        if refused.status not in (422, 429):
            raise
        return await _form(here, FormState(fields, _errors(here, refused, fields)), status=refused.status)
    return here.redirect(f"/assistance-sans-compte/enregistree?numero={received['reference']}")


@get("/assistance-sans-compte/enregistree", include_in_schema=False)
async def sent(here: NamedDependency[Here], numero: FromQuery[str] = "") -> Response[Any]:
    must_be_support_portal(here)
    return here.page("support/without_account_sent.html", reference=numero[:20])


@get("/assistance-sans-compte/controle", include_in_schema=False)
async def robot_check(here: NamedDependency[Here]) -> Response[Any]:
    """The question that the browser's script answers by itself."""
    must_be_support_portal(here)
    return Response(await here.api("ticketing").get("/v1/challenge"), media_type="application/json")


async def offered(here: Here) -> dict[str, Any] | None:
    """What the form at the foot of a help page needs; members ask by service instead."""
    if here.person is not None:
        return None
    return {"form": FormState(), "key": new_id(), "challenge": await robot_digits.challenge_of(here, "ticketing")}


async def _form(here: Here, form: FormState, *, status: int = 200) -> Response[Any]:
    challenge = await robot_digits.challenge_of(here, "ticketing")
    return here.page("support/without_account.html", status=status, form=form, key=new_id(), challenge=challenge)


def _errors(here: Here, refused: Refused, fields: FormFields) -> dict[str, str]:
    """No field shows the check: the script does it anew on the page that comes."""
    if any(error["pointer"] == "/Idempotency-Key" for error in refused.errors):
        return {"": here.said(AGAIN)}
    errors = dict(refused.by_field)
    if "proof" in errors:
        errors[""] = errors.pop("proof")
    return errors or {"": refused.title}


ROUTES = [form, other_digits, send, sent, robot_check]

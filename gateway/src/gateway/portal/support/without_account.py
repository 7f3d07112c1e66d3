"""Asking for help without an account: a deactivated one, a letter that has not come, no confirmation mail (TK-05)."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from chassis.ids import new_id
from chassis.pages import FormState
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
    return here.page("support/without_account.html", form=FormState(), key=new_id())


@post("/assistance-sans-compte", include_in_schema=False)
async def send(here: NamedDependency[Here]) -> Response[Any]:
    """The same answer whoever asks, with or without an account."""
    must_be_support_portal(here)
    fields = await here.form()
    await here.ensure_visitor()
    sent = {name: fields.one(name) for name in FIELDS}
    try:
        received = await here.api("ticketing").post(
            "/v1/guest-tickets", {**sent, "proof": fields.one("proof")}, idempotency_key=fields.one("cle") or None
        )
    except Refused as refused:
        if refused.status not in (422, 429):
            raise
        told = {"form": FormState(fields, _errors(here, refused, fields)), "key": new_id()}
        return here.page("support/without_account.html", status=refused.status, **told)
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


def _errors(here: Here, refused: Refused, fields: FormFields) -> dict[str, str]:
    """No field shows the check: the script does it anew on the page that comes."""
    if any(error["pointer"] == "/Idempotency-Key" for error in refused.errors):
        return {"": here.said(AGAIN)}
    errors = dict(refused.by_field)
    if "proof" in errors:
        errors[""] = errors.pop("proof")
    return errors or {"": refused.title}


ROUTES = [form, send, sent, robot_check]

"""Following without an account, by the link of the acknowledgement: a status and dates, nothing else."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from gateway.here import Here
from gateway.words import N_

# The address is a secret.
PRIVATE = {"referrer-policy": "no-referrer", "cache-control": "private, no-store", "x-robots-tag": "noindex"}


@get("/suivi/{token:str}", include_in_schema=False)
async def follow(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    found = await _followed(here, token)
    return kept_private(here.page("demarches/tracking.html", found=found, token=token))


@get("/suivi/{token:str}/annulation", include_in_schema=False)
async def ask_cancel(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    found = await _followed(here, token)
    return kept_private(here.page("demarches/tracking_cancel.html", found=found, token=token))


@post("/suivi/{token:str}/annulation", include_in_schema=False)
async def cancel(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    fields = await here.form()
    await _followed(here, token)
    await here.api("demarches").post(f"/v1/tracking/{token}/cancellation", json={"confirm": fields.checked("confirme")})
    here.flash("success", here.said(N_("Votre demande est annulée.")))
    return here.redirect(f"/suivi/{token}")


async def _followed(here: Here, token: str) -> Any:
    """In the language the request was made in, as its mails are: another phone has chosen none."""
    path, before = f"/v1/tracking/{token}", here.locale
    found = await here.api("demarches").get(path)
    here.speak(found["locale"])
    return found if here.locale == before else await here.api("demarches").get(path)


def kept_private(response: Response[Any]) -> Response[Any]:
    response.headers.update(PRIVATE)
    return response


ROUTES = [follow, ask_cancel, cancel]

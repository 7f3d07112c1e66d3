"""Devices that are told beside the mail: one more, one less, one tried."""

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from gateway.api import Refused
from gateway.here import Here
from gateway.portal.account.devices import device_name
from gateway.portal.notices.pages import HOME
from gateway.words import N_

PREFERENCES = f"{HOME}/preferences"


@post(f"{HOME}/appareils", include_in_schema=False, status_code=200)
async def add(here: NamedDependency[Here]) -> Response[Any]:
    here.require_kind("citizen")
    fields = await here.form()
    told = {name: fields.one(name) for name in ("endpoint", "p256dh", "auth")}
    wanted = {"subscribed": told, "label": device_name(here, here.user_agent), "locale": here.locale}
    try:
        await here.api("notifier").post("/v1/me/devices", wanted)
    except Refused as refused:
        if refused.status not in (409, 422):
            raise
        why = refused.title if refused.status == 409 else N_("Ce navigateur ne peut pas être prévenu.")
        here.flash("error", here.said(why))
        return here.redirect(PREFERENCES)
    here.flash("success", here.said(N_("C’est noté : cet appareil vous préviendra.")))
    return here.redirect(PREFERENCES)


@post(f"{HOME}/appareils/{{device_id:uuid}}/retrait", include_in_schema=False, status_code=200)
async def remove(here: NamedDependency[Here], device_id: FromPath[UUID]) -> Response[Any]:
    here.require_kind("citizen")
    await here.api("notifier").delete(f"/v1/me/devices/{device_id}")
    here.flash("success", here.said(N_("Cet appareil ne vous préviendra plus.")))
    return here.redirect(PREFERENCES)


@post(f"{HOME}/appareils/{{device_id:uuid}}/essai", include_in_schema=False, status_code=200)
async def attempt(here: NamedDependency[Here], device_id: FromPath[UUID]) -> Response[Any]:
    here.require_kind("citizen")
    await here.api("notifier").post(f"/v1/me/devices/{device_id}/trials")
    here.flash("success", here.said(N_("Un essai part : il s’affiche sur l’appareil dans un instant.")))
    return here.redirect(PREFERENCES)


ROUTES = [add, remove, attempt]

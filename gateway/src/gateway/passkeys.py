"""« Mes clés d’accès », at both entrances: made by the person's own device, named, taken away (ID-25)."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.pages import FormState
from gateway.api import Refused
from gateway.here import Here
from gateway.refused_fields import errors_of
from gateway.words import N_

PAGE = "/mon-profil/cles"


@get(PAGE, include_in_schema=False)
async def index(here: NamedDependency[Here]) -> Response[Any]:
    here.require_person()
    return here.page("account/passkeys.html", passkeys=await _passkeys(here))


@get(f"{PAGE}/nouvelle", include_in_schema=False)
async def prepare(here: NamedDependency[Here]) -> Response[Any]:
    here.require_person()
    return await _make(here, FormState())


@post(f"{PAGE}/nouvelle", include_in_schema=False, status_code=200)
async def add(here: NamedDependency[Here]) -> Response[Any]:
    person = here.require_person()
    fields = await here.form()
    asked = {name: fields.one(name) for name in ("name", "credential")} | {"entrance": entrance_of(here)}
    try:
        added = await here.api("identity").post("/v1/profile/passkeys", asked)
    except Refused as refused:
        if refused.type == "/problems/step-up-needed":
            raise
        said = errors_of(here, refused)
        errors = {"name": said["name"]} if "name" in said else {"": next(iter(said.values()))}
        return await _make(here, FormState(fields, errors), status=refused.status)
    here.entrance.sessions.forget(session=person.session_id)
    here.flash("success", here.said(N_("La clé d’accès est ajoutée.")))
    if added["codes"]:
        return here.page("account/second_factor_codes.html", codes=added["codes"], renewed=False)
    return here.redirect(PAGE)


@get(f"{PAGE}/{{passkey_id:uuid}}", include_in_schema=False)
async def show(here: NamedDependency[Here], passkey_id: FromPath[UUID]) -> Response[Any]:
    here.require_person()
    passkey = await _passkey(here, passkey_id)
    return here.page("account/passkey.html", passkey=passkey, form=FormState({"name": passkey["name"]}))


@post(f"{PAGE}/{{passkey_id:uuid}}", include_in_schema=False, status_code=200)
async def rename(here: NamedDependency[Here], passkey_id: FromPath[UUID]) -> Response[Any]:
    here.require_person()
    fields = await here.form()
    try:
        await here.api("identity").put(f"/v1/profile/passkeys/{passkey_id}", {"name": fields.one("name")})
    except Refused as refused:
        form = FormState(fields, errors_of(here, refused))
        passkey = await _passkey(here, passkey_id)
        return here.page("account/passkey.html", status=refused.status, passkey=passkey, form=form)
    here.flash("success", here.said(N_("Le nom est enregistré.")))
    return here.redirect(PAGE)


@get(f"{PAGE}/{{passkey_id:uuid}}/retrait", include_in_schema=False)
async def ask_removal(here: NamedDependency[Here], passkey_id: FromPath[UUID]) -> Response[Any]:
    here.require_person()
    return here.page("account/passkey_removal.html", passkey=await _passkey(here, passkey_id))


@post(f"{PAGE}/{{passkey_id:uuid}}/retrait", include_in_schema=False, status_code=200)
async def remove(here: NamedDependency[Here], passkey_id: FromPath[UUID]) -> Response[Any]:
    here.require_person()
    await here.api("identity").delete(f"/v1/profile/passkeys/{passkey_id}")
    here.flash("success", here.said(N_("La clé d’accès est retirée. Elle n’ouvre plus rien.")))
    return here.redirect(PAGE)


def entrance_of(here: Here) -> str:
    return "agents" if here.entrance.name == "internal" else "portal"


async def _make(here: Here, form: FormState, *, status: int = 200) -> Response[Any]:
    """Asks first for a fresh proof of who one is, by the refusal that leads to it."""
    options = await here.api("identity").post("/v1/profile/passkeys/options", {"entrance": entrance_of(here)})
    asked = msgspec.json.encode(options).decode()
    return here.page(
        "account/passkey_new.html", status=status, form=form, options=asked, site=here.host.partition(":")[0]
    )


async def _passkeys(here: Here) -> list[dict[str, Any]]:
    return await here.api("identity").get("/v1/profile/passkeys")


async def _passkey(here: Here, passkey_id: UUID) -> dict[str, Any]:
    found = [each for each in await _passkeys(here) if each["passkey_id"] == str(passkey_id)]
    if not found:
        raise Refused(404, N_("Cette clé d’accès n’existe pas, ou elle a été retirée."))
    return found[0]


ROUTES = [index, prepare, add, show, rename, ask_removal, remove]

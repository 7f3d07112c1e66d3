"""« Mon foyer »: its members, added, corrected, taken out (ID-21); and the key that a family received (ID-16)."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.pages import FormState, NotADate, read_date
from gateway.api import Refused
from gateway.csrf import PageGrewOld
from gateway.forms import FormFields
from gateway.here import Here
from gateway.portal.account.fields import errors_of
from gateway.portal.demarches.session_over import give_back, must_still_be_there
from gateway.words import N_

HOME = "/mon-foyer"
LONGEST_KEY = 80
TEXTS = ("relation", "civility", "family_name", "used_name", "given_names")
GONE = N_("Cette personne n’est plus dans votre foyer.")


@get(HOME, include_in_schema=False)
async def household(here: NamedDependency[Here]) -> Response[Any]:
    here.require_kind("citizen")
    return here.page("household/household.html", members=await here.api("identity").get("/v1/household"))


@get(f"{HOME}/ajouter", include_in_schema=False)
async def add_form(here: NamedDependency[Here]) -> Response[Any]:
    here.require_kind("citizen")
    return here.page("household/member.html", form=FormState({"relation": "child"}), member=None)


@post(
    f"{HOME}/ajouter",
    include_in_schema=False,
    status_code=200,
    gives_back=True,
    exception_handlers={PageGrewOld: give_back},
)
async def add(here: NamedDependency[Here]) -> Response[Any]:
    fields = await here.form()
    must_still_be_there(here, fields)
    here.require_kind("citizen")
    if errors := _unsaid(here, fields):
        return here.page("household/member.html", status=422, form=FormState(fields, errors), member=None)
    try:
        await here.api("identity").post("/v1/household", _facts(fields))
    except Refused as refused:
        form = FormState(fields, errors_of(here, refused))
        return here.page("household/member.html", status=refused.status, form=form, member=None)
    here.flash("success", here.said(N_("%(name)s fait partie de votre foyer."), name=fields.one("given_names").strip()))
    return here.redirect(HOME)


@get(f"{HOME}/{{member_id:uuid}}", include_in_schema=False)
async def change_form(here: NamedDependency[Here], member_id: FromPath[UUID]) -> Response[Any]:
    member = await _member(here, member_id)
    return here.page("household/member.html", form=FormState(_fields(member)), member=member)


@post(
    f"{HOME}/{{member_id:uuid}}",
    include_in_schema=False,
    status_code=200,
    gives_back=True,
    exception_handlers={PageGrewOld: give_back},
)
async def change(here: NamedDependency[Here], member_id: FromPath[UUID]) -> Response[Any]:
    fields = await here.form()
    must_still_be_there(here, fields)
    member = await _member(here, member_id)
    if errors := _unsaid(here, fields):
        return here.page("household/member.html", status=422, form=FormState(fields, errors), member=member)
    version = fields.one("version")
    if_match = int(version) if version.isdigit() else None
    try:
        await here.api("identity").put(f"/v1/household/{member_id}", _facts(fields), if_match=if_match)
    except Refused as refused:
        form = FormState(fields, errors_of(here, refused))
        return here.page("household/member.html", status=refused.status, form=form, member=member)
    here.flash("success", here.said(N_("C’est corrigé. Les demandes déjà envoyées gardent ce qu’elles disaient.")))
    return here.redirect(HOME)


@get(f"{HOME}/{{member_id:uuid}}/retrait", include_in_schema=False)
async def ask_removal(here: NamedDependency[Here], member_id: FromPath[UUID]) -> Response[Any]:
    return here.page("household/removal.html", member=await _member(here, member_id))


@post(f"{HOME}/{{member_id:uuid}}/retrait", include_in_schema=False, status_code=200)
async def remove(here: NamedDependency[Here], member_id: FromPath[UUID]) -> Response[Any]:
    here.require_kind("citizen")
    await here.api("identity").delete(f"/v1/household/{member_id}")
    here.flash("success", here.said(GONE))
    return here.redirect(HOME)


@get("/cle", include_in_schema=False)
async def letter(here: NamedDependency[Here], cle: FromQuery[str] = "") -> Response[Any]:
    """Where the letter leads, by its picture code or typed: whoever has a space enters the key there, the others make
    one with it."""
    key = cle[:LONGEST_KEY]
    if here.person is not None and here.person.kind == "citizen":
        return here.redirect(with_key(f"{HOME}/cle", key))
    create = with_key("/espace/creation", key)
    sign_in = f"{here.entrance.urls.sign_in}?vers={quote(with_key(f'{HOME}/cle', key), safe='/')}"
    return here.page("household/letter.html", create=create, sign_in=sign_in)


@get(f"{HOME}/cle", include_in_schema=False)
async def key_form(here: NamedDependency[Here], cle: FromQuery[str] = "") -> Response[Any]:
    here.require_kind("citizen")
    return here.page("household/key.html", form=FormState({"key": cle[:LONGEST_KEY]}))


@post(f"{HOME}/cle", include_in_schema=False, status_code=200)
async def use_key(here: NamedDependency[Here]) -> Response[Any]:
    here.require_kind("citizen")
    fields = await here.form()
    if not fields.one("key").strip():
        form = FormState(fields, {"key": here.said(N_("Recopiez la clé de votre courrier."))})
        return here.page("household/key.html", status=422, form=form)
    try:
        linked = await here.api("identity").post("/v1/household/activation-key", {"key": fields.one("key")})
    except Refused as refused:
        if refused.status not in (409, 410, 422, 429):
            raise
        form = FormState(fields, {"key": here.said(refused.detail or refused.title)})
        return here.page("household/key.html", status=refused.status, form=form)
    names = ", ".join(linked["added"])
    told = N_("Votre dossier est relié : %(names)s.") if names else N_("Votre dossier est relié à votre espace.")
    here.flash("success", here.said(told, names=names) if names else here.said(told))
    return here.redirect(HOME)


def with_key(path: str, key: str) -> str:
    return f"{path}?cle={quote(key, safe='')}" if key else path


async def _member(here: Here, member_id: UUID) -> dict[str, Any]:
    here.require_kind("citizen")
    for member in await here.api("identity").get("/v1/household"):
        if member["id"] == str(member_id):
            return member
    raise Refused(404, GONE)


def _facts(fields: FormFields) -> dict[str, Any]:
    facts: dict[str, Any] = {name: fields.one(name).strip() for name in TEXTS}
    born = read_date(_plain(fields), "birth_date")
    return {**facts, "birth_date": born.isoformat() if born else None}


def _unsaid(here: Here, fields: FormFields) -> dict[str, str]:
    """What identity could not even read."""
    errors: dict[str, str] = {}
    if fields.one("relation") not in ("child", "spouse", "other"):
        errors["relation"] = here.said(N_("Dites qui est cette personne pour vous."))
    try:
        _ = read_date(_plain(fields), "birth_date")
    except NotADate:
        errors["birth_date"] = here.said(N_("Indiquez une date au format jour, mois, année, par exemple 27 3 2018."))
    return errors


def _plain(fields: FormFields) -> dict[str, str]:
    return {name: fields.one(name) for name in fields}


def _fields(member: dict[str, Any]) -> dict[str, str]:
    shown = {name: str(member[name] or "") for name in TEXTS}
    if member["birth_date"]:
        year, month, day = member["birth_date"].split("-")
        shown |= {
            "birth_date-day": str(int(day)),
            "birth_date-month": str(int(month)),
            "birth_date-year": year,
        }
    return shown


ROUTES = [letter, household, add_form, add, key_form, use_key, change_form, change, ask_removal, remove]

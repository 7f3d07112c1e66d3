"""The notification centre: what one was told, read by read; and one's preferences."""

from datetime import time
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.pages import FormState
from chassis.pages.filters import Words
from gateway.api import Refused, ServiceDown
from gateway.forms import FormFields
from gateway.here import Here
from gateway.words import N_

HOME = "/mes-notifications"
KINDS = {
    "message_from_town": N_("Un agent vous écrit à propos d’une demande"),
    "dossier_cancelled": N_("Une de vos demandes est annulée"),
    "ticket_opened": N_("Votre demande d’assistance est enregistrée"),
    "ticket_answered": N_("L’assistance vous répond"),
    "ticket_resolved": N_("Votre demande d’assistance est résolue"),
}
OTHER = N_("Autres messages de la mairie")
# What devices may be told of; mails of the first three leave whatever is wished.
ON_DEVICES = (
    ("dossier_received", N_("Une demande est bien reçue")),
    ("piece_requested", N_("Une pièce manque à une demande")),
    ("dossier_decided", N_("Une demande est décidée")),
    ("message_from_town", KINDS["message_from_town"]),
    ("dossier_cancelled", KINDS["dossier_cancelled"]),
    ("booking_confirmed", N_("Un rendez-vous est pris")),
    ("booking_reminder", N_("Un rendez-vous approche")),
    ("booking_moved", N_("Un rendez-vous est déplacé")),
    ("booking_cancelled", N_("Un rendez-vous est annulé")),
)
BY_TEXT = {
    **dict(ON_DEVICES),
    "slot_offered": N_("Un créneau de rendez-vous se libère"),
    "place_offered": N_("Une place se libère"),
}
# Members follow tickets; these are no citizen's.
NOT_OURS = frozenset({"ticket_opened", "ticket_answered", "ticket_resolved"})
WISHES = (
    ("at-once", N_("Par courriel, tout de suite")),
    ("digest", N_("Dans un récapitulatif par jour")),
    ("never", N_("Ici seulement, sans courriel")),
)


@get(HOME, include_in_schema=False)
async def centre(
    here: NamedDependency[Here], non_lues: FromQuery[bool] = False, apres: FromQuery[str | None] = None
) -> Response[Any]:
    here.require_kind("citizen")
    found = await here.api("notifier").get("/v1/me/notices", {"unread": non_lues, "cursor": apres})
    kept = {**({"non_lues": "true"} if non_lues else {}), "apres": found["next"]}
    following = f"{HOME}?{urlencode(kept)}" if found["next"] else None
    return here.page("notices/centre.html", notices=found["items"], unread_only=non_lues, following=following)


@post(f"{HOME}/{{notice_id:uuid}}/lecture", include_in_schema=False, status_code=200)
async def open_notice(here: NamedDependency[Here], notice_id: FromPath[UUID]) -> Response[Any]:
    """Read, and led where it speaks of."""
    here.require_kind("citizen")
    opened = await here.api("notifier").post(f"/v1/me/notices/{notice_id}/reading")
    return here.redirect(_here_of(opened["link"], here.host) or HOME)


@post(f"{HOME}/lectures", include_in_schema=False, status_code=200)
async def read_all(here: NamedDependency[Here]) -> Response[Any]:
    here.require_kind("citizen")
    await here.api("notifier").post("/v1/me/notices/readings")
    here.flash("success", here.said(N_("Toutes vos notifications sont marquées comme lues.")))
    return here.redirect(HOME)


@get(f"{HOME}/preferences", include_in_schema=False)
async def preferences(here: NamedDependency[Here]) -> Response[Any]:
    here.require_kind("citizen")
    kept = await here.api("notifier").get("/v1/me/preferences")
    return await _preferences(here, kept, FormState(_typed(kept)))


@post(f"{HOME}/preferences", include_in_schema=False, status_code=200)
async def choose(here: NamedDependency[Here]) -> Response[Any]:
    here.require_kind("citizen")
    fields = await here.form()
    kept = await here.api("notifier").get("/v1/me/preferences")
    try:
        await here.api("notifier").put("/v1/me/preferences", _chosen(fields, kept))
    except Refused as refused:
        if refused.status != 422:
            raise
        errors = {name: here.said(text) for name, text in refused.by_field.items()}
        return await _preferences(here, kept, FormState(fields, errors), status=422)
    here.flash("success", here.said(N_("Vos préférences sont enregistrées.")))
    return here.redirect(HOME)


async def _preferences(here: Here, kept: dict[str, Any], form: FormState, *, status: int = 200) -> Response[Any]:
    try:
        told = await here.api("notifier").get("/v1/me/devices")
    except ServiceDown:
        # The preferences are what one came for.
        told = {"devices": [], "public_key": ""}
    wishes = [(value, here.said(word)) for value, word in WISHES]
    kinds = [(kind, here.said(KINDS[kind])) for kind in kept["choices"] if kind in KINDS and kind not in NOT_OURS]
    hours = [(str(hour), Words(here.locale).hour(time(hour))) for hour in range(24)]
    return here.page(
        "notices/preferences.html",
        status=status,
        form=form,
        kinds=kinds,
        wishes=wishes,
        hours=hours,
        told=[(kind, here.said(word)) for kind, word in ON_DEVICES],
        texted=[(kind, here.said(BY_TEXT[kind])) for kind in kept.get("texted", []) if kind in BY_TEXT],
        on_paper=[(kind, here.said(BY_TEXT[kind])) for kind in kept.get("on_paper", []) if kind in BY_TEXT],
        devices=told["devices"],
        public_key=told["public_key"],
    )


def _typed(kept: dict[str, Any]) -> dict[str, Any]:
    chosen = kept["chosen"]
    quiet = {name: "" if chosen[name] is None else str(chosen[name]) for name in ("quiet_from", "quiet_until")}
    wishes = {f"wishes.{kind}": chosen["wishes"].get(kind, "at-once") for kind in kept["choices"]}
    told = [kind for kind, _ in ON_DEVICES if kind not in chosen["muted"]]
    texted = list(chosen.get("texted", []))
    on_paper = list(chosen.get("on_paper", []))
    beside = {"told": told, "texted": texted, "on_paper": on_paper}
    return {**wishes, **quiet, **beside, "digest_hour": str(chosen["digest_hour"])}


def _chosen(fields: FormFields, kept: dict[str, Any]) -> dict[str, Any]:
    """Kinds that this form does not show stay as they are."""
    shown = {kind: fields.one(f"wishes.{kind}") for kind in kept["choices"] if f"wishes.{kind}" in fields}
    known = {value for value, _ in WISHES}
    wishes = {**kept["chosen"]["wishes"], **{kind: wish for kind, wish in shown.items() if wish in known}}
    # Boxes are shown to who has a device; what they do not show stays as it is.
    asked = {kind for kind, _ in ON_DEVICES} if fields.one("told_shown") else set[str]()
    muted = [kind for kind in kept["chosen"]["muted"] if kind not in asked]
    muted += [kind for kind, _ in ON_DEVICES if kind in asked and kind not in fields.all("told")]
    return {
        "wishes": wishes,
        "muted": muted,
        **{channel: _ticked(channel, fields, kept) for channel in ("texted", "on_paper")},
        "digest_hour": _hour(fields.one("digest_hour")) or 0,
        "quiet_from": _hour(fields.one("quiet_from")),
        "quiet_until": _hour(fields.one("quiet_until")),
    }


def _ticked(channel: str, fields: FormFields, kept: dict[str, Any]) -> list[str]:
    """The kinds that come by this channel too; one that was not shown stays as it was."""
    if not fields.one(f"{channel}_shown"):
        return kept["chosen"].get(channel, [])
    return [kind for kind in fields.all(channel) if kind in kept.get(channel, [])]


def _hour(typed: str) -> int | None:
    return int(typed) if typed.isdigit() and len(typed) <= 3 else None


def _here_of(link: str, host: str) -> str:
    """The address inside this portal, if it is one of this portal."""
    parts = urlsplit(link)
    if parts.hostname != host.partition(":")[0]:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


ROUTES = [centre, preferences, choose, open_notice, read_all]

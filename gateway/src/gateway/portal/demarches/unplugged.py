"""What a device kept while it had no network, and brings when it has: whose it may bring, and the photos, once."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from gateway import accounts
from gateway.api import Refused
from gateway.here import Here
from gateway.portal.demarches.handing_over import MOST_FILES, join, keep_copy, made_of
from gateway.portal.demarches.pieces import label_of
from gateway.portal.demarches.typed import SENT_ALREADY
from gateway.words import N_

SAVED = N_("Ce que vous aviez saisi hors connexion est enregistré.")
WAITING = N_("Une saisie faite hors connexion attend sur cet appareil : connectez-vous pour l’enregistrer.")
TOO_MANY = N_("Cette pièce compte déjà 4 fichiers.")
GONE = N_("Ce fichier n’est plus là : choisissez-le à nouveau.")
SHELL = "/hors-connexion"


@get(SHELL, include_in_schema=False)
async def shell(here: NamedDependency[Here], langue: FromQuery[str] = "") -> Response[Any]:
    """Shown instead of any page that cannot be reached. Browsers fetch it without cookies and keep it: it is nobody's."""
    if langue in ("fr", "en"):
        here.browser.language = langue
    return here.page("demarches/unplugged.html")


@get(f"{SHELL}/etat", include_in_schema=False)
async def contact(here: NamedDependency[Here]) -> Response[Any]:
    """Whose drafts this browser may send (`mine`), whose it goes on keeping (`others`), whether it is to `forget` any
    other, and the token to send with."""
    ended = here.browser.has_ended
    if ended:
        here.browser.drop_ended()
    others = [here.entrance.seal.mark("page", str(who.account_id))[:16] for _, who in await accounts.waiting(here)]
    told = {
        "mine": [mark for mark in (here.account_mark, here.visitor_mark) if mark],
        "others": others,
        # Somebody is here, or a session was ended: what belongs to nobody of these goes.
        "forget": here.person is not None or ended,
        "token": here.csrf,
        "saved": here.said(SAVED),
        "waiting": here.said(WAITING),
    }
    return Response(told, headers={"cache-control": "no-store"})


@post("/demandes/{dossier_id:uuid}/pieces/reprise", include_in_schema=False, status_code=204)
async def bring(here: NamedDependency[Here], dossier_id: FromPath[UUID]) -> None:
    """One file, sent before in parts (`envois`), joined once however often this is asked."""
    fields, api = await here.form(), here.api("demarches")
    dossier = await api.get(f"/v1/dossiers/{dossier_id}")
    type, asked = fields.one("type"), fields.one("request_id")
    if dossier["draft"] is None and not asked:
        raise Refused(410, SENT_ALREADY)
    made = await made_of(here, fields.one("envois"))
    if made is None:
        raise Refused(422, GONE)
    joined = {str(file["id"]) for piece in dossier["pieces"] for file in piece["files"]}
    if str(made["file_id"]) in joined:
        return
    same = [piece for piece in dossier["pieces"] if piece["type"] == type]
    if same and len(same[0]["files"]) >= MOST_FILES:
        raise Refused(422, TOO_MANY)
    label = fields.one("label") or label_of(dossier, type, asked)
    await join(here, dossier, type, label, [made], asked)
    if any(name.startswith("dupliquer") for name in fields):
        grant = (await api.post(f"/v1/dossiers/{dossier_id}/upload-grant"))["grant"]
        await keep_copy(here, dossier_id, grant, type, label, [made])


ROUTES = [shell, contact, bring]

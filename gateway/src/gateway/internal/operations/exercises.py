"""Exercises of failure, on a demo: a part is made to fail for two minutes, and everybody sees what people would be told."""

from typing import Any, NamedTuple

import aiohttp
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from gateway.api import Refused
from gateway.here import Here
from gateway.words import N_

HOME = "/exploitation/exercices"
READ = "platform.operations.read"
MANAGE = "platform.dead_letters.manage"
SECONDS = 120
PATIENCE = aiohttp.ClientTimeout(total=12)

# What is done, and what people notice of it: to be looked at in another window meanwhile.
WORDS = {
    "slow-mail": (
        N_("Courriels lents"),
        N_(
            "Le serveur de courriel met des secondes à répondre. Les demandes sont acceptées ; chaque accusé part un peu plus tard."
        ),
    ),
    "scanner-down": (
        N_("Analyse des pièces en panne"),
        N_(
            "Une pièce déposée reste « en cours d’analyse » ; seule la personne qui l’a envoyée l’ouvre avant qu’elle ait été contrôlée."
        ),
    ),
    "bus-cut": (
        N_("Messagerie interne coupée"),
        N_("Les demandes sont acceptées et gardées ; courriels et mises à jour partent au retour, une fois chacun."),
    ),
    "objects-down": (
        N_("Stockage des pièces en panne"),
        N_("Déposer une pièce dit que ce n’est pas possible pour le moment, et garde la saisie."),
    ),
    "slow-database": (
        N_("Base de données lente"),
        N_("Les pages viennent lentement ; ce qui dure trop dit d’essayer à nouveau."),
    ),
}


class Exercise(NamedTuple):
    name: str
    words: str
    meanwhile: str
    part: str
    seconds_left: int
    on: bool


@get(HOME, include_in_schema=False)
async def index(here: NamedDependency[Here]) -> Response[Any]:
    _may(here, READ)
    return here.page(
        "operations/exercises.html",
        exercises=[
            Exercise(one["name"], *WORDS[one["name"]], one["part"], one["seconds_left"], one["on"])
            for one in (await _ask(here, "GET", "/faults"))["faults"]
            if one["name"] in WORDS
        ],
        may=MANAGE in here.require_kind("member").permissions,
        seconds=SECONDS,
    )


@post(HOME + "/{name:str}/debut", include_in_schema=False)
async def begin(here: NamedDependency[Here], name: FromPath[str]) -> Response[Any]:
    _may(here, MANAGE)
    _ = await _ask(here, "POST", f"/faults/{_known(name)}", {"seconds": SECONDS})
    here.flash("success", here.said(N_("L’exercice a commencé ; il finit de lui-même.")))
    return here.redirect(HOME)


@post(HOME + "/{name:str}/fin", include_in_schema=False)
async def end(here: NamedDependency[Here], name: FromPath[str]) -> Response[Any]:
    _may(here, MANAGE)
    _ = await _ask(here, "DELETE", f"/faults/{_known(name)}")
    here.flash("success", here.said(N_("L’exercice est fini ; tout se rétablit de lui-même.")))
    return here.redirect(HOME)


def offered(here: Here) -> bool:
    """Where there is no demo there is nothing to play with: the page itself does not exist."""
    return bool(here.entrance.settings.faults_url)


def _may(here: Here, permission: str) -> None:
    person = here.require_kind("member")
    if not offered(here):
        raise Refused(404, N_("Cette page n’existe pas."))
    if permission not in person.permissions:
        raise Refused(403, N_("Vous n’avez pas la permission de faire cela."))


def _known(name: str) -> str:
    if name not in WORDS:
        raise Refused(404, N_("Cette page n’existe pas."))
    return name


async def _ask(here: Here, method: str, path: str, body: Any = None) -> dict[str, Any]:
    settings = here.entrance.settings
    assert settings.faults_secret_file is not None
    headers = {"authorization": f"Bearer {settings.faults_secret_file.read_text().strip()}"}
    try:
        async with (
            aiohttp.ClientSession(timeout=PATIENCE) as session,
            session.request(method, f"{settings.faults_url}{path}", json=body, headers=headers) as answer,
        ):
            answer.raise_for_status()
            return await answer.json()
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Refused(503, N_("Les exercices ne répondent pas : make status.")) from error


ROUTES = [index, begin, end]

"""What we promise, what was kept of it, and how fast the margin is used: one page, with what changed meanwhile."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from litestar import Response, get
from litestar.di import NamedDependency

from gateway.here import Here
from gateway.internal.operations.access import must_read
from gateway.internal.operations.changes import Change
from gateway.internal.operations.entrances import INTERNAL, PUBLIC
from gateway.internal.operations.history import DAY, KEPT, STEP, History, Tally
from gateway.words import N_

HOME = "/exploitation/objectifs"
HOUR = 3600
# The same as in deploy/observability/alerts.yml: the margin of a month gone in two days, or in five.
FAST, SLOW = 14.4, 6.0
SHOWN = 50


def is_entrance(name: str) -> bool:
    return name in (PUBLIC, INTERNAL)


class Objective(NamedTuple):
    words: str
    means: str
    share: float
    total: Callable[[Tally], float]
    bad: Callable[[Tally], float]
    runbook: str
    traces: str = ""
    """How the trace viewer finds what went wrong."""
    of: Callable[[str], bool] = lambda _: True
    """Whom it is about."""


OBJECTIVES = (
    Objective(
        N_("Répondre sans erreur"),
        N_("Une réponse compte comme erreur quand la faute est de notre côté (5xx)."),
        0.999,
        lambda tally: tally.answers,
        lambda tally: tally.failing,
        "errors",
        "errors=1",
    ),
    Objective(
        N_("Répondre en moins d’une seconde"),
        N_("Du point de vue du service, sans le réseau de la personne."),
        0.95,
        lambda tally: tally.answers,
        lambda tally: tally.slow,
        "latency",
        "min_ms=1000",
    ),
    Objective(
        N_("Être joignable"),
        N_("Chaque service, et chaque entrée, est interrogé toutes les dix secondes."),
        0.999,
        lambda tally: tally.looks,
        lambda tally: tally.silent,
        "service-down",
    ),
    Objective(
        N_("Publier les événements en moins d’une minute"),
        N_("De cela dépendent les courriels, les compteurs et les mises à jour entre services."),
        0.999,
        lambda tally: tally.looks - tally.silent,
        lambda tally: tally.stale,
        "outbox",
        of=lambda service: not is_entrance(service),
    ),
    Objective(
        N_("Faire partir les courriels au premier essai"),
        N_("Un essai refusé ou sans réponse est repris plus tard : le courriel attend, il ne se perd pas."),
        0.95,
        lambda tally: tally.attempts,
        lambda tally: tally.untaken,
        "delivery",
        of=lambda service: service == "notifier",
    ),
    Objective(
        N_("Laisser entrer ceux qui viennent"),
        N_(
            "L’entrée répond elle-même « plus tard » : trop de demandes en peu de temps (429), envoi interrompu (408), service absent (503)."
        ),
        0.995,
        lambda tally: tally.answers,
        lambda tally: tally.turned_away,
        "turned-away",
        of=is_entrance,
    ),
)


class Standing(NamedTuple):
    """One service against one objective. `left` is the share of the margin that is not used yet, below 0 when it is overrun;
    `burning` how many times faster than allowed it goes, over the last hour and the last six. None: nothing was counted."""

    service: str
    kept: float | None
    left: float | None
    burning: tuple[float | None, float | None]
    state: str
    words: str


@get(HOME, include_in_schema=False)
async def index(here: NamedDependency[Here]) -> Response[Any]:
    must_read(here)
    history: History = here.entrance.history
    services = list(here.entrance.samples.kept)
    now = time.time()
    standings = [
        (
            objective,
            [standing(objective, history, service, now) for service in services if objective.of(service)],
        )
        for objective in OBJECTIVES
    ]
    flat = [one for _, found in standings for one in found]
    return here.page(
        "operations/objectives.html",
        standings=standings,
        burning=sum(one.state == "problem" for one in flat),
        overrun=sum(one.state == "waiting" for one in flat),
        since=datetime.fromtimestamp(history.since, UTC) if history.since else None,
        days=KEPT // DAY,
        changes=[
            (
                datetime.fromtimestamp(one.at, UTC),
                one,
                words_of(one),
                named(one),
                state_words(here, one, one.before),
                became(here, one),
            )
            for one in history.changes.kept[: -SHOWN - 1 : -1]
        ],
        traces_url=here.entrance.settings.traces_url,
    )


def standing(objective: Objective, history: History, service: str, now: float) -> Standing:
    def bad_share(seconds: float) -> float | None:
        tally = history.total(service, since=now - seconds)
        total = objective.total(tally)
        return objective.bad(tally) / total if total > 0 else None

    def burn(seconds: float) -> float | None:
        share = bad_share(seconds)
        return None if share is None else share / (1 - objective.share)

    month = bad_share(KEPT)
    if month is None:
        return Standing(service, None, None, (None, None), "neutral", N_("Pas encore mesuré"))
    just_now, hour, six = burn(STEP), burn(HOUR), burn(6 * HOUR)
    left = 1 - month / (1 - objective.share)
    state, words = "done", N_("Tenu")
    if left < 0:
        state, words = "waiting", N_("Marge épuisée")
    if (six or 0) > SLOW and (hour or 0) > SLOW:
        state, words = "waiting", N_("La marge s’use")
    if (hour or 0) > FAST and (just_now or 0) > FAST:
        state, words = "problem", N_("La marge s’use très vite")
    return Standing(service, 1 - month, left, (hour, six), state, words)


CHANGES = {
    "code": N_("Nouvelle version du programme"),
    "schema": N_("Nouveau schéma de la base"),
    "setting": N_("Configuration modifiée"),
    "feature": N_("Fonction ouverte ou fermée"),
    "restart": N_("Redémarrage"),
}


STATES = {
    "on": N_("ouverte à tous"),
    "off": N_("fermée"),
    "share": N_("ouverte à %(number)s %% des organisations"),
    "organisations": N_("ouverte à des organisations nommées (%(number)s)"),
}


def words_of(change: Change) -> str:
    return CHANGES[change.kind]


def became(here: Here, change: Change) -> str:
    """What it is now; a feature that is as it was before had been something else meanwhile."""
    words = state_words(here, change, change.after)
    again = change.kind == "feature" and change.before == change.after
    return here.said(N_("%(state)s, de nouveau"), state=words) if again else words


def state_words(here: Here, change: Change, told: str) -> str:
    """Of a feature, to whom it was open as its keeper said it (`contracts.features`); of all else, what was told."""
    kind, _, rest = told.partition(" ")
    if change.kind != "feature" or kind not in STATES:
        return told
    return here.said(STATES[kind], number=rest.partition(" ")[0])


def named(change: Change) -> str:
    """What of that kind, as whoever set it wrote it; empty where there is but one."""
    return f"PARVIS_{change.name.upper()}" if change.kind == "setting" else change.name


ROUTES = [index]

"""The platform at a glance: what goes on, what is behind, what is used up; each figure leads to its page of what to do."""

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from gateway.api import Refused
from gateway.here import Here
from gateway.internal.operations import exercises, objectives, runbooks
from gateway.internal.operations.access import must_read
from gateway.internal.operations.dependencies import tiles
from gateway.internal.operations.samples import Figures, Samples, between, by_minute
from gateway.words import N_

HOME = "/exploitation/"
# When a figure asks for a person (the same limits as deploy/observability/alerts.yml).
OUTBOX_SECONDS, LAG_EVENTS, FAILING_SHARE, SLOW_MS, POOL_SHARE, OVERDUE_SECONDS = 60, 1000, 0.02, 1000, 0.9, 300
TURNED_AWAY_SHARE = 0.072
MINUTES_DRAWN = 30
# A token from five seconds ahead is refused (chassis.tokens).
ASTRAY_SECONDS = 3


class Line(NamedTuple):
    """One service now. `troubles` are (sentence, runbook)."""

    service: str
    answers: bool
    figures: Figures | None
    memory: int
    pool: str
    outbox: float
    pending: float
    dead: float
    troubles: list[tuple[str, str]]


@get(HOME, include_in_schema=False)
async def index(here: NamedDependency[Here]) -> Response[Any]:
    must_read(here)
    samples: Samples = here.entrance.samples
    lines = [line_of(here, samples, service) for service in samples.kept]
    settings = here.entrance.settings
    return here.page(
        "operations/supervision.html",
        lines=lines,
        troubles=[(line.service, *trouble) for line in lines for trouble in line.troubles],
        charts=(drawn := charts(samples)),
        marks=marks(here, drawn["labels"]),
        tiles=(found := tiles(here, samples)),
        away=[tile for tile in found if tile.state == "problem"],
        exercises=exercises.offered(here),
        sent=deliveries(here, samples),
        since=datetime.fromtimestamp(samples.moments[0], UTC) if samples.moments else None,
        traces_url=settings.traces_url,
    )


@get(HOME + "fiches/{name:str}", include_in_schema=False)
async def runbook(here: NamedDependency[Here], name: FromPath[str]) -> Response[Any]:
    must_read(here)
    found = runbooks.find(name, here.locale)
    if found is None:
        raise Refused(404, N_("Cette page n’existe pas."))
    return here.page("operations/runbook.html", runbook=found)


def line_of(here: Here, samples: Samples, service: str) -> Line:
    now = samples.latest(service)
    if now is None:
        silent = (here.said(N_("Ne répond pas.")), "service-down")
        return Line(service, False, None, 0, "–", 0, 0, 0, [silent] if samples.kept[service] else [])
    kept = list(samples.kept[service])[-7:]
    figures = between(next((one for one in kept if one is not None), None), now)
    used, limit = (now.values.get(f"parvis_database_connections_{word}", 0) for word in ("used", "limit"))
    line = Line(
        service,
        True,
        figures,
        int(now.values.get("process_resident_memory_bytes", 0)),
        f"{used:.0f} / {limit:.0f}" if limit else "–",
        now.values.get("parvis_outbox_oldest_seconds", 0),
        now.values.get("parvis_consumer_pending", 0),
        now.values.get("parvis_dead_letters_open", 0),
        [],
    )
    failing, slow = (figures.failing or 0, figures.slow or 0) if figures else (0, 0)
    found = (
        (not now.values.get("parvis_database_up", 1), N_("La base de données ne répond pas."), "database"),
        (not now.values.get("parvis_bus_up", 1), N_("La messagerie interne n’est pas jointe."), "outbox"),
        (failing > FAILING_SHARE, N_("Trop de réponses en erreur."), "errors"),
        (
            figures and (figures.turned_away or 0) > TURNED_AWAY_SHARE,
            N_("L’entrée renvoie trop de demandes à plus tard."),
            "turned-away",
        ),
        (
            abs(now.astray) > ASTRAY_SECONDS,
            N_("Son horloge n’est pas celle des autres (%(seconds)s s d’écart)."),
            "clock",
        ),
        (slow > SLOW_MS, N_("Les réponses sont lentes."), "latency"),
        (line.outbox > OUTBOX_SECONDS, N_("Des événements attendent d’être publiés."), "outbox"),
        (line.pending > LAG_EVENTS, N_("Le service prend du retard sur les événements."), "consumer-lag"),
        (line.dead > 0, N_("Des messages en échec attendent une décision."), "dead-letters"),
        (limit and used / limit >= POOL_SHARE, N_("Toutes les connexions à la base sont prises."), "database"),
        (
            now.values.get("parvis_timers_overdue_seconds", 0) > OVERDUE_SECONDS,
            N_("Des échéances ne sont pas traitées à l’heure."),
            "timers",
        ),
        (
            now.values.get("parvis_journal_contradicted_total", 0) > 0,
            N_("Un journal contredit son témoin."),
            "journal",
        ),
        (
            now.values.get("parvis_objects_broken", 0) > 0,
            N_("Des fichiers gardés sont altérés ou manquent."),
            "integrity",
        ),
    )
    line.troubles.extend(
        (here.said(words, seconds=f"{now.astray:+.0f}") if name == "clock" else here.said(words), name)
        for wrong, words, name in found
        if wrong
    )
    return line


def charts(samples: Samples) -> dict[str, Any]:
    """Series by minute for the last half-hour: rates, times, and what is behind. Empty where this entrance was not there yet: a
    release begins it anew, and what changed with it stands in those minutes."""
    minutes = {service: by_minute(list(kept)) for service, kept in samples.kept.items()}
    step = round(60 / 10)
    moments = list(samples.moments)
    labels = [
        datetime.fromtimestamp(moments[index], UTC) for index in list(range(len(moments) - 1, -1, -step))[::-1][1:]
    ]
    unseen = MINUTES_DRAWN - len(labels) if labels else 0
    nothing: list[float | None] = [None] * unseen
    labels = [*(labels[0] - timedelta(minutes=age) for age in range(unseen, 0, -1)), *labels]

    def figure(name: str, digits: int) -> list[tuple[str, list[float | None]]]:
        found: list[tuple[str, list[float | None]]] = []
        for service, pairs in minutes.items():
            values = [getattr(seen, name) if (seen := between(*pair)) else None for pair in pairs]
            found.append((service, [*nothing, *(None if value is None else round(value, digits) for value in values)]))
        return found

    def gauge(name: str) -> list[tuple[str, list[float | None]]]:
        return [
            (service, [*nothing, *(None if last is None else round(last.values.get(name, 0), 1) for _, last in pairs)])
            for service, pairs in minutes.items()
        ]

    return {
        "labels": labels,
        "rate": figure("rate", 2),
        "slow": figure("slow", 0),
        "outbox": gauge("parvis_outbox_oldest_seconds"),
        "pending": gauge("parvis_consumer_pending"),
    }


def marks(here: Here, minutes: list[datetime]) -> list[tuple[int, str]]:
    """What changed while the charts go: the number of the minute, and what. One release is one mark, however many services."""
    found: dict[tuple[int, str], list[str]] = {}
    for change in here.entrance.history.changes.since(minutes[0].timestamp() - 60) if minutes else ():
        index = next((n for n, end in enumerate(minutes) if end.timestamp() >= change.at), len(minutes) - 1)
        what = here.said(objectives.CHANGES[change.kind])
        name = objectives.named(change)
        if change.kind == "feature":
            name = f"{name}, {objectives.became(here, change)}"
        if name:
            what = here.said(N_("%(what)s : %(name)s"), what=what, name=name)
        found.setdefault((index, what), []).append(change.service)
    return [(index, f"{what} ({', '.join(services)})") for (index, what), services in sorted(found.items())]


OUTCOMES = {
    "accepted": N_("Accepté par le serveur de courriel"),
    "permanent-failure": N_("Refusé pour de bon"),
    "temporary-failure": N_("Remis à plus tard par le serveur"),
    "technical-failure": N_("Impossible à écrire"),
    "unknown": N_("Sans réponse connue"),
}


def deliveries(here: Here, samples: Samples) -> list[tuple[str, float]]:
    """Mails by outcome, in the time that is kept."""
    kept = [one for one in samples.kept.get("notifier", ()) if one is not None]
    if not kept:
        return []
    first, last = kept[0], kept[-1]
    grown = {name: value - first.attempts.get(name, 0) for name, value in last.attempts.items()}
    told = [(here.said(OUTCOMES[name]) if name in OUTCOMES else name, value) for name, value in grown.items()]
    return sorted((words, value) for words, value in told if value > 0)


ROUTES = [index, runbook]

"""What all services stand on, one tile each: it answers, it is slow, it keeps nothing more, or somebody gets no answer."""

from typing import NamedTuple

from babel.numbers import format_decimal

from gateway.here import Here
from gateway.internal.operations.samples import Samples
from gateway.words import N_

# Slow is what a person feels behind it; the last samples count, because what stops and starts answers well in between.
SLOW_SECONDS = {"database": 0.5, "bus": 1.0, "objects": 2.0, "mail": 1.0, "scanner": 20.0}
LAST_SAMPLES = 2


class Kind(NamedTuple):
    name: str
    words: str
    runbook: str
    meanwhile: str
    """What people notice while it is away."""
    full: str = ""
    """And while it answers, but keeps nothing more: its disk is full."""


KINDS = (
    Kind(
        "database",
        N_("Base de données"),
        "database",
        N_("Les pages du service répondent « momentanément indisponible » ; rien de ce qui a été accepté ne se perd."),
        N_("Les pages se lisent ; envoyer, enregistrer ou se connecter répond « momentanément indisponible »."),
    ),
    Kind(
        "bus",
        N_("Messagerie interne"),
        "outbox",
        N_("Les demandes sont acceptées ; les courriels et les mises à jour partent au retour."),
    ),
    Kind(
        "objects",
        N_("Stockage des pièces"),
        "objects",
        N_("Déposer ou ouvrir une pièce attend ; le reste fonctionne."),
        N_("Aucune pièce nouvelle n’est prise pour l’instant ; celles qui y sont s’ouvrent, et le reste fonctionne."),
    ),
    Kind(
        "mail",
        N_("Envoi des courriels"),
        "delivery",
        N_("Les courriels attendent et partent au retour, une fois chacun."),
    ),
    Kind(
        "scanner",
        N_("Analyse des pièces"),
        "scanner",
        N_(
            "Les pièces restent « en cours d’analyse » ; avant de l’avoir été, chacune n’est ouverte que par qui l’a envoyée."
        ),
    ),
)


class Tile(NamedTuple):
    """`state` is done, problem (no answer, a slow one, nothing kept) or neutral (nobody has told yet)."""

    kind: Kind
    state: str
    words: str
    figure: str
    affected: list[str]
    meanwhile: str = ""


def tiles(here: Here, samples: Samples) -> list[Tile]:
    return [_tile(here, kind, samples) for kind in KINDS]


def _tile(here: Here, kind: Kind, samples: Samples) -> Tile:
    away: list[str] = []
    slow: list[str] = []
    full: list[str] = []
    worst = 0.0
    told = False
    for service, kept in samples.kept.items():
        last = [
            one.dependencies[kind.name] for one in list(kept)[-LAST_SAMPLES:] if one and kind.name in one.dependencies
        ]
        if not last:
            continue
        told, seconds = True, max(one.seconds for one in last)
        worst = max(worst, seconds)
        if not last[-1].up:
            away.append(service)
        elif not last[-1].keeps:
            full.append(service)
        elif seconds > SLOW_SECONDS[kind.name]:
            slow.append(service)
    figure = (
        here.said(N_("en %(seconds)s s"), seconds=format_decimal(round(worst, 1), locale=here.locale))
        if worst >= 0.1
        else here.said(N_("en moins de 0,1 s"))
    )
    if not told:
        return Tile(kind, "neutral", here.said(N_("Pas encore mesuré")), "–", [])
    if away:
        return Tile(kind, "problem", here.said(N_("Ne répond pas")), "–", away, here.said(kind.meanwhile))
    if full:
        return Tile(kind, "problem", here.said(N_("N’enregistre plus")), figure, full, here.said(kind.full))
    if slow:
        return Tile(kind, "problem", here.said(N_("Répond lentement")), figure, slow, here.said(kind.meanwhile))
    return Tile(kind, "done", here.said(N_("Répond")), figure, [])

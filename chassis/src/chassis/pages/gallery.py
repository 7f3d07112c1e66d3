"""The living page of components: `python -m chassis.pages.gallery <folder>` writes it in both layouts and languages.

Serve the folder beside gateway/src/gateway/static under /assets to look at it (chassis/tests/pages does).
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from markupsafe import escape

from chassis.pages import (
    Actor,
    Badges,
    Flash,
    FormState,
    Link,
    NavItem,
    Opening,
    Organisation,
    PageContext,
    Pages,
    theme_css,
)

WHEN = datetime(2026, 3, 27, 13, 2, tzinfo=UTC)
TONES = [
    ("draft", "Brouillon"),
    ("progress", "En instruction"),
    ("waiting", "Incomplète"),
    ("done", "Acceptée"),
    ("problem", "Refusée"),
    ("archived", "Archivée"),
]
THEMES = [
    ("Famille", "users"),
    ("École et enfance", "school"),
    ("État civil", "certificate"),
    ("Urbanisme", "building-community"),
    ("Déchets", "recycle"),
    ("Solidarité et santé", "heart-handshake"),
    ("Voirie et stationnement", "road"),
    ("Associations", "confetti"),
]
MOMENTS = [
    {
        "at": WHEN,
        "title": "Pièce demandée",
        "text": "Copie du livret de famille",
        "who": "État civil",
        "icon": "paperclip",
        "tone": "waiting",
    },
    {
        "at": WHEN - timedelta(days=1),
        "title": "Demande prise en charge",
        "who": "Émilie R.",
        "icon": "user-check",
        "tone": "progress",
    },
    {"at": WHEN - timedelta(days=2), "title": "Demande reçue", "icon": "circle-check", "tone": "done", "href": "#"},
]
LINES = [
    (
        "PLA-2026-000123",
        "Demande d’acte de naissance",
        "Marie-Antoinette de La Rochefoucauld",
        "Incomplète",
        "waiting",
        12,
    ),
    ("PLA-2026-000122", "Inscription scolaire", "Jean Macquart", "En instruction", "progress", 9),
    ("PLA-2026-000117", "Signaler un problème dans la rue", "Visiteur", "Acceptée", "done", 2),
]
MONTHS = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
TOWN = Organisation(
    name="Ville de Plassans",
    slug="plassans",
    title="Vos démarches en ligne",
    phone="04 42 00 00 00",
    email="mairie@plassans.example",
    address="1, place de la Sous-Préfecture\n13100 Plassans",
    openings=(
        Opening(day="Lundi au jeudi", hours="8 h 30 – 12 h, 13 h 30 – 17 h 30"),
        Opening(day="Vendredi", hours="8 h 30 – 16 h"),
        Opening(day="Samedi", hours="9 h – 12 h"),
    ),
    open_now="Ouvert maintenant jusqu’à 17\u00a0h\u00a030",
    links=(
        Link(label="Site de la ville", href="#"),
        Link(label="CCAS de Plassans", href="#"),
        Link(label="Médiathèque", href="#"),
    ),
)
SERVICES = (
    NavItem(label="Dossiers", href="#", icon="folder", current=True, count=12, group="Démarches"),
    NavItem(label="Calendriers", href="#", icon="calendar", group="Démarches"),
    NavItem(label="Membres de votre collectivité", href="#", icon="users", group="Collectivité"),
    NavItem(label="Assistance", href="#", icon="lifebuoy", count=2, group="Collectivité"),
)


def context(locale: str, *, console: bool = False, **changes: Any) -> PageContext:
    values: dict[str, Any] = {
        "organisation": TOWN,
        "locale": locale,
        "path": "/mon-espace/demandes/PLA-2026-000123",
        "actor": Actor(name="Marie-Antoinette de La Rochefoucauld", kind="member" if console else "citizen"),
        "badges": Badges(exchanges=2, dossiers=1),
        "csrf_token": "jeton",
        "flashes": (
            Flash(text="Votre message est envoyé au service de l’état civil."),
            Flash(text="Cette demande a changé depuis que vous l’avez ouverte.", kind="warning"),
            Flash(text="Votre choix de langue est retenu sur cet appareil.", kind="info"),
            Flash(text="La photo n’a pas pu être lue.", kind="error"),
        ),
        "navigation": SERVICES if console else (),
    }
    return PageContext(**(values | changes))


def form() -> FormState:
    """A form sent with three mistakes, to show them."""
    return FormState(
        {
            "family_name": "Rougon",
            "birth-day": "31",
            "birth-month": "2",
            "birth-year": "1962",
            "email": "marie",
            "kind": "full",
        },
        {
            "given_names": "Indiquez au moins un prénom.",
            "birth": "Indiquez une date qui existe, au format jour/mois/année, par exemple 27 3 2026.",
            "email": "Indiquez une adresse complète, par exemple nom@exemple.fr.",
        },
    )


def kitchen(pages: Pages, layout: str, locale: str) -> str:
    return pages.render(
        "kitchen.html",
        locale=locale,
        page=context(locale, console=layout == "console"),
        layout=f"layouts/{layout}.html",
        form=form(),
        when=WHEN,
        tones=TONES,
        themes=THEMES,
        moments=MOMENTS,
        lines=LINES,
        months=MONTHS,
        hostile="<script>alert(1)</script> & ceci reste du texte.",
    )


def write(folder: Path, colour: str = "#8a3b12") -> list[str]:
    """Every page of the gallery and a theme; the names of the pages written."""
    pages, written = Pages(), dict[str, str]()
    for locale in ("fr", "en"):
        for layout in ("portal", "console"):
            written[f"{layout}-{locale}.html"] = kitchen(pages, layout, locale)
        visitor = context(locale, actor=None, flashes=(), path="/")
        written[f"home-{locale}.html"] = pages.render("kitchen_home.html", locale=locale, page=visitor, themes=THEMES)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "theme.css").write_text(theme_css(colour), encoding="utf-8")
    index = "".join(f'<li><a href="{escape(name)}">{escape(name)}</a></li>' for name in written)
    (folder / "index.html").write_text(f"<!doctype html><title>Parvis</title><ul>{index}</ul>", encoding="utf-8")
    return sorted(written)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m chassis.pages.gallery <folder>")
    sys.stdout.write("\n".join(write(Path(sys.argv[1]))) + "\n")

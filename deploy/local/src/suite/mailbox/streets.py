"""A few streets of the demonstration's town, asked for as the national address base is: the same protocol, nobody outside.

`GET /geocodage/search/?q=3 rue ha&limit=6` answers GeoJSON features, best first. Plassans is in no real base.
"""

import re
import unicodedata
from typing import Any

from suite.pages.web import Answer, Request, as_json

TOWN, POSTCODE = "Plassans", "13100"
MOST = 20
STREETS = (
    "Rue de la Banne",
    "Rue Canquoin",
    "Rue Balande",
    "Rue de Rome",
    "Rue de la Saunerie",
    "Rue Sainte-Claire",
    "Rue du Moulin à huile",
    "Rue de l’Hôtel-de-Ville",
    "Cours Sauvaire",
    "Avenue de Nice",
    "Boulevard du Sud",
    "Chemin des Tulettes",
    "Impasse Saint-Mittre",
    "Place de la Sous-Préfecture",
    "Place du Marché",
)


async def search(request: Request) -> Answer:
    limit = request.query.get("limit", "")
    wanted = min(int(limit), MOST) if limit.isdigit() else 5
    return as_json({"type": "FeatureCollection", "features": _found(request.query.get("q", ""))[:wanted]})


def _found(typed: str) -> list[dict[str, Any]]:
    """Streets where each typed word begins one of theirs; a number typed first is kept."""
    number, _, rest = typed.strip().partition(" ") if re.match(r"\d+\s", typed.strip()) else ("", "", typed)
    words = _words(rest)
    return [
        _feature(f"{number} {street}".strip(), "housenumber" if number else "street")
        for street in STREETS
        if words
        and all(any(known.startswith(word) for known in _words(f"{street} {TOWN} {POSTCODE}")) for word in words)
    ]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    # The typographic apostrophe is gone with the accents: « l’hotel » and « lhotel » are typed alike.
    return re.findall(r"[a-z0-9]+", plain.replace("'", ""))


def _feature(name: str, kind: str) -> dict[str, Any]:
    label = f"{name} {POSTCODE} {TOWN}"
    properties = {"type": kind, "name": name, "label": label, "postcode": POSTCODE, "city": TOWN}
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [5.45, 43.53]}, "properties": properties}

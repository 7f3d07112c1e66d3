"""The State's public directory of administrations, asked live where the operator configured it (`PARVIS_DIRECTORY_URL`).

The address is the dataset « Annuaire de l’administration » on an Opendatasoft server, version 2.1 of its API:
`https://api-lannuaire.service-public.fr/api/explore/v2.1/catalog/datasets/api-lannuaire-administration`.
It only fills a form that a person then corrects: when it is slow, absent or speaks otherwise, the form is empty.
"""

from typing import Any

import aiohttp
import msgspec

from chassis import logs
from identity.domain.access_requests import Coordinates
from identity.domain.organisations import OpeningHours
from identity.domain.places import Place

PATIENCE = aiohttp.ClientTimeout(total=3)
KINDS = {True: "mairie", False: "epci"}


class PublicDirectory:
    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")

    async def coordinates_of(self, place: Place) -> Coordinates:
        """Empty when nothing is configured, nothing is known, or nobody answers."""
        if not self._address:
            return Coordinates()
        named = f'code_insee_commune="{place.code}"' if place.is_commune else f'siren="{place.siren}"'
        asked = {"where": f'{named} and pivot like "{KINDS[place.is_commune]}"', "limit": "1"}
        try:
            async with (
                aiohttp.ClientSession(timeout=PATIENCE) as session,
                session.get(f"{self._address}/records", params=asked) as answer,
            ):
                answer.raise_for_status()
                found = msgspec.json.decode(await answer.read(), type=_Answer)
            return coordinates_from(found.results[0]) if found.results else Coordinates()
        except (aiohttp.ClientError, TimeoutError, msgspec.MsgspecError, KeyError, TypeError) as error:
            logs.log.warning("public directory does not answer", cause=repr(error))
            return Coordinates()


class _Answer(msgspec.Struct):
    results: list[dict[str, Any]]


def coordinates_from(record: dict[str, Any]) -> Coordinates:
    """Its fields are JSON within JSON."""
    [phone] = _rows(record, "telephone")[:1] or [{}]
    [site] = _rows(record, "site_internet")[:1] or [{}]
    email = str(record.get("adresse_courriel") or "").split(";")[0].strip()
    return Coordinates(
        address=_address(_rows(record, "adresse")),
        phone=str(phone.get("valeur", "")),
        email=email,
        website=str(site.get("valeur", "")),
        opening_hours=tuple(_hours(row) for row in _rows(record, "plage_ouverture"))[:7],
        official_email=email,
    )


def _rows(record: dict[str, Any], name: str) -> list[dict[str, Any]]:
    text = record.get(name)
    return msgspec.json.decode(text, type=list[dict[str, Any]]) if isinstance(text, str) and text else []


def _address(rows: list[dict[str, Any]]) -> str:
    for row in rows:
        if row.get("type_adresse") in ("Adresse", None):
            town = f"{row.get('code_postal', '')} {row.get('nom_commune', '')}".strip()
            return ", ".join(part for part in (row.get("numero_voie", ""), town) if part)
    return ""


def _hours(row: dict[str, Any]) -> OpeningHours:
    first, last = str(row.get("nom_jour_debut", "")), str(row.get("nom_jour_fin", ""))
    spans = [
        f"{_clock(row[f'valeur_heure_debut_{n}'])} – {_clock(row[f'valeur_heure_fin_{n}'])}"
        for n in (1, 2)
        if row.get(f"valeur_heure_debut_{n}")
    ]
    return OpeningHours(day=first if last in ("", first) else f"{first} – {last}", hours=", ".join(spans))


def _clock(text: str) -> str:
    """« 08:30:00 » as people write it: « 8 h 30 », « 9 h »."""
    hour, minute = text.split(":")[:2]
    return f"{int(hour)} h" if minute == "00" else f"{int(hour)} h {minute}"

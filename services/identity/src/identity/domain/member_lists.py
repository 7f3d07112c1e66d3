"""A list of members as a spreadsheet saves it (CSV), read line by line."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from chassis.refusals import Invalid
from identity.domain.members import Membership
from identity.domain.persons import Identity, Reach, cleaned
from identity.domain.places import searchable

MOST_LINES, MOST_BYTES = 500, 500_000
# What people write above their columns, without accents or case; the first one is the example's.
COLUMNS = {
    "family_name": ("nom", "nom de famille", "family name", "last name"),
    "given_name": ("prenom", "given name", "first name"),
    "email": ("adresse electronique", "courriel", "email", "e mail", "mail", "adresse e mail"),
    "function": ("fonction", "function", "position"),
    "department": ("service", "department"),
    "phone": ("telephone", "phone"),
    "mobile": ("mobile", "portable", "telephone mobile"),
}
TITLES = {"family_name": "nom", "given_name": "prénom", "email": "adresse électronique"}
NEEDED = tuple(TITLES)
EXAMPLE = "Nom;Prénom;Adresse électronique;Fonction;Service;Téléphone\nSicardot;Adèle;adele@mairie.example;Agente d'accueil;État civil;\n"


class ListUnreadable(Invalid):
    """Cette liste ne peut pas être lue."""


class Line(NamedTuple):
    """`number` is the line in the file, as a spreadsheet counts."""

    number: int
    membership: Membership


def decoded(content: bytes) -> str:
    """Spreadsheets save UTF-8 with or without its mark, « Texte Unicode » (UTF-16, by tabulations), or the Windows
    alphabet."""
    if len(content) > MOST_BYTES:
        raise ListUnreadable("Le fichier est trop volumineux : 500 lignes au plus.")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def lines_of(text: str) -> list[Line]:
    """Raises `ListUnreadable` when the columns are not there or there are too many lines."""
    header, *rows = rows_of(text) or [list[str]()]
    places = {name: at for at, title in enumerate(header) if (name := _column(title))}
    if missing := [TITLES[name] for name in NEEDED if name not in places]:
        titles = ", ".join(missing)
        raise ListUnreadable(f"Il manque une colonne dans la première ligne : {titles}.")
    found = list(_lines(rows, places))
    if len(found) > MOST_LINES:
        raise ListUnreadable(f"Importez {MOST_LINES} lignes au plus à la fois.")
    return found


def rows_of(text: str) -> list[list[str]]:
    """The cells, by line; by semicolon, comma or tabulation. Raises `ListUnreadable`."""
    # A Macintosh ends lines by a carriage return alone; Excel may say the delimiter in a line before all others.
    plain = text.lstrip("\ufeff").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    plain = re.sub(r"\A\"?sep=.\"?\n", "", plain)
    delimiter = max((";", ",", "\t"), key=plain.partition("\n")[0].count)
    try:
        return list(csv.reader(io.StringIO(plain), delimiter=delimiter))
    except csv.Error as error:
        # One cell swallowed all that follows.
        raise ListUnreadable("Un guillemet ouvert n’est jamais refermé : corrigez-le dans votre tableur.") from error


def _lines(rows: Iterable[list[str]], places: dict[str, int]) -> Iterator[Line]:
    for number, row in enumerate(rows, start=2):
        said = {name: cleaned(row[at]) if at < len(row) else "" for name, at in places.items()}
        if not any(said.values()):
            continue
        reach = {name: said.get(name, "") for name in ("email", "phone", "mobile")}
        identity = Identity(given_name=said["given_name"], family_name=said["family_name"])
        yield Line(
            number,
            Membership(
                identity=identity,
                reach=Reach(**reach),
                function=said.get("function", ""),
                department=said.get("department", ""),
            ),
        )


def _column(title: str) -> str:
    wanted = searchable(title)
    return next((name for name, titles in COLUMNS.items() if wanted in titles), "")

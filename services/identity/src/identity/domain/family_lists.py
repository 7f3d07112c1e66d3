"""A list of families as a spreadsheet saves it (CSV): one line for each child (ID-16)."""

from datetime import date, datetime
from typing import NamedTuple

from chassis.refusals import Fault, Invalid
from identity.domain.activation_keys import Family
from identity.domain.households import MemberFacts, Relation, member_faults
from identity.domain.member_lists import rows_of
from identity.domain.persons import cleaned, has_control_characters
from identity.domain.places import searchable

MOST_FAMILIES, MOST_CHILDREN = 500, 10
LONGEST = 120
# What people write above their columns, without accents or case; the first one is the example's.
COLUMNS = {
    "reference": ("dossier", "reference", "numero de famille", "famille"),
    "name": ("destinataire", "responsable", "parents", "nom de la famille"),
    "address": ("adresse", "rue"),
    "postal_code": ("code postal", "cp"),
    "city": ("commune", "ville"),
    "family_name": ("nom de l enfant", "nom enfant", "nom"),
    "given_names": ("prenom de l enfant", "prenom enfant", "prenom", "prenoms"),
    "birth_date": ("date de naissance", "ne le", "naissance"),
}
EXAMPLE = (
    "Dossier;Destinataire;Adresse;Code postal;Commune;Nom de l'enfant;Prénom de l'enfant;Date de naissance\n"
    "F-1042;Mme et M. Rougon;4 rue Canquoin;13100;Plassans;Rougon;Maxime;27/03/2018\n"
    "F-1042;Mme et M. Rougon;4 rue Canquoin;13100;Plassans;Rougon;Clotilde;02/11/2020\n"
)
DAYS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")


class FamilyListUnreadable(Invalid):
    """Cette liste ne peut pas être lue."""


class FamilyLine(NamedTuple):
    """A child of the family that `reference` names; `number` is the line in the file, as a spreadsheet counts."""

    number: int
    reference: str
    family: Family
    child: MemberFacts


def lines_of(text: str) -> list[FamilyLine]:
    """Raises `FamilyListUnreadable` when a column is missing or there are too many families."""
    header, *rows = rows_of(text) or [list[str]()]
    places = {name: at for at, title in enumerate(header) if (name := _column(title))}
    if missing := [COLUMNS[name][0] for name in COLUMNS if name not in places]:
        raise FamilyListUnreadable(f"Il manque une colonne dans la première ligne : {', '.join(missing)}.")
    found = [line for number, row in enumerate(rows, start=2) if (line := _line(number, row, places)) is not None]
    references = [line.reference for line in found]
    if len(set(references)) > MOST_FAMILIES or len(references) > MOST_FAMILIES * MOST_CHILDREN:
        raise FamilyListUnreadable(f"Préparez {MOST_FAMILIES} familles au plus à la fois.")
    return found


def line_faults(line: FamilyLine, *, today: date) -> list[str]:
    """What is wrong with the line, in sentences."""
    found = [fault.message for fault in member_faults(line.child, today=today)]
    if not line.reference or len(line.reference) > 40 or has_control_characters(line.reference):
        found.append("Indiquez le numéro du dossier de la famille, en 40 caractères au plus.")
    family = line.family
    texts = (family.name, family.address, family.city)
    if any(len(text) > LONGEST or has_control_characters(text) for text in texts):
        found.append("Écrivez 120 caractères au plus, sur une ligne.")
    if not family.name:
        found.append("Indiquez le destinataire du courrier.")
    is_postal_code = len(family.postal_code) == 5 and family.postal_code.isascii() and family.postal_code.isdigit()
    if not (family.address and family.city and is_postal_code):
        found.append("Indiquez l’adresse complète : rue, code postal de 5 chiffres, commune.")
    return found


def nothing_chosen() -> Invalid:
    return Invalid(faults=[Fault("/lines", "Aucune ligne n’est à préparer.", "required")])


def _line(number: int, row: list[str], places: dict[str, int]) -> FamilyLine | None:
    said = {name: cleaned(row[at]) if at < len(row) else "" for name, at in places.items()}
    if not any(said.values()):
        return None
    family = Family(name=said["name"], address=said["address"], postal_code=said["postal_code"], city=said["city"])
    child = MemberFacts(
        relation=Relation.CHILD,
        family_name=said["family_name"],
        given_names=said["given_names"],
        birth_date=_day(said["birth_date"]),
    )
    return FamilyLine(number, said["reference"], family, child)


def _day(text: str) -> date | None:
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _column(title: str) -> str:
    wanted = searchable(title)
    return next((name for name, titles in COLUMNS.items() if wanted in titles), "")

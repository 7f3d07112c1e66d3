"""What code says to people is found where it is written, and translated although its holes are filled."""

from pathlib import Path

import pytest

from chassis.pages.catalogues import members, missing
from chassis.pages.sentences import Filled, sentences_in
from chassis.pages.translations import Catalogues

SOURCE = '''
"""Un module qui parle de tout."""
LONGEST = 80
class Late(Conflict):
    """La date est passée."""
    def __init__(self, day): super().__init__(f"Indiquez un jour avant le {day}, et non le {self.day!r}.")
def faults(name):
    """Ce que l’on dit. Ne se traduit pas."""
    log.info("dossier submitted")
    yield Fault(f"/links/{name}/label", "Donnez un nom à ce lien.", "required")
    yield Fault("/body", f"{LONGEST} caractères au plus.", "too_long")
    return must_be_text(name, "/title", "Écrivez un titre.")
'''


@pytest.mark.requirement("GW-03")
def test_every_sentence_is_found_and_nothing_else():
    assert sorted(sentences_in(SOURCE)) == [
        "Donnez un nom à ce lien.",
        "Indiquez un jour avant le {0}, et non le {1}.",
        "{0} caractères au plus.",
        "Écrivez un titre.",
    ]


def test_a_sentence_filled_in_is_recognised_the_closest_first():
    known = Filled(["{0} caractères au plus.", "Écrivez {0} caractères au plus.", "Bonjour."])

    assert known.find("Écrivez 200 caractères au plus.") == ("Écrivez {0} caractères au plus.", ("200",))
    assert known.find("80 caractères au plus.") == ("{0} caractères au plus.", ("80",))
    assert known.find("Bonjour.") is None
    assert known.find("80 caractères ou moins.") is None


@pytest.mark.requirement("GW-03")
@pytest.mark.parametrize(
    ("service", "french", "english"),
    [
        ("identity", "Choisissez un identifiant de 3 à 40 caractères.", "Choose a user name of 3 to 40 characters."),
        ("demarches", "Indiquez un nombre entre 1 et 12.", "Enter a number between 1 and 12."),
        ("notifier", "Ce texte dépasse 140 caractères.", "This text is longer than 140 characters."),
        ("ticketing", "Indiquez votre nom.", "Enter your name."),
        ("documents", "Ce PDF compte plus de 50 pages.", "This PDF has more than 50 pages."),
        # What fills a hole is said in English where it is one of our words.
        (
            "documents",
            "Il vous faut la permission « Consulter les demandes » (demarches.dossiers.read).",
            "You need the permission “Read requests” (demarches.dossiers.read).",
        ),
    ],
)
def test_a_fault_is_said_in_the_readers_language(service: str, french: str, english: str):
    words = Catalogues([service])

    assert words.messages("en").gettext(french) == english
    assert words.messages("fr").gettext(french) == french
    assert words.messages("en").gettext("La rue de la Banne.") == "La rue de la Banne."


@pytest.mark.requirement("GW-03")
@pytest.mark.parametrize("package", list(members()), ids=lambda package: package.name)
def test_no_text_lacks_its_english(package: Path):
    assert missing(package) == []

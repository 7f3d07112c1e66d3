"""The neighbouring town: its titles hold words that must never be read anywhere else."""

from msgspec.structs import replace

from contracts.demo import demo_id
from demarches.commands.catalogue.arrange_catalogue import ArrangeCatalogue, Department, Place, Theme
from demarches.demo import departments
from demarches.demo.forms.acte_naissance import ACTE_NAISSANCE
from demarches.demo.forms.signalement_voirie import SIGNALEMENT_VOIRIE

# Plausible to who reads them, and said of no other town.
CANARIES = ("Acte de naissance des registres des Tulettes", "Signaler un problème dans une rue des Tulettes")

THEME = Theme(
    id=demo_id("theme/tulettes/mairie"), slug="mairie", name="La mairie des Tulettes", icon="building-community"
)
BIRTH = replace(ACTE_NAISSANCE, title=CANARIES[0], department_id=departments.TULETTES_MAIRIE)
STREET = replace(SIGNALEMENT_VOIRIE, title=CANARIES[1], department_id=departments.TULETTES_MAIRIE)
DEFINITIONS = {
    demo_id("demarche/tulettes/acte-de-naissance"): BIRTH,
    demo_id("demarche/tulettes/signalement"): STREET,
}
CATALOGUE = ArrangeCatalogue(
    reference_prefix="TUL",
    departments=(
        Department(
            id=departments.TULETTES_MAIRIE,
            name="Mairie des Tulettes",
            email="mairie@tulettes.example",
            phone="04 90 00 00 00",
            address="1, place de l’Asile\n13480 Les Tulettes",
        ),
    ),
    themes=(THEME,),
    places=(
        Place(
            id=demo_id("demarche/tulettes/acte-de-naissance"),
            slug="acte-de-naissance",
            theme_id=THEME.id,
            title=BIRTH.title,
            summary=BIRTH.summary,
        ),
        Place(
            id=demo_id("demarche/tulettes/signalement"),
            slug="signalement",
            theme_id=THEME.id,
            title=STREET.title,
            summary=STREET.summary,
        ),
    ),
)

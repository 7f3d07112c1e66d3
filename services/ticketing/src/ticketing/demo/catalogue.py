"""Sixteen entries, irregular as life is: products are invented, their kinds of request are not the same for all."""

from contracts.demo import demo_id
from contracts.forms.words import Words
from ticketing.demo.forms import Item, choice, form_for, line, two
from ticketing.domain.catalogue import CatalogueEntry, Product, RequestKind

K = RequestKind
DEVICE = choice(
    "device",
    two("Quel appareil ?", "Which device?"),
    {
        "handheld": two("Terminal de verbalisation", "Ticketing terminal"),
        "printer": two("Imprimante portable", "Portable printer"),
        "dock": two("Socle de charge", "Charging dock"),
    },
    required=True,
)
KIOSK = choice(
    "device",
    two("Quel appareil ?", "Which device?"),
    {
        "kiosk": two("Borne d’accueil", "Reception kiosk"),
        "scanner": two("Numériseur", "Scanner"),
        "reader": two("Lecteur de cartes", "Card reader"),
    },
    required=True,
)
ZONE = line("zone", two("Zone ou parc concerné", "Zone or car park"))
SITE = line("site", two("École, crèche ou centre concerné", "School, nursery or centre"))


def product(key: str, name: Words, icon: str, position: int) -> Product:
    return Product(id=demo_id(f"product/{key}"), name=name, icon=icon, position=position)


ACCOUNT = product("account", two("Votre compte", "Your account"), "user-circle", 0)
POLICE = product("vigie", two("Vigie — police municipale", "Vigie — municipal police"), "shield", 1)
CHILDHOOD = product(
    "ribambelle", two("Ribambelle — enfance et écoles", "Ribambelle — childhood and schools"), "users", 2
)
FINES = product("constat", two("Constat — procès-verbal électronique", "Constat — electronic fines"), "file-text", 3)
DESK = product("parvis", two("Parvis — guichet et demandes", "Parvis — counter and requests"), "building-community", 4)
PARKING = product("creneau", two("Créneau — stationnement", "Créneau — parking"), "map-pin", 5)
PRODUCTS = (ACCOUNT, POLICE, CHILDHOOD, FINES, DESK, PARKING)


def entry(owner: Product, position: int, kind: RequestKind, slug: str, fr: str, en: str, *more: Item) -> CatalogueEntry:
    return CatalogueEntry(
        id=demo_id(f"catalogue-entry/{slug}"),
        slug=slug,
        product_id=owner.id,
        kind=kind,
        label=two(fr, en),
        form=form_for(kind, *more),
        position=position,
    )


ENTRIES = (
    entry(ACCOUNT, 0, K.ACCOUNT, "creation-de-compte", "Création de compte", "New account"),
    entry(POLICE, 0, K.ASSISTANCE, "assistance-vigie", "Assistance Vigie", "Vigie assistance"),
    entry(
        POLICE, 1, K.SOFTWARE_ANOMALY, "anomalie-logiciel-vigie", "Anomalie – logiciel Vigie", "Fault – Vigie software"
    ),
    entry(POLICE, 2, K.EVOLUTION, "evolution-vigie", "Évolution Vigie", "Vigie improvement"),
    entry(
        CHILDHOOD,
        0,
        K.SOFTWARE_ANOMALY,
        "anomalie-logiciel-ribambelle",
        "Anomalie – logiciel Ribambelle",
        "Fault – Ribambelle software",
        SITE,
    ),
    entry(
        CHILDHOOD,
        1,
        K.ASSISTANCE,
        "assistance-ribambelle",
        "Assistance utilisation Ribambelle",
        "Help with Ribambelle",
        SITE,
    ),
    entry(CHILDHOOD, 2, K.EVOLUTION, "evolution-ribambelle", "Évolution Ribambelle", "Ribambelle improvement"),
    entry(FINES, 0, K.ASSISTANCE, "assistance-constat", "Assistance Constat", "Constat assistance"),
    entry(
        FINES,
        1,
        K.HARDWARE_ANOMALY,
        "anomalie-materiel-constat",
        "Anomalie – matériel Constat",
        "Fault – Constat hardware",
        DEVICE,
    ),
    entry(DESK, 0, K.ASSISTANCE, "assistance-parvis", "Assistance utilisation Parvis", "Help with Parvis"),
    entry(
        DESK, 1, K.SOFTWARE_ANOMALY, "anomalie-logiciel-parvis", "Anomalie – logiciel Parvis", "Fault – Parvis software"
    ),
    entry(DESK, 2, K.EVOLUTION, "evolution-parvis", "Évolution Parvis", "Parvis improvement"),
    entry(
        DESK,
        3,
        K.HARDWARE_ANOMALY,
        "anomalie-materiel-parvis",
        "Anomalie – matériel Parvis",
        "Fault – Parvis hardware",
        KIOSK,
    ),
    entry(
        PARKING,
        0,
        K.SOFTWARE_ANOMALY,
        "anomalie-logiciel-creneau",
        "Anomalie – logiciel Créneau",
        "Fault – Créneau software",
        ZONE,
    ),
    entry(PARKING, 1, K.ASSISTANCE, "assistance-creneau", "Assistance utilisation Créneau", "Help with Créneau", ZONE),
    entry(PARKING, 2, K.EVOLUTION, "evolution-creneau", "Évolution Créneau", "Créneau improvement"),
)

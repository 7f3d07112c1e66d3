"""What Plassans offers: eight démarches of different kinds, and a link to somewhere else."""

from msgspec.structs import replace

from contracts.demo import MAYOR, demo_id
from demarches.commands.catalogue.arrange_catalogue import ArrangeCatalogue, Department, Place, Theme
from demarches.demo import agendas, departments
from demarches.demo.forms.acte_naissance import ACTE_NAISSANCE
from demarches.demo.forms.centre_loisirs import CENTRE_LOISIRS
from demarches.demo.forms.changement_adresse import CHANGEMENT_ADRESSE
from demarches.demo.forms.conseil_urbanisme import CONSEIL_URBANISME
from demarches.demo.forms.inscription_scolaire import INSCRIPTION_SCOLAIRE
from demarches.demo.forms.passeport import PASSEPORT
from demarches.demo.forms.signalement_voirie import SIGNALEMENT_VOIRIE
from demarches.demo.forms.terrasse import TERRASSE
from demarches.demo.parts import words
from demarches.domain.definition import Definition
from demarches.ready import themes as ready_made
from demarches.ready.read import ready

THEMES = {
    slug: Theme(id=demo_id(f"theme/plassans/{slug}"), slug=slug, name=words(fr, en), icon=icon, position=position)
    for position, (slug, fr, en, icon) in enumerate(ready_made.THEMES, start=1)
}
ETAT_CIVIL, ENFANCE, CADRE, URBANISME, ENTREPRENDRE, DECHETS, VIE = list(THEMES.values())[:7]
READY = ready(
    (("etat-civil", departments.ETAT_CIVIL), ("enfance", departments.ENFANCE), ("voirie", departments.VOIRIE)),
    (("salles", agendas.ROOMS),),
)


def place(slug: str, where: Theme, definition: Definition, *, position: int = 0, pinned: bool = False) -> Place:
    return Place(
        id=demo_id(f"demarche/plassans/{slug}"),
        slug=slug,
        theme_id=where.id,
        title=definition.title,
        summary=definition.summary,
        position=position,
        pinned=pinned,
    )


OFFERED = {
    "passeport-carte-identite": (ETAT_CIVIL, PASSEPORT, True),
    "acte-de-naissance": (ETAT_CIVIL, ACTE_NAISSANCE, True),
    "inscription-scolaire": (ENFANCE, INSCRIPTION_SCOLAIRE, True),
    "centre-de-loisirs": (ENFANCE, CENTRE_LOISIRS, True),
    "signaler-un-probleme": (CADRE, SIGNALEMENT_VOIRIE, True),
    "conseil-urbanisme": (URBANISME, CONSEIL_URBANISME, False),
    "terrasse": (ENTREPRENDRE, TERRASSE, False),
    "changement-adresse": (VIE, CHANGEMENT_ADRESSE, False),
}

WASTE = Place(
    id=demo_id("demarche/plassans/collecte-dechets"),
    slug="collecte-dechets",
    theme_id=DECHETS.id,
    title=words("Collecte des déchets et encombrants", "Waste and bulky items collection"),
    summary=words(
        "Jours de passage, bacs et rendez-vous pour les encombrants, sur le site de la communauté de communes.",
        "Collection days, bins and bulky items, on the site of the community of communes.",
    ),
    external_url="https://dechets.plassans.example/",
    keywords=("ordures", "tri", "recyclage", "bac", "encombrants", "déchèterie"),
)

CATALOGUE = ArrangeCatalogue(
    reference_prefix="PLA",
    departments=(
        Department(
            id=departments.ETAT_CIVIL,
            name="Service de l’état civil",
            email="etat-civil@plassans.example",
            phone="04 42 00 00 01",
            address="1, place de la Sous-Préfecture\n13100 Plassans",
            hours="Du lundi au vendredi, de 8 h 30 à 12 h et de 13 h 30 à 17 h 30",
        ),
        Department(
            id=departments.ENFANCE,
            name="Service Enfance et écoles",
            email="enfance@plassans.example",
            phone="04 42 00 00 02",
            address="4, rue de la Banne\n13100 Plassans",
            hours="Du lundi au vendredi, de 8 h 30 à 17 h",
        ),
        Department(
            id=departments.VOIRIE,
            name="Service Voirie et espaces publics",
            email="voirie@plassans.example",
            phone="04 42 00 00 03",
            address="12, avenue de l’Aire-Saint-Mittre\n13100 Plassans",
            hours="Du lundi au vendredi, de 8 h à 16 h 30",
        ),
    ),
    themes=tuple(THEMES.values()),
    places=(
        *(
            place(slug, where, definition, position=number, pinned=pinned)
            for number, (slug, (where, definition, pinned)) in enumerate(OFFERED.items())
        ),
        WASTE,
        *(
            Place(
                id=demo_id(f"demarche/plassans/{one.slug}"),
                slug=one.slug,
                theme_id=THEMES[one.theme].id,
                title=one.title,
                summary=one.summary,
                position=20 + number,
                external_url=one.external_url,
                kind=one.kind,
                body=one.body,
                keywords=one.keywords,
            )
            for number, one in enumerate(READY)
        ),
    ),
    synonyms={
        "poubelle": "collecte des déchets",
        "ordures": "collecte des déchets",
        "encombrants": "collecte des déchets",
        "extrait de naissance": "acte de naissance",
        "bulletin de naissance": "acte de naissance",
        "école": "inscription scolaire",
        "maternelle": "inscription scolaire",
        "cantine": "centre de loisirs",
        "garderie": "centre de loisirs",
        "vacances": "centre de loisirs",
        "nid de poule": "signaler un problème voirie",
        "trou": "signaler un problème voirie",
        "lampadaire": "signaler un problème éclairage",
        "permis de construire": "conseil urbanisme travaux",
        "clôture": "conseil urbanisme travaux",
        "piscine": "conseil urbanisme travaux",
        "carte d’identité": "passeport carte identité rendez-vous",
        "cni": "passeport carte identité rendez-vous",
        "café": "terrasse occupation domaine public",
        "restaurant": "terrasse occupation domaine public",
        "déménagement": "changement adresse",
        "déménager": "changement adresse",
    },
)


def signed(definition: Definition) -> Definition:
    """A decision says who took it (CRPA L212-1): the mayor, where a definition names nobody else."""
    letter = definition.letter
    if letter.signatory:
        return definition
    named = replace(letter, signatory=f"{MAYOR.given_name} {MAYOR.family_name}", capacity=words("Le maire", "Mayor"))
    return replace(definition, letter=named)


DEFINITIONS = {
    demo_id(f"demarche/plassans/{slug}"): signed(definition) for slug, (_, definition, _) in OFFERED.items()
} | {demo_id(f"demarche/plassans/{one.slug}"): signed(one.definition) for one in READY if one.definition is not None}

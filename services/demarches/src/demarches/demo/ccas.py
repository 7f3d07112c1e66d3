"""The CCAS of Plassans: another organisation, with one démarche of its own."""

from contracts.demo import demo_id
from contracts.forms import read_form
from demarches.commands.catalogue.arrange_catalogue import ArrangeCatalogue, Department, Place, Theme
from demarches.demo import departments
from demarches.demo.parts import my_details, my_request, options, words
from demarches.domain.definition import Applicant, Definition, Texts
from demarches.domain.rules import ClockRule, Silence

MEALS = Definition(
    title=words("Portage de repas à domicile", "Meals at home"),
    summary=words("Recevoir chez soi des repas préparés.", "Have meals brought to your home."),
    form=read_form(
        {
            "steps": [
                my_details(),
                my_request(
                    {
                        "kind": "choice",
                        "id": "days",
                        "label": words("Quels jours ?", "Which days?"),
                        "multiple": True,
                        "required": True,
                        "options": options(
                            ("mon", "Lundi", "Monday"),
                            ("wed", "Mercredi", "Wednesday"),
                            ("fri", "Vendredi", "Friday"),
                        ),
                    },
                    {"kind": "text", "id": "diet", "label": words("Régime particulier", "Special diet")},
                ),
            ]
        }
    ),
    department_id=departments.SOLIDARITE,
    applicant=Applicant(step="informations", person="applicant", email="email"),
    clock=ClockRule(silence=Silence.ACCEPTANCE, months=2, articles=("CRPA L231-1", "CRPA R112-5")),
    texts=Texts(what_you_get=words("Des repas livrés le matin.", "Meals brought in the morning.")),
    keywords=("repas", "personnes âgées", "domicile"),
)
THEME = Theme(
    id=demo_id("theme/ccas-plassans/solidarite"),
    slug="solidarite",
    name=words("Solidarité", "Solidarity"),
    icon="heart-handshake",
)
DEFINITIONS = {demo_id("demarche/ccas-plassans/repas"): MEALS}
CATALOGUE = ArrangeCatalogue(
    reference_prefix="CCA",
    departments=(
        Department(
            id=departments.SOLIDARITE,
            name="CCAS de Plassans",
            email="ccas@plassans.example",
            phone="04 42 00 00 04",
            address="2, rue Balande\n13100 Plassans",
        ),
    ),
    themes=(THEME,),
    places=(
        Place(
            id=demo_id("demarche/ccas-plassans/repas"),
            slug="repas",
            theme_id=THEME.id,
            title=MEALS.title,
            summary=MEALS.summary,
            position=1,
        ),
    ),
)

"""What the operator offers to every organisation: one démarche that Plassans copied and adapted, with a newer version to
choose from, and one that nobody copied yet."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select

from chassis.actor import Actor
from chassis.service import Service
from contracts.demo import AGENT, OPERATOR, PLATFORM_OPERATOR, demo_id
from contracts.forms import Words, read_form
from demarches.commands.catalogue.arrange_catalogue import ArrangeCatalogue, Department, Theme, arrange_catalogue
from demarches.commands.editor.change_definition import ChangeDefinition, change_definition
from demarches.commands.editor.create_demarche import CreateDemarche, create_demarche
from demarches.commands.editor.publish_work import PublishWork, publish_work
from demarches.commands.sharing.copy_shared import CopyShared, copy_shared
from demarches.commands.sharing.share_definition import ShareDefinition, share_definition
from demarches.demo import departments
from demarches.demo.parts import my_details, my_pieces, my_request, options, piece, words
from demarches.demo.plassans import THEMES
from demarches.demo.requests import acting
from demarches.domain.definition import Applicant, Definition, Texts
from demarches.domain.rules import ClockRule, Silence
from demarches.storage.editing import work_on
from demarches.storage.tables import shared_definitions
from demarches.storage.unit_of_work import DemarchesWork

METHODS = demo_id("department/assistance/methodes")
MODELS = Theme(id=demo_id("theme/assistance/modeles"), slug="modeles", name=words("Modèles", "Models"), icon="files")
PLACE_ON_SALE = {
    "kind": "address",
    "id": "place",
    "label": words("Lieu de la vente", "Place of the sale"),
    "required": True,
}
SALE = Definition(
    title=words("Déclarer une vente au déballage", "Declare a clearance sale"),
    summary=words(
        "Vide-grenier, brocante ou vente saisonnière hors des boutiques.", "Flea market or seasonal sale outside shops."
    ),
    form=read_form(
        {
            "steps": [
                my_details(),
                my_request(
                    PLACE_ON_SALE,
                    {
                        "kind": "period",
                        "id": "dates",
                        "label": words("Dates", "Dates"),
                        "required": True,
                        "min": "add_days(today, 15)",
                        "max_days": 60,
                    },
                    {
                        "kind": "choice",
                        "id": "goods",
                        "label": words("Marchandises vendues", "Goods sold"),
                        "required": True,
                        "options": options(("used", "Occasion", "Used"), ("new", "Neuves", "New")),
                    },
                ),
                my_pieces(piece("identity", "Pièce d’identité de l’organisateur", "Organiser’s identity document")),
            ]
        }
    ),
    department_id=METHODS,
    applicant=Applicant(step="informations", person="applicant", email="email"),
    clock=ClockRule(silence=Silence.NONE, articles=("code de commerce, articles L310-2 et R310-8",)),
    texts=Texts(
        what_you_get=words("Un récépissé de déclaration.", "A receipt of your declaration."),
        for_whom=words("Particuliers, associations et commerçants.", "Individuals, associations and shops."),
        cost=words("Gratuit", "Free"),
        help=words("Deux ventes par an et par lieu pour un particulier.", "Two sales a year for an individual."),
    ),
    duration_minutes=7,
    keywords=("vide-grenier", "brocante", "braderie", "vente"),
)
HIVES = Definition(
    title=words("Déclarer un rucher", "Declare an apiary"),
    summary=words("Signaler à la mairie l’installation de ruches.", "Tell the town hall about beehives."),
    form=read_form(
        {
            "steps": [
                my_details(),
                my_request(
                    PLACE_ON_SALE | {"label": words("Emplacement du rucher", "Place of the apiary")},
                    {
                        "kind": "number",
                        "id": "hives",
                        "label": words("Nombre de ruches", "Number of hives"),
                        "required": True,
                        "min": 1,
                        "max": 500,
                    },
                ),
            ]
        }
    ),
    department_id=METHODS,
    applicant=Applicant(step="informations", person="applicant", email="email"),
    clock=ClockRule(silence=Silence.NONE, articles=("code rural et de la pêche maritime, article R211-2",)),
    texts=Texts(what_you_get=words("Un accusé de votre déclaration.", "A receipt of your declaration.")),
    keywords=("abeilles", "ruche", "miel"),
)


async def load_shared(service: Service[DemarchesWork]) -> None:
    """Once: what was offered is there already the next time."""
    felicite, adele = acting(PLATFORM_OPERATOR), acting(AGENT)
    async with service.database.transaction(felicite, read_only=True) as connection:
        if await connection.scalar(select(shared_definitions.c.shared_id).limit(1)) is not None:
            return
    itself = Actor.of_service("demarches", OPERATOR.id)
    department = Department(id=METHODS, name="Méthodes")
    arranged = ArrangeCatalogue(reference_prefix="OPE", departments=(department,), themes=(MODELS,))
    await service.commands.run(arrange_catalogue, arranged, actor=itself)
    run = service.commands.run
    first = "Première version."
    sale_id, hives_id = await _written(service, SALE), await _written(service, HIVES)
    for shared_id in (sale_id, hives_id):
        await run(share_definition, ShareDefinition(shared_id, first), actor=felicite)
    copy = CopyShared(
        shared_id=sale_id,
        title="Déclarer un vide-grenier",
        theme_id=THEMES["commerces"].id,
        department_id=departments.VOIRIE,
    )
    copy_id: UUID = await run(copy_shared, copy, actor=adele)
    ours = words("À Plassans, les vide-greniers ont lieu cours Sauvaire, de 7 h à 18 h.", "On cours Sauvaire, 7 to 6.")
    named = words("Déclarer un vide-grenier", "Declare a car boot sale")
    version = await _helps(service, adele, copy_id, ours, title=named)
    await run(publish_work, PublishWork(copy_id, version), actor=adele)
    theirs = words("Deux ventes par an et par personne, deux mois par an et par lieu.", "Two sales a year each.")
    await _helps(service, felicite, sale_id, theirs, keywords=["vide-grenier", "brocante", "braderie", "puces"])
    note = "Rappel de la durée annuelle par lieu (code de commerce, L310-2)."
    await run(share_definition, ShareDefinition(sale_id, note), actor=felicite)


async def _written(service: Service[DemarchesWork], definition: Definition) -> UUID:
    """Under work at the operator's, who proposes it without offering it itself."""
    content: dict[str, Any] = msgspec.to_builtins(definition)
    begun = CreateDemarche(title=content["title"]["fr"], theme_id=MODELS.id, department_id=METHODS, content=content)
    return await service.commands.run(create_demarche, begun, actor=acting(PLATFORM_OPERATOR))


async def _helps(service: Service[DemarchesWork], author: Actor, demarche_id: UUID, said: Words, **more: Any) -> int:
    """The same with another help; the new version of the work."""
    async with service.database.transaction(author, read_only=True) as connection:
        work = await work_on(connection, demarche_id)
    texts = {**work.content["texts"], "help": said}
    changed = ChangeDefinition(
        demarche_id=demarche_id, content={**work.content, **more, "texts": texts}, expected=work.version
    )
    return await service.commands.run(change_definition, changed, actor=author)

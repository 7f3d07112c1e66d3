"""A town with démarches, and people who use them."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from chassis.actor import Actor
from chassis.keys import SigningKeyFile
from chassis.tokens import Signer
from contracts.forms import read_form
from contracts.tokens import UploadReceipt
from demarches.commands.catalogue.arrange_catalogue import ArrangeCatalogue, Department, Place, Theme, arrange_catalogue
from demarches.commands.catalogue.publish_definition import PublishDefinition, publish_definition
from demarches.domain.definition import Applicant, Definition, Texts
from demarches.domain.policies import DECIDE, INSTRUCT, READ
from demarches.domain.rules import ClockRule, Silence
from kit.actors import a_citizen, a_member
from kit.service import ServiceUnderTest

ME = {"id": "me", "title": "Mes informations"}
WHO = {
    "kind": "person",
    "id": "applicant",
    "label": "Vous",
    "required": True,
    "parts": ["family_name", "given_names"],
    "optional": [],
}
MAIL = {"kind": "email", "id": "email", "label": "Adresse électronique"}
WISH = {"kind": "text", "id": "wish", "label": "Votre souhait", "required": True}
PIECE = {"kind": "piece", "id": "proof", "type": "proof", "label": "Justificatif", "required": True}
ANSWERS = {"applicant": {"family_name": "Rougon", "given_names": "Camille"}, "email": "camille@plassans.example"}
TWO_MONTHS = ClockRule(silence=Silence.ACCEPTANCE, months=2, articles=("CRPA L231-1",), then="Attestation : L232-3.")


def a_definition(*, department_id: UUID, pieces: bool = False, **changes: Any) -> Definition:
    steps: list[dict[str, Any]] = [
        ME | {"items": [WHO, MAIL]},
        {"id": "wishes", "title": "Ma demande", "items": [WISH]},
    ]
    if pieces:
        steps.append({"id": "pieces", "title": "Mes pièces", "items": [PIECE]})
    facts: dict[str, Any] = {
        "title": "Collecte des déchets",
        "summary": "Demander un bac.",
        "form": read_form({"steps": steps}),
        "department_id": department_id,
        "clock": TWO_MONTHS,
        "texts": Texts(what_you_get="Un bac.", appeal="Recours sous deux mois."),
        "applicant": Applicant(step="me", person="applicant", email="email"),
    }
    return Definition(**{**facts, **changes})


@dataclass
class Town:
    service: ServiceUnderTest
    tenant: UUID
    department_id: UUID
    theme_id: UUID

    async def offers(self, slug: str = "bac", **changes: Any) -> UUID:
        """A démarche, published; its id."""
        definition = a_definition(department_id=self.department_id, **changes)
        demarche_id = uuid4()
        place = Place(
            id=demarche_id, slug=slug, theme_id=self.theme_id, title=definition.title, summary=definition.summary
        )
        itself = Actor.of_service("demarches", self.tenant)
        await self.service.run(
            arrange_catalogue, ArrangeCatalogue(reference_prefix="PLA", places=(place,)), actor=itself
        )
        await self.service.run(publish_definition, PublishDefinition(demarche_id, definition), actor=itself)
        return demarche_id

    async def call(self, actor: Actor | None, method: str, path: str, **options: Any) -> httpx.Response:
        """Comes back as asked (503, Retry-After) when all connections were busy: the machine may be slow."""
        for _ in range(30):
            answer = await self.service.call(actor, method, f"/v1{path}", **options)
            if answer.status_code != 503:
                return answer
            await asyncio.sleep(0.2)
        raise AssertionError(answer.text)

    async def begun(self, actor: Actor, slug: str = "bac") -> str:
        return (await self.call(actor, "POST", "/dossiers", json={"demarche": slug})).json()["id"]

    async def filled(self, actor: Actor, slug: str = "bac", **answers: Any) -> str:
        dossier_id = await self.begun(actor, slug)
        await self.saves(actor, dossier_id, "me", ANSWERS)
        await self.saves(actor, dossier_id, "wishes", {"wish": "un bac bleu", **answers})
        return dossier_id

    async def saves(self, actor: Actor, dossier_id: str, step: str, answers: Any) -> httpx.Response:
        return await self.call(actor, "PUT", f"/dossiers/{dossier_id}/steps/{step}", json={"answers": answers})

    async def submits(self, actor: Actor, dossier_id: str) -> httpx.Response:
        return await self.call(actor, "POST", f"/dossiers/{dossier_id}/submission")

    async def submitted(self, actor: Actor, slug: str = "bac") -> str:
        dossier_id = await self.filled(actor, slug)
        answer = await self.submits(actor, dossier_id)
        assert answer.status_code == 201, answer.text
        return dossier_id

    async def shows(self, actor: Actor, dossier_id: str) -> dict[str, Any]:
        return (await self.call(actor, "GET", f"/dossiers/{dossier_id}")).json()

    def receipt(self, actor: Actor, dossier_id: str, **changes: Any) -> str:
        """As documents signs it."""
        key = SigningKeyFile(self.service.servers.keyring.signing_key_file("documents"))
        signer = Signer("documents", key, now=self.service.clock)
        facts = {
            "tenant": self.tenant,
            "sub": actor.subject,
            "bundle": UUID(dossier_id),
            "file": uuid4(),
            "name": "facture.pdf",
            "size": 1000,
            "media_type": "application/pdf",
            "sha256": "0" * 64,
        }
        return signer.sign(UploadReceipt, audience="demarches", lives=timedelta(minutes=10), **{**facts, **changes})

    async def attaches(self, actor: Actor, dossier_id: str, receipt: str | None = None, **facts: Any) -> httpx.Response:
        body = {
            "type": "proof",
            "label": "Justificatif",
            "receipts": [receipt or self.receipt(actor, dossier_id)],
            **facts,
        }
        return await self.call(actor, "POST", f"/dossiers/{dossier_id}/pieces", json=body)

    def citizen(self) -> Actor:
        return a_citizen(self.tenant)

    def agent(self, *permissions: str) -> Actor:
        return a_member(self.tenant, *(permissions or (READ, INSTRUCT, DECIDE)))


async def found_town(service: ServiceUnderTest, tenant: UUID) -> Town:
    town = Town(service, tenant, uuid4(), uuid4())
    catalogue = ArrangeCatalogue(
        reference_prefix="PLA",
        departments=(
            Department(
                id=town.department_id,
                name="Service Déchets",
                email="dechets@plassans.example",
                phone="04 42 00 00 09",
                address="1, place de la Sous-Préfecture",
            ),
        ),
        themes=(Theme(id=town.theme_id, slug="dechets", name="Déchets", icon="recycle"),),
        synonyms={"poubelle": "collecte des déchets"},
    )
    await service.run(arrange_catalogue, catalogue, actor=Actor.of_service("demarches", tenant))
    return town

"""The certificate of an acceptance by silence (CRPA L232-3), as a PDF."""

from datetime import date
from pathlib import Path

from chassis.typeset import pdf
from demarches.domain.refusals import NoImplicitAcceptance
from demarches.queries.dossier.views import DossierView
from demarches.queries.words import dates

TEMPLATE = Path(__file__).with_name("attestation.typ")


async def attestation_pdf(dossier: DossierView, today: date, *, organisation: str) -> bytes:
    """In French: it binds the administration. `today` is when it is issued. Raises NoImplicitAcceptance."""
    if dossier.silence is None or not dossier.silence.attestation or dossier.submitted_at is None:
        raise NoImplicitAcceptance
    day, moment = dates("fr").day, dates("fr").moment
    return await pdf(
        TEMPLATE,
        {
            "title": "Attestation d’acceptation implicite",
            "organisation": organisation,
            "department": dossier.department.name,
            "address": dossier.department.address,
            "facts": [
                ["Demande", dossier.demarche.title],
                ["Numéro", dossier.reference or ""],
                ["Demandeur", dossier.applicant.name],
                ["Reçue", moment(dossier.submitted_at)],
                ["Acceptée depuis le", day(dossier.silence.effect_on)],
            ],
            "text": (
                "En application de l’article L232-3 du code des relations entre le public et l’administration, il est "
                "attesté que le silence gardé par l’administration sur la demande ci-dessus vaut décision implicite "
                f"d’acceptation depuis le {day(dossier.silence.effect_on)}."
            ),
            "issued": f"Délivrée le {day(today)}",
            "lines": dossier.clock.lines if dossier.clock else [],
        },
    )

"""The receipt as a PDF: what was asked, when, by whom, and what the law promises (CRPA R112-5)."""

from pathlib import Path

from chassis import typeset
from demarches.queries.dossier.views import DossierView
from demarches.queries.words import dates, translation

TEMPLATE = Path(__file__).with_name("receipt.typ")


async def receipt_pdf(dossier: DossierView, *, organisation: str, locale: str) -> bytes:
    return await typeset.pdf(TEMPLATE, facts_of(dossier, organisation, locale))


def facts_of(dossier: DossierView, organisation: str, locale: str) -> dict[str, object]:
    """What the template prints: texts only, so that nothing typed by anyone is read as markup."""
    _, moment = translation(locale), dates(locale).moment
    sent = dossier.submitted_at
    return {
        "lang": "en" if locale.startswith("en") else "fr",
        "organisation": organisation,
        "title": dossier.demarche.title,
        "heading": _("Accusé de réception") if sent else _("Brouillon : cette demande n’est pas envoyée"),
        "facts": [
            [_("Numéro"), dossier.reference or "–"],
            [_("Reçue"), moment(sent) if sent else "–"],
            [_("État"), dossier.status_word],
            [_("Service"), dossier.department.name],
            [_("Adresse"), dossier.department.address],
            [_("Téléphone"), dossier.department.phone],
            [_("Courriel"), dossier.department.email],
        ],
        "sections": [
            {
                "title": section.title,
                "lines": [[f"{n.group} – {n.label}" if n.group else n.label, n.value] for n in section.lines],
            }
            for section in dossier.sections
        ],
        "pieces_title": _("Pièces jointes"),
        "pieces": [[piece.label, ", ".join(file.name for file in piece.files)] for piece in dossier.pieces],
        "legal_title": _("Ce que dit la loi"),
        "legal": dossier.clock.sentence if dossier.clock else "",
    }

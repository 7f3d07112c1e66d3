"""The receipt as a PDF: what was asked, when, by whom, and what the law promises (CRPA R112-5)."""

import asyncio
import json
from functools import lru_cache
from pathlib import Path

import typst

from demarches.queries.dossier.views import DossierView
from demarches.queries.words import dates, translation

TEMPLATE = Path(__file__).with_name("receipt.typ")
# Typesetting is work for a processor: no more at once than this, the others wait their turn.
AT_ONCE = 2


@lru_cache(maxsize=1)
def _turns() -> asyncio.Semaphore:
    return asyncio.Semaphore(AT_ONCE)


async def receipt_pdf(dossier: DossierView, *, locale: str) -> bytes:
    """Some 50 ms of a processor, in a thread."""
    facts = json.dumps(facts_of(dossier, locale), ensure_ascii=False)
    async with _turns():
        return await asyncio.to_thread(_typeset, facts)


def facts_of(dossier: DossierView, locale: str) -> dict[str, object]:
    """What the template prints: texts only, so that nothing typed by anyone is read as markup."""
    _, moment = translation(locale), dates(locale).moment
    sent = dossier.submitted_at
    return {
        "lang": "en" if locale.startswith("en") else "fr",
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


def _typeset(facts: str) -> bytes:
    made = typst.compile(str(TEMPLATE), sys_inputs={"facts": facts})
    assert isinstance(made, bytes)
    return made

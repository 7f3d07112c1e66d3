"""The certificate of an erasure: what was erased, what the law keeps, when. It names nobody (ID-26)."""

from pathlib import Path

from chassis import typeset
from chassis.pages.filters import filters
from contracts.personal_data import HELD
from identity.domain.personal_data import Erasure

TEMPLATE = Path(__file__).with_name("certificate.typ")


async def certificate_pdf(erasure: Erasure, *, organisation: str, address: str, controller: str) -> bytes:
    words = filters("fr")
    erased, kept = erasure.totals("erased"), erasure.totals("kept")
    facts = {
        "organisation": organisation,
        "address": [part.strip() for part in address.split(",") if part.strip()],
        "controller": controller or organisation,
        "reference": erasure.id.hex[-12:].upper(),
        "account": str(erasure.account_id),
        "requested": words["moment"](erasure.requested_at),
        "completed": words["moment"](erasure.completed_at),
        "erased": [[held.label, str(erased[what])] for what, held in HELD.items() if erased.get(what)],
        "kept": [[held.label, str(kept[what]), held.law] for what, held in HELD.items() if kept.get(what)],
    }
    return await typeset.pdf(TEMPLATE, facts)

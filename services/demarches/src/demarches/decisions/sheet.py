"""A decision's document as a PDF: texts only, so that nothing typed by anyone is read as markup."""

from pathlib import Path

from chassis import typeset
from contracts.asks import OrganisationFacts
from demarches.domain.letters import DecisionDocument

TEMPLATE = Path(__file__).with_name("decision.typ")


async def decision_sheet(document: DecisionDocument, *, organisation: OrganisationFacts, verify_at: str) -> bytes:
    facts = {
        **document.facts,
        "lang": "fr",
        "organisation": organisation.name,
        "address": organisation.address,
        "colour": organisation.colour,
        "number": document.number,
        "code": document.code,
        "verify_at": verify_at,
        "department": [line.replace("\n", ", ") for line in document.facts["department"] if line],
    }
    return await typeset.pdf(TEMPLATE, facts)

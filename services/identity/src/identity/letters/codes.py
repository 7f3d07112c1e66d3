"""The letter with the codes, typeset for a window envelope: one file for a whole batch (ID-08)."""

from collections.abc import Sequence
from pathlib import Path

from chassis import typeset
from chassis.pages.filters import filters
from identity.domain.mandates import code_for, grouped
from identity.queries.mandates import LetterFacts

TEMPLATE = Path(__file__).with_name("codes.typ")


async def codes_pdf(
    letters: Sequence[LetterFacts], *, sender: str, sender_address: str, secret: bytes, url: str
) -> bytes:
    """`url` has `{organisation}` where the organisation's word goes. Codes are computed here, and are nowhere else."""
    told = [facts_of(letter, secret, url) for letter in letters]
    return await typeset.pdf(TEMPLATE, {"sender": sender, "sender_address": _lines(sender_address), "letters": told})


def facts_of(letter: LetterFacts, secret: bytes, url: str) -> dict[str, object]:
    """French law and French post: the letter is French. Texts only, so that nothing typed by anyone is read as markup."""
    mandate, words = letter.mandate, filters("fr")
    return {
        "to": [mandate.representative_name, mandate.representative_title, letter.organisation, *_lines(letter.address)],
        "organisation": letter.organisation,
        "applicant": letter.applicant,
        "function": letter.function,
        "date": words["day"](mandate.requested_at),
        "expires": words["day"](mandate.expires_at),
        "reference": grouped(mandate.reference),
        "code": grouped(code_for(mandate.id, secret)),
        "url": f"{url.format(organisation=letter.slug)}/validation-administrateur",
    }


def _lines(address: str) -> list[str]:
    """« 4 rue Canquoin, 13100 Plassans » on two lines, as the post wants it."""
    return [part.strip() for part in address.split(",") if part.strip()]

"""The letter to the legal representative, from the operator's printer to the page that takes its codes."""

import re
from urllib.parse import urlsplit

from kit.suite import RunningSuite

from .papers import text_of_pdf
from .people import Person

CODES = re.compile(r"Référence\s+([A-Z2-9\s]+?)\s+Code de confirmation\s+([A-Z2-9\s]+?)\s+Valables")


async def posts_the_letter(felicite: Person, suite: RunningSuite, organisation: str) -> tuple[str, str]:
    """The operator prepares the batch; reference and code of this organisation's letter, as the paper says them."""
    await felicite.opens(suite.console("/identity/letters"))
    await felicite.presses("Préparer le lot")
    await felicite.sees("Le lot est prêt")
    return await codes_on_paper(felicite, organisation)


async def codes_on_paper(felicite: Person, organisation: str) -> tuple[str, str]:
    """Of the newest letter of this organisation: the page lists the newest batch first."""
    hrefs = await felicite.page.get_by_role("link", name="Télécharger").evaluate_all("all => all.map(a => a.href)")
    for href in hrefs:
        text = text_of_pdf((await felicite.fetches(urlsplit(href).path)).content)
        found = CODES.search(text[text.find(organisation) :]) if organisation in text else None
        if found:
            return found[1], found[2]
    raise AssertionError("no letter for this organisation")


async def enters(representative: Person, page: str, codes: tuple[str, str], *, expecting: int = 200) -> None:
    """On the page that asks for no account."""
    await representative.opens(page)
    await representative.fills("Référence", codes[0])
    await representative.fills("Code de confirmation", codes[1].lower())
    representative.eyes.expected = expecting
    await representative.presses("Continuer")

"""The page of an outside expert, who comes by the link of a mail and chose no language here."""

import pytest
from doorstep.house import House

LINK = "/avis/une-adresse-que-personne-n-a-reçue"


@pytest.mark.requirement("DM-16")
@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("en-GB,en;q=0.9", "en"), ("fr-FR,fr;q=0.9,en;q=0.5", "fr"), ("de-DE", "fr"), ("", "fr"), ("*", "fr")],
)
async def test_an_expert_reads_the_language_of_their_browser(house: House, asked: str, spoken: str):
    page = await house.visit(house.town()).get(LINK, headers={"accept-language": asked})

    assert f'lang="{spoken}"' in page.text


@pytest.mark.requirement("DM-16")
async def test_a_language_once_chosen_wins(house: House):
    browser = house.visit(house.town())
    await browser.get("/langue/fr")

    page = await browser.get(LINK, headers={"accept-language": "en"})

    assert 'lang="fr"' in page.text

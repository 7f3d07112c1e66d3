"""The page that a request's link opens at any browser: it speaks the language of the request, as its mails do."""

from typing import Any

import pytest
from doorstep.house import House

pytestmark = pytest.mark.requirement("DM-10")
PATHS = ("/suivi/un-lien", "/suivi/un-lien/annulation")


def followed(locale: str) -> dict[str, Any]:
    return {
        "locale": locale,
        "demarche": "Report a problem",
        "reference": "PLA-2026-000001",
        "status": "submitted",
        "status_word": "Received",
        "tone": "progress",
        "sentence": "We have received your request.",
        "submitted_at": "2026-03-27T13:00:00Z",
        "changed_at": "2026-03-27T13:00:00Z",
        "due_on": None,
        "legal": "",
        "department": {"name": "Voirie", "address": "", "email": "", "phone": "", "hours": ""},
        "may_cancel": True,
        "may_attach": True,
        "appointment": None,
    }


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("locale", ["fr", "en"])
async def test_a_browser_that_chose_nothing_reads_the_language_of_the_request(house: House, path: str, locale: str):
    house.demarches.tracked["un-lien"] = followed(locale)

    page = await house.visit(house.town()).get(path, headers={"accept-language": "de"})

    assert f'lang="{locale}"' in page.text
    assert house.demarches.heard[-1]["language"] == locale


async def test_a_language_once_chosen_wins(house: House):
    house.demarches.tracked["un-lien"] = followed("en")
    browser = house.visit(house.town())
    await browser.get("/langue/fr")

    page = await browser.get(PATHS[0])

    assert 'lang="fr"' in page.text


async def test_who_is_signed_in_reads_the_language_of_their_account(house: House):
    house.demarches.tracked["un-lien"] = followed("en")
    town = house.town()

    page = await house.visit(town, house.citizen_of(town)).get(PATHS[0])

    assert 'lang="fr"' in page.text


async def test_the_visit_goes_on_in_it_and_no_longer(house: House):
    house.demarches.tracked["un-lien"] = followed("en")
    browser = house.visit(house.town())
    first = await browser.get(PATHS[0])

    assert 'lang="en"' in (await browser.get("/connexion")).text
    kept = next(cookie for cookie in first.headers.get_list("set-cookie") if "_langue=" in cookie)
    assert "max-age" not in kept.lower()

"""A page that cannot be shown says what is true and where to go, in one's own language, at both entrances."""

import pytest
from doorstep.house import House

from gateway.api import Refused
from gateway.portal.guide import reading

pytestmark = pytest.mark.requirement("GW-08")
WAYS = {
    400: ("vérifiez qu’il est complet", "check that it is complete"),
    403: ("ce droit ne vous a pas été donné", "this right was not given to you"),
    404: ("L’adresse est peut-être mal écrite", "The address may be misspelt"),
    409: ("vous y verrez ce qui a changé", "you will see there what has changed"),
    410: ("n’est plus là", "is no longer there"),
    413: ("choisissez un fichier plus petit", "choose a smaller file"),
    500: ("Ce n’est pas de votre fait", "This is not your doing"),
    503: ("Patientez un instant", "Please wait a moment"),
}
EACH = pytest.mark.parametrize(
    ("status", "language"), [(status, language) for status in WAYS for language in ("fr", "en")]
)


@EACH
async def test_the_portal_says_what_to_do(house: House, monkeypatch: pytest.MonkeyPatch, status: int, language: str):
    async def fails(*_: object) -> None:
        if status == 500:
            raise RuntimeError("a fault of ours, with a secret in it")
        raise Refused(status, "Refus de l’essai.")

    monkeypatch.setattr(reading, "page", fails)
    visitor = house.visit(house.town())
    _ = await visitor.get(f"/langue/{language}")

    page = await visitor.get("/guide/une-page")

    assert page.status_code == status
    assert f'<html lang="{language}"' in page.text
    assert WAYS[status][language == "en"] in page.text
    main = page.text.split("<main")[1]
    assert 'href="/"' in main
    assert "secret" not in page.text
    home = {400: "/", 409: "/", 413: "/"}
    further = home | {
        403: "/connexion",
        404: "/demarches",
        410: "/contact",
        500: "/guide/une-page",
        503: "/guide/une-page",
    }
    assert f'href="{further[status]}"' in main


@EACH
async def test_the_consoles_say_what_to_do(house: House, status: int, language: str):
    house.demarches.refusal = (status, {"type": "/problems/x", "title": "Refus de l’essai.", "status": status})
    agent = house.visit_agents(house.member_of(house.town(), "demarches.dossiers.read"))
    _ = await agent.get(f"/langue/{language}")

    try:
        page = await agent.get("/demarches/echo")
    finally:
        house.demarches.refusal = None

    assert page.status_code == status
    assert f'<html lang="{language}"' in page.text
    assert WAYS[status][language == "en"] in page.text
    main = page.text.split("<main")[1]
    assert 'href="/"' in main
    assert 'href="/aide"' in main
    assert ('href="/demarches/echo"' in main) == (status >= 500)

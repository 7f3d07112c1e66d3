"""Somebody without script proves to be no robot: by six digits to read, or the same ones to hear."""

import re
from types import SimpleNamespace
from uuid import uuid4

import pytest
from playwright.async_api import expect

from contracts.demo import PASSWORD
from kit.suite import RunningSuite

from .conftest import Arrives
from .digits import digits_of
from .eyes import Eyes
from .letters import letter, link_in
from .people import Person

pytestmark = pytest.mark.requirement("ID-15")


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    return SimpleNamespace(email=f"zoe.{width}.{uuid4().hex[:6]}@exemple.fr")


@pytest.fixture
async def zoe(arrives: Arrives) -> Person:
    return await arrives("zoe", script=False)


async def fills_in(person: Person, suite: RunningSuite, email: str) -> None:
    await person.opens(suite.portal("/espace/creation"))
    for label, value in (
        ("Prénom", "Zoé"),
        ("Nom de famille", "Blanc"),
        ("Numéro et voie", "5 rue Neuve"),
        ("Code postal", "13100"),
        ("Commune", "Plassans"),
        ("Adresse électronique", email),
    ):
        await person.fills(label, value)
    await person.chooses("J’accepte les conditions générales")
    await person.presses("Continuer vers le récapitulatif")


async def test_a_wrong_number_is_told_and_another_is_asked(zoe: Person, suite: RunningSuite, story: SimpleNamespace):
    await fills_in(zoe, suite, story.email)
    first = await zoe.page.locator("input[name=challenge]").input_value()
    await zoe.page.get_by_text("Autre contrôle : une image ou un son").click()
    await zoe.looks("controle-image")
    await zoe.fills("Les six chiffres", "000 000")
    zoe.eyes.expected = 422
    await zoe.presses("Créer mon espace")

    await zoe.sees("Code de sécurité incorrect.")
    await zoe.looks("controle-image-fausse")
    assert await zoe.page.locator("input[name=challenge]").input_value() != first


async def test_she_reads_the_picture_and_her_space_is_made(zoe: Person, suite: RunningSuite, story: SimpleNamespace):
    picture = zoe.page.get_by_role("img", name=re.compile("Six chiffres déformés"))
    await picture.scroll_into_view_if_needed()
    await expect(picture).to_have_js_property("complete", True)
    drawn = await zoe.fetches(await picture.get_attribute("src") or "")
    assert drawn.headers["content-type"] == "image/png"
    await zoe.fills("Les six chiffres", digits_of(await zoe.page.locator("input[name=challenge]").input_value(), suite))
    await zoe.presses("Créer mon espace")
    await zoe.sees(f"Un courriel part vers {story.email}")
    await zoe.looks("controle-image-reussi")
    await zoe.opens(link_in(await letter(suite, story.email, "activ"), "/activation/"))
    for field in await zoe.page.get_by_role("main").locator("input[type=password]").all():
        await field.fill(PASSWORD)
    await zoe.presses("Valider et accéder à mon espace")

    await zoe.sees("Votre espace personnel est activé")
    await zoe.sees("Zoé Blanc")


async def test_somebody_else_hears_the_same_digits(arrives: Arrives, suite: RunningSuite, width: int):
    paul = await arrives("paul", script=False)
    email = f"paul.{width}.{uuid4().hex[:6]}@exemple.fr"
    await fills_in(paul, suite, email)
    # By the keyboard: the box unfolds, and the sound is the next thing it reaches.
    summary = paul.page.locator("summary", has_text="Autre contrôle")
    await summary.focus()
    await paul.page.keyboard.press("Enter")
    audio = paul.page.locator("audio[controls]")
    await expect(audio).to_be_visible()
    heard = await paul.fetches(await audio.get_attribute("src") or "")
    challenge = await paul.page.locator("input[name=challenge]").input_value()

    assert heard.headers["content-type"].startswith("audio/")
    assert digits_of(challenge, suite) not in await audio.get_attribute("src")
    await paul.fills("Les six chiffres", " ".join(digits_of(challenge, suite)))
    await paul.presses("Créer mon espace")
    await paul.sees(f"Un courriel part vers {email}")
    await letter(suite, email, "activ")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""

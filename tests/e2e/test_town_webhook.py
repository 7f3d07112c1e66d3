"""A town's other software is told of what happens here: a webhook is added, tried, found silent, called again, removed."""

import re
from types import SimpleNamespace
from uuid import uuid4

import pytest

from contracts.demo import ADMINISTRATOR
from kit.eventually import eventually
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .people import Person

NOBODY = "Ce nom ne mène nulle part"


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    run = uuid4().hex[:6]
    return SimpleNamespace(name=f"Comptabilité {width} {run}", url=f"https://compta-{run}.ecluse.example/parvis", at="")


@pytest.fixture
async def silvere(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("silvere", account=ADMINISTRATOR, at=suite.console(""))


@pytest.mark.requirement("NT-05")
async def test_an_address_inside_is_refused_and_what_was_typed_stays(
    silvere: Person, suite: RunningSuite, story: SimpleNamespace
):
    await silvere.opens(suite.console("/notifier/webhooks"))
    await silvere.looks("webhooks")
    await silvere.presses("Ajouter un webhook")
    await silvere.fills("Adresse", "https://127.0.0.1/parvis")
    await silvere.fills("À quoi il sert", story.name)
    await silvere.chooses("Une demande arrive")
    await silvere.presses("Enregistrer")
    await silvere.sees("Adresse non autorisée")
    await silvere.looks("webhook-refuse")


@pytest.mark.requirement("NT-05")
async def test_its_secret_is_shown_once(silvere: Person, story: SimpleNamespace):
    await silvere.fills("Adresse", story.url)
    await silvere.presses("Enregistrer")
    await silvere.sees("Notez-le maintenant")
    await silvere.looks("webhook-secret")
    await silvere.presses("C’est noté")
    await silvere.sees_title(story.name)
    assert "whsec_" not in await silvere.page.content()


@pytest.mark.requirement("NT-05")
async def test_a_trial_tells_that_nobody_listens(silvere: Person, story: SimpleNamespace):
    await silvere.presses("Envoyer un essai")
    await silvere.sees("Un essai part")
    await eventually(lambda: silvere.reloads_until(NOBODY), every=0.5)
    await silvere.looks("webhook-journal")
    await silvere.presses("Essai")
    await silvere.page.wait_for_url(re.compile("/envois/"))
    await silvere.sees(NOBODY)
    await silvere.looks("webhook-envoi")


@pytest.mark.requirement("NT-05")
async def test_it_is_sent_again_at_once_when_somebody_asks(silvere: Person):
    await eventually(lambda: silvere.reloads_until("Renvoyer maintenant"), every=0.5)
    calls = await silvere.page.get_by_role("row").count()
    await silvere.presses("Renvoyer maintenant")
    await silvere.sees("L’envoi repart, sous le même identifiant.")

    async def called_again() -> bool:
        await silvere.page.reload()
        return await silvere.page.get_by_role("row").count() > calls

    await eventually(called_again, every=0.5)


@pytest.mark.requirement("NT-05")
async def test_it_is_removed_with_its_log(silvere: Person, story: SimpleNamespace):
    await silvere.page.get_by_role("link", name=story.name).first.click()
    await silvere.page.get_by_role("link", name="Supprimer ce webhook").click()
    await silvere.looks("webhook-supprimer")
    await silvere.presses("Supprimer")
    await silvere.sees("Le webhook est supprimé.")
    assert story.name not in await silvere.page.get_by_role("main").inner_text()


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""

"""The town's letter: a reader takes two boxes, the town writes, everybody sees what came of it."""

import re
from types import SimpleNamespace
from uuid import uuid4

import pytest
from playwright.async_api import expect

from contracts.demo import ADMINISTRATOR
from kit.eventually import eventually
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .letters import letter, link_in
from .people import Person

THEME = "Médiathèque"


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    run = uuid4().hex[:6]
    return SimpleNamespace(reader=f"ursule.{run}@ecluse.example", subject=f"Les contes du mercredi ({width}, {run})")


@pytest.fixture
async def ursule(arrives: Arrives) -> Person:
    """Reads the letter, and has no account."""
    return await arrives("ursule")


@pytest.fixture
async def silvere(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("silvere", account=ADMINISTRATOR, at=suite.console(""))


@pytest.mark.requirement("NT-02")
async def test_a_theme_without_the_letter_is_told_to_bring_nothing(
    ursule: Person, suite: RunningSuite, story: SimpleNamespace
):
    await ursule.opens(suite.portal("/lettre-d-information"))
    await ursule.looks("lettre-abonnement")
    await ursule.chooses(THEME)
    await ursule.page.get_by_label("Je veux recevoir la lettre").uncheck()
    await ursule.fills("Votre adresse", story.reader)
    await ursule.presses("M’abonner")

    await ursule.sees("Vous ne recevrez rien")
    await ursule.looks("lettre-une-case-manque")
    await expect(ursule.page.get_by_label(THEME)).to_be_checked()
    await expect(ursule.page.get_by_label("Votre adresse")).to_have_value(story.reader)


@pytest.mark.requirement("NT-02")
async def test_with_both_boxes_the_address_is_asked_to_confirm(
    ursule: Person, suite: RunningSuite, story: SimpleNamespace
):
    await ursule.chooses("Je veux recevoir la lettre")
    await ursule.presses("M’abonner")
    await ursule.sees_title("Plus qu’un geste")

    asked = await letter(suite, story.reader, "abonnement")
    link = link_in(asked, "/lettre-d-information/confirmation/")
    await ursule.opens(link)
    # A scanner of mails opens every link: that alone confirms nothing.
    await ursule.opens(link)
    await ursule.presses("Confirmer mon abonnement")
    await ursule.sees_title("Vous êtes abonné")


@pytest.mark.requirement("NT-02")
async def test_the_town_writes_a_letter_and_tries_it_on_itself(
    silvere: Person, suite: RunningSuite, story: SimpleNamespace
):
    await silvere.opens(suite.console("/notifier/lettres"))
    await silvere.looks("lettres")
    await silvere.presses("Écrire une lettre")
    await silvere.fills("Objet du courriel", story.subject)
    await silvere.fills("Première ligne", "Trois histoires, un goûter.")
    first = silvere.page.get_by_role("group", name="Bloc 1", exact=True)
    await silvere.fills("Texte (intertitre", "Mercredi, on raconte", inside=first)
    second = silvere.page.get_by_role("group", name="Bloc 2", exact=True)
    await silvere.fills("Texte (intertitre", "À **16 heures**, pour les enfants de 4 à 8 ans.", inside=second)
    await silvere.page.get_by_role("checkbox", name=re.compile(f"^{THEME}")).check()
    await silvere.looks("lettre-brouillon")
    await silvere.presses("Enregistrer")
    await silvere.page.wait_for_url(re.compile(r"/lettres/[0-9a-f-]{36}"))
    await silvere.opens(silvere.page.url.removesuffix("/envoi"))
    await silvere.presses("M’envoyer un essai")
    await silvere.sees("Un essai part vers votre propre adresse.")

    tried = await letter(suite, ADMINISTRATOR.email, story.subject)
    assert "16 heures" in tried["text"]
    assert not [mail for mail in suite.mails(story.reader) if story.subject in mail["subject"]]


@pytest.mark.requirement("NT-02")
async def test_it_leaves_and_its_figures_say_where_each_copy_is(
    silvere: Person, suite: RunningSuite, story: SimpleNamespace
):
    await silvere.presses("Enregistrer et préparer")
    await silvere.sees_title(f"Envoyer « {story.subject} »")
    await silvere.looks("lettre-envoyer")
    await silvere.presses("Envoyer la lettre")
    await eventually(lambda: silvere.reloads_until("Chaque destinataire a eu sa réponse."), every=0.5)

    equation = await silvere.page.locator(".equation").inner_text()
    audience, *where = (int(number) for number in re.findall(r"\d+", equation))
    assert audience == sum(where) >= 1
    assert where[-1] == 0, equation
    await silvere.looks("lettre-resultats")
    sent = await letter(suite, story.reader, story.subject)
    assert {"list-unsubscribe", "list-unsubscribe-post"} <= {name.lower() for name, _ in sent["headers"]}
    story.leave = link_in(sent, "/lettre-d-information/desabonnement/")


@pytest.mark.requirement("NT-02")
async def test_everybody_may_read_it_later(ursule: Person, suite: RunningSuite, story: SimpleNamespace):
    await ursule.opens(suite.portal("/lettre-d-information"))
    await ursule.presses(story.subject)
    await ursule.sees_title(story.subject)
    await ursule.sees("Mercredi, on raconte")
    await ursule.looks("lettre-archive")


@pytest.mark.requirement("NT-02")
async def test_a_reader_leaves_by_the_letter_s_own_link_and_is_counted(
    ursule: Person, silvere: Person, story: SimpleNamespace
):
    await ursule.opens(story.leave)
    await ursule.presses("Me désabonner")
    await ursule.sees_title("Vous êtes désabonné")

    await silvere.page.reload()
    await silvere.sees("1 personne s’est désabonnée depuis cette lettre.")


@pytest.mark.requirement("NT-02")
async def test_the_town_sees_whom_its_letter_does_not_reach(silvere: Person, suite: RunningSuite):
    await silvere.opens(suite.console("/notifier/lettres/couverture"))
    await silvere.sees_title("Qui ne reçoit rien ?")
    await silvere.looks("lettre-couverture")
    await silvere.opens(suite.console("/notifier/lettres/themes"))
    await silvere.looks("lettre-themes")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""

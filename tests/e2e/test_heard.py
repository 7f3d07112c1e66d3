"""What a screen reader is given: names, roles and states as the browser's accessibility tree tells them."""

import re

import pytest
from playwright.async_api import expect

from contracts.demo import CITIZEN, NEIGHBOUR
from kit.suite import RunningSuite

from .conftest import Arrives
from .people import Person

pytestmark = pytest.mark.requirement("GW-07")

STEP_WITH_ERRORS = """
- main:
  - heading "Ma demande" [level=1]
  - navigation "Étapes":
    - list:
      - listitem:
        - link "La démarche"
        - text: (terminée)
      - listitem: Ma demande
      - listitem: Mes informations
      - listitem: Mes pièces
      - listitem: Le récapitulatif
  - region "4 réponses sont à revoir":
    - heading "4 réponses sont à revoir" [level=2]
    - list:
      - listitem:
        - link /Choisissez une réponse à « Que se passe-t-il ?/
      - listitem:
        - link /Complétez « Où exactement ?/
      - listitem:
        - link /Complétez « Décrivez le problème/
      - listitem:
        - link /Répondez par oui ou par non à « Y a-t-il un danger immédiat ?/
  - group /Que se passe-t-il ?/:
    - paragraph: "/Erreur : Choisissez une réponse/"
    - radio "Chaussée ou trottoir abîmé"
    - radio "Autre chose"
  - textbox /Où exactement ?/ [invalid]
  - textbox "Décrivez le problème" [invalid]
  - group /Y a-t-il un danger immédiat ?/:
    - radio "Oui"
    - radio "Non"
  - 'button /Continuer vers : mes informations/'
  - button "Enregistrer et continuer plus tard"
  - status
"""
DASHBOARD = """
- main:
  - heading "Mon tableau de bord" [level=1]
  - paragraph: Bonjour Jeanne Coste
  - heading "À faire" [level=2]
  - article:
    - heading "Signaler un problème dans une rue des Tulettes" [level=3]:
      - link "Signaler un problème dans une rue des Tulettes"
    - paragraph: Brouillon
    - paragraph: /Commencée le/
  - heading "Mes dernières demandes" [level=2]
  - 'link /Voir toutes mes demandes : Mes dernières demandes/'
  - heading "Mes actualités" [level=2]
  - 'link /Toutes les actualités : Mes actualités/'
"""
DOSSIER = """
- main:
  - heading "Signaler un problème dans la rue" [level=1]
  - paragraph: "/État : .+/"
  - term: Numéro
  - definition: /PLA-\\d{4}-\\d{6}/
  - term: Qui s’en occupe
  - definition: Service Voirie et espaces publics
  - navigation "Suivi de ma demande":
    - list:
      - listitem:
        - link "Historique"
      - listitem:
        - link "Le demandeur"
      - listitem:
        - link "La demande"
      - listitem:
        - link /Échanges/
      - listitem:
        - link "Pièces jointes"
  - heading "Historique" [level=2]
  - list "Historique":
    - listitem:
      - paragraph: Demande envoyée
      - paragraph:
        - time: /le \\d+ \\w+ \\d{4} à \\d+ h( \\d\\d)?/
"""


@pytest.fixture
async def jeanne(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("jeanne", account=NEIGHBOUR, at=suite.portal("", organisation="tulettes"))


async def begins(person: Person) -> None:
    await person.opens("/demarches/signalement")
    again = person.control("Recommencer depuis le début")
    await (again if await again.count() else person.control("Commencer ma demande")).click()
    await person.page.wait_for_url("**/etapes/**")


async def test_a_step_with_errors_is_heard_as_it_is_seen(jeanne: Person):
    await begins(jeanne)
    await jeanne.page.evaluate("for (const form of document.forms) form.noValidate = true")
    await jeanne.presses("Continuer vers")
    await jeanne.sees("réponses sont à revoir")

    await expect(jeanne.page.get_by_role("main")).to_match_aria_snapshot(STEP_WITH_ERRORS)
    # The summary has the focus: it is what is read first. Each question says what it lacks when one is on it.
    await expect(jeanne.page.get_by_role("region", name="4 réponses sont à revoir")).to_be_focused()
    place = jeanne.page.get_by_role("textbox", name="Où exactement")
    await expect(place).to_have_accessible_description(re.compile(r"Erreur.*Complétez «\s*Où exactement"))


async def test_what_is_saved_by_itself_is_said_without_moving_the_focus(jeanne: Person):
    await begins(jeanne)
    await jeanne.fills("Où exactement", "Place du lavoir")
    await jeanne.page.keyboard.press("Tab")

    saved = jeanne.page.get_by_role("status").filter(has_text="Enregistré")
    await expect(saved).to_match_aria_snapshot("- status: /Enregistré à \\d+ h \\d\\d/")
    await expect(jeanne.page.get_by_role("textbox", name="Décrivez le problème")).to_be_focused()


async def test_the_dashboard_is_heard_by_its_headings(jeanne: Person):
    await jeanne.opens("/mon-tableau-de-bord")

    await expect(jeanne.page.get_by_role("main")).to_match_aria_snapshot(DASHBOARD)


async def test_a_search_says_what_it_proposes(jeanne: Person):
    await jeanne.opens("/")
    box = jeanne.page.get_by_role("main").get_by_role("combobox")
    await box.press_sequentially("rue")

    await expect(jeanne.page.get_by_role("main").get_by_role("search")).to_match_aria_snapshot(
        """
        - search:
          - combobox "Cherchez une démarche, une réponse" [expanded]: rue
          - listbox "Cherchez une démarche, une réponse":
            - option "Signaler un problème dans une rue des Tulettes"
        """
    )


async def test_a_dossier_is_heard_state_first_then_its_story(arrives: Arrives, suite: RunningSuite):
    camille = await arrives("camille", account=CITIZEN, at=suite.portal(""))
    await camille.opens("/mes-demandes")
    await camille.page.get_by_role("main").get_by_role("link", name="Signaler un problème dans la rue").last.click()

    await expect(camille.page.get_by_role("main")).to_match_aria_snapshot(DOSSIER)

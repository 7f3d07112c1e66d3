"""On the step of pieces, a file that was chosen is joined: no button to press, no link that leaves it behind."""

from types import SimpleNamespace

import pytest
from playwright.async_api import Locator, Route, expect

from contracts.demo import CITIZEN
from kit.eventually import eventually
from kit.suite import RunningSuite

from .conftest import Arrives
from .papers import a_photo, a_scan, an_infected_scan
from .people import Person


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    return SimpleNamespace(held=[])


@pytest.fixture
async def camille(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("camille", account=CITIZEN, at=suite.portal(""))


def piece(person: Person, name: str) -> Locator:
    sections = person.page.get_by_role("main").locator("section")
    return sections.filter(has=person.page.get_by_role("heading", name=name))


async def chooses_file(person: Person, name: str, *files: object) -> None:
    await piece(person, name).locator("input[type=file]").first.set_input_files(files)  # pyright: ignore[reportArgumentType]


@pytest.mark.requirement("DM-07")
async def test_a_file_chosen_is_joined_without_a_button(camille: Person, suite: RunningSuite, story: SimpleNamespace):
    await camille.opens(suite.portal("/demarches/declaration-prealable"))
    again = camille.page.get_by_role("button", name="Recommencer depuis le début")
    await (again if await again.count() else camille.control("Commencer ma demande")).click()
    await camille.sees_title("Mes informations")
    await camille.presses("Continuer vers")
    await camille.fills("Numéro et voie", "4 rue Canquoin")
    await camille.fills("Code postal", "13100")
    await camille.fills("Commune", "Plassans")
    await camille.fills("Références cadastrales", "AB 123")
    await camille.chooses("Clôture")
    await camille.fills("Surface créée", "0")
    await camille.fills("Surface totale après travaux", "92")
    await camille.fills("Décrivez les travaux", "Une clôture en bois de 1,60 m le long de la rue.")
    await camille.presses("Continuer vers")
    await camille.sees_title("Mes pièces")
    story.step = camille.page.url
    await chooses_file(camille, "DP1", a_scan("situation"))

    await expect(piece(camille, "DP1").locator(".documents")).to_contain_text("situation.pdf")
    await expect(piece(camille, "DP1").get_by_text("Ajoutée", exact=True)).to_be_visible()
    await expect(piece(camille, "DP1")).to_be_in_viewport()
    await expect(camille.page.get_by_role("button", name="Ajouter cette pièce")).to_have_count(0)
    await camille.looks("piece-jointe-seule")


@pytest.mark.requirement("DM-07")
async def test_who_goes_on_while_a_file_is_on_its_way_takes_it_along(camille: Person, story: SimpleNamespace):
    async def held(route: Route) -> None:
        if route.request.method == "PATCH":
            story.held.append(route)
        else:
            await route.continue_()

    await camille.page.route("**/api/documents/v1/uploads/**", held)
    await chooses_file(camille, "DP4", a_photo("facade"))
    assert await eventually(lambda: bool(story.held))
    await camille.presses("Continuer vers")
    await expect(camille.page.get_by_role("link", name="Patientez")).to_have_attribute("aria-disabled", "true")
    await camille.looks("piece-en-chemin")
    await story.held[0].continue_()
    await camille.page.unroute_all()

    await camille.sees_title("Le récapitulatif")
    await camille.sees("facade.jpg")
    assert "Il manque" not in await camille.reads()


@pytest.mark.requirement("DM-07")
async def test_a_file_that_failed_keeps_the_page_until_it_is_taken_away(camille: Person, story: SimpleNamespace):
    await camille.opens(story.step)
    refused = {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"des notes"}
    camille.eyes.expected = 415
    await chooses_file(camille, "DP2", a_photo("plan-de-masse"), refused)
    failed = piece(camille, "DP2").locator(".drop-failed")
    await expect(failed).to_contain_text("notes.txt")
    await camille.looks("piece-refusee-a-cote")
    camille.eyes.expected = 200
    await failed.get_by_role("button", name="Retirer").click()

    await expect(piece(camille, "DP2").locator(".documents")).to_contain_text("plan-de-masse.jpg")


@pytest.mark.requirement("DV-03")
async def test_a_joined_piece_is_copied_to_her_space_afterwards(camille: Person):
    await piece(camille, "DP4").get_by_role("button", name="Dupliquer dans mon espace de stockage").click()

    await camille.sees("Une copie est gardée dans votre espace de stockage.")


@pytest.mark.requirement("DV-04")
async def test_a_mandatory_piece_that_was_refused_is_asked_for_again(camille: Person, story: SimpleNamespace):
    await camille.opens(story.step)
    await piece(camille, "DP1").get_by_role("button", name="Retirer").first.click()
    infected = {"name": "situation.pdf", "mimeType": "application/pdf", "buffer": an_infected_scan("situation")}
    await chooses_file(camille, "DP1", infected)
    await expect(piece(camille, "DP1").locator(".documents")).to_contain_text("situation.pdf")
    assert await eventually(lambda: camille.reloads_until("Refusée : un virus a été trouvé"), within=60, every=1)
    await expect(piece(camille, "DP1").get_by_text("À remplacer")).to_be_visible()
    await camille.looks("piece-refusee")
    await camille.presses("Continuer vers")
    await camille.sees("Le fichier a été refusé, remplacez-le : DP1")
    camille.eyes.expected = 422
    await camille.presses("Envoyer ma demande")

    await camille.sees("Remplacez le fichier refusé : DP1")
    await camille.looks("recapitulatif-piece-refusee")
    camille.eyes.expected = 200

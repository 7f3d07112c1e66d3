"""A phone: a photo taken with its camera is kept, serves two requests, is deleted, and stays with what was sent."""

from io import BytesIO
from types import SimpleNamespace
from uuid import uuid4

import pytest
from PIL import Image
from playwright.async_api import Locator, expect

from contracts.demo import CITIZEN
from kit.eventually import eventually
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .papers import a_shot
from .people import Person

GPS = 0x8825


@pytest.fixture(scope="module", params=[390])
def width(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture(scope="module")
def story() -> SimpleNamespace:
    return SimpleNamespace(label=f"Facture d’eau {uuid4().hex[:6]}")


@pytest.fixture
async def camille(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("camille", account=CITIZEN, at=suite.portal(), has_touch=True, is_mobile=True)


def piece(camille: Person, label: str) -> Locator:
    return camille.page.get_by_role("article").filter(has_text=label)


async def begins(camille: Person, address: str) -> None:
    """Anew, whatever another story left unfinished."""
    await camille.opens(address)
    await expect(camille.control("Commencer ma demande").or_(camille.control("Reprendre ma demande"))).to_be_visible()
    again = camille.control("Recommencer depuis le début")
    await (again if await again.count() else camille.control("Commencer ma demande")).click()


async def adds_it_from_her_space(camille: Person, label: str) -> None:
    await camille.presses("Ajouter depuis mon espace de stockage")
    await camille.sees_title("Ajouter depuis mon espace de stockage")
    await camille.chooses(label)
    await camille.looks("telephone-choisir-une-piece")
    await camille.presses("Joindre cette pièce")
    await camille.sees("Pièce ajoutée depuis votre espace de stockage")


async def sends(camille: Person) -> str:
    await camille.presses("Continuer vers")
    await camille.sees_title("Le récapitulatif")
    await camille.presses("Envoyer ma demande")
    await camille.sees_title("Votre demande est envoyée")
    return camille.page.url.split("/")[-2]


@pytest.mark.requirement("DV-01")
async def test_she_photographs_her_bill_with_the_phone_s_own_camera(camille: Person, story: SimpleNamespace):
    await camille.opens("/mes-pieces/nouvelle")
    await camille.page.get_by_label("Type de pièce").select_option("proof_of_address")
    await camille.fills("Nom de la pièce", story.label)
    async with camille.page.expect_file_chooser() as opening:
        await camille.page.get_by_role("button", name="Prendre une photo").tap()
    chooser = await opening.value

    assert await chooser.element.get_attribute("capture") == "environment"
    assert await chooser.element.get_attribute("accept") == "image/*"
    await chooser.set_files([a_shot("IMG_2041")])
    await expect(camille.page.locator(".drop-list")).to_contain_text("Envoyé", timeout=30_000)
    await camille.looks("telephone-photo-envoyee")
    await camille.presses("Ranger cette pièce")
    await camille.sees("Votre pièce est rangée")


@pytest.mark.requirement("DV-04")
async def test_once_checked_it_no_longer_says_where_she_was(camille: Person, story: SimpleNamespace):
    async def drawn() -> bool:
        await camille.page.reload()
        return await piece(camille, story.label).locator(".document-preview img").count() > 0

    await eventually(drawn, within=60, every=1)
    await camille.looks("telephone-mes-pieces")
    await camille.page.get_by_role("link", name=story.label, exact=True).tap()
    await camille.sees_title(story.label)
    await camille.looks("telephone-piece")
    story.piece = camille.page.url
    address = await camille.page.get_by_role("link", name="Télécharger IMG_2041.jpg").get_attribute("href")
    assert address is not None
    kept = await camille.fetches(address)

    assert kept.status_code == 200
    picture = Image.open(BytesIO(kept.content))
    assert picture.width == 900
    assert not picture.getexif().get_ifd(GPS)


@pytest.mark.requirement("DV-03")
async def test_it_serves_a_first_request(camille: Person, suite: RunningSuite, story: SimpleNamespace):
    await begins(camille, suite.portal("/demarches/changement-adresse"))
    await camille.sees_title("Mes informations")
    await camille.presses("Continuer vers")
    await camille.sees_title("Ma demande")
    await camille.fills_date("Depuis quand ?", 1, 10, 2026)
    await camille.chooses("Non", of="Tout le foyer change-t-il d’adresse ?")
    await camille.presses("Continuer vers")
    await camille.sees_title("Mes pièces")
    await adds_it_from_her_space(camille, story.label)
    await camille.looks("telephone-piece-jointe")

    story.first = await sends(camille)


@pytest.mark.requirement("DV-03")
async def test_and_a_second_one_without_another_photo(camille: Person, suite: RunningSuite, story: SimpleNamespace):
    await begins(camille, suite.portal("/demarches/conseil-urbanisme"))
    await camille.presses("Continuer sans rendez-vous")
    await camille.sees_title("Mes informations")
    await camille.presses("Continuer vers")
    await camille.sees_title("Ma demande")
    await camille.chooses("Clôture, portail ou mur")
    await camille.fills("Numéro et voie", "4 impasse Saint-Mittre")
    await camille.fills("Code postal", "13100")
    await camille.fills("Commune", "Plassans")
    await camille.fills("Vos questions", "Quelle hauteur pour un mur sur la rue ?")
    await camille.presses("Continuer vers")
    await camille.sees_title("Mes pièces")
    await adds_it_from_her_space(camille, story.label)

    story.second = await sends(camille)
    assert story.second != story.first


@pytest.mark.requirement("DV-02")
async def test_deleted_for_good_it_leaves_her_space(camille: Person, suite: RunningSuite, story: SimpleNamespace):
    await camille.opens(story.piece)
    await camille.presses("Supprimer cette pièce")
    await camille.sees("gardent leur copie")
    await camille.presses("Supprimer cette pièce")
    await camille.sees("La pièce est dans la corbeille")
    await camille.presses(f"Effacer {story.label} pour toujours")
    await camille.presses("Effacer pour toujours")

    await camille.sees("La pièce et ses fichiers sont effacés")
    await expect(camille.page.get_by_text(story.label)).to_have_count(0)


@pytest.mark.requirement("DV-03")
async def test_what_was_sent_still_holds_its_own(camille: Person, suite: RunningSuite, story: SimpleNamespace):
    for dossier in (story.first, story.second):
        await camille.opens(suite.portal(f"/mes-demandes/{dossier}/pieces"))
        joined = camille.page.get_by_role("link", name="IMG_2041.jpg")
        address = await joined.first.get_attribute("href")
        assert address is not None
        read = await camille.fetches(address)

        assert (read.status_code, read.headers["content-type"]) == (200, "image/jpeg")
        assert Image.open(BytesIO(read.content)).width == 900


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""

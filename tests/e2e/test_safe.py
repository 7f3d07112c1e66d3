"""A photo taken once serves two requests; it is looked at, replaced, thrown away, taken back and taken home."""

import asyncio
import hashlib
import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from contracts.demo import CITIZEN
from kit.eventually import eventually
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .papers import EICAR, a_photo, a_scan
from .people import Person


@pytest.fixture
def label(width: int) -> str:
    return f"Livret de famille {width}"


@pytest.fixture
async def camille(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("camille", account=CITIZEN, at=suite.portal())


async def keeps(camille: Person, label: str, *files: object, type: str = "family_record_book") -> None:
    await camille.opens("/mes-pieces/nouvelle")
    await camille.page.get_by_label("Type de pièce").select_option(type)
    await camille.fills("Nom de la pièce", label)
    await camille.page.locator("input[type=file]").first.set_input_files(list(files))  # pyright: ignore[reportArgumentType]
    await camille.presses("Ranger cette pièce")
    await camille.sees_title("Mes pièces justificatives")


def files_below(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


@pytest.mark.requirement("DV-01")
async def test_a_photo_taken_once_is_kept_and_seen(camille: Person, label: str):
    await keeps(camille, label, a_photo("livret"))

    async def drawn() -> bool:
        await camille.page.reload()
        piece = camille.page.get_by_role("article").filter(has_text=label)
        return await piece.locator(".document-preview img").count() > 0

    await eventually(drawn, within=40, every=1)
    await camille.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    await camille.looks("mes-pieces-avec-vignettes")


@pytest.mark.requirement("DV-05")
async def test_it_is_looked_at_in_the_page(camille: Person, label: str):
    await camille.page.get_by_role("link", name=label, exact=True).first.click()
    await camille.presses("Voir")

    await camille.sees_title("livret.jpg")
    sheet = camille.page.get_by_role("img", name="Page 1 de livret.jpg")
    await expect(sheet).to_be_visible()
    assert await sheet.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    await camille.looks("piece-apercu")
    await camille.presses("Retour à la pièce")


@pytest.mark.requirement("DV-02")
async def test_the_newer_one_takes_its_place_and_the_former_stays(camille: Person, label: str):
    await camille.presses("Remplacer")
    await camille.page.locator("input[type=file]").first.set_input_files(a_scan("livret-2026"))
    await camille.looks("piece-remplacer")
    await camille.presses("Remplacer la pièce")

    await camille.sees("La pièce est remplacée")
    await camille.sees("livret-2026.pdf")
    await camille.sees("Versions précédentes")
    await camille.looks("piece-remplacee")


@pytest.mark.requirement("DV-02")
async def test_thrown_away_by_mistake_it_is_taken_back(camille: Person, label: str):
    await camille.presses("Supprimer cette pièce")
    await camille.presses("Supprimer cette pièce")
    await camille.sees("pendant 30 jours")
    await camille.looks("mes-pieces-corbeille")
    row = camille.page.get_by_role("listitem").filter(has_text=label)
    await row.get_by_role("button", name="Reprendre").click()

    await camille.sees("de nouveau dans votre espace")
    await expect(camille.page.get_by_role("link", name=label, exact=True).first).to_be_visible()


@pytest.mark.requirement("DV-06")
async def test_everything_goes_home_and_is_checked_there(camille: Person, label: str, tmp_path: Path):
    archive = await camille.fetches("/mes-pieces/archive")
    journal = await camille.fetches("/mes-pieces/journal/export")

    assert archive.status_code == journal.status_code == 200
    with zipfile.ZipFile(BytesIO(archive.content)) as taken:
        taken.extractall(tmp_path)
    sums = [line.partition("  ") for line in (tmp_path / "manifest-sha256.txt").read_text().splitlines()]
    for digest, _, path in sums:
        assert hashlib.sha256((tmp_path / path).read_bytes()).hexdigest() == digest
    listed = {path for _, _, path in sums}
    assert files_below(tmp_path) - listed == {"manifest-sha256.txt"}
    assert journal.json()["lines"]


@pytest.mark.requirement("DV-06")
async def test_it_opens_there_without_us(
    browser: Browser, camille: Person, eyes: Eyes, label: str, tmp_path: Path, width: int
):
    """On a computer that never heard of the town: from a folder, without network."""
    archive = await camille.fetches("/mes-pieces/archive")
    checker = await camille.fetches("/mes-pieces/journal/verifier.py")
    with zipfile.ZipFile(BytesIO(archive.content)) as taken:
        taken.extractall(tmp_path)
    (tmp_path / "verifier.py").write_bytes(checker.content)
    context = await browser.new_context(viewport={"width": width, "height": 900}, offline=True)
    page = await context.new_page()
    await page.goto((tmp_path / "index.html").as_uri())

    await expect(page.get_by_role("heading", name=label)).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    await page.screenshot(path=eyes.folder / "archive-ouverte.png", full_page=True)
    await page.get_by_role("link", name="livret.jpg").first.click()
    await expect(page).to_have_url(re.compile(r"^file://.*livret\.jpg$"))
    assert await page.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 900
    await context.close()
    said = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-I", "verifier.py", "journal.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout + said.stderr
    await camille.opens("/mes-pieces/journal")
    await camille.sees("Vérifier par vous-même")
    await camille.looks("journal-et-verification")


@pytest.mark.requirement("DV-04")
async def test_a_virus_is_refused_and_says_so(camille: Person, eyes: Eyes):
    await camille.opens("/mes-pieces/nouvelle")
    eyes.expected = 422
    await camille.page.locator("input[type=file]").first.set_input_files(
        {"name": "facture.pdf", "mimeType": "application/pdf", "buffer": EICAR}
    )

    await expect(camille.page.locator(".drop-failed")).to_contain_text("virus")


@pytest.mark.requirement("DV-01")
async def test_a_full_space_says_so(camille: Person, label: str):
    await camille.opens("/mes-pieces")
    for number in range(10):
        if re.search(r"10 sur 10", await camille.reads()):
            break
        await keeps(camille, f"Pièce {number}", a_photo(f"p{number}"), type="other")

    await camille.sees("Votre espace est plein")
    await camille.looks("mes-pieces-plein")
    await camille.opens("/mes-pieces/nouvelle")
    await camille.sees("supprimez une pièce pour en ajouter une autre")


async def test_the_rest_is_thrown_away_for_good(camille: Person):
    await camille.opens("/mes-pieces")
    for _ in range(20):
        if "Aucune pièce pour le moment" in await camille.reads():
            break
        await camille.page.get_by_role("link", name=re.compile("^Supprimer")).first.click()
        await camille.presses("Supprimer cette pièce")
        await camille.sees_title("Mes pièces justificatives")
    await camille.page.get_by_role("link", name=re.compile("^Effacer .* pour toujours")).first.click()
    await camille.looks("piece-effacer")
    await camille.presses("Effacer pour toujours")

    await camille.sees("La pièce et ses fichiers sont effacés")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""

"""A bad line: a file is cut on its way, goes on where it stopped, and a form sent too early waits for it."""

import pytest
from playwright.async_api import Route, expect

from contracts.demo import CITIZEN
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .papers import a_photo, a_scan
from .people import Person

CHUNK = 4 * 1024 * 1024


@pytest.fixture
async def camille(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("camille", account=CITIZEN, at=suite.portal())


@pytest.mark.requirement("DV-04")
async def test_a_file_cut_at_37_percent_goes_on_where_it_stopped(camille: Person):
    begun: list[int] = []

    async def cut_the_second(route: Route) -> None:
        if route.request.method != "PATCH":
            await route.continue_()
            return
        begun.append(int(route.request.headers["upload-offset"]))
        if len(begun) == 2:
            await route.abort("connectionreset")
        else:
            await route.continue_()

    await camille.opens("/mes-pieces/nouvelle")
    await camille.page.route("**/api/documents/v1/uploads/**", cut_the_second)
    # A comment behind the end: a scan of the weight that makes its first chunk 37 % of it.
    content = a_scan("grand-registre")["buffer"]
    content += b"\n%" + b"x" * (CHUNK * 100 // 37 - len(content))
    await camille.page.locator("input[type=file]").first.set_input_files(
        {"name": "grand-registre.pdf", "mimeType": "application/pdf", "buffer": content}
    )

    await expect(camille.page.locator(".drop-list")).to_contain_text("Envoyé", timeout=30_000)
    assert begun[:3] == [0, CHUNK, CHUNK]
    assert CHUNK / len(content) == pytest.approx(0.37, abs=0.01)
    await camille.looks("piece-envoyee")
    await camille.page.unroute_all()


@pytest.mark.requirement("DV-04")
async def test_a_form_sent_too_early_leaves_when_its_files_have_come(camille: Person):
    await camille.page.locator("input[type=file]").first.set_input_files([a_photo("recto"), a_photo("verso")])
    await camille.page.get_by_label("Type de pièce").select_option("identity_card")
    await camille.fills("Nom de la pièce", "Registre et carte")
    await camille.presses("Ranger cette pièce")

    await camille.sees("Votre pièce est rangée")
    await camille.sees("3 fichiers")


@pytest.mark.requirement("DV-02")
async def test_files_are_put_in_order_and_taken_back_by_keyboard(camille: Person):
    await camille.opens("/mes-pieces/nouvelle")
    page = camille.page
    lines = page.locator(".drop-list li")
    await page.locator("input[type=file]").first.set_input_files([a_photo("verso"), a_photo("recto"), a_photo("raté")])
    await expect(page.locator(".drop-list .drop-acts")).to_have_count(3, timeout=30_000)
    await expect(page.locator(".drop-list img.drop-picture")).to_have_count(3)
    await camille.looks("pieces-a-ranger")

    await page.get_by_role("button", name="Retirer : raté.jpg").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Monter : recto.jpg").focus()
    await page.keyboard.press("Enter")

    await expect(lines.locator(".drop-name")).to_have_text(["recto.jpg", "verso.jpg"])
    # Nothing left above it: the keyboard stands on the other button.
    await expect(page.get_by_role("button", name="Descendre : recto.jpg")).to_be_focused()
    await page.get_by_label("Type de pièce").select_option("identity_card")
    await camille.fills("Nom de la pièce", "Carte en ordre")
    await camille.presses("Ranger cette pièce")
    await camille.sees("Votre pièce est rangée")
    await page.get_by_role("link", name="Carte en ordre", exact=True).first.click()
    await expect(page.locator(".document h3, .document h4").filter(has_text=".jpg")).to_have_text(
        ["recto.jpg", "verso.jpg"]
    )
    await camille.looks("piece-en-ordre")
    await camille.presses("Monter verso.jpg")
    await camille.sees("« verso.jpg » est en place 1.")
    await camille.presses("Supprimer cette pièce")
    await camille.presses("Supprimer cette pièce")
    await camille.sees("La pièce est dans la corbeille")


@pytest.mark.requirement("DV-01")
async def test_a_fifth_file_is_told_before_it_is_sent(camille: Person):
    await camille.opens("/mes-pieces/nouvelle")
    lines = camille.page.locator(".drop-list li")
    await camille.page.locator("input[type=file]").first.set_input_files([a_photo(f"page-{n}") for n in range(1, 6)])

    await expect(lines.filter(has_text="page-5.jpg")).to_contain_text("il n’y a de place que pour 4 fichiers")
    await expect(lines.locator("input[type=hidden]")).to_have_count(4, timeout=30_000)
    await camille.looks("piece-cinquieme-fichier")
    await camille.page.get_by_role("button", name="Retirer : page-1.jpg").click()
    await camille.page.locator("input[type=file]").first.set_input_files([a_photo("page-5-encore")])
    await expect(lines.locator("input[type=hidden]")).to_have_count(4, timeout=30_000)
    await expect(lines.filter(has_text="page-5-encore.jpg")).to_contain_text("Envoyé")


@pytest.mark.requirement("DV-04")
async def test_what_is_refused_says_why_beside_its_name(camille: Person, eyes: Eyes):
    await camille.opens("/mes-pieces/nouvelle")
    eyes.expected = 415
    await camille.page.locator("input[type=file]").first.set_input_files(
        {"name": "facture.pdf", "mimeType": "application/pdf", "buffer": b"MZ this is a program"}
    )

    await expect(camille.page.locator(".drop-failed")).to_contain_text("PDF, JPEG ou PNG seulement")
    await camille.looks("piece-refusee")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""

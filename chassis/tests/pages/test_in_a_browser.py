"""What only a browser can tell: nothing is hidden from anybody, nothing overflows, the script adds its comfort."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from chassis.pages.gallery import write

from .browser import served

STATIC = Path(__file__).parents[3] / "gateway/src/gateway/static"
PAGES = ["portal-fr", "console-fr", "home-fr", "portal-en"]

pytestmark = pytest.mark.skipif(not (STATIC / "app.js").exists(), reason="the assets are not built: make assets")


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    folder = tmp_path_factory.mktemp("gallery")
    write(folder)
    with served(folder, STATIC) as (address, sent):
        yield address, sent


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, gallery: tuple[str, list[tuple[str, str]]]) -> AsyncIterator[Page]:
    """The portal's gallery, open; any complaint of the browser (policy, script, missing file) fails the test."""
    gallery[1].clear()
    context = await browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    opened, complaints = await context.new_page(), list[str]()
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    await opened.goto(f"{gallery[0]}/portal-fr.html")
    yield opened
    await context.close()
    assert complaints == []


@pytest.mark.requirement("GW-03")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
async def test_axe_finds_nothing(browser: Browser, gallery: tuple[str, list[tuple[str, str]]], width: int, scheme: str):
    context = await browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce"
    )
    found: list[str] = []
    for name in PAGES:
        page = await context.new_page()
        await page.goto(f"{gallery[0]}/{name}.html")
        violations = (await Axe().run(page)).response["violations"]
        found += [f"{name}: {fault['id']} {fault['nodes'][0]['html']}" for fault in violations]
    await context.close()

    assert found == []


@pytest.mark.requirement("GW-03")
@pytest.mark.parametrize("width", [320, 768, 3840])
async def test_no_page_scrolls_sideways(browser: Browser, gallery: tuple[str, list[tuple[str, str]]], width: int):
    context = await browser.new_context(viewport={"width": width, "height": 900})
    wide: list[str] = []
    for name in PAGES:
        page = await context.new_page()
        await page.goto(f"{gallery[0]}/{name}.html")
        if await page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(name)
    await context.close()

    assert wide == []


@pytest.mark.requirement("GW-03")
async def test_in_forced_colours_every_state_keeps_its_border(page: Page):
    await page.emulate_media(forced_colors="active")
    edges = """all => all.filter((one) => {
        const { borderTopWidth, borderTopStyle, outlineStyle } = getComputedStyle(one);
        return parseFloat(borderTopWidth) === 0 || borderTopStyle === "none" && outlineStyle === "none";
    }).map((one) => one.className)"""

    for what in (".button:not(.button-quiet)", ".status-band", ".notice", ".input", ".card", ".message", ".badge"):
        assert await page.locator(what).evaluate_all(f"{edges.strip()}") == [], what


@pytest.mark.requirement("GW-03")
async def test_on_paper_there_is_what_one_reads_and_nothing_to_press(page: Page):
    await page.emulate_media(media="print")

    for gone in (".site-account", ".breadcrumb", ".actions .button", ".skip-link", ".search", ".skeleton"):
        for one in await page.locator(gone).all():
            assert not await one.is_visible(), gone
    for kept in (".status-band", ".timeline", ".summary", ".table", ".message"):
        await expect(page.locator(kept).first).to_be_visible()


async def test_the_errors_are_what_one_reads_first(page: Page):
    assert await page.evaluate("document.activeElement.hasAttribute('data-error-summary')")


@pytest.mark.requirement("DM-08")
async def test_what_is_typed_is_kept_without_its_secrets_and_the_page_says_so(
    page: Page, gallery: tuple[str, list[tuple[str, str]]]
):
    await page.fill("#champ-password", "Tournesol7")
    await page.fill("#champ-given_names", "Marie Félicité")

    await expect(page.locator("[data-autosave-says]")).to_contain_text("Enregistré à")

    path, body = gallery[1][-1]
    assert path == "/brouillon"
    assert parse_qs(body)["given_names"] == ["Marie Félicité"]
    assert parse_qs(body)["csrf_token"] == ["jeton"]
    assert "Tournesol7" not in body


@pytest.mark.requirement("GW-07")
async def test_a_button_that_cannot_act_yet_says_what_is_missing(page: Page):
    await page.click("button[data-missing]")

    said = await page.inner_text(".missing")
    assert (
        said == "Il manque encore : Prénoms, Mot de passe, J’accepte les conditions générales d’utilisation du service"
    )


@pytest.mark.requirement("GW-07")
async def test_a_button_pressed_three_times_sends_once_and_asks_for_patience(
    page: Page, gallery: tuple[str, list[tuple[str, str]]]
):
    said = await page.evaluate(
        """() => new Promise((done) => {
            const form = document.querySelector(".confirmation form");
            form.setAttribute("action", "/annulation");
            const button = form.querySelector("button");
            button.click();
            button.click();
            setTimeout(() => { button.click(); done(button.textContent); }, 50);
        })"""
    )
    await page.wait_for_timeout(300)

    assert said == "Patientez…"
    assert [path for path, _ in gallery[1]] == ["/annulation"]


@pytest.mark.requirement("DV-04")
async def test_a_chosen_file_leaves_at_once_and_the_form_carries_its_receipt(page: Page):
    await page.set_input_files(
        "#champ-piece", {"name": "livret.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-"}
    )

    receipt = await page.wait_for_selector(".drop-list input[name=piece]", state="attached")

    assert await receipt.get_attribute("value") == "recu-42"
    assert "Envoyé" in await page.inner_text(".drop-list")


async def test_the_lines_of_a_table_are_walked_with_j_and_k(page: Page):
    await page.evaluate("document.activeElement.blur()")
    walked: list[str] = []
    for key in "jjk":
        await page.keyboard.press(key)
        walked.append(await page.evaluate("document.activeElement.textContent"))

    assert walked == ["PLA-2026-000123", "PLA-2026-000122", "PLA-2026-000123"]


async def test_a_menu_closes_with_escape_and_gives_the_focus_back(page: Page):
    await page.click("details.menu summary")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Escape")

    assert not await page.evaluate("document.querySelector('details.menu').open")
    assert await page.evaluate("document.activeElement.tagName") == "SUMMARY"


async def test_help_opens_over_the_page_and_escape_returns_to_it(page: Page):
    await page.click("[data-opens=aide]")
    assert await page.is_visible("#aide")

    await page.keyboard.press("Escape")

    assert not await page.is_visible("#aide")

"""The portal's header: two lines on a desk, one on a phone with the rest behind « Menu », which needs no script."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from chassis.pages.gallery import write

from .browser import served

STATIC = Path(__file__).parents[3] / "gateway/src/gateway/static"

pytestmark = [
    pytest.mark.skipif(not (STATIC / "app.js").exists(), reason="the assets are not built: make assets"),
    pytest.mark.requirement("GW-03"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("header")
    write(folder)
    with served(folder, STATIC) as (told, _):
        yield told


@asynccontextmanager
async def opened(browser: Browser, address: str, width: int, *, script: bool = True) -> AsyncIterator[Page]:
    context = await browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=script, reduced_motion="reduce"
    )
    page = await context.new_page()
    await page.goto(address)
    yield page
    await context.close()


async def test_on_a_phone_the_header_is_one_line(browser: Browser, address: str):
    async with opened(browser, f"{address}/portal-fr.html", 390) as page:
        box = await page.locator(".site-header").bounding_box()

    assert box is not None
    assert box["height"] < 100


async def test_on_a_desk_search_language_and_account_share_the_line_of_the_brand(browser: Browser, address: str):
    async with opened(browser, f"{address}/portal-fr.html", 1280) as page:
        places = [
            await page.locator(f".site-header {part}").first.bounding_box()
            for part in (".site-brand", ".search-row", ".site-languages", ".site-account")
        ]
        menu = await page.locator(".site-header-nav").bounding_box()

    assert menu is not None
    middles = [place["y"] + place["height"] / 2 for place in places if place is not None]
    assert len(middles) == 4
    assert max(middles) - min(middles) < 8
    assert menu["height"] < 60


@pytest.mark.parametrize("script", [True, False])
async def test_the_menu_of_a_phone_opens_and_closes_by_keyboard_with_and_without_script(
    browser: Browser, address: str, script: bool
):
    async with opened(browser, f"{address}/portal-fr.html", 390, script=script) as page:
        menu = page.get_by_role("navigation", name="Menu principal")
        await expect(menu).to_be_hidden()

        await page.locator(".site-menu-button").press("Enter")
        await expect(menu).to_be_visible()
        await expect(page.locator(".site-menu-head button")).to_be_focused()

        await page.keyboard.press("Escape")
        await expect(menu).to_be_hidden()
        await expect(page.locator(".site-menu-button")).to_be_focused()


async def test_whoever_leaves_the_menu_by_the_keyboard_closes_it(browser: Browser, address: str):
    async with opened(browser, f"{address}/portal-fr.html", 390) as page:
        menu = page.get_by_role("navigation", name="Menu principal")
        await page.locator(".site-menu-button").press("Enter")
        await page.locator(".site-header-nav a").last.focus()
        await expect(menu).to_be_visible()

        await page.locator(".site-account summary").focus()

        await expect(menu).to_be_hidden()

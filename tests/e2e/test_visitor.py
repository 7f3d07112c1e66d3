"""Somebody who has no account yet looks for what the town offers."""

import re

import pytest
from playwright.async_api import expect

from contracts.demo import PLASSANS
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes


@pytest.mark.requirement("GW-01")
@pytest.mark.requirement("GW-06")
async def test_the_town_is_at_home_on_its_portal(arrives: Arrives, suite: RunningSuite):
    visitor = await arrives("visitor")
    await visitor.opens(suite.portal())

    await expect(visitor.page).to_have_title(re.compile("Ville de Plassans"))
    banner = visitor.page.get_by_role("banner")
    await expect(banner).to_contain_text("Ville de Plassans")
    await expect(visitor.page.get_by_role("contentinfo")).to_contain_text("Propulsé par Parvis")
    accent = await banner.evaluate("() => getComputedStyle(document.documentElement).getPropertyValue('--accent')")
    assert accent == PLASSANS.colour
    await visitor.looks("accueil")


@pytest.mark.requirement("DM-01")
async def test_the_catalogue_is_arranged_by_theme(arrives: Arrives):
    visitor = await arrives("visitor")
    await (await visitor.finds_in_menu("Toutes les démarches")).click()

    await visitor.sees_title("Toutes les démarches")
    for theme in ("État civil", "École et enfance", "Rue et cadre de vie", "Déchets"):
        await expect(visitor.page.get_by_role("heading", name=theme).first).to_be_visible()
    await visitor.sees("Espace personnel nécessaire")
    await visitor.looks("catalogue")


@pytest.mark.requirement("DM-02")
async def test_everyday_words_find_the_administration_s(arrives: Arrives, suite: RunningSuite):
    visitor = await arrives("visitor")
    await visitor.opens(suite.portal())
    search = visitor.page.get_by_role("main").locator("input[name=q]")
    await search.fill("poubelle")
    await search.press("Enter")

    await visitor.sees("Collecte des déchets et encombrants")
    await visitor.looks("recherche-poubelle")


@pytest.mark.requirement("GW-06")
@pytest.mark.parametrize("words", ["Mentions légales", "Données personnelles", "Accessibilité", "Nous contacter"])
async def test_what_the_law_wants_readable_is_one_click_away(arrives: Arrives, suite: RunningSuite, words: str):
    visitor = await arrives("visitor")
    await visitor.opens(suite.portal())
    await visitor.page.get_by_role("contentinfo").get_by_role("link", name=words).click()

    await visitor.sees_title(words)
    await visitor.looks(words.lower().replace(" ", "-"))


async def test_a_page_that_does_not_exist_says_so_and_leads_home(arrives: Arrives, suite: RunningSuite):
    visitor = await arrives("visitor")
    await visitor.opens(suite.portal("/chemin-perdu"), expecting=404)

    await visitor.looks("page-inexistante")
    await visitor.presses("Revenir à l’accueil")
    await visitor.sees_title("Que pouvons-nous faire pour vous ?")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""

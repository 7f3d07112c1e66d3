"""The living page shows every component: what holds for it holds for the pages made of them."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from chassis.pages.catalogues import members
from chassis.pages.gallery import write
from contracts.consoles import CONSOLES

from .markup import Page

ICONS = Path(__file__).parents[3] / "gateway/assets/icons.txt"
DRAWINGS = Path(__file__).parents[3] / "gateway/assets/drawings"


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("gallery")
    return {name: (folder / name).read_text("utf-8") for name in write(folder)}


def test_every_layout_is_shown_in_both_languages(gallery: dict[str, str]):
    assert set(gallery) == {
        f"{what}-{language}.html" for what in ("portal", "console", "home") for language in ("fr", "en")
    }
    assert all(f'<html lang="{name[-7:-5]}">' in html for name, html in gallery.items())


def test_a_page_never_carries_style_or_script_of_its_own(gallery: dict[str, str]):
    for html in gallery.values():
        page = Page(html)
        assert not [
            tag for tag in page.tags if tag.get("style") or any(name.startswith("on") for name in tag.attributes)
        ]
        assert page.all("style") == []
        assert all(tag.get("src") for tag in page.all("script"))


@pytest.mark.requirement("GW-03")
def test_ids_are_unique_and_everything_pointed_at_exists(gallery: dict[str, str]):
    for html in gallery.values():
        page = Page(html)
        ids = [tag["id"] for tag in page.tags if tag.get("id")]
        pointed = {
            name
            for tag in page.tags
            for attribute in (
                "for",
                "aria-describedby",
                "aria-labelledby",
                "data-opens",
                "data-reveal",
                "data-meter",
                "data-counter",
            )
            for name in (tag.get(attribute) or "").split()
        }
        assert len(ids) == len(set(ids))
        assert pointed <= set(ids)


@pytest.mark.requirement("GW-07")
def test_a_page_has_a_skip_link_one_h1_one_main_and_a_title_that_says_where_one_is(gallery: dict[str, str]):
    for html in gallery.values():
        page = Page(html)
        assert next(tag for tag in page.all("a"))["href"] == "#contenu"
        assert len(page.all("h1")) == len(page.all("main", id="contenu")) == 1
        assert re.search(r"<title>.+ – Ville de Plassans</title>", html)


@pytest.mark.requirement("GW-03")
def test_every_field_has_a_label_and_every_image_an_alternative(gallery: dict[str, str]):
    for html in gallery.values():
        page = Page(html)
        labelled = {tag["for"] for tag in page.all("label")}
        fields = [
            tag for name in ("input", "select", "textarea") for tag in page.all(name) if tag.get("type") != "hidden"
        ]
        assert fields
        assert all(tag["id"] in labelled for tag in fields)
        assert all(tag.get("alt") is not None for tag in page.all("img"))


def test_every_icon_and_drawing_used_is_in_the_sprites(gallery: dict[str, str]):
    icons = set(ICONS.read_text("utf-8").split())
    drawings = {file.stem for file in DRAWINGS.glob("*.svg")}
    used = {tag["href"] for html in gallery.values() for tag in Page(html).all("use")}

    assert {href.split("#")[1] for href in used if href.startswith("/assets/icons.svg")} <= icons
    assert {href.split("#")[1] for href in used if href.startswith("/assets/drawings.svg")} <= drawings


def test_every_icon_named_by_any_member_is_in_the_sprite():
    icons = set(ICONS.read_text("utf-8").split())
    named = {
        name
        for package in members()
        for file in package.rglob("*.html")
        for name in re.findall(r'\bicon(?:=|\()"([a-z0-9-]+)"', file.read_text("utf-8"))
    }

    assert named | {page.icon for page in CONSOLES} <= icons


def test_drawings_are_well_formed():
    roots = [ElementTree.fromstring(file.read_text("utf-8")) for file in DRAWINGS.glob("*.svg")]

    assert roots
    assert {root.tag.rpartition("}")[2] for root in roots} == {"svg"}


def test_every_form_that_changes_something_carries_the_token(gallery: dict[str, str]):
    for html in gallery.values():
        page = Page(html)
        assert len(page.all("form", method="post")) == len(page.all("input", name="csrf_token", value="jeton"))


def test_what_comes_and_goes_is_shown_in_each_of_its_states(gallery: dict[str, str]):
    for name in ("portal-fr.html", "console-fr.html"):
        html = gallery[name]
        page = Page(html)
        toasts = html[html.index('class="flashes"') :]
        assert all(f"notice-{kind}" in toasts for kind in ("success", "warning", "info", "error"))
        assert [bool(dialog.get("open") is not None) for dialog in page.all("dialog")].count(True) == 1
        assert html.count("Toutes les étapes sont terminées") == 1
        assert html.count('class="skeleton"') == 2

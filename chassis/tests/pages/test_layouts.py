"""The frame around every page: the town at home, the person signed in, the way out."""

from dataclasses import replace

import pytest
from jinja2 import UndefinedError

from chassis.pages import Actor, Badges, Flash, Link, NavItem, PageContext, Pages

from .markup import Page

SOURCE = '{% extends "layouts/portal.html" %}{% set title = "Mes demandes" %}{% block content %}<p>{{ said|default("") }}</p>{% endblock %}'


def shown(pages: Pages, page: PageContext, source: str = SOURCE, **context: object) -> Page:
    return Page(pages.environment(page.locale).from_string(source).render(page=page, **context))


def test_a_visitor_is_offered_to_sign_in(pages: Pages, page: PageContext):
    found = shown(pages, page)

    assert "Je crée mon espace" in found.text
    assert "Me connecter" in found.text
    assert "Échanges" not in found.text


@pytest.mark.requirement("TK-04")
def test_who_is_signed_in_sees_what_waits_for_him(pages: Pages, page: PageContext):
    found = shown(
        pages, replace(page, actor=Actor(name="Silvère Mouret", kind="citizen"), badges=Badges(exchanges=3, dossiers=1))
    )

    assert "Silvère Mouret" in found.text
    assert "(3 échanges à lire)" in found.text
    assert "(1 demande vous attend)" in found.text
    assert found.one("form", action="/deconnexion", method="post")


@pytest.mark.requirement("GW-03")
def test_the_page_speaks_english_and_comes_back_to_itself_in_french(pages: Pages, page: PageContext):
    found = shown(pages, replace(page, locale="en", path="/demarches?theme=famille"))

    assert "Sign in" in found.text
    assert found.one("html")["lang"] == "en"
    assert found.one("a", hreflang="fr")["href"] == "/langue/fr?vers=%2Fdemarches%3Ftheme%3Dfamille"


@pytest.mark.requirement("GW-06")
def test_the_town_leads_and_the_product_is_a_line_in_the_footer(pages: Pages, page: PageContext):
    town = replace(
        page.organisation,
        logo_url="/logo.png",
        theme_version="7",
        links=(Link(label="Médiathèque", href="https://biblio.example"),),
    )

    found = shown(pages, replace(page, organisation=town))

    assert found.one("img", class_="site-logo")["src"] == "/logo.png"
    assert found.one("link", href="/theme.css?v=7")
    assert "Médiathèque" in found.text
    assert "Données personnelles (RGPD)" in found.text
    assert found.text.endswith("Propulsé par Parvis")


def test_what_was_just_done_is_said_once_and_announced(pages: Pages, page: PageContext):
    found = shown(
        pages, replace(page, flashes=(Flash(text="Message envoyé."), Flash(text="Rien n’a été envoyé.", kind="error")))
    )

    assert found.one("div", role="alert")["class"] == "notice notice-error"
    assert "Message envoyé." in found.text


def test_the_place_in_the_menu_is_marked_below_it_too(pages: Pages, page: PageContext):
    actor = Actor(name="S", kind="citizen")

    found = shown(pages, replace(page, actor=actor, path="/mon-espace/demandes/42?onglet=pieces"))

    assert [tag["href"] for tag in found.all("a", aria_current="page")] == ["/mon-espace/demandes"]


def test_the_console_groups_its_services(pages: Pages, page: PageContext):
    items = (
        NavItem(label="Dossiers", href="/d", current=True, group="Démarches"),
        NavItem(label="Calendriers", href="/c", group="Démarches"),
    )

    found = shown(pages, replace(page, navigation=items), SOURCE.replace("portal", "console"))

    assert found.text.count("Démarches") == 1
    assert found.one("a", aria_current="page")["href"] == "/d"


def test_a_form_with_errors_says_so_in_the_title(pages: Pages, page: PageContext):
    from chassis.pages import FormState

    assert shown(pages, page, form=FormState(errors={"x": "y"})).text.startswith(
        "Erreur : Mes demandes – Ville de Plassans"
    )


def test_a_name_the_page_was_not_given_is_an_error_and_not_a_hole(pages: Pages, page: PageContext):
    with pytest.raises(UndefinedError):
        shown(pages, page, SOURCE.replace('said|default("")', "unknown"))


def test_assets_have_a_version_once_built(page: PageContext):
    assert page.asset("portal.css") == "/assets/portal.css"
    assert replace(page, assets_version="ab12").asset("portal.css") == "/assets/portal.css?v=ab12"


def test_a_console_says_what_its_page_is_for_below_its_title(pages: Pages, page: PageContext):
    source = '{% extends "layouts/console.html" %}{% set title = "Répartition" %}{% set lead = "Qui a quoi." %}'

    found = shown(pages, page, source)

    assert found.one("p", class_="lead")
    assert "Répartition Qui a quoi." in found.text

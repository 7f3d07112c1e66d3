"""The guide on the portal, the map of the site, and answers that only quote."""

import pytest
from doorstep.house import House

PAGE = {
    "slug": "voter-par-procuration",
    "theme": "citoyennete",
    "theme_name": "Voter et participer",
    "title": "Voter à {{ commune }}",
    "summary": "Vous désignez un électeur.",
    "html": "<p>À {{ commune }}, <strong>venez</strong>.</p>",
    "keywords": "procuration vote",
    "written_at": None,
}
OTHER = {"slug": "conseil-municipal", "title": "Assister au conseil", "summary": "Les séances sont publiques."}
THEMES = [{"slug": "citoyennete", "name": "Voter et participer", "icon": "flag", "pages": [PAGE, OTHER]}]


@pytest.fixture
def notifier(house: House):
    tiny = house.services["notifier"]
    tiny.guide = THEMES
    yield tiny
    tiny.guide, tiny.passages, tiny.is_down = [], [], False


@pytest.mark.requirement("GW-10")
async def test_the_guide_stands_by_theme_and_each_page_says_the_towns_name_as_text(house: House, notifier):
    visit = house.visit(house.town(name="L’Haÿ <Les> Roses"))

    guide = await visit.get("/guide")
    page = await visit.get("/guide/voter-par-procuration")

    assert 'href="/guide/voter-par-procuration"' in guide.text
    assert "<h1>Voter à L’Haÿ &lt;Les&gt; Roses</h1>" in page.text
    assert "<p>À L’Haÿ &lt;Les&gt; Roses, <strong>venez</strong>.</p>" in page.text
    assert 'href="/guide/conseil-municipal"' in page.text
    assert "Seuls les textes officiels font foi." in page.text


@pytest.mark.requirement("GW-10")
async def test_a_page_that_is_not_there_is_404_and_the_support_portal_has_no_guide(house: House, notifier):
    missing = await house.visit(house.town()).get("/guide/rien")
    support = await house.visit(house.town(is_support_portal=True)).get("/guide")

    assert (missing.status_code, support.status_code) == (404, 404)


@pytest.mark.requirement("GW-10")
async def test_the_map_of_the_site_holds_every_page_and_stands_while_services_are_down(house: House, notifier):
    town = house.town()
    whole = await house.visit(town).get("/plan-du-site")
    other = house.town()
    notifier.is_down = house.demarches.is_down = True

    half = await house.visit(other).get("/plan-du-site")

    assert 'href="/guide/conseil-municipal"' in whole.text
    assert half.status_code == 200
    assert "Le guide est momentanément indisponible" in half.text
    assert "La liste des démarches est momentanément indisponible" in half.text


@pytest.mark.requirement("GW-09")
async def test_an_answer_is_a_quotation_with_its_page_and_then_a_person(house: House, notifier):
    notifier.passages = [{"slug": "passeport", "title": "Passeport", "text": "Adulte\u00a0: 86 €\n<b>10 ans</b>"}]

    page = await house.visit(house.town()).get("/aide?q=passeport")

    assert '<blockquote cite="/guide/passeport">' in page.text
    assert "Adulte\u00a0: 86 €\n&lt;b&gt;10 ans&lt;/b&gt;" in page.text
    assert 'href="/contact"' in page.text
    assert "Demander à une personne" in page.text


@pytest.mark.requirement("GW-09")
async def test_what_no_page_says_is_handed_over_to_a_person(house: House, notifier):
    page = await house.visit(house.town()).get("/aide?q=ratatouille")

    assert "Les pages de ce site n’en parlent pas" in page.text
    assert "blockquote" not in page.text


@pytest.mark.requirement("GW-09")
async def test_while_the_guide_is_down_the_page_says_so(house: House, notifier):
    notifier.is_down = True

    page = await house.visit(house.town()).get("/aide?q=passeport")

    assert page.status_code == 200
    assert "Le guide est momentanément indisponible" in page.text


@pytest.mark.requirement("GW-09")
async def test_proposed_questions_are_read_in_english_and_find_the_french_pages(house: House, notifier):
    visit = house.visit(house.town())
    await visit.get("/langue/en")

    page = await visit.get("/aide")

    assert "How do I vote by proxy?" in page.text
    assert 'href="/aide?q=Comment%20voter%20par%20procuration' in page.text
    assert "These pages are in French" in page.text


@pytest.mark.requirement("GW-09")
async def test_a_town_without_the_help_assistant_shows_no_trace_of_it(house: House, notifier):
    notifier.passages = [{"slug": "passeport", "title": "Passeport", "text": "Adulte : 86 €"}]
    visitor = house.visit(house.town(functions=[]))

    asked = await visitor.get("/aide?q=passeport")
    api = [
        (await visitor.get(path)).status_code
        for path in ("/api/notifier/v1/guide/passages?q=passeport", "/api/notifier/v1/guide/p%61ssages?q=passeport")
    ]
    links = [(await visitor.get(path)).text for path in ("/guide", "/plan-du-site")]

    assert (asked.status_code, api) == (404, [404, 404])
    assert not any("/aide" in page for page in links)

"""What is explained: each page of the consoles has its passage, in both languages; tours, memos and answers are made of them."""

import re

import pytest
from doorstep.house import House

from contracts.consoles import CONSOLES
from contracts.tours import TOURS
from gateway.guides import AUDIENCES, guide_of, passage_for, quoting

pytestmark = pytest.mark.requirement("GW-08")


def test_every_page_of_the_consoles_is_explained_in_both_languages():
    missing = [
        (page.href, locale) for page in CONSOLES for locale in ("fr", "en") if passage_for(page.href, locale) is None
    ]

    assert missing == []


def test_both_languages_say_the_same_passages_about_the_same_pages():
    for audience in AUDIENCES:
        french, english = guide_of(audience, "fr"), guide_of(audience, "en")
        told = [[(one.slug, one.addresses, one.stop) for one in guide.passages] for guide in (french, english)]

        assert told[0] == told[1], audience
        assert french.title != english.title
        kinds = [[[kind for kind, _ in one.blocks] for one in guide.passages] for guide in (french, english)]
        assert kinds[0] == kinds[1], audience


def test_no_two_passages_claim_the_same_page():
    claimed = [address for name in AUDIENCES for one in guide_of(name, "fr").passages for address in one.addresses]

    assert len(claimed) == len(set(claimed))


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/", "accueil"),
        ("/demarches/dossiers/0190?onglet=2", "dossier"),
        ("/demarches/?vue=late", "demandes"),
        ("/demarches/dossiers?vue=all", "demandes"),
        ("/notifier/publications/new", "publier"),
        ("/notifier/0190", "messages"),
        ("/nulle-part", None),
    ],
)
def test_a_page_is_explained_by_the_passage_that_speaks_of_it_most_closely(path: str, slug: str | None):
    found = passage_for(path, "fr")

    assert (found.slug if found else None) == slug


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("Comment ajouter des membres ?", "membres"),
        ("demander une pièce", "dossier"),
        ("Qui lit les pieces ?", "pieces"),
        ("ratatouille", None),
    ],
)
def test_a_question_is_answered_with_passages(question: str, slug: str | None):
    found = quoting(question, "fr", ("agent", "administrator"))

    assert (found[0].slug if found else None) == slug


async def test_help_answers_with_quotations_that_lead_to_their_guide(house: House):
    agent = house.visit_agents(house.member_of(house.town(), "identity.members.manage"))

    found = await agent.get("/aide?q=ajouter+un+membre")
    nothing = await agent.get("/aide?q=ratatouille")

    assert '<blockquote cite="/aide/administrator#membres">' in found.text
    assert "Les guides n’en parlent pas" in nothing.text


async def test_each_member_is_offered_the_guides_of_their_roles(house: House):
    town = house.town()
    pages = [
        (await house.visit_agents(house.member_of(town, *permissions)).get("/aide")).text
        for permissions in ((), ("identity.permissions.grant",), ("platform.operations.read",))
    ]

    shown = [[name for name in TOURS if f'href="/aide/{name}"' in page] for page in pages]
    assert shown == [["agent"], ["agent", "administrator"], ["agent", "operator"]]


async def test_the_passage_of_a_page_is_one_press_away(house: House):
    agent = house.visit_agents(house.member_of(house.town(), "demarches.dossiers.read"))

    account = await agent.get("/compte")
    here = await agent.get("/aide/ici?page=/demarches/dossiers/1")
    text = await agent.get("/aide/ici/texte?page=/demarches/dossiers/1", headers={"accept": "application/json"})
    nowhere = await agent.get("/aide/ici?page=https://ailleurs.example/")

    assert 'href="/aide/ici?page=/compte"' in account.text
    assert "<h1>Instruire une demande</h1>" in here.text
    assert 'href="/demarches/dossiers/1"' in here.text
    assert text.json()["title"] == "Instruire une demande"
    assert 'href="https://ailleurs' not in nowhere.text


async def test_the_panels_words_are_set_as_pages_are(house: House):
    agent = house.visit_agents(house.member_of(house.town(), "demarches.dossiers.read"))
    address, asks = "/aide/ici/texte?page=/", {"accept": "application/json"}

    french = (await agent.get(address, headers=asks)).json()["text"]
    await agent.get("/langue/en")
    english = (await agent.get(address, headers=asks)).json()["text"]

    assert not re.search(r" [:;!?»]|« ", french)
    assert "\u00a0" not in english


async def test_a_tour_halts_at_the_pages_that_are_open_to_its_member(house: House):
    agent = house.visit_agents(house.member_of(house.town(), "demarches.dossiers.read"))

    first = await agent.get("/aide/visite/agent-1")
    text = (await agent.get("/aide/visite/agent-3/texte", headers={"accept": "application/json"})).json()
    here = await agent.get("/compte?visite=agent-3")
    beyond = [
        (await agent.get(f"/aide/visite/{mark}")).status_code for mark in ("agent-99", "citizen-1", "x", "agent-0")
    ]

    assert "Étape 1 sur" in first.text
    assert (text["title"], text["after"]) == ("La file des demandes", "/demarches/agenda?visite=agent-4")
    assert text["before"] == "/?visite=agent-2"
    assert 'data-tour="/aide/visite/agent-3/texte"' in here.text
    assert 'href="/aide/ici?page=/compte"' in here.text
    assert beyond == [404, 404, 404, 404]
    assert "/ticketing/" not in (await agent.get("/aide/visite/agent-5")).text.split("<main")[1]


async def test_a_tour_is_offered_until_it_is_taken_or_declined(house: House):
    member = house.member_of(house.town(), "demarches.dossiers.read")
    agent = house.visit_agents(member)
    offered = await agent.get("/")
    token = await agent.token("/")

    begun = await agent.send_form("/aide/visites/agent", {"choice": "begin"}, token=token)
    after = await agent.get("/")
    declined = await agent.send_form("/aide/visites/agent", {"choice": "later"}, token=token)

    assert "Première visite" in offered.text
    assert (begun.status_code, begun.headers["location"]) == (303, "/?visite=agent-1")
    assert "Première visite" not in after.text
    assert declined.headers["location"] == "/"
    assert 'action="/aide/visites/agent"' in (await agent.get("/aide")).text


async def test_memos_are_pdfs_of_the_same_words(house: House):
    agent = house.visit_agents(house.member_of(house.town()))

    answer = await agent.get("/aide/memo/operator.pdf")
    strange = await agent.get("/aide/memo/personne.pdf")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["content-disposition"] == 'inline; filename="parvis-operator-fr.pdf"'
    assert strange.status_code == 404


async def test_citizens_take_their_memo_from_the_guide(house: House):
    town = house.town()

    guide = await house.visit(town).get("/guide")
    answer = await house.visit(town).get("/guide/memo.pdf")

    assert 'href="/guide/memo.pdf"' in guide.text
    assert answer.content.startswith(b"%PDF-")


async def test_home_opens_on_the_documentation(house: House):
    page = await house.visit_agents(house.member_of(house.town(), "identity.members.manage")).get("/")

    assert 'href="/aide/administrator"' in page.text
    assert 'href="/aide/memo/administrator.pdf"' in page.text
    assert re.search(r"Ouvrir le guichet", page.text)


async def test_help_is_for_members(house: House):
    town = house.town()

    assert (await house.visit_agents().get("/aide")).status_code == 303
    assert (await house.visit_agents(house.citizen_of(town)).get("/aide/agent")).status_code == 403

"""A request for help after it was sent: its page, its lists, who sees it, in front of the real ticketing service."""

import re

import pytest
from support_house import ANSWER, DEPARTMENT, OPEN, READ, Portal, a_ticket, seen

from kit.actors import a_member


@pytest.fixture
def portal(support: Portal) -> Portal:
    return support


@pytest.mark.requirement("TK-04")
async def test_an_answer_is_counted_in_the_header_until_it_is_read(portal: Portal):
    member = portal.a_member(OPEN)
    ticket = await a_ticket(member)
    await portal.answer(ticket, "Quelle est la version ?", "waiting_customer")

    before = seen(await member.get("/mes-tickets"))
    listed = seen(await member.get("/tickets-a-lire"))
    page = seen(await member.get(f"/mes-tickets/{ticket}"))
    after = seen(await member.get("/tickets-a-lire"))

    assert "1 échange à lire" in before
    assert "1 demande vous attend" in before
    assert "Le bouton reste gris" in listed
    assert "Quelle est la version ?" in page
    assert "1 échange à lire" not in page
    assert "Vous avez tout lu" in after


@pytest.mark.requirement("TK-03")
async def test_the_page_tells_the_state_and_takes_an_answer(portal: Portal):
    member = portal.a_member(OPEN)
    ticket = await a_ticket(member)
    await portal.answer(ticket, "Quelle est la version ?", "waiting_customer")
    page = await member.get(f"/mes-tickets/{ticket}")
    token, key = (re.search(rf'name="{n}" value="([^"]+)"', page.text) for n in ("csrf_token", "cle"))
    assert token
    assert key

    answer = await member.send_form(
        f"/mes-tickets/{ticket}/messages", {"body": "La 3.2.", "cle": key[1]}, token=token[1]
    )
    again = seen(await member.get(f"/mes-tickets/{ticket}"))

    assert "En attente de votre réponse" in seen(page)
    assert answer.status_code == 303
    assert "Votre réponse est envoyée." in again
    assert "La 3.2." in again
    assert "Prise en charge" in again


@pytest.mark.requirement("TK-03")
async def test_a_solved_request_is_confirmed_with_a_button_and_then_archived(portal: Portal):
    member = portal.a_member(OPEN)
    ticket = await a_ticket(member)
    await portal.answer(ticket, "C’est corrigé.", "resolved")
    page = await member.get(f"/mes-tickets/{ticket}")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token

    await member.send_form(f"/mes-tickets/{ticket}/confirmation", {}, token=token[1])

    assert "Résolue — à confirmer" in seen(page)
    assert "Clôturée" in seen(await member.get(f"/mes-tickets/{ticket}"))
    assert "Le bouton reste gris" in seen(await member.get("/mes-tickets?archives=oui"))
    assert "Aucune demande en cours" in seen(await member.get("/mes-tickets"))


@pytest.mark.requirement("TK-03")
async def test_an_opinion_that_was_given_is_shown_and_may_be_changed(portal: Portal):
    member = portal.a_member(OPEN)
    ticket = await a_ticket(member)
    await portal.answer(ticket, "C’est corrigé.", "resolved")
    page = await member.get(f"/mes-tickets/{ticket}")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token

    await member.send_form(f"/mes-tickets/{ticket}/avis", {"score": "4", "comment": "Rapide."}, token=token[1])

    after = (await member.get(f"/mes-tickets/{ticket}")).text
    assert "Donner mon avis" in seen(page)
    assert "Vous avez donné votre avis le" in after
    assert "Changer mon avis" in after
    assert re.search(r'value="4"[^>]*checked', after)
    assert "Rapide.</textarea>" in after


@pytest.mark.requirement("TK-04")
async def test_colleagues_see_each_others_requests_when_permitted_and_strangers_do_not(portal: Portal):
    ticket = await a_ticket(portal.a_member(OPEN))

    reader = seen(await portal.a_member(READ).get("/mes-tickets?vue=collectivite"))
    other = await portal.a_member(OPEN).get(f"/mes-tickets/{ticket}")
    nobody = await portal.a_visitor().get(f"/mes-tickets/{ticket}")

    assert "Le bouton reste gris" in reader
    assert other.status_code == 404
    assert nobody.status_code == 303


@pytest.mark.requirement("TK-06")
async def test_an_internal_note_is_on_no_page_of_the_customer(portal: Portal):
    member = portal.a_member(OPEN, READ)
    ticket = await a_ticket(member)
    await portal.note(ticket, "canari-interne-51c2")

    for path in ("/", "/mes-tickets", "/tickets-a-lire", f"/mes-tickets/{ticket}", "/mes-tickets?vue=collectivite"):
        assert "canari-interne-51c2" not in (await member.get(path)).text


@pytest.mark.requirement("TK-06")
async def test_the_support_team_reads_in_its_console_and_not_on_the_customers_page(portal: Portal):
    ticket = await a_ticket(portal.a_member(OPEN))
    await portal.note(ticket, "canari-interne-51c2")
    agent = portal.house.visit(portal.provider, a_member(portal.tenant, ANSWER), at=portal.address)

    page = await agent.get(f"/mes-tickets/{ticket}")

    assert page.status_code == 404
    assert "canari-interne-51c2" not in page.text


async def test_a_request_is_cancelled_after_one_question(portal: Portal):
    member = portal.a_member(OPEN)
    ticket = await a_ticket(member)
    question = await member.get(f"/mes-tickets/{ticket}/annulation")
    token = re.search(r'name="csrf_token" value="([^"]+)"', question.text)
    assert token

    await member.send_form(f"/mes-tickets/{ticket}/cancellation", {}, token=token[1])

    assert "L’assistance ne traitera plus « Le bouton reste gris »" in seen(question)
    assert "Annulée" in seen(await member.get(f"/mes-tickets/{ticket}"))


@pytest.mark.requirement("TK-04")
@pytest.mark.parametrize(
    ("permissions", "lists"),
    [
        ((OPEN,), ["Mes demandes", "Partagées avec moi"]),
        ((OPEN, DEPARTMENT), ["Mes demandes", "Partagées avec moi", "Mon service"]),
        ((OPEN, READ), ["Mes demandes", "Partagées avec moi", "Mon organisation"]),
    ],
)
async def test_one_chooses_between_the_lists_that_one_may_open(
    permissions: tuple[str, ...], lists: list[str], portal: Portal
):
    member = portal.a_member(*permissions)

    page = await member.get("/mes-tickets?vue=collectivite")

    tabs = re.search(r'aria-label="Demandes de qui".*?</nav>', seen(page), re.DOTALL)
    assert tabs is not None
    assert re.findall(r">\s*([^<>\n]+?)\s*</a>", tabs[0]) == lists


@pytest.mark.requirement("TK-04")
async def test_sharing_is_the_requesters_and_goes_on_without_the_directory(portal: Portal):
    member = portal.a_member(OPEN)
    ticket = await a_ticket(member)

    page = await member.get(f"/mes-tickets/{ticket}/partage?q=mouret")

    assert "Vous n’avez partagé cette demande avec personne." in seen(page)
    assert "L’annuaire de votre organisation ne répond pas" in seen(page)
    assert (await portal.a_member(OPEN, READ).get(f"/mes-tickets/{ticket}/partage")).status_code == 404


@pytest.mark.requirement("TK-03")
async def test_ones_list_leaves_for_a_spreadsheet(portal: Portal):
    member = portal.a_member(OPEN)
    await a_ticket(member)

    answer = await member.get("/export/mes-tickets/csv?q=bouton")

    assert answer.headers["content-type"].startswith("text/csv")
    assert "Le bouton reste gris" in answer.text
    for refused in ("/export/mes-tickets/pdf", "/export/mes-tickets/csv?vue=collectivite"):
        assert (await member.get(refused)).status_code == 404


@pytest.mark.requirement("TK-03")
async def test_an_answer_typed_while_the_session_ended_waits_in_the_page_that_asks_to_sign_in(portal: Portal):
    member = portal.a_member(OPEN)
    ticket = await a_ticket(member)
    address, words = f"/mes-tickets/{ticket}/messages", "La 3.2,\ndepuis lundi."
    token = await member.token(f"/mes-tickets/{ticket}")
    session = member.cookies.get("parvis_guichet_session")
    assert session
    member.cookies.clear()

    away = await member.send_form(address, {"body": words}, token=token, files={"_fichiers": ("ecran.jpg", b"x")})
    fresh = await member.token("/connexion")
    early = await member.send_form(address, {"body": words, "_reprise": "1"}, token=fresh)
    member.bring("parvis_guichet_session", session)
    back = await member.send_form(address, {"body": words}, token=await member.token("/contact"))

    assert [answer.status_code for answer in (away, early, back)] == [401, 401, 303]
    assert all("Rien de ce que vous avez saisi n’est perdu." in seen(page) for page in (away, early))
    assert 'name="body" value="La 3.2,\ndepuis lundi."' in away.text
    assert "depuis lundi." in seen(await member.get(f"/mes-tickets/{ticket}"))


@pytest.mark.requirement("TK-08")
async def test_an_address_of_the_documentation_in_an_answer_is_a_link_and_nothing_else_is(portal: Portal):
    member = portal.a_member(OPEN)
    ticket = await a_ticket(member)
    page = f"{member.origin}/documentation/sauvegarder"
    hostile = f'{page}" onclick="alert(1) <img src=x> javascript:alert(1) https://ailleurs.exemple.fr/documentation/x'
    await portal.answer(ticket, hostile)

    shown = (await member.get(f"/mes-tickets/{ticket}")).text

    assert f'<a href="{page}" rel="noopener noreferrer">{page}</a>&#34; onclick=' in shown
    assert "&lt;img src=x&gt; javascript:alert(1)" in shown
    assert 'href="https://ailleurs' not in shown

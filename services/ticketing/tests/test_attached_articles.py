"""An answer leads to a page of the knowledge base: the agent chooses it, whoever asked finds a link to it."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from desk_pages import read, send
from support_portal import OPEN, Portal
from test_guests import ask, ticket_of
from test_knowledge import RANGE, arranged, write

from contracts.asks import AskMessageFacts
from kit.actors import a_member
from kit.service import problem
from ticketing.domain.knowledge import Rubric, Season

HOME = "http://assistance.localhost:8000/documentation"


async def id_of(portal: Portal, slug: str) -> str:
    rows = await portal.service.rows("select id from articles where slug = :s and tenant = :t", s=slug, t=portal.tenant)
    return str(rows[0]["id"])


async def offered(portal: Portal, ticket: str) -> str:
    """The choice as the agent's page shows it, or nothing."""
    page = (await read(portal, f"/console/tickets/{ticket}")).text
    return page.partition('name="article"')[2].partition("</select>")[0]


async def said(portal: Portal, ticket: str) -> list[str]:
    return [message["body"] for message in (await portal.show(ticket))["messages"]]


@pytest.mark.requirement("TK-08")
async def test_the_articles_title_and_address_are_added_to_the_answer(portal: Portal):
    ticket, slug = await portal.open(), await write(portal, title="Réactiver le bouton")

    answer = await send(
        portal, ticket, "answers", body="Voici comment faire.", then="open", article=await id_of(portal, slug)
    )

    assert answer.status_code == 303, answer.text
    assert await said(portal, ticket) == [f"Voici comment faire.\n\nRéactiver le bouton\n{HOME}/{slug}"]
    page = (await read(portal, f"/console/tickets/{ticket}")).text
    assert f'<a href="{HOME}/{slug}" rel="noopener noreferrer">{HOME}/{slug}</a>' in page


@pytest.mark.requirement("TK-08")
async def test_those_that_are_like_the_request_come_first_and_drafts_never(portal: Portal):
    ticket = await portal.open(subject="Le bouton reste gris")
    await write(portal, title="Archiver un dossier")
    await write(portal, title="Un bouton reste gris : que faire ?")
    await write(portal, title="Un brouillon", publish=False)

    shown = await offered(portal, ticket)

    assert 0 < shown.index("Un bouton reste gris") < shown.index("Archiver un dossier")
    assert "brouillon" not in shown


@pytest.mark.requirement("TK-08")
async def test_without_an_article_the_answer_is_what_was_typed(portal: Portal):
    ticket = await portal.open()
    await write(portal)

    await send(portal, ticket, "answers", body="Voici comment faire.", then="open", article="")

    assert await said(portal, ticket) == ["Voici comment faire."]


@pytest.mark.requirement("TK-08")
@pytest.mark.parametrize("article", ["00000000-0000-0000-0000-000000000001", "javascript:alert(1)", '"><b>'])
async def test_what_is_no_published_article_is_refused_beside_the_choice(portal: Portal, article: str):
    ticket = await portal.open()
    await write(portal)

    answer = await send(portal, ticket, "answers", body="Voici comment faire.", then="open", article=article)

    assert answer.status_code == 422
    assert "Choisissez-en un autre" in answer.text
    assert "Voici comment faire." in answer.text
    assert await said(portal, ticket) == []


@pytest.mark.requirement("TK-08")
async def test_an_article_that_the_customer_may_not_read_is_neither_offered_nor_taken(portal: Portal):
    ticket = await portal.open()
    product = (await portal.service.rows("select id from products where tenant = :t", t=portal.tenant))[0]["id"]
    slug = await write(portal, title="Pour qui a le produit", audience="owners", product_id=str(product))
    assert "Pour qui a le produit" not in await offered(portal, ticket)

    answer = await send(portal, ticket, "answers", body="Voici.", then="open", article=await id_of(portal, slug))

    assert answer.status_code == 422


@pytest.mark.requirement("TK-08")
async def test_an_article_out_of_season_is_neither_offered_nor_taken(portal: Portal):
    ticket = await portal.open()
    rubric = Rubric(uuid4(), RANGE, "vieux", "D’un autre temps", Season(date(2020, 1, 1), date(2020, 1, 2)))
    await arranged(portal, rubric)
    slug = await write(portal, title="Hors saison", rubric_id=str(rubric.id))
    assert "Hors saison" not in await offered(portal, ticket)

    forged = await send(portal, ticket, "answers", body="Voici.", then="open", article=await id_of(portal, slug))
    called = await portal.answer(ticket, "Voici.", article=slug)

    assert (forged.status_code, called.status_code) == (422, 422)
    assert problem(called)["errors"][0]["pointer"] == "/article"
    assert await said(portal, ticket) == []


@pytest.mark.requirement("TK-08")
async def test_a_program_joins_an_article_by_its_slug(portal: Portal):
    ticket, slug = await portal.open(), await write(portal, title="Réactiver le bouton")

    answer = await portal.answer(ticket, "Voici.", article=slug)
    none = await portal.answer(ticket, "Voici.", article=None)
    nowhere = await portal.answer(ticket, "Voici.", article="nulle-part")

    assert (answer.status_code, none.status_code, nowhere.status_code) == (201, 201, 422)
    assert await said(portal, ticket) == [f"Voici.\n\nRéactiver le bouton\n{HOME}/{slug}", "Voici."]


@pytest.mark.requirement("TK-08")
async def test_an_article_of_another_provider_is_refused(portal: Portal):
    neighbour, ticket = Portal(portal.service, uuid4()), await portal.open()
    article = await id_of(neighbour, await write(neighbour, title="Chez le voisin"))

    answer = await send(portal, ticket, "answers", body="Voici.", then="open", article=article)

    assert answer.status_code == 422


@pytest.mark.requirement("TK-08")
async def test_who_asked_without_an_account_is_led_to_what_everybody_reads_and_told_by_mail(portal: Portal):
    slug = await write(portal, title="Réactiver un compte")
    await write(portal, title="Réservé aux membres", audience="members")
    ticket = await ticket_of(portal, (await ask(portal)).json()["reference"])
    shown = await offered(portal, ticket)

    await send(portal, ticket, "answers", body="Voici.", then="resolved", article=await id_of(portal, slug))
    mails = [await portal.as_notifier(_asked(portal, event)) for event in await portal.service.published(portal.tenant)]

    assert "Réservé aux membres" not in shown
    assert f"Voici.\n\nRéactiver un compte\n{HOME}/{slug}" in [mail.values.get("answer") for mail in mails]


@pytest.mark.requirement("TK-08")
async def test_what_a_customer_writes_is_text(portal: Portal):
    ticket = await portal.open()
    hostile = '<script>alert(1)</script> javascript:alert(1) "><a href=x> https://ailleurs.exemple.fr/documentation/x'
    await portal.reply(ticket, hostile)

    page = (await read(portal, f"/console/tickets/{ticket}")).text

    assert "&lt;script&gt;alert(1)&lt;/script&gt; javascript:alert(1)" in page
    assert "<script>alert" not in page
    assert 'href="https://ailleurs' not in page
    assert 'href="javascript:' not in page


@pytest.mark.requirement("TK-08")
async def test_who_may_not_answer_attaches_nothing(portal: Portal):
    ticket, slug = await portal.open(), await write(portal)
    who_asks = a_member(portal.tenant, OPEN)

    refused = await portal.call(
        who_asks, "POST", f"/console/tickets/{ticket}/answers", content=f"article={await id_of(portal, slug)}"
    )

    assert refused.status_code in (403, 404)
    assert await said(portal, ticket) == []


def _asked(portal: Portal, event: Any) -> AskMessageFacts:
    return AskMessageFacts(
        tenant=portal.tenant, event_id=event["id"], event_type=event["type"], data=dict(event["data"])
    )

"""The catalogue, who has which product, ranges and rubrics: set up from pages, without a deployment."""

import json
from html import unescape
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import httpx
import pytest
from desk_pages import FORM
from support_portal import ANSWER, OPEN, Portal
from test_teamwork import reference_of

from chassis.actor import Actor
from kit.actors import a_member

SET_UP, EDIT = "ticketing.settings.edit", "ticketing.articles.edit"
QUESTIONS = json.dumps(
    {
        "version": 1,
        "steps": [
            {
                "id": "request",
                "title": "Votre demande",
                "items": [{"kind": "long_text", "id": "need", "label": "De quoi avez-vous besoin ?", "required": True}],
            }
        ],
    }
)


def the_boss(portal: Portal) -> Actor:
    return a_member(portal.tenant, SET_UP, EDIT, ANSWER)


async def keep(portal: Portal, path: str, **fields: Any) -> httpx.Response:
    """The form at this path, sent by who may."""
    boss = the_boss(portal)
    page = await portal.call(boss, "GET", "/console/reglages/equipes/nouvelle")
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    boss_again = urlencode({"csrf_token": token, **fields})
    return await portal.call(boss, "POST", f"/console/{path}", content=boss_again, headers=FORM)


async def a_product(portal: Portal, name: str = "Vigie") -> UUID:
    made = uuid4()
    kept = await keep(portal, f"reglages/produits/{made}", name_fr=name, icon="shield", position="3")
    assert kept.status_code == 303, unescape(kept.text)[-2000:]
    return made


async def an_entry(portal: Portal, product: UUID, **changes: str) -> tuple[UUID, httpx.Response]:
    made = uuid4()
    fields = {
        "label_fr": "Assistance Vigie",
        "label_en": "Help with Vigie",
        "product": str(product),
        "kind": "assistance",
        "slug": "assistance-vigie",
        "offered": "true",
        "form": QUESTIONS,
    }
    return made, await keep(portal, f"reglages/services/{made}", **{**fields, **changes})


@pytest.mark.requirement("TK-01")
async def test_a_product_and_its_service_are_added_and_can_be_asked_for_at_once(portal: Portal):
    product = await a_product(portal)

    _, kept = await an_entry(portal, product)

    listed = (await portal.call(None, "GET", "/v1/catalogue")).status_code
    catalogue = (await portal.call(portal.customer, "GET", "/v1/catalogue")).json()["products"]
    assert (kept.status_code, listed) == (303, 401)
    assert [one["name"] for one in catalogue] == ["Parvis", "Vigie"]
    ticket = await portal.open(entry="assistance-vigie", answers={"need": "Un guide."})
    assert (await portal.show(ticket))["entry"] == "Assistance Vigie"


@pytest.mark.requirement("TK-01")
async def test_a_withdrawn_service_can_be_asked_for_no_more_and_its_tickets_stay(portal: Portal):
    made, _ = await an_entry(portal, await a_product(portal))
    ticket = await portal.open(entry="assistance-vigie", answers={"need": "Un guide."})

    page = await portal.call(the_boss(portal), "GET", f"/console/reglages/services/{made}")
    await keep(
        portal,
        f"reglages/services/{made}",
        label_fr="Assistance Vigie",
        product=page.text.split('name="product"')[1].split(" selected")[0].split('value="')[-1].split('"')[0],
        kind="assistance",
        slug="assistance-vigie",
        form=QUESTIONS,
    )

    body = {"entry": "assistance-vigie", "subject": "Encore", "answers": {"need": "Un guide."}}
    assert (await portal.call(portal.customer, "POST", "/v1/tickets", json=body)).status_code == 404
    assert (await portal.call(portal.customer, "GET", "/v1/catalogue/assistance-vigie")).status_code == 404
    assert (await portal.show(ticket))["entry"] == "Assistance Vigie"


@pytest.mark.requirement("TK-01")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"label_fr": " "}, "label_fr"),
        ({"slug": "Pas Une Adresse"}, "slug"),
        ({"slug": "anomalie"}, "slug"),
        ({"form": "{"}, "form"),
        ({"form": '{"version": 1, "steps": []}'}, "form"),
    ],
)
async def test_what_is_wrong_with_a_service_is_said_beside_its_field(
    changes: dict[str, str], field: str, portal: Portal
):
    _, refused = await an_entry(portal, await a_product(portal), **changes)

    assert refused.status_code == 422
    assert f'href="#champ-{field}"' in refused.text


@pytest.mark.requirement("TK-01")
async def test_a_changed_form_is_a_new_version_and_a_ticket_keeps_its_own(portal: Portal):
    product = await a_product(portal)
    made, _ = await an_entry(portal, product)
    ticket = await portal.open(entry="assistance-vigie", answers={"need": "Un guide."})
    fields = {"label_fr": "Assistance Vigie", "product": str(product), "kind": "assistance", "slug": "assistance-vigie"}

    changed = QUESTIONS.replace("De quoi avez-vous besoin ?", "Que vous faut-il ?")
    await keep(portal, f"reglages/services/{made}", **fields, offered="true", form=changed)

    assert (await portal.show(ticket))["answers"][0]["label"] == "De quoi avez-vous besoin ?"
    page = unescape((await portal.call(the_boss(portal), "GET", "/console/reglages/catalogue")).text)
    assert "version 2" in page


@pytest.mark.requirement("TK-09")
async def test_an_organisation_has_a_product_from_a_page_and_no_more(portal: Portal):
    product, ticket = await a_product(portal), await portal.open()
    path = f"reglages/produits/{product}/proprietaires"

    await keep(portal, path, reference=await reference_of(portal, ticket))
    page = unescape((await portal.call(portal.agent, "GET", f"/console/tickets/{ticket}")).text)
    unknown = await keep(portal, path, reference="ASS-1999-000001")
    await keep(portal, path, remove=str(portal.town))

    owners = await portal.service.rows("select 1 from product_owners where tenant = :t", t=portal.tenant)
    assert "Ses produits" in page
    assert "Vigie" in page.split("Ses produits")[1].split("Autres demandes")[0]
    assert (unknown.status_code, owners) == (422, [])


@pytest.mark.requirement("TK-08")
async def test_ranges_and_rubrics_are_written_with_their_season(portal: Portal):
    wide, narrow = uuid4(), uuid4()
    season = {"first-day": "15", "first-month": "11", "first-year": "2026", "last-day": "31", "last-month": "1"}

    await keep(portal, f"articles/gammes/{wide}", name_fr="Mairies", slug="mairies")
    kept = await keep(
        portal,
        f"articles/rubriques/{narrow}",
        name_fr="Fin d'année",
        slug="fin-d-annee",
        range=str(wide),
        every_year="true",
        **season,
        **{"last-year": "2027"},
    )

    page = unescape((await portal.call(the_boss(portal), "GET", "/console/articles/gammes")).text)
    assert kept.status_code == 303
    assert "chaque année, du 15/11 au 31/01" in page


@pytest.mark.requirement("TK-08")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"slug": "fin_d_annee"}, "slug"),
        ({"range": ""}, "range"),
        ({"every_year": "true"}, "last"),
        ({"first-day": "31", "first-month": "2", "first-year": "2026"}, "first"),
        (
            {
                "first-day": "2",
                "first-month": "2",
                "first-year": "2026",
                "last-day": "1",
                "last-month": "2",
                "last-year": "2026",
            },
            "last",
        ),
    ],
)
async def test_what_is_wrong_with_a_rubric_is_said_beside_its_field(
    changes: dict[str, str], field: str, portal: Portal
):
    wide = uuid4()
    await keep(portal, f"articles/gammes/{wide}", name_fr="Mairies", slug="mairies")
    fields = {"name_fr": "Fin d'année", "slug": "fin-d-annee", "range": str(wide), **changes}

    refused = await keep(portal, f"articles/rubriques/{uuid4()}", **fields)

    assert refused.status_code == 422
    assert f'href="#champ-{field}' in refused.text


@pytest.mark.parametrize(
    "path", ["reglages/catalogue", "reglages/produits/nouveau", "reglages/services/nouveau", "articles/gammes"]
)
async def test_only_who_sets_support_up_sees_these_pages(path: str, portal: Portal):
    allowed = await portal.call(the_boss(portal), "GET", f"/console/{path}")

    assert allowed.status_code == 200
    for actor in (portal.agent, portal.customer, portal.a_customer(SET_UP, EDIT, OPEN)):
        assert (await portal.call(actor, "GET", f"/console/{path}")).status_code == 403

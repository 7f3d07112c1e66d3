"""The knowledge base: what is shown when and to whom, what is found, what is downloaded by whom."""

import hashlib
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from support_portal import OPEN, Portal
from test_settings import EDIT, posted

from chassis import bus
from chassis.actor import Actor
from contracts.asks import ArticleLine, Articles, AskArticles
from kit.actors import a_member, a_visitor
from ticketing.commands.knowledge.arrange_shelves import ArrangeShelves, arrange_shelves
from ticketing.domain.knowledge import Range, Rubric, Season

PARIS = ZoneInfo("Europe/Paris")


def author(portal: Portal) -> Actor:
    return a_member(portal.tenant, EDIT)


async def arranged(portal: Portal, *rubrics: Rubric, owners: tuple[tuple[UUID, UUID], ...] = ()) -> None:
    ranges = (Range(RANGE, "mairies", "Mairies"),)
    await portal.service.run(arrange_shelves, ArrangeShelves(ranges, rubrics, owners), actor=author(portal))


RANGE = uuid4()


async def write(portal: Portal, publish: bool = True, **facts: Any) -> str:
    """The slug of a new article."""
    made = {"kind": "document", "title": "Clôturer l'exercice", "body": "Ouvrez le **budget**.", **facts}
    path = f"/v1/desk/articles/{uuid4()}"
    kept = await portal.call(author(portal), "PUT", path, json=made)
    assert kept.status_code == 200, kept.text
    if publish:
        answer = await portal.call(author(portal), "POST", f"{path}/publication")
        assert answer.status_code == 201, answer.text
    return kept.json()["slug"]


async def seen(portal: Portal, actor: Actor | None = None, **asked: Any) -> list[str]:
    actor = actor or a_visitor(portal.tenant)
    answer = await portal.call(actor, "GET", "/v1/knowledge/articles", params=asked)
    assert answer.status_code == 200, answer.text
    return [line["title"] for line in answer.json()["items"]]


async def announceable(portal: Portal, *article_ids: UUID, tenant: UUID | None = None) -> list[ArticleLine]:
    """What the notifier is told, over the real bus."""
    servers = portal.service.servers
    password = servers.keyring.passwords("bus")["notifier"]
    notifier = await bus.connect(servers.nats.address, service="notifier", user="notifier", password=password)
    try:
        question = AskArticles(tenant=tenant or portal.tenant, article_ids=article_ids)
        return list((await notifier.ask(AskArticles.subject, question, Articles)).articles)
    finally:
        await notifier.close()


@pytest.mark.requirement("TK-08")
async def test_a_letter_may_announce_what_is_published_and_not_for_the_owners_of_a_product_alone(portal: Portal):
    [product] = await portal.service.rows("select id from products where tenant = :t", t=portal.tenant)
    await write(portal, title="Pour tous", summary="En deux mots.")
    await write(portal, title="Membres", audience="members")
    await write(portal, title="Détenteurs", audience="owners", product_id=str(product["id"]))
    await write(portal, title="Brouillon", publish=False)
    rows = await portal.service.rows("select id, slug, title from articles where tenant = :t", t=portal.tenant)
    slugs = {row["title"]: row["slug"] for row in rows}

    told = {line.title: line for line in await announceable(portal, *(row["id"] for row in rows))}

    assert {title: line.members for title, line in told.items()} == {"Pour tous": False, "Membres": True}
    assert told["Pour tous"].summary == "En deux mots."
    assert told["Pour tous"].link == f"http://assistance.localhost:8000/documentation/{slugs['Pour tous']}"
    assert await announceable(portal, *(row["id"] for row in rows), tenant=uuid4()) == []


@pytest.mark.requirement("TK-08")
@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2026, 11, 30, 23, 59, 59, tzinfo=PARIS), False),
        (datetime(2026, 12, 1, 0, 0, 0, tzinfo=PARIS), True),
        (datetime(2027, 1, 15, 23, 59, 59, tzinfo=PARIS), True),
        (datetime(2027, 1, 16, 0, 0, 0, tzinfo=PARIS), False),
    ],
)
async def test_a_rubric_is_shown_in_its_period_from_midnight_to_midnight(moment: datetime, shown: bool, portal: Portal):
    season = Season(date(2026, 12, 1), date(2027, 1, 15))
    rubric = Rubric(uuid4(), RANGE, "fin-d-annee", "Procédures de fin d'année", season)
    await arranged(portal, rubric)
    slug = await write(portal, rubric_id=str(rubric.id))
    portal.service.clock.stop_at(moment)

    shelves = (await portal.call(a_visitor(portal.tenant), "GET", "/v1/knowledge")).json()
    article = await portal.call(a_visitor(portal.tenant), "GET", f"/v1/knowledge/articles/{slug}")

    assert bool(shelves["ranges"][0]["rubrics"]) is shown
    assert (article.status_code == 200) is shown
    assert bool(await seen(portal, rubric="fin-d-annee")) is shown
    assert bool(await seen(portal, q="exercice")) is shown


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ((2026, 11, 30), False),
        ((2026, 12, 1), True),
        ((2031, 1, 15), True),
        ((2031, 1, 16), False),
        ((2028, 2, 29), False),
    ],
)
def test_a_season_that_returns_every_year_may_go_over_the_years_end(day: tuple[int, int, int], shown: bool):
    season = Season(date(2020, 12, 1), date(2021, 1, 15), every_year=True)

    assert season.holds(datetime(*day, 12, tzinfo=PARIS)) is shown


@pytest.mark.requirement("TK-08")
async def test_documents_are_listed_by_date_or_by_application(portal: Portal):
    await write(portal, title="Ancien", application="Zonage")
    portal.service.clock.move(timedelta(days=1))
    await write(portal, title="Récent", application="Budget")

    assert await seen(portal) == ["Récent", "Ancien"]
    assert await seen(portal, order="application") == ["Récent", "Ancien"]
    await write(portal, title="Très récent", application="Zonage")
    assert await seen(portal) == ["Très récent", "Récent", "Ancien"]
    assert await seen(portal, order="application") == ["Récent", "Ancien", "Très récent"]


@pytest.mark.requirement("TK-09")
@pytest.mark.parametrize(
    "typed", ["clôturer", "cloturer", "clôtures", "cloturrer", "Comment clôturer mon exercice ?", "budgets"]
)
async def test_a_search_forgives_accents_plurals_and_slips(typed: str, portal: Portal):
    await write(portal)
    await write(portal, title="Changer de mot de passe", body="Sur votre profil.")

    assert (await seen(portal, q=typed))[0] == "Clôturer l'exercice"


@pytest.mark.requirement("TK-09")
async def test_suggestions_come_while_the_subject_is_typed(portal: Portal):
    await write(portal, kind="question", theme="Compte", title="J'ai oublié mon mot de passe", body="Cliquez ici.")
    visitor = a_visitor(portal.tenant)

    async def suggested(typed: str) -> list[str]:
        answer = await portal.call(visitor, "GET", "/v1/knowledge/suggestions", params={"q": typed})
        return [line["title"] for line in answer.json()]

    assert await suggested("mot de pas") == ["J'ai oublié mon mot de passe"]
    assert await suggested("mo") == []
    assert await suggested("imprimante") == []
    assert await suggested("\x00'; drop") == []


@pytest.mark.requirement("TK-08")
async def test_readers_see_the_published_version_and_not_what_is_being_written(portal: Portal):
    slug = await write(portal)
    drafts = (await portal.call(author(portal), "GET", "/v1/desk/articles")).json()
    path = f"/v1/desk/articles/{drafts[0]['id']}"
    await portal.call(
        author(portal), "PUT", path, json={"kind": "document", "title": "Nouveau", "body": "Nouveau texte."}
    )

    before = (await portal.call(a_visitor(portal.tenant), "GET", f"/v1/knowledge/articles/{slug}")).json()
    await portal.call(author(portal), "POST", f"{path}/publication")
    after = (await portal.call(a_visitor(portal.tenant), "GET", f"/v1/knowledge/articles/{slug}")).json()
    await portal.call(author(portal), "POST", f"{path}/withdrawal")
    gone = await portal.call(a_visitor(portal.tenant), "GET", f"/v1/knowledge/articles/{slug}")

    assert (before["title"], after["title"], after["number"], gone.status_code) == (
        "Clôturer l'exercice",
        "Nouveau",
        2,
        404,
    )
    kept = (await portal.call(author(portal), "GET", path)).json()
    assert [one["title"] for one in kept["versions"]] == ["Nouveau", "Clôturer l'exercice"]


@pytest.mark.requirement("TK-08")
async def test_an_article_on_a_shelf_that_is_not_there_is_refused_beside_its_field(portal: Portal):
    made = {
        "kind": "document",
        "title": "Clôturer",
        "body": "Texte.",
        "rubric_id": str(uuid4()),
        "product_id": str(uuid4()),
    }

    refused = await portal.call(author(portal), "PUT", f"/v1/desk/articles/{uuid4()}", json=made)

    assert refused.status_code == 422
    assert [one["pointer"] for one in refused.json()["errors"]] == ["/rubric", "/product"]


@pytest.mark.requirement("TK-08")
async def test_an_article_is_for_its_audience(portal: Portal):
    product = UUID(
        (await portal.service.rows("select id from products where tenant = :t", t=portal.tenant))[0]["id"].hex
    )
    await arranged(portal, owners=((product, portal.town),))
    await write(portal, title="Public")
    await write(portal, title="Membres", audience="members")
    await write(portal, title="Détenteurs", audience="owners", product_id=str(product))

    owner, other = portal.a_customer(OPEN), portal.a_customer(OPEN, organisation=uuid4())
    assert set(await seen(portal)) == {"Public"}
    assert set(await seen(portal, other)) == {"Public", "Membres"}
    assert set(await seen(portal, owner)) == {"Public", "Membres", "Détenteurs"}
    assert await seen(portal, a_visitor()) == []
    assert await seen(portal, other, q="Détenteurs") == []


@pytest.mark.requirement("TK-08")
async def test_a_release_is_downloaded_by_its_owner_alone_byte_for_byte(portal: Portal):
    product = (await portal.service.rows("select id from products where tenant = :t", t=portal.tenant))[0]["id"]
    await arranged(portal, owners=((product, portal.town),))
    path = f"/v1/desk/articles/{uuid4()}"
    facts = {
        "kind": "release",
        "title": "Parvis 4.2",
        "body": "Corrige.",
        "product_id": str(product),
        "release_number": "4.2",
    }
    await portal.call(author(portal), "PUT", path, json=facts)
    too_early = await portal.call(author(portal), "POST", f"{path}/publication")
    content = bytes(range(256)) * 5_000  # more than two pieces
    headers = {"upload-name": "..%2Fparvis%204.2.zip", "content-type": "application/zip"}

    received = (await portal.call(author(portal), "PUT", f"{path}/file", content=content, headers=headers)).json()
    published = await portal.call(author(portal), "POST", f"{path}/publication")

    digest = hashlib.sha256(content).hexdigest()
    assert (too_early.status_code, published.status_code) == (409, 201)
    assert received == {"name": "parvis 4.2.zip", "size": len(content), "sha256": digest}
    slug = published.json()["slug"]
    owner, other = portal.a_customer(OPEN), portal.a_customer(OPEN, organisation=uuid4())
    mine = await portal.call(owner, "GET", f"/v1/knowledge/articles/{slug}/file")
    theirs = await portal.call(other, "GET", f"/v1/knowledge/articles/{slug}/file")
    nobodys = await portal.call(a_visitor(portal.tenant), "GET", f"/v1/knowledge/articles/{slug}/file")
    assert (mine.content == content, mine.headers["content-length"]) == (True, str(len(content)))
    assert (theirs.status_code, nobodys.status_code) == (403, 401)
    shown = (await portal.call(other, "GET", f"/v1/knowledge/articles/{slug}")).json()
    assert shown["file"] == {"name": "parvis 4.2.zip", "size": len(content), "sha256": digest, "may_download": False}
    events = [event["type"] for event in await portal.service.published(portal.tenant)]
    assert events == ["ticketing.release.published.v1"]


@pytest.mark.requirement("TK-09")
async def test_one_opinion_per_reader_and_the_last_one_counts(portal: Portal):
    await write(portal)
    article = (await portal.call(author(portal), "GET", "/v1/desk/articles")).json()[0]["id"]
    visitor, member = a_visitor(portal.tenant), portal.customer
    path = f"/v1/knowledge/articles/{article}/votes"

    await portal.call(visitor, "POST", path, json={"helped": False})
    await portal.call(visitor, "POST", path, json={"helped": True})
    await portal.call(member, "POST", path, json={"helped": True, "instead_of_asking": True})
    await portal.call(a_visitor(portal.tenant), "POST", path, json={"helped": False})

    line = (await portal.call(author(portal), "GET", "/v1/desk/articles")).json()[0]
    assert (line["helped"], line["not_helped"], line["instead"]) == (2, 1, 1)


async def test_what_authors_type_cannot_become_a_script(portal: Portal):
    body = "<script>alert(1)</script> [lien](javascript:alert(1)) **gras** [bon](https://exemple.fr)"
    slug = await write(portal, body=body)

    html = (await portal.call(a_visitor(portal.tenant), "GET", f"/v1/knowledge/articles/{slug}")).json()["html"]

    assert "<script" not in html
    assert 'href="javascript' not in html
    assert "<strong>gras</strong>" in html
    assert 'href="https://exemple.fr"' in html


async def test_an_article_is_written_looked_at_and_published_from_the_pages(portal: Portal):
    actor = author(portal)
    page = (await portal.call(actor, "GET", "/console/articles/nouveau")).text
    path = "/console/articles/" + page.split('action="/ticketing/articles/')[1][:36]
    fields = {"title": "Sauvegarder", "kind": "document", "body": "## Chaque soir", "audience": "everybody"}

    preview = await posted(portal, "/console/articles/nouveau", path, actor, act="preview", **fields)
    nothing = (await portal.call(actor, "GET", path)).status_code
    empty = await posted(portal, "/console/articles/nouveau", path, actor, act="publish", **{**fields, "title": ""})
    done = await posted(portal, "/console/articles/nouveau", path, actor, act="publish", **fields)

    assert "<h2>Chaque soir</h2>" in preview.text
    assert (nothing, empty.status_code, done.status_code) == (404, 422, 303)
    assert await seen(portal) == ["Sauvegarder"]


async def test_two_authors_do_not_overwrite_each_other(portal: Portal):
    await write(portal)
    article = (await portal.call(author(portal), "GET", "/v1/desk/articles")).json()[0]["id"]
    path, body = f"/v1/desk/articles/{article}", {"kind": "document", "title": "A", "body": "B"}
    seen_version = (await portal.call(author(portal), "GET", path)).json()["version"]

    first = await portal.call(author(portal), "PUT", path, json=body, headers={"if-match": f'"{seen_version}"'})
    second = await portal.call(author(portal), "PUT", path, json=body, headers={"if-match": f'"{seen_version}"'})

    assert (first.status_code, second.status_code) == (200, 412)

"""News and practical information: who reads what, from when to when, and what an editor may not do."""

import io
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import pytest_asyncio
from PIL import Image

from kit.actors import a_citizen, a_member, a_visitor
from kit.eventually import eventually
from kit.service import problem

EDIT = "notifier.publications.edit"
CHANGED = "notifier.publication.changed.v1"


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def real_time(notifier):
    yield
    notifier.clock.reset()


@pytest.fixture
def editor(tenant):
    return a_member(tenant, EDIT)


def words(**changes):
    return {
        "title": "La fête des lanternes",
        "summary": "Deux soirées de lumière.",
        "body": "Venez **à pied**.",
        "category": "Culture et fêtes",
        **changes,
    }


async def a_draft(notifier, editor, kind="news", **changes) -> dict:
    made = await notifier.call(
        editor, "POST", "/v1/editor/publications", json={"kind": kind, "content": words(**changes)}
    )
    assert made.status_code == 201, made.text
    return made.json()


async def published(notifier, editor, kind="news", **changes) -> dict:
    draft = await a_draft(notifier, editor, kind, **changes)
    done = await notifier.call(editor, "POST", f"/v1/editor/publications/{draft['id']}/publication")
    assert done.status_code == 201, done.text
    return done.json()


async def titles(notifier, reader, **params) -> list[str]:
    answer = await notifier.call(reader, "GET", "/v1/publications", params=params)
    assert answer.status_code == 200, answer.text
    return [one["title"] for one in answer.json()["publications"]["items"]]


def a_picture(size=(40, 30), form="JPEG", **options) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", size, (20, 90, 60)).save(kept, form, **options)
    return kept.getvalue()


@pytest.mark.requirement("NT-03")
async def test_what_is_published_is_read_at_once_and_says_so(notifier, tenant, editor):
    draft = await a_draft(notifier, editor)
    assert await titles(notifier, a_visitor(tenant)) == []

    done = await notifier.call(editor, "POST", f"/v1/editor/publications/{draft['id']}/publication")

    page = await notifier.call(a_visitor(tenant), "GET", "/v1/publications/pages/news/la-fete-des-lanternes")
    assert done.json()["stage"] == "shown"
    assert page.json()["html"] == "<p>Venez <strong>à pied</strong>.</p>\n"
    told = await notifier.published(tenant, type=CHANGED)
    assert [str(event["aggregate_id"]) for event in told] == [draft["id"]]


@pytest.mark.requirement("NT-03")
async def test_private_news_are_for_people_with_a_space_of_this_town(notifier, tenant, editor):
    await published(notifier, editor, title="Pour tous")
    await published(notifier, editor, title="Pour les espaces", audience="citizens")
    private = "/v1/publications/pages/news/pour-les-espaces"

    assert await titles(notifier, a_visitor(tenant)) == ["Pour tous"]
    assert await titles(notifier, a_citizen(tenant)) == ["Pour les espaces", "Pour tous"]
    assert await titles(notifier, a_member(tenant, organisation=uuid4())) == ["Pour tous"]
    assert await titles(notifier, a_citizen(None)) == []
    assert (await notifier.call(a_visitor(tenant), "GET", private)).status_code == 404
    assert (await notifier.call(a_citizen(None), "GET", private)).status_code == 404
    assert (await notifier.call(a_citizen(tenant), "GET", private)).status_code == 200


@pytest.mark.requirement("NT-03")
async def test_the_badge_counts_what_i_have_not_read(notifier, tenant, editor):
    one = await published(notifier, editor, title="Une")
    await published(notifier, editor, title="Deux", audience="citizens")
    await published(notifier, editor, "information", title="Ceci est pratique, ce n’est pas une nouvelle")
    reader, other = a_citizen(tenant), a_citizen(tenant)

    before = await notifier.call(reader, "GET", "/v1/me/badges")
    read = await notifier.call(reader, "POST", f"/v1/publications/{one['id']}/reading")
    again = await notifier.call(reader, "POST", f"/v1/publications/{one['id']}/reading")
    after = await notifier.call(reader, "GET", "/v1/me/badges")
    of_the_other = await notifier.call(other, "GET", "/v1/me/badges")
    await notifier.call(reader, "POST", "/v1/publications/readings")
    none_left = await notifier.call(reader, "GET", "/v1/me/badges")

    assert (read.status_code, again.status_code) == (204, 204)
    assert [told.json()["news"] for told in (before, after, of_the_other, none_left)] == [2, 1, 2, 0]
    [line] = await notifier.rows(
        "select count(*) as n from publication_readings where publication_id = :id and tenant = :tenant",
        id=one["id"],
        tenant=tenant,
    )
    assert line["n"] == 1


@pytest.mark.requirement("NT-03")
async def test_a_scheduled_one_appears_and_an_expiring_one_disappears_by_themselves(notifier, tenant, editor):
    now = datetime.now(UTC)
    begins, ends = now + timedelta(hours=1), now + timedelta(hours=3)
    made = await published(notifier, editor, publish_at=begins.isoformat(), expires_at=ends.isoformat())
    reader = a_visitor(tenant)
    assert (made["stage"], await titles(notifier, reader)) == ("scheduled", [])
    heard = len(await notifier.published(tenant, type=CHANGED))

    notifier.clock.move(timedelta(hours=1, seconds=1))
    told = await eventually(lambda: _more_than(notifier, tenant, heard))
    assert await titles(notifier, a_visitor(tenant)) == ["La fête des lanternes"]

    notifier.clock.move(timedelta(hours=2))
    await eventually(lambda: _more_than(notifier, tenant, len(told)))
    assert await titles(notifier, a_visitor(tenant)) == []


async def _more_than(notifier, tenant, known):
    told = await notifier.published(tenant, type=CHANGED)
    return told if len(told) > known else []


async def test_new_words_keep_the_address(notifier, tenant, editor):
    made = await published(notifier, editor)

    changed = await notifier.call(
        editor, "PUT", f"/v1/editor/publications/{made['id']}", json=words(title="Les lanternes, deuxième soir")
    )

    page = await notifier.call(a_visitor(tenant), "GET", "/v1/publications/pages/news/la-fete-des-lanternes")
    assert (changed.json()["slug"], page.json()["title"]) == ("la-fete-des-lanternes", "Les lanternes, deuxième soir")


async def test_two_of_the_same_title_have_two_addresses(notifier, editor):
    slugs = [(await a_draft(notifier, editor, title="Œuvre d’été"))["slug"] for _ in range(3)]

    assert slugs == ["oeuvre-d-ete", "oeuvre-d-ete-2", "oeuvre-d-ete-3"]


async def test_two_editors_do_not_overwrite_each_other(notifier, editor):
    made = await a_draft(notifier, editor)
    path, seen = f"/v1/editor/publications/{made['id']}", {"if-match": f'"{made["version"]}"'}
    first = await notifier.call(editor, "PUT", path, json=words(title="Un"), headers=seen)

    late = await notifier.call(editor, "PUT", path, json=words(title="Deux"), headers=seen)

    assert (first.status_code, late.status_code) == (200, 412)


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"title": "  "}, "/title", "missing"),
        ({"title": "a" * 141}, "/title", "too_long"),
        ({"summary": ""}, "/summary", "missing"),
        ({"body": "\n"}, "/body", "missing"),
        ({"body": "a\0b"}, "/body", "control"),
        ({"category": ""}, "/category", "missing"),
        ({"publish_at": "2026-05-02T08:00:00Z", "expires_at": "2026-05-01T08:00:00Z"}, "/expires_at", "order"),
        (
            {"occasion": {"starts_at": "2026-05-02T08:00:00Z", "ends_at": "2026-05-02T07:00:00Z"}},
            "/occasion/ends_at",
            "order",
        ),
    ],
)
async def test_what_could_not_be_read_is_refused_with_its_place(notifier, editor, change, pointer, code):
    sent = {"kind": "news", "content": words(**change)}

    refused = await notifier.call(editor, "POST", "/v1/editor/publications", json=sent)

    assert refused.status_code == 422
    assert [(error["pointer"], error["code"]) for error in problem(refused)["errors"]] == [(pointer, code)]


async def test_what_is_missing_is_named_in_the_order_of_the_page(notifier, editor):
    nothing = words(title="", category="", summary="", body="")

    refused = await notifier.call(editor, "POST", "/v1/editor/publications", json={"kind": "news", "content": nothing})

    assert [error["pointer"] for error in problem(refused)["errors"]] == ["/title", "/category", "/summary", "/body"]


async def test_what_is_already_over_is_not_published(notifier, editor):
    draft = await a_draft(notifier, editor, expires_at="2020-01-01T00:00:00Z")

    refused = await notifier.call(editor, "POST", f"/v1/editor/publications/{draft['id']}/publication")

    assert (refused.status_code, problem(refused)["errors"][0]["pointer"]) == (422, "/expires_at")


@pytest.mark.requirement("NT-03")
async def test_a_picture_without_its_words_is_not_published(notifier, tenant, editor):
    draft = await a_draft(notifier, editor)
    path = f"/v1/editor/publications/{draft['id']}"
    await notifier.call(editor, "PUT", f"{path}/picture", content=a_picture())

    refused = await notifier.call(editor, "POST", f"{path}/publication")
    await notifier.call(editor, "PUT", path, json=words(picture_words="Une colline verte."))
    accepted = await notifier.call(editor, "POST", f"{path}/publication")

    assert (refused.status_code, problem(refused)["errors"][0]["pointer"]) == (422, "/picture_words")
    assert accepted.status_code == 201
    silenced = await notifier.call(editor, "PUT", path, json=words())
    assert silenced.status_code == 422


@pytest.mark.requirement("NT-03")
async def test_a_picture_is_written_again_without_where_it_was_taken(notifier, tenant, editor):
    exif = Image.Exif()
    exif[0x010E] = "prise devant chez Camille"
    made = await published(notifier, editor, audience="citizens", picture_words="Une colline.")
    path = f"/v1/editor/publications/{made['id']}"
    sent = await notifier.call(editor, "PUT", f"{path}/picture", content=a_picture((3000, 2000), exif=exif))
    shown = (await notifier.call(editor, "GET", path)).json()["picture"]

    seen = await notifier.call(a_citizen(tenant), "GET", f"/v1/publications/pictures/{shown}")

    assert sent.status_code == 200
    assert b"Camille" not in seen.content
    with Image.open(io.BytesIO(seen.content)) as kept:
        assert (kept.format, kept.size, dict(kept.getexif())) == ("WEBP", (1600, 1067), {})
    assert seen.headers["cache-control"].startswith("private")
    for stranger in (a_visitor(tenant), a_citizen(None)):
        assert (await notifier.call(stranger, "GET", f"/v1/publications/pictures/{shown}")).status_code == 404
    assert (await notifier.call(editor, "GET", f"/v1/publications/pictures/{shown}")).status_code == 200


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"GIF89a" + b"\0" * 40, 422),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 422),
        (b"", 422),
        (a_picture()[:200], 422),
        (b"\xff\xd8" + b"\0" * 8_000_000, 413),
    ],
)
async def test_what_is_no_picture_is_refused(notifier, editor, content, status):
    draft = await a_draft(notifier, editor)

    refused = await notifier.call(editor, "PUT", f"/v1/editor/publications/{draft['id']}/picture", content=content)

    assert refused.status_code == status, refused.text


async def test_a_picture_of_too_many_points_is_not_opened(notifier, editor):
    draft = await a_draft(notifier, editor)
    bomb = io.BytesIO()
    Image.new("1", (9000, 9000)).save(bomb, "PNG")

    refused = await notifier.call(
        editor, "PUT", f"/v1/editor/publications/{draft['id']}/picture", content=bomb.getvalue()
    )

    assert refused.status_code == 413


@pytest.mark.requirement("NT-03")
async def test_nothing_active_survives_in_an_article(notifier, tenant, editor):
    body = (
        "<script>alert(1)</script> [un](javascript:alert(1)) [deux](data:text/html,x) <img src=x onerror=alert(1)>\n\n"
        "[trois](https://plassans.example) <a href='//evil.example'>quatre</a>"
    )
    await published(notifier, editor, body=body)

    page = await notifier.call(a_visitor(tenant), "GET", "/v1/publications/pages/news/la-fete-des-lanternes")

    html = page.json()["html"]
    assert not any(active in html for active in ("<script", "<img", 'href="javascript', 'href="data', 'href="//'))
    assert 'href="https://plassans.example"' in html
    assert html.count("<a ") == 1


async def test_withdrawn_is_gone_and_comes_back(notifier, tenant, editor):
    made = await published(notifier, editor)
    path, reader = f"/v1/editor/publications/{made['id']}", a_visitor(tenant)

    twice = await notifier.call(editor, "POST", f"{path}/publication")
    too_early = await notifier.call(editor, "DELETE", path)
    await notifier.call(editor, "POST", f"{path}/withdrawal")
    without = await titles(notifier, reader)
    again = await notifier.call(editor, "POST", f"{path}/withdrawal")
    await notifier.call(editor, "POST", f"{path}/publication")
    back = await titles(notifier, reader)

    assert (twice.status_code, too_early.status_code, again.status_code) == (409, 409, 409)
    assert (without, back) == ([], ["La fête des lanternes"])


async def test_thrown_away_is_thrown_away_with_its_picture(notifier, tenant, editor):
    draft = await a_draft(notifier, editor)
    path = f"/v1/editor/publications/{draft['id']}"
    await notifier.call(editor, "PUT", f"{path}/picture", content=a_picture())

    gone = await notifier.call(editor, "DELETE", path)

    assert gone.status_code == 204
    assert (await notifier.call(editor, "GET", path)).status_code == 404
    assert await notifier.rows("select id from pictures where tenant = :tenant", tenant=tenant) == []


@pytest.mark.requirement("NT-04")
async def test_practical_information_is_by_category(notifier, tenant, editor):
    await published(notifier, editor, "information", title="Les bacs", category="Déchets")
    await published(notifier, editor, "information", title="Les cars", category="Se déplacer")
    await published(notifier, editor, "information", title="Cantine", category="École", audience="citizens")

    shown = await notifier.call(a_visitor(tenant), "GET", "/v1/publications", params={"kind": "information"})
    one = await titles(notifier, a_visitor(tenant), kind="information", category="Déchets")

    assert shown.json()["categories"] == ["Déchets", "Se déplacer"]
    assert one == ["Les bacs"]
    assert await titles(notifier, a_visitor(tenant)) == []


async def test_lists_are_cut_in_pages(notifier, tenant, editor):
    for number in range(3):
        await published(notifier, editor, title=f"Numéro {number}")
    reader = a_visitor(tenant)

    first = (await notifier.call(reader, "GET", "/v1/publications", params={"limit": 2})).json()["publications"]
    rest = await titles(notifier, reader, limit=2, cursor=first["next"])

    assert ([one["title"] for one in first["items"]], rest) == (["Numéro 2", "Numéro 1"], ["Numéro 0"])


async def test_what_takes_place_is_told_in_its_order_and_no_longer_once_over(notifier, tenant, editor):
    now = datetime.now(UTC)

    def occasion(hours: int) -> dict:
        return {"starts_at": (now + timedelta(hours=hours)).isoformat(), "place": "Place du Marché"}

    await published(notifier, editor, title="Hier", occasion=occasion(-24))
    await published(notifier, editor, title="Plus tard", occasion=occasion(48))
    await published(notifier, editor, title="Demain", occasion=occasion(24))

    told = (await notifier.call(a_visitor(tenant), "GET", "/v1/publications/occasions")).json()

    assert [one["title"] for one in told] == ["Demain", "Plus tard"]


@pytest.mark.requirement("NT-04")
async def test_exceptional_hours_are_public_and_checked(notifier, tenant, editor):
    day = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    closed = {"first_day": day, "last_day": day, "reason": "Pont de l’Ascension"}
    opened = {
        **closed,
        "openings": [{"begins": "14:00:00", "ends": "16:00:00"}, {"begins": "09:00:00", "ends": "12:00:00"}],
    }
    crossed = {
        **closed,
        "openings": [{"begins": "09:00:00", "ends": "12:00:00"}, {"begins": "11:00:00", "ends": "13:00:00"}],
    }
    path = "/v1/editor/publications/hours-exceptions"

    made = [(await notifier.call(editor, "POST", path, json=asked)).status_code for asked in (closed, opened, crossed)]
    backwards = await notifier.call(editor, "POST", path, json={**closed, "last_day": "2020-01-01"})
    silent = await notifier.call(editor, "POST", path, json={**closed, "reason": " "})
    shown = (await notifier.call(a_visitor(tenant), "GET", "/v1/publications/hours-exceptions")).json()
    removed = await notifier.call(editor, "DELETE", f"{path}/{shown[0]['id']}")
    left = (await notifier.call(a_visitor(tenant), "GET", "/v1/publications/hours-exceptions")).json()

    assert made == [201, 201, 422]
    assert problem(backwards)["errors"][0]["pointer"] == "/last_day"
    assert problem(silent)["errors"][0]["pointer"] == "/reason"
    assert [[one["begins"] for one in line["openings"]] for line in shown] == [[], ["09:00:00", "14:00:00"]]
    assert (removed.status_code, len(left)) == (204, 1)
    assert (await notifier.call(a_visitor(None), "GET", "/v1/publications/hours-exceptions")).json() == []

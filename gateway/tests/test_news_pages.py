"""News and practical information on the portal, in front of a tiny notifier; and the hours, with their exceptions."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from xml.etree import ElementTree

import icalendar
import pytest
from doorstep.house import House

from chassis.pages import Opening
from gateway.opening import Hours, HoursException, open_until, told

WEEK = (Opening(day="Lundi au vendredi", hours="9 h – 12 h, 14 h – 17 h"),)
# A Thursday, at ten in Paris.
TEN = datetime(2026, 5, 14, 8, 0, tzinfo=UTC)


def an_article(**changes):
    return {
        "id": str(uuid4()),
        "kind": "news",
        "slug": "la-fete",
        "title": "La fête des lanternes",
        "summary": "Deux soirées.",
        "category": "Culture et fêtes",
        "audience": "everyone",
        "picture": None,
        "picture_words": "",
        "shown_from": "2026-05-01T08:00:00Z",
        "starts_at": None,
        "ends_at": None,
        "place": None,
        "unread": False,
        "body": "Venez.",
        "html": "<p>Venez <strong>à pied</strong>.</p>",
        "expires_at": None,
        "written_at": "2026-05-01T08:00:00Z",
        **changes,
    }


@pytest.fixture
def notifier(house: House):
    tiny = house.services["notifier"]
    yield tiny
    tiny.publications, tiny.hours, tiny.is_down = [], [], False


@pytest.mark.requirement("NT-03")
async def test_news_stand_on_the_home_page_and_lead_to_the_article(house: House, notifier):
    notifier.publications = [an_article(picture=str(uuid4()), picture_words="Des lanternes.")]
    visit = house.visit(house.town())

    home = await visit.get("/")
    article = await visit.get("/actualites/la-fete")

    assert "Lire la suite de l’article" in home.text
    assert 'href="/actualites/la-fete"' in home.text
    assert "<p>Venez <strong>à pied</strong>.</p>" in article.text
    assert 'alt="Des lanternes."' in article.text


@pytest.mark.requirement("GW-04")
async def test_without_the_notifier_pages_stand(house: House, notifier):
    notifier.is_down = True

    home = await house.visit(house.town()).get("/")
    news = await house.visit(house.town()).get("/actualites")

    assert home.status_code == 200
    assert news.status_code == 503


@pytest.mark.requirement("NT-03")
async def test_opening_an_unread_article_marks_it_read_and_the_badge_is_in_the_menu(house: House, notifier):
    article = an_article(unread=True, audience="citizens")
    notifier.publications, notifier.badges = [article], {"news": 3}
    town = house.town()
    visit = house.visit(town, house.citizen_of(town))

    page = await visit.get("/actualites/la-fete")

    assert "Pour les espaces personnels" in page.text
    assert '<span aria-hidden="true">3</span>' in page.text or ">3<" in page.text
    assert f"/v1/publications/{article['id']}/reading" in [heard["path"] for heard in notifier.heard]
    notifier.badges = {}


async def test_a_visitor_is_told_that_it_may_be_private(house: House, notifier):
    page = await house.visit(house.town()).get("/actualites/la-cantine")

    assert page.status_code == 404
    assert "réservée aux espaces personnels" in page.text


@pytest.mark.requirement("NT-03")
async def test_the_feed_is_whole_whatever_the_words(house: House, notifier):
    notifier.publications = [an_article(title="Fête & <lanternes> ]]>\u0007")]

    feed = await house.visit(house.town(title="Vos démarches en ligne")).get("/actualites.rss")

    [item] = ElementTree.fromstring(feed.content).findall("channel/item")
    assert feed.headers["content-type"].startswith("application/rss+xml")
    assert "Actualités de Ville" in ElementTree.fromstring(feed.content).findtext("channel/title", "")
    assert item.findtext("title") == "Fête & <lanternes> ]]>"
    assert item.findtext("link", "").endswith("/actualites/la-fete")
    assert item.findtext("pubDate") == "Fri, 01 May 2026 08:00:00 +0000"


@pytest.mark.requirement("NT-03")
@pytest.mark.parametrize("path", ["/actualites.rss", "/agenda.ics"])
async def test_a_reader_that_asks_again_gets_a_feed_only_once_it_changed(house: House, notifier, path: str):
    notifier.publications = [an_article(starts_at="2026-05-14T16:30:00Z")]
    town = house.town()

    first = await house.visit(town).get(path)
    again = await house.visit(town).get(path, headers={"if-none-match": f'"other", {first.headers["etag"]}'})
    older = await house.visit(town).get(path, headers={"if-none-match": 'W/"other"'})

    assert (first.status_code, again.status_code, older.status_code) == (200, 304, 200)
    assert (again.content, again.headers["etag"]) == (b"", first.headers["etag"])
    assert older.content == first.content


@pytest.mark.requirement("NT-03")
async def test_what_takes_place_is_a_calendar(house: House, notifier):
    notifier.publications = [
        an_article(starts_at="2026-05-14T16:30:00Z", place="Place du Marché, 1", title="Fête; oui")
    ]
    visit = house.visit(house.town())

    answer = await visit.get("/agenda.ics")
    whole = icalendar.Calendar.from_ical(answer.content)
    one = await visit.get("/agenda/la-fete.ics")
    unknown = await visit.get("/agenda/autre.ics")

    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    [event] = whole.walk("VEVENT")
    assert (str(event["summary"]), str(event["location"])) == ("Fête; oui", "Place du Marché, 1")
    assert event.decoded("dtstart") == datetime(2026, 5, 14, 16, 30, tzinfo=UTC)
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=1)
    assert "attachment" in one.headers["content-disposition"]
    assert unknown.status_code == 404


@pytest.mark.requirement("NT-04")
async def test_practical_information_stands_by_category(house: House, notifier):
    notifier.publications = [
        an_article(kind="information", slug="bacs", title="Les bacs", category="Déchets"),
        an_article(kind="information", slug="cars", title="Les cars", category="Se déplacer"),
    ]

    page = await house.visit(house.town()).get("/infos-pratiques")

    assert [word in page.text for word in ("Déchets", "Les bacs", "/infos-pratiques/cars")] == [True] * 3


@pytest.mark.requirement("NT-04")
async def test_a_closed_day_is_said_beside_the_hours(house: House, notifier):
    day = (datetime.now(UTC) + timedelta(days=2)).date()
    notifier.hours = [
        {"id": str(uuid4()), "first_day": str(day), "last_day": str(day), "openings": [], "reason": "Pont"}
    ]
    town = house.town(opening_hours=[{"day": "Lundi au vendredi", "hours": "9 h – 12 h"}])

    visit = house.visit(town)
    page = await visit.get("/contact")
    await visit.get("/langue/en?vers=/")
    english = await visit.get("/contact")

    assert "Fermé – <span>Pont</span>" in page.text
    assert 'Closed – <span lang="fr">Pont</span>' in english.text


def an_exception(*openings: Hours, day: date = date(2026, 5, 14), **changes) -> HoursException:
    return HoursException(**{"first_day": day, "last_day": day, "openings": openings, "reason": "Pont", **changes})


@pytest.mark.requirement("NT-04")
def test_an_exception_wins_over_the_usual_hours():
    afternoon = Hours(time(15), time(18))

    assert open_until(WEEK, TEN) == time(12)
    assert open_until(WEEK, TEN, [an_exception()]) is None
    assert open_until(WEEK, TEN, [an_exception(afternoon)]) is None
    assert open_until(WEEK, TEN + timedelta(hours=5, minutes=30), [an_exception(afternoon)]) == time(18)
    assert open_until(WEEK, TEN, [an_exception(day=date(2026, 5, 15))]) == time(12)
    assert open_until(WEEK, TEN, [an_exception(afternoon), an_exception()]) is None


@pytest.mark.requirement("NT-04")
def test_exceptions_are_told_three_weeks_before():
    def said(text: str, **values: str) -> str:
        return text % values if values else text

    soon = an_exception(day=date(2026, 5, 29))
    long = an_exception(Hours(time(9), time(12)), day=date(2026, 5, 15), last_day=date(2026, 5, 18))
    late = an_exception(day=date(2026, 7, 1))
    over = an_exception(day=date(2026, 5, 1))

    lines = told([long, soon, late, over], said, TEN)

    assert [(line.day, line.hours, line.reason) for line in lines] == [
        ("Du 15 mai 2026 au 18 mai 2026", "9 h – 12 h", "Pont"),
        ("Vendredi 29 mai 2026", "Fermé", "Pont"),
    ]


async def test_what_the_town_writes_is_said_to_be_french_on_an_english_page(house: House, notifier):
    visit = house.visit(house.town())
    notifier.publications = [an_article()]
    assert (await visit.get("/langue/en?vers=/")).status_code == 303

    page = await visit.get("/actualites")

    assert '<a href="/actualites/la-fete" lang="fr">' in page.text

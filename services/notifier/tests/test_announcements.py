"""What the knowledge base publishes is offered to whoever writes the next letter."""

import re
from html import unescape
from uuid import uuid4

import pytest
from postal.owners import Owners
from test_editing_console import send
from test_letters_console import HOME, themes_of, typed
from test_newsletters import EDIT, finished, subscribed

from contracts.asks import ArticleLine
from contracts.ticketing import ArticlePublished, ReleasePublished
from kit.actors import a_member
from kit.eventually import eventually


@pytest.fixture
def editor(tenant):
    return a_member(tenant, EDIT)


async def page(notifier, editor, path: str = HOME) -> str:
    return unescape((await notifier.call(editor, "GET", path)).text)


async def a_page(notifier, owners: Owners, tenant, title: str, *, event=ArticlePublished, number: int = 1, **facts):
    """Its id, once the notifier has heard of it."""
    article_id = uuid4()
    link = f"http://assistance.localhost:8000/documentation/{article_id}"
    line = {"title": title, "summary": "En deux mots.", "link": link, "members": False, **facts}
    owners.articles[article_id] = ArticleLine(article_id=article_id, **line)
    await owners.says(event(article_id=article_id, number=number), tenant=tenant)
    await heard(notifier, article_id)
    return article_id


async def heard(notifier, article_id):
    return await eventually(
        lambda: notifier.rows("select at from announcements where article_id = :article", article=article_id)
    )


@pytest.mark.requirement("TK-08")
async def test_a_letter_is_begun_with_what_was_published_and_announces_it_once(
    notifier, owners: Owners, mails, tenant, editor
):
    nothing = await page(notifier, editor)
    guide = await a_page(notifier, owners, tenant, "Clôturer l’exercice")
    await a_page(notifier, owners, tenant, "Parvis 4.2", event=ReleasePublished, number=2, members=True)

    offered = await page(notifier, editor)
    begun = await page(notifier, editor, f"{HOME}/nouvelle?annonces={guide}")
    theme = (await themes_of(notifier, editor))["Travaux"]
    await subscribed(notifier, owners, tenant, theme)
    saved = await send(notifier, editor, f"{HOME}/nouvelle", {**typed(theme), "then": "send"})
    path = saved.headers["location"].replace("/notifier", "/console")
    issue = (await send(notifier, editor, path, {"when": "now"})).headers["location"].rpartition("/")[2]
    await finished(notifier, editor, issue)

    assert "Paru dans la base de connaissances" not in nothing
    assert offered.index("Parvis 4.2") < offered.index("Clôturer l’exercice")
    assert "réservée aux membres" in offered
    assert "mise à jour le" in offered
    for value in ("Du nouveau dans la base de connaissances", "Clôturer l’exercice", f"/documentation/{guide}"):
        assert value in begun
    assert "Parvis 4.2" not in begun
    assert "Paru dans la base de connaissances" not in await page(notifier, editor)


@pytest.mark.requirement("TK-08")
async def test_the_desk_goes_on_when_nobody_tells_the_titles_and_without_what_was_withdrawn(
    notifier, owners: Owners, tenant, editor
):
    withdrawn = await a_page(notifier, owners, tenant, "Retirée")
    await a_page(notifier, owners, tenant, "Encore là")
    del owners.articles[withdrawn]

    shown = await page(notifier, editor)
    owners.silent.add(tenant)
    silent = await page(notifier, editor)
    begun = await page(notifier, editor, f"{HOME}/nouvelle?annonces={withdrawn}")

    assert ("Encore là" in shown, "Retirée" in shown) == (True, False)
    assert "ne peuvent pas être lues en ce moment" in silent
    assert "Nouvelle lettre" in begun


@pytest.mark.requirement("TK-08")
async def test_versions_told_out_of_order_leave_the_latest(notifier, owners: Owners, tenant, editor):
    article_id = uuid4()
    for number in (2, 1):
        cause = await owners.says(ArticlePublished(article_id=article_id, number=number), tenant=tenant)
        await eventually(
            lambda cause=cause: notifier.rows("select 1 as there from inbox where event_id = :cause", cause=cause)
        )

    rows = await notifier.rows("select number from announcements where article_id = :article", article=article_id)

    assert [row["number"] for row in rows] == [2]
    assert not re.search("Paru dans", await page(notifier, a_member(None, EDIT)))

"""The letter: who asked for it and proved it, who receives it, how far it is, how it is left."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import pytest_asyncio
from postal.line import Rule
from postal.owners import Owners

from kit.actors import a_citizen, a_member, a_visitor
from kit.eventually import eventually
from kit.service import problem
from notifier.delivery.letter_links import LetterLinks

EDIT = "notifier.publications.edit"
LETTER = "/v1/newsletter"
PARTS = ("accepted", "bounced", "skipped", "unknown", "pending")


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def real_time(notifier):
    yield
    notifier.clock.reset()


@pytest.fixture
def editor(tenant):
    return a_member(tenant, EDIT)


@pytest_asyncio.fixture(loop_scope="session")
async def theme(notifier, editor) -> str:
    return await a_theme(notifier, editor)


async def a_theme(notifier, editor, label="Travaux") -> str:
    made = await notifier.call(editor, "POST", "/v1/editor/themes", json={"label": f"Gamme {label}"})
    below = {"label": label, "parent_id": made.json()["id"]}
    return (await notifier.call(editor, "POST", "/v1/editor/themes", json=below)).json()["id"]


async def subscribed(notifier, owners: Owners, tenant, *themes: str, letter=True):
    """A person with a space who ticked these themes."""
    person = owners.somebody()
    reader = a_citizen(tenant, subject=person.account_id)
    choice = {"letter": letter, "themes": list(themes)}
    answer = await notifier.call(reader, "PUT", f"{LETTER}/subscription", json=choice)
    assert answer.status_code == 200, answer.text
    return person, answer.json()


def a_letter(*themes: str, **changes):
    blocks = [{"kind": "heading", "text": "Cette semaine"}, {"kind": "text", "text": "Venez **à pied**."}]
    return {
        "subject": "La lettre de mai",
        "preheader": "Travaux et fêtes",
        "blocks": blocks,
        "themes": themes,
        **changes,
    }


async def an_issue(notifier, editor, *themes: str, **changes) -> str:
    made = await notifier.call(editor, "POST", "/v1/editor/issues", json=a_letter(*themes, **changes))
    assert made.status_code == 201, made.text
    return made.json()["id"]


async def leaves(notifier, editor, issue: str, **when):
    answer = await notifier.call(editor, "POST", f"/v1/editor/issues/{issue}/schedule", json=when)
    assert answer.status_code == 201, answer.text
    return answer.json()["status"]


async def seen(notifier, editor, issue: str) -> dict:
    view = (await notifier.call(editor, "GET", f"/v1/editor/issues/{issue}")).json()
    progress = view["progress"]
    assert progress["audience"] == sum(progress[part] for part in PARTS)
    return view


async def finished(notifier, editor, issue: str) -> dict:
    async def sent():
        view = await seen(notifier, editor, issue)
        return view if view["status"] == "sent" else None

    return await eventually(sent)


def link_in(mail, path: str) -> str:
    return re.search(rf"/lettre-d-information/{path}/([\w-]+)", mail.text)[1]


@pytest.mark.requirement("NT-02")
async def test_a_letter_reaches_those_who_ticked_the_two_boxes_and_nobody_else(
    notifier, owners: Owners, mails, tenant, editor, theme
):
    other_theme = await a_theme(notifier, editor, "Sport")
    reader, _ = await subscribed(notifier, owners, tenant, theme)
    without_letter, warned = await subscribed(notifier, owners, tenant, theme, letter=False)
    without_theme, warned_too = await subscribed(notifier, owners, tenant)
    elsewhere, _ = await subscribed(notifier, owners, tenant, other_theme)

    issue = await an_issue(notifier, editor, theme)
    assert await leaves(notifier, editor, issue) == "sending"
    view = await finished(notifier, editor, issue)
    mail = await mails.one_to(reader.email)

    assert (warned["warning"], warned_too["warning"]) == ("no-letter", "no-theme")
    assert (view["audience"], view["progress"]["accepted"]) == (1, 1)
    assert mail.subject == "La lettre de mai"
    assert "<strong>à pied</strong>" in mail.html
    assert "Cette semaine" in mail.text
    for nobody in (without_letter, without_theme, elsewhere):
        assert await mails.to(nobody.email) == []


@pytest.mark.requirement("NT-02")
async def test_one_click_ends_it_and_counts_for_the_letter(notifier, owners, mails, tenant, editor, theme):
    reader, _ = await subscribed(notifier, owners, tenant, theme)
    issue = await an_issue(notifier, editor, theme)
    await leaves(notifier, editor, issue)
    mail = await mails.one_to(reader.email)
    token = link_in(mail, "desabonnement")

    looked = await notifier.call(a_visitor(tenant), "GET", f"{LETTER}/links/{token}")
    left = await notifier.call(a_visitor(tenant), "POST", f"{LETTER}/links/{token}/departure")
    again = await notifier.call(a_visitor(tenant), "POST", f"{LETTER}/links/{token}/departure")
    view = await finished(notifier, editor, issue)
    following = await an_issue(notifier, editor, theme)
    await leaves(notifier, editor, following)

    assert mail.header("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click"
    assert (
        mail.header("List-Unsubscribe")
        == f"<http://plassans.localhost:8000/lettre-d-information/desabonnement/{token}>"
    )
    assert looked.json()["receives"] is True
    assert (left.json()["receives"], again.status_code) == (False, 200)
    assert view["left"] in (0, 1)
    assert (await seen(notifier, editor, issue))["left"] == 1
    assert (await finished(notifier, editor, following))["audience"] == 0


@pytest.mark.requirement("NT-02")
async def test_a_link_holds_for_a_year_and_cannot_be_made_nor_used_elsewhere(
    notifier, owners, mails, tenant, editor, theme
):
    reader, _ = await subscribed(notifier, owners, tenant, theme)
    issue = await an_issue(notifier, editor, theme)
    await leaves(notifier, editor, issue)
    token = link_in(await mails.one_to(reader.email), "desabonnement")
    forged = LetterLinks(b"another secret").token(uuid4(), None, at=datetime.now(UTC))

    async def status(actor, token):
        return (await notifier.call(actor, "GET", f"{LETTER}/links/{token}")).status_code

    assert await status(a_visitor(tenant), forged) == 404
    assert await status(a_visitor(tenant), token[:9] + ("A" if token[9] != "A" else "B") + token[10:]) == 404
    assert await status(a_visitor(tenant), "é!") == 404
    assert await status(a_visitor(None), token) == 404
    notifier.clock.move(timedelta(days=364))
    assert await status(a_visitor(tenant), token) == 200
    notifier.clock.move(timedelta(days=3))
    assert await status(a_visitor(tenant), token) == 410


@pytest.mark.requirement("NT-02")
async def test_an_address_proves_itself_by_a_press_that_no_scanner_makes(
    notifier, owners, mails, tenant, editor, theme
):
    email = f"{uuid4().hex}@exemple.fr"
    asked = {"email": f" {email.upper()} ", "choice": {"letter": True, "themes": [theme]}}
    visitor = a_visitor(tenant)
    await notifier.call(visitor, "POST", f"{LETTER}/subscriptions", json=asked)
    mail = await mails.one_to(email)
    token = link_in(mail, "confirmation")

    scanned = await notifier.call(visitor, "GET", f"{LETTER}/links/{token}")
    before = await notifier.call(editor, "GET", "/v1/editor/subscribers")
    confirmed = await notifier.call(visitor, "POST", f"{LETTER}/links/{token}/confirmation")
    after = await notifier.call(editor, "GET", "/v1/editor/subscribers")

    assert (scanned.json()["receives"], scanned.json()["confirmed"]) == (False, False)
    assert (before.json()["receive"], before.json()["unconfirmed"]) == (0, 1)
    assert confirmed.json()["receives"] is True
    assert after.json() == {"receive": 1, "no_letter": 0, "no_theme": 0, "unconfirmed": 0}
    issue = await an_issue(notifier, editor, theme)
    await leaves(notifier, editor, issue)
    assert (await finished(notifier, editor, issue))["progress"]["accepted"] == 1


@pytest.mark.requirement("NT-02")
async def test_nobody_learns_who_subscribes_nor_fills_a_mailbox(notifier, owners, mails, tenant, editor, theme):
    email, visitor = f"{uuid4().hex}@exemple.fr", a_visitor(tenant)
    asked = {"email": email, "choice": {"letter": True, "themes": [theme]}}
    answers = [await notifier.call(visitor, "POST", f"{LETTER}/subscriptions", json=asked) for _ in range(4)]
    token = link_in(await mails.one_to(email), "confirmation")
    await notifier.call(visitor, "POST", f"{LETTER}/links/{token}/confirmation")
    stranger = {**asked, "choice": {"letter": False, "themes": []}}
    known = await notifier.call(a_visitor(tenant), "POST", f"{LETTER}/subscriptions", json=stranger)

    told = {(answer.status_code, answer.content) for answer in [*answers, known]}
    assert [status for status, _ in told] == [202]
    assert (await notifier.call(editor, "GET", "/v1/editor/subscribers")).json()["receive"] == 1
    assert len(await mails.to(email)) == 1


@pytest.mark.parametrize("email", ["", "camille", "a@b", "a@b.fr,c@d.fr", "a b@c.fr", "a@b.fr\nBcc: x@y.fr"])
async def test_what_is_no_address_is_refused(notifier, tenant, email):
    asked = {"email": email, "choice": {"letter": True, "themes": []}}

    refused = await notifier.call(a_visitor(tenant), "POST", f"{LETTER}/subscriptions", json=asked)

    assert (refused.status_code, problem(refused)["errors"][0]["pointer"]) == (422, "/email")


@pytest.mark.requirement("NT-02")
async def test_the_equation_holds_whatever_the_server_says(notifier, owners, mails, line, tenant, editor, theme):
    people = [(await subscribed(notifier, owners, tenant, theme))[0] for _ in range(6)]
    line.rules[people[0].email] = Rule(["550 5.1.1 unknown"])
    line.rules[people[1].email] = Rule(["451 later"])
    line.rules[people[2].email].lose_answer = 1
    del owners.contacts[people[3].account_id]

    issue = await an_issue(notifier, editor, theme)
    await leaves(notifier, editor, issue)

    async def settled():
        progress = (await seen(notifier, editor, issue))["progress"]
        # Only who was told « later » still waits.
        return progress if progress["pending"] == 1 and progress["unknown"] == 1 else None

    progress = await eventually(settled)
    notifier.clock.move(timedelta(minutes=2))
    view = await finished(notifier, editor, issue)

    assert progress == {"audience": 6, "accepted": 2, "bounced": 1, "skipped": 1, "unknown": 1, "pending": 1}
    assert view["progress"] == {"audience": 6, "accepted": 4, "bounced": 1, "skipped": 1, "unknown": 0, "pending": 0}
    assert sorted(reason for reason, _ in view["reasons"]) == ["nobody", "smtp-550 5.1.1"]
    first, second = await mails.to(people[2].email)
    assert first.message_id == second.message_id


@pytest.mark.requirement("NT-02")
async def test_paused_holds_back_resumed_goes_on_with_one_mail_each(
    notifier, owners, mails, line, tenant, editor, theme
):
    people = [(await subscribed(notifier, owners, tenant, theme))[0] for _ in range(30)]
    for person in people:
        line.rules[person.email].delay = 0.15
    issue = await an_issue(notifier, editor, theme)
    path = f"/v1/editor/issues/{issue}"
    await leaves(notifier, editor, issue)
    await eventually(lambda: _accepted(notifier, editor, issue, at_least=3))

    paused = await notifier.call(editor, "POST", f"{path}/pause")
    twice = await notifier.call(editor, "POST", f"{path}/pause")
    await asyncio.sleep(1)
    held = (await seen(notifier, editor, issue))["progress"]
    await asyncio.sleep(1)
    still = (await seen(notifier, editor, issue))["progress"]
    await notifier.call(editor, "POST", f"{path}/resumption")
    view = await finished(notifier, editor, issue)

    assert (paused.json()["status"], twice.status_code) == ("paused", 409)
    assert held == still
    assert held["pending"] > 0
    assert view["progress"]["accepted"] == 30
    assert [len(await mails.to(person.email)) for person in people] == [1] * 30


async def _accepted(notifier, editor, issue, *, at_least):
    return (await seen(notifier, editor, issue))["progress"]["accepted"] >= at_least


@pytest.mark.requirement("NT-02")
async def test_scheduled_leaves_at_its_hour_to_those_subscribed_then(notifier, owners, mails, tenant, editor, theme):
    issue = await an_issue(notifier, editor, theme)
    at = datetime.now(UTC) + timedelta(hours=2)
    assert await leaves(notifier, editor, issue, moment=at.isoformat()) == "scheduled"
    late = await notifier.call(editor, "PUT", f"/v1/editor/issues/{issue}", json=a_letter(theme))
    reader, _ = await subscribed(notifier, owners, tenant, theme)

    notifier.clock.move(timedelta(hours=2, seconds=1))

    assert late.status_code == 409
    assert (await finished(notifier, editor, issue))["audience"] == 1
    assert (await mails.one_to(reader.email)).subject


async def test_taken_back_before_its_hour_it_is_a_draft_again(notifier, owners, tenant, editor, theme):
    issue = await an_issue(notifier, editor, theme)
    await leaves(notifier, editor, issue, moment=(datetime.now(UTC) + timedelta(hours=2)).isoformat())

    await notifier.call(editor, "DELETE", f"/v1/editor/issues/{issue}/schedule")
    notifier.clock.move(timedelta(hours=3))
    await asyncio.sleep(2)

    assert (await seen(notifier, editor, issue))["status"] == "draft"


async def test_cancelled_is_skipped_for_the_rest(notifier, owners, line, tenant, editor, theme, monkeypatch):
    people = [(await subscribed(notifier, owners, tenant, theme))[0] for _ in range(20)]
    answered = asyncio.Event()
    for person in people:
        line.rules[person.email].hold = answered
    issue = await an_issue(notifier, editor, theme)
    await leaves(notifier, editor, issue)
    # No answer comes before it is allowed to: whoever has no place at the mail server is waiting still.
    await eventually(lambda: any(line.given[person.email] for person in people))
    monkeypatch.setattr("notifier.storage.letters.PIECE", 6)

    cancelled = await notifier.call(editor, "POST", f"/v1/editor/issues/{issue}/cancellation")
    answered.set()

    async def settled():
        view = await seen(notifier, editor, issue)
        return view if not view["progress"]["pending"] else None

    view = await eventually(settled)
    reached = sum(line.given[person.email] for person in people)
    assert (cancelled.status_code, view["status"]) == (201, "cancelled")
    assert (view["progress"]["accepted"], view["progress"]["skipped"]) == (reached, 20 - reached)
    assert 0 < reached < 20
    assert ["cancelled", 20 - reached] in view["reasons"]


@pytest.mark.requirement("NT-02")
async def test_a_test_goes_to_its_writer_and_counts_for_nothing(notifier, owners, mails, tenant, theme):
    person = owners.somebody()
    writer = a_member(tenant, EDIT, subject=person.account_id)
    issue = await an_issue(notifier, writer, theme)

    answer = await notifier.call(writer, "POST", f"/v1/editor/issues/{issue}/test")
    mail = await mails.one_to(person.email)

    assert answer.status_code == 202
    assert mail.subject == "[Essai] La lettre de mai"
    assert mail.header("List-Unsubscribe") is None
    assert (await seen(notifier, writer, issue))["progress"]["audience"] == 0


@pytest.mark.requirement("NT-02")
async def test_an_excerpt_says_what_its_publication_said_when_it_left(notifier, owners, mails, tenant, editor, theme):
    content = {"title": "La fête", "summary": "Deux soirées.", "body": "Venez.", "category": "Fêtes"}
    made = await notifier.call(editor, "POST", "/v1/editor/publications", json={"kind": "news", "content": content})
    news = f"/v1/editor/publications/{made.json()['id']}"
    await notifier.call(editor, "POST", f"{news}/publication")
    reader, _ = await subscribed(notifier, owners, tenant, theme)
    block = {"kind": "excerpt", "publication_id": made.json()["id"]}
    issue = await an_issue(notifier, editor, theme, blocks=[block])
    await leaves(notifier, editor, issue)
    await finished(notifier, editor, issue)
    await notifier.call(editor, "PUT", news, json={**content, "summary": "Trois soirées."})

    mail = await mails.one_to(reader.email)
    archived = await notifier.call(a_visitor(tenant), "GET", f"{LETTER}/archive/{issue}")

    assert "http://plassans.localhost:8000/actualites/la-fete" in mail.text
    assert "Deux soirées." in mail.text
    assert archived.json()["blocks"][0]["text"] == "Deux soirées."
    draft = await an_issue(notifier, editor, theme)
    assert (await notifier.call(a_visitor(tenant), "GET", f"{LETTER}/archive/{draft}")).status_code == 404


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"subject": " "}, "/subject"),
        ({"themes": []}, "/themes"),
        ({"blocks": []}, "/blocks"),
        ({"blocks": [{"kind": "text", "text": " "}]}, "/blocks/0/text"),
        ({"blocks": [{"kind": "excerpt"}]}, "/blocks/0/publication_id"),
        ({"blocks": [{"kind": "button", "text": "Voir", "url": "javascript:alert(1)"}]}, "/blocks/0/url"),
    ],
)
async def test_what_cannot_leave_is_refused_with_its_place(notifier, editor, theme, change, pointer):
    issue = await an_issue(notifier, editor, theme, **change)

    refused = await notifier.call(editor, "POST", f"/v1/editor/issues/{issue}/schedule", json={})

    assert (refused.status_code, problem(refused)["errors"][0]["pointer"]) == (422, pointer)


async def test_a_letter_for_some_readers_alone(notifier, owners, mails, tenant, editor, theme):
    citizen, _ = await subscribed(notifier, owners, tenant, theme)
    agent = owners.somebody()
    choice = {"letter": True, "themes": [theme], "locale": "en"}
    await notifier.call(a_member(tenant, subject=agent.account_id), "PUT", f"{LETTER}/subscription", json=choice)

    issue = await an_issue(notifier, editor, theme, kinds=["member"])
    await leaves(notifier, editor, issue)
    await finished(notifier, editor, issue)

    assert "Unsubscribe in one click" in (await mails.one_to(agent.email)).text
    assert await mails.to(citizen.email) == []

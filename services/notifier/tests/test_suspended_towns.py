"""The operator suspends a town's access: its administrator is told in words, and its letters wait for a hand."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import pytest_asyncio
from postal.owners import Owners, facts_of
from test_newsletters import a_theme, an_issue, finished, leaves, seen, subscribed

from contracts.identity import OrganisationClosed, OrganisationResumed, OrganisationSuspended
from kit.actors import a_member
from kit.eventually import eventually

EDIT = "notifier.publications.edit"
WHY = "La convention n’est plus signée depuis le 30 juin."
ASSISTANCE = "http://assistance.localhost:8000/assistance-sans-compte"
SIGN_IN = "http://plassans.localhost:8000/connexion"
pytestmark = pytest.mark.requirement("ID-03")


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def real_time(notifier):
    yield
    notifier.clock.reset()


@pytest.fixture
def editor(tenant):
    return a_member(tenant, EDIT)


@pytest.mark.requirement("NT-01")
@pytest.mark.parametrize(
    ("event", "template", "values", "french", "english"),
    [
        (
            OrganisationSuspended,
            "organisation_suspended",
            {"reason": WHY, "link": ASSISTANCE},
            (
                "L’accès de Ville de Plassans est suspendu",
                WHY,
                "Personne ne peut plus s’y connecter",
                "Rien n’est effacé",
                ASSISTANCE,
            ),
            (
                "The access of Ville de Plassans is suspended",
                WHY,
                "Nobody can sign in",
                "Nothing is erased",
                ASSISTANCE,
            ),
        ),
        (
            OrganisationResumed,
            "organisation_resumed",
            {"sign_in": SIGN_IN},
            (
                "L’accès de Ville de Plassans est rétabli",
                "Tout y est comme avant",
                "Les clés des assistants de vos membres ont pris fin",
                "elle ne part pas d’elle-même",
                SIGN_IN,
            ),
            (
                "The access of Ville de Plassans is restored",
                "Everything is as it was",
                "The keys of your members' assistants have ended",
                "it does not leave by itself",
                SIGN_IN,
            ),
        ),
        (
            OrganisationClosed,
            "organisation_closed",
            {"reason": WHY, "link": ASSISTANCE},
            (
                "L’accès de Ville de Plassans est fermé définitivement",
                WHY,
                "ce sont des archives publiques",
                "une nouvelle demande d’accès",
                ASSISTANCE,
            ),
            (
                "The access of Ville de Plassans is closed for good",
                WHY,
                "they are public archives",
                "may ask for access again",
                ASSISTANCE,
            ),
        ),
    ],
    ids=["suspended", "given back", "closed"],
)
async def test_its_administrators_read_what_happened_and_what_to_do_each_in_their_language(
    notifier, owners: Owners, mails, tenant: UUID, event, template, values, french, english
):
    one, other = owners.somebody(), owners.somebody(locale="en", given_name="Emily", family_name="Dickens")

    await owners.says(event(organisation_id=tenant), tenant=tenant, facts=facts_of(template, one, other, values=values))

    for person, hello, (subject, *sentences) in (
        (one, "Bonjour Camille Rougon,", french),
        (other, "Hello Emily Dickens,", english),
    ):
        mail = await mails.one_to(person.email)
        assert mail.subject == subject
        assert [words for words in (hello, *sentences) if words not in " ".join(mail.text.split())] == []


async def suspended(owners: Owners, tenant: UUID) -> None:
    nobody = facts_of("organisation_suspended", values={"reason": WHY, "link": ASSISTANCE})
    await owners.says(OrganisationSuspended(organisation_id=tenant), tenant=tenant, facts=nobody)


async def held(notifier, editor, issue: str) -> dict:
    async def look():
        view = await seen(notifier, editor, issue)
        return view if view["held_at"] else None

    return await eventually(look)


@pytest.mark.requirement("NT-02")
async def test_a_letter_that_was_to_leave_is_held_back_and_leaves_by_hand_alone(
    notifier, owners: Owners, mails, tenant, editor
):
    theme = await a_theme(notifier, editor)
    reader, _ = await subscribed(notifier, owners, tenant, theme)
    issue, untouched = await an_issue(notifier, editor, theme), await an_issue(notifier, editor, theme)
    await leaves(notifier, editor, issue, moment=(datetime.now(UTC) + timedelta(hours=2)).isoformat())

    await suspended(owners, tenant)
    view = await held(notifier, editor, issue)
    # Its hour passes; a letter that leaves after it proves that the timers of that hour were looked at.
    later = await an_issue(notifier, editor, theme, subject="Une autre")
    await leaves(notifier, editor, later, moment=(datetime.now(UTC) + timedelta(hours=3)).isoformat())
    notifier.clock.move(timedelta(hours=4))
    await finished(notifier, editor, later)
    page = await notifier.call(editor, "GET", f"/console/lettres/{issue}")
    listed = await notifier.call(editor, "GET", "/console/lettres")
    still = await seen(notifier, editor, issue)
    await leaves(notifier, editor, issue)
    sent = await finished(notifier, editor, issue)

    assert (view["status"], still["status"], view["scheduled_at"]) == ("draft", "draft", None)
    assert "Lettre retenue" in page.text
    assert "choisissez une autre date" in page.text
    assert "Retenue" in listed.text
    assert (await seen(notifier, editor, untouched))["held_at"] is None
    assert (sent["held_at"], sent["progress"]["accepted"]) == (None, 1)
    assert sorted(mail.subject for mail in await mails.to(reader.email)) == ["La lettre de mai", "Une autre"]


@pytest.mark.requirement("NT-02")
async def test_a_letter_on_its_way_stops_where_it_is_and_goes_on_by_hand_with_one_mail_each(
    notifier, owners: Owners, mails, line, tenant, editor
):
    theme = await a_theme(notifier, editor)
    people = [(await subscribed(notifier, owners, tenant, theme))[0] for _ in range(20)]
    answered = asyncio.Event()
    for person in people:
        line.rules[person.email].hold = answered
    issue = await an_issue(notifier, editor, theme)
    await leaves(notifier, editor, issue)
    # No answer comes before it is allowed to: whoever has no place at the mail server is waiting still.
    await eventually(lambda: any(line.given[person.email] for person in people))

    await suspended(owners, tenant)
    view = await held(notifier, editor, issue)
    answered.set()
    page = await notifier.call(editor, "GET", f"/console/lettres/{issue}")
    resumed = await notifier.call(editor, "POST", f"/v1/editor/issues/{issue}/resumption")
    sent = await finished(notifier, editor, issue)

    assert (view["status"], view["progress"]["pending"] > 0) == ("paused", True)
    assert "Lettre retenue" in page.text
    assert "avant de reprendre l’envoi" in page.text
    assert (resumed.json()["status"], sent["held_at"]) == ("sending", None)
    assert sent["progress"]["accepted"] == 20
    assert [len(await mails.to(person.email)) for person in people] == [1] * 20

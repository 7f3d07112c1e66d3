"""« Was it sent? » is answered in three clicks from what caused the message: a dossier, a ticket, an account, a request."""

import re

import pytest
from playwright.async_api import expect

from contracts.demo import ADMINISTRATOR, AGENT, PLATFORM_OPERATOR, SUPPORT_AGENT, DemoAccount
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .people import Person

AT_MOST = 3
# Who asks, the list where they find what they were asked about, and the link to one of them.
ASKING = [
    # Of somebody who has an address: who reports something in the street may be told nothing.
    pytest.param("adele", AGENT, "/demarches/?q=Rougon", r"^/demarches/dossiers/[0-9a-f-]{36}$", id="dossier"),
    pytest.param("pascal", SUPPORT_AGENT, "/ticketing/", r"^/ticketing/tickets/[0-9a-f-]{36}$", id="ticket"),
    pytest.param("silvere", ADMINISTRATOR, "/identity/members", rf"^/identity/members/{AGENT.id}$", id="account"),
    pytest.param(
        "felicite",
        PLATFORM_OPERATOR,
        "/identity/access-requests",
        r"^/identity/access-requests/[0-9a-f-]{36}$",
        id="request",
    ),
]


@pytest.mark.requirement("NT-06")
@pytest.mark.parametrize(("name", "account", "where", "one"), ASKING)
async def test_from_its_cause_to_a_message_and_its_attempts(
    arrives: Arrives, suite: RunningSuite, name: str, account: DemoAccount, where: str, one: str
):
    asking = await arrives(name, account=account, at=suite.console(""))
    await asking.opens(suite.console(where))
    await asking.opens(await first_link(asking, one))
    clicks = 0

    await asking.page.get_by_role("main").get_by_role("link", name="Messages envoyés").click()
    clicks += 1
    await asking.page.wait_for_url(re.compile(r"/notifier/\?recherche="))
    # Beside it may stand what nobody had to be told.
    sent = asking.page.get_by_role("row").filter(has_text=re.compile("Envoyé|Distribué"))
    await sent.first.locator("a[href^='/notifier/messages/']").click()
    clicks += 1

    await asking.page.wait_for_url(re.compile("/notifier/messages/"))
    await expect(asking.page.locator(".status-band")).to_contain_text(re.compile("Envoyé|Distribué"))
    await expect(asking.page.get_by_role("table", name="Essais").get_by_role("row")).not_to_have_count(0)
    assert clicks <= AT_MOST
    await asking.looks(f"message-depuis-{where.partition('?')[0].strip('/').replace('/', '-')}")


async def first_link(person: Person, pattern: str) -> str:
    hrefs = (
        await person.page.get_by_role("main").locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    )
    return next(href for href in hrefs if href and re.match(pattern, href))


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""

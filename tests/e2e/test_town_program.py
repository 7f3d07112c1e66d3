"""A town's other software: a key made on a page, a message sent with it as curl would, seen, and the key revoked."""

from types import SimpleNamespace
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import expect

from contracts.demo import ADMINISTRATOR
from kit.eventually import eventually
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .people import Person

MESSAGE = {
    "template": "rappel-livre",
    "to": {"email": "delivered@simulation.invalid"},
    "values": {"livre": "Germinal", "jour": "12 décembre"},
    "reply_to": "mediatheque@plassans.example",
}


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    return SimpleNamespace(program=f"Médiathèque {width} {uuid4().hex[:6]}", key="", sent={})


@pytest.fixture
async def silvere(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("silvere", account=ADMINISTRATOR, at=suite.console(""))


async def calls(suite: RunningSuite, key: str, method: str, path: str = "", **options: object) -> httpx.Response:
    """At the portal's address, without a cookie."""
    there = urlsplit(suite.portal("/api/notifier/v1/messages"))
    headers = {"host": there.netloc, "authorization": f"Bearer {key}", "idempotency-key": str(uuid4())}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{there.port}", timeout=60) as client:
        return await client.request(method, there.path + path, headers=headers, **options)  # pyright: ignore[reportArgumentType]


@pytest.mark.requirement("NT-06")
async def test_a_key_is_made_and_shown_once(silvere: Person, suite: RunningSuite, story: SimpleNamespace):
    await silvere.opens(suite.console("/notifier/cles"))
    await silvere.looks("cles")
    await silvere.presses("Créer une clé")
    await silvere.fills("Logiciel", story.program)
    await silvere.looks("cle-nouvelle")
    await silvere.presses("Créer la clé")
    await silvere.sees("Notez-la maintenant")
    text = silvere.page.get_by_text("parvis_test_").first
    story.key = (await text.inner_text()).strip()
    await silvere.looks("cle-montree")
    await silvere.presses("C’est noté")
    await silvere.sees_title(story.program)
    assert story.key not in await silvere.page.content()


@pytest.mark.requirement("NT-06")
async def test_its_program_sends_and_asks_what_became_of_it(suite: RunningSuite, story: SimpleNamespace):
    sent = await calls(suite, story.key, "POST", json=MESSAGE)
    assert sent.status_code == 201, sent.text
    story.sent = sent.json()

    async def delivered() -> bool:
        shown = await calls(suite, story.key, "GET", f"/{story.sent['id']}")
        return shown.json()["status"] == "delivered"

    await eventually(delivered)


@pytest.mark.requirement("NT-06")
async def test_the_town_sees_its_messages_from_the_key(silvere: Person, story: SimpleNamespace):
    await silvere.page.reload()
    await silvere.looks("cle-servie")
    await silvere.presses("Voir ses messages")
    await expect(silvere.page.get_by_role("row")).to_have_count(2)
    await silvere.sees("Distribué")
    await silvere.looks("cle-messages")
    assert await silvere.page.locator(f"a[href$='/messages/{story.sent['id']}']").count() == 1


@pytest.mark.requirement("NT-06")
async def test_once_revoked_it_opens_nothing(silvere: Person, suite: RunningSuite, story: SimpleNamespace):
    await silvere.opens(suite.console("/notifier/cles"))
    await silvere.presses(story.program)
    await silvere.presses("Révoquer la clé")
    await silvere.sees_title("Révoquer cette clé ?")
    await silvere.presses("Révoquer")
    await silvere.sees("La clé est révoquée")

    assert (await calls(suite, story.key, "GET")).status_code == 401
    assert (await calls(suite, story.key, "POST", json=MESSAGE)).status_code == 401


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""

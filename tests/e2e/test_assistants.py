"""Adèle connects an AI assistant: it reads the queue and proposes an answer, she confirms it, Camille reads it."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx2
import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from playwright.async_api import expect

from contracts.demo import AGENT, CITIZEN
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .people import Person

pytestmark = pytest.mark.requirement("SR-04")


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    mark = f"{width}-{uuid4().hex[:6]}"
    return SimpleNamespace(
        name=f"Secrétaire {mark}",
        words=f"Votre demande est bien arrivée (suivi {mark}).",
        better=f"Bonjour, votre demande est arrivée hier (suivi {mark}).",
    )


@pytest.fixture
async def adele(arrives: Arrives) -> Person:
    return await arrives("adele")


@asynccontextmanager
async def calling(suite: RunningSuite, key: str) -> AsyncIterator[httpx2.AsyncClient]:
    place = urlsplit(suite.console(""))
    headers = {"authorization": f"Bearer {key}", "host": place.netloc}
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{place.port}", headers=headers, timeout=60) as client:
        yield client


@asynccontextmanager
async def connected(suite: RunningSuite, key: str) -> AsyncIterator[ClientSession]:
    """The assistant's side, by the client of those who make the protocol."""
    address = f"http://127.0.0.1:{urlsplit(suite.console('')).port}/mcp/demarches"
    async with (
        calling(suite, key) as client,
        streamable_http_client(address, http_client=client) as (reading, writing, *_),
        ClientSession(reading, writing) as session,
    ):
        await session.initialize()
        yield session


async def told(session: ClientSession, tool: str, **arguments: Any) -> dict[str, Any]:
    result: Any = await session.call_tool(tool, arguments)
    assert not result.is_error, result
    return result.structured_content


async def test_an_agent_makes_a_key_that_is_shown_once(adele: Person, suite: RunningSuite, story: SimpleNamespace):
    await adele.signs_in(suite.console(""), AGENT)
    await adele.opens(suite.console("/identity/assistants"))
    await adele.presses("Relier un assistant")
    await adele.fills("Nom de l’assistant", story.name)
    await adele.looks("assistant-nouveau")
    await adele.presses("Créer la clé")

    await adele.sees_title("La clé de l’assistant")
    found = re.search(r"parvis-assistant_[\w-]+", await adele.page.content())
    assert found
    story.key = found[0]
    await adele.presses("C’est noté")
    await adele.sees(story.name)
    assert story.key not in await adele.page.content()


async def test_the_assistant_reads_the_queue_and_proposes_an_answer(suite: RunningSuite, story: SimpleNamespace):
    async with connected(suite, story.key) as session:
        tools = {tool.name for tool in (await session.list_tools()).tools}
        queue = await told(session, "list_dossiers", view="all", q=CITIZEN.family_name)
        story.dossier = queue["untrusted_data"]["items"][0]["id"]
        opened = await told(session, "open_dossier", dossier_id=story.dossier)
        proposed = await told(session, "write_message", dossier_id=story.dossier, body=story.words)

    assert {"list_dossiers", "open_dossier", "write_message", "list_proposals"} <= tools
    assert opened["untrusted_data"]["dossier"]["id"] == story.dossier
    assert proposed["status"] == "awaiting_confirmation"


async def test_what_waits_is_counted_and_she_puts_it_into_her_own_words(
    adele: Person, suite: RunningSuite, story: SimpleNamespace
):
    await adele.opens(suite.console("/propositions"))
    waiting = adele.page.get_by_role("listitem").filter(has_text=story.words)
    await expect(waiting).to_contain_text(story.name)
    await expect(adele.page.locator(".console-navigation")).to_contain_text("en attente")
    await adele.looks("assistant-propositions")
    await waiting.get_by_text("Modifier avant de confirmer").click()
    await waiting.get_by_label("Message envoyé au demandeur").fill(story.better)
    await adele.looks("assistant-modifier")
    await waiting.get_by_role("button", name="Enregistrer sans confirmer").click()

    await adele.sees("Vos mots sont enregistrés")
    await expect(adele.page.get_by_role("listitem").filter(has_text=story.better)).to_contain_text("Modifiée par vous")


async def test_nothing_is_sent_before_she_confirms(
    adele: Person, arrives: Arrives, suite: RunningSuite, story: SimpleNamespace
):
    camille = await arrives("camille", account=CITIZEN, at=suite.portal(""))
    await camille.opens(suite.portal(f"/mes-demandes/{story.dossier}/echanges"))
    assert story.better not in await camille.reads()

    await adele.opens(suite.console("/propositions"))
    waiting = adele.page.get_by_role("listitem").filter(has_text=story.better)
    await waiting.get_by_role("button", name="Confirmer").click()
    await adele.sees("1 proposition est confirmée")
    await adele.looks("assistant-confirme")

    await camille.opens(suite.portal(f"/mes-demandes/{story.dossier}/echanges"))
    await camille.sees(story.better)
    assert story.words not in await camille.reads()


async def test_the_journal_says_by_which_assistant_and_for_whom(
    adele: Person, suite: RunningSuite, story: SimpleNamespace
):
    await adele.opens(suite.console("/propositions/journal"))

    await adele.sees(f"Par l’assistant « {story.name} » pour {AGENT.given_name} {AGENT.family_name}")
    await adele.sees("Modifiée par le membre")
    await adele.sees("Confirmée par le membre")
    await adele.looks("assistant-journal")


async def test_a_revoked_key_opens_nothing(adele: Person, suite: RunningSuite, story: SimpleNamespace):
    await adele.opens(suite.console("/identity/assistants"))
    await adele.presses(f"Révoquer {story.name}")
    await adele.looks("assistant-revoquer")
    await adele.presses("Révoquer")
    await adele.sees("La clé est révoquée")

    async with calling(suite, story.key) as client:
        answer = await client.post("/mcp/demarches", json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
    assert answer.status_code == 401


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""

"""Beside a ticket: what other services have of who asks, as far as the agent may read it there."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from html import unescape
from uuid import UUID, uuid4

import msgspec
import pytest
import pytest_asyncio
from desk_pages import read
from support_portal import ANSWER, Portal
from test_guests import ask, solved, ticket_of

from chassis import bus
from chassis.actor import Actor
from contracts.asks import AskRecent, Recent, RecentLine
from kit.actors import a_member
from kit.eventually import eventually
from kit.servers import Servers
from kit.service import ServiceUnderTest

DOSSIERS, MAILS = "demarches.dossiers.read", "notifier.messages.read"
AT = datetime(2026, 11, 3, 9, tzinfo=UTC)


class Neighbours:
    """The other two services on the real bus; who they are asked about, and in whose name."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, AskRecent]] = []
        self.known: dict[tuple[str, UUID], Recent] = {}
        self.down: set[str] = set()

    async def answer(self, connected: bus.Bus, service: str) -> None:
        async def recent(body: bytes) -> bytes:
            asked = msgspec.json.decode(body, type=AskRecent)
            self.asked.append((service, asked))
            if service in self.down:
                raise RuntimeError("down, as this test wishes")
            return msgspec.json.encode(self.known.get((service, asked.account_id), Recent()))

        await connected.respond(AskRecent.subject_for(service), service, recent)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def neighbours(servers: Servers, ticketing: ServiceUnderTest) -> AsyncIterator[Neighbours]:
    told, passwords = Neighbours(), servers.keyring.passwords("bus")
    buses: list[bus.Bus] = []
    for service in ("demarches", "notifier"):
        one = await bus.connect(servers.nats.address, service=service, user=service, password=passwords[service])
        buses.append(one)
        await told.answer(one, service)
    yield told
    for one in buses:
        await one.close()


async def beside(portal: Portal, ticket: str, agent: Actor) -> str:
    answer = await read(portal, f"/console/tickets/{ticket}", agent)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


@pytest.fixture(autouse=True)
def nothing_known(neighbours: Neighbours) -> None:
    neighbours.asked, neighbours.known, neighbours.down = [], {}, set()


@pytest.mark.requirement("TK-06")
async def test_a_service_that_does_not_answer_is_said_and_the_ticket_is_shown(portal: Portal, neighbours: Neighbours):
    ticket = await portal.open()
    neighbours.down = {"notifier"}

    page = await beside(portal, ticket, a_member(portal.tenant, ANSWER, MAILS))

    assert "Les courriels ne répondent pas en ce moment" in page
    assert "Ses derniers dossiers" not in page


@pytest.mark.requirement("TK-06")
async def test_the_latest_dossiers_and_mails_of_who_asks_stand_beside_the_ticket(
    portal: Portal, neighbours: Neighbours
):
    ticket, asks = await portal.open(), portal.customer.subject
    assert asks is not None
    dossier = RecentLine(
        id=uuid4(),
        title="Acte de naissance",
        status="Reçue",
        tone="progress",
        at=AT,
        href="/demarches/dossiers/0190",
        reference="PLA-2026-000042",
    )
    mail = RecentLine(
        id=uuid4(), title="Assistance : réponse", status="Envoyé", tone="done", at=AT, href="/notifier/messages/0190"
    )
    neighbours.known = {
        ("demarches", asks): Recent(lines=(dossier,)),
        ("notifier", asks): Recent(lines=(mail,)),
    }
    agent = a_member(portal.tenant, ANSWER, DOSSIERS, MAILS)

    async def whole() -> str:
        page = await beside(portal, ticket, agent)
        return page if "ne répondent pas" not in page else ""

    page = await eventually(whole)
    assert '<a href="/demarches/dossiers/0190">PLA-2026-000042</a>' in page
    assert '<a href="/notifier/messages/0190">Assistance : réponse</a>' in page
    service, question = neighbours.asked[-1]
    assert service in ("demarches", "notifier")
    assert (question.tenant, question.account_id) == (portal.tenant, asks)
    assert question.reader.account_id == agent.subject
    assert set(question.reader.permissions) == {ANSWER, DOSSIERS, MAILS}


@pytest.mark.requirement("TK-06")
async def test_who_may_not_read_them_there_does_not_see_them_here(portal: Portal, neighbours: Neighbours):
    ticket, asks = await portal.open(), portal.customer.subject
    assert asks is not None
    neighbours.known = {("notifier", asks): Recent(permitted=False)}

    without = await beside(portal, ticket, portal.agent)
    nothing_asked = list(neighbours.asked)
    refused = await eventually(lambda: _once_answered(portal, ticket, a_member(portal.tenant, ANSWER, MAILS)))

    assert nothing_asked == []
    for page in (without, refused):
        assert "Ses derniers dossiers" not in page
        assert "Ses derniers courriels" not in page


@pytest.mark.requirement("TK-05")
async def test_nothing_is_asked_about_a_guest(portal: Portal, neighbours: Neighbours):
    asked = await ask(portal, proof=await solved(portal))
    ticket = await ticket_of(portal, asked.json()["reference"])

    page = await beside(portal, ticket, a_member(portal.tenant, ANSWER, DOSSIERS, MAILS))

    assert neighbours.asked == []
    assert "Ses derniers courriels" not in page


async def _once_answered(portal: Portal, ticket: str, agent: Actor) -> str:
    page = await beside(portal, ticket, agent)
    return page if "ne répondent pas" not in page else ""

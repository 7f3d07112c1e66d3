"""Two towns read by many at the same moment: what is one town's alone is in no answer to the other.

PARVIS_INTERLEAVED_READS=50000 makes it long (on a suite with PARVIS_RATE_LIMITS=0); docs/promises.md keeps what was seen.
"""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import cycle, islice
from uuid import uuid4

import httpx
import pytest_asyncio

from contracts.demo import AGENT, CITIZEN, NEIGHBOUR, NEIGHBOUR_AGENT, PASSWORD, DemoAccount
from kit.suite import RunningSuite

READS = int(os.environ.get("PARVIS_INTERLEAVED_READS", "320"))
READERS_PER_PERSON = 2
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
# Of the demonstration: said on pages of the one town, never on the other's.
OWN_WORDS = {"plassans": ("contact@plassans.example",), "tulettes": ("contact@tulettes.example",)}
PORTAL = (
    "/",
    "/infos-pratiques",
    "/mon-tableau-de-bord",
    "/api/demarches/v1/catalogue",
    "/api/demarches/v1/me/dashboard",
)
CONSOLE = ("/", "/demarches/", "/demarches/statistics")
DEMARCHES = {"plassans": "signaler-un-probleme", "tulettes": "signalement"}


@dataclass
class Reader:
    town: str
    http: httpx.AsyncClient
    may_read: list[str]
    foreign: list[str] = field(default_factory=list[str])
    """Addresses of the other town's dossiers."""


@dataclass
class Seen:
    answers: int = 0
    with_own: int = 0
    leaks: list[str] = field(default_factory=list[str])


@pytest_asyncio.fixture(loop_scope="session")
async def readers(suite: RunningSuite) -> AsyncIterator[tuple[list[Reader], dict[str, str]]]:
    canaries = {town: f"canari-{town}-{uuid4().hex}" for town in DEMARCHES}
    async with AsyncExitStack() as stack:
        made: list[Reader] = []
        dossiers: dict[str, str] = {}
        for citizen, agent in ((CITIZEN, AGENT), (NEIGHBOUR, NEIGHBOUR_AGENT)):
            town = citizen.organisation.slug
            portal, console = suite.portal("", organisation=town), suite.console("")
            person = await signed_in(stack, portal, suite.ports.public, citizen)
            dossiers[town] = await a_dossier(person, DEMARCHES[town], canaries[town])
            one = f"/api/demarches/v1/dossiers/{dossiers[town]}"
            made.append(Reader(town, person, [*PORTAL, one, f"/mes-demandes/{dossiers[town]}"]))
            clerk = await signed_in(stack, console, suite.ports.internal, agent)
            made.append(Reader(town, clerk, [*CONSOLE, f"/demarches/dossiers/{dossiers[town]}"]))
        for reader in made:
            other = next(of for town, of in dossiers.items() if town != reader.town)
            own = dossiers[reader.town]
            reader.foreign = [path.replace(own, other) for path in reader.may_read if own in path]
        yield made, canaries


async def signed_in(stack: AsyncExitStack, origin: str, port: int, account: DemoAccount) -> httpx.AsyncClient:
    headers = {"host": origin.removeprefix("http://"), "origin": origin, "sec-fetch-site": "same-origin"}
    http = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=60)
    await stack.enter_async_context(http)
    found = TOKEN.search((await http.get("/connexion")).text)
    assert found
    form = {"csrf_token": found[1], "identifier": account.identifier, "password": PASSWORD}
    form["organisation"] = account.organisation.name
    answer = await http.post("/connexion", data=form)
    assert answer.status_code == 303, answer.text
    return http


async def a_dossier(http: httpx.AsyncClient, demarche: str, canary: str) -> str:
    """Sent, so that no draft stays behind and agents of the town read it as well."""
    found = TOKEN.search((await http.get("/contact")).text)
    assert found
    http.headers["x-csrf-token"] = found[1]
    begun = await http.post("/api/demarches/v1/dossiers", json={"demarche": demarche})
    if begun.json().get("resumed"):
        # Another story's draft: it said all that it had to say.
        await http.delete(f"/api/demarches/v1/dossiers/{begun.json()['id']}")
        begun = await http.post("/api/demarches/v1/dossiers", json={"demarche": demarche})
    assert begun.status_code == 201, begun.text
    path = f"/api/demarches/v1/dossiers/{begun.json()['id']}"
    answers = {"problem": "light", "place": "Devant le 12", "description": canary, "danger": False}
    steps = {"demande": answers, "informations": {"email": f"{canary[:20]}@lecteurs.example"}, "pieces": {}}
    for step, told in steps.items():
        kept = await http.put(f"{path}/steps/{step}", json={"answers": told})
        assert kept.status_code < 300, kept.text
    sent = await http.post(f"{path}/submission")
    assert sent.status_code < 300, sent.text
    return begun.json()["id"]


async def read(reader: Reader, times: int, canaries: dict[str, str], seen: Seen) -> None:
    others = [town for town in canaries if town != reader.town]
    forbidden = [word for town in others for word in (*OWN_WORDS[town], canaries[town])]
    paths = cycle([*reader.may_read, *reader.foreign])
    for path in islice(paths, times):
        answer = await reader.http.get(path)
        expected = 404 if path in reader.foreign else 200
        seen.answers += 1
        seen.with_own += canaries[reader.town] in answer.text
        if answer.status_code != expected:
            seen.leaks.append(f"{reader.town} {path}: {answer.status_code}")
        seen.leaks += [f"{reader.town} {path}: {word}" for word in forbidden if word in answer.text]


async def test_no_answer_to_one_town_holds_a_word_of_the_other(
    readers: tuple[list[Reader], dict[str, str]],
):
    people, canaries = readers
    seen = Seen()
    crowd = [reader for reader in people for _ in range(READERS_PER_PERSON)]

    await asyncio.gather(*(read(reader, READS // len(crowd), canaries, seen) for reader in crowd))

    assert seen.leaks == [], "\n".join(seen.leaks)
    assert seen.answers == READS // len(crowd) * len(crowd)
    assert seen.with_own > seen.answers // 8, "they did read what is looked for"
    print(f"{seen.answers} answers, {seen.with_own} with the reader's own canary, {len(seen.leaks)} leaks")

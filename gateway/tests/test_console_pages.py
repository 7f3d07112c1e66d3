"""What a service's console shows and refuses (chassis.console)."""

import html
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
from litestar import Litestar, Request, Response, get, post
from litestar.di import NamedDependency, Provide

from chassis import http
from chassis.access import Authorisation, Needs
from chassis.actor import Actor
from chassis.console import ConsolePages
from chassis.keys import Trust
from chassis.refusals import NotFound
from chassis.tokens import Verifier
from kit.actors import a_member, token_for
from kit.servers import Servers

SECRET = b"un secret de service, assez long pour servir"
READER = "demarches.dossiers.read"


class Console(httpx.AsyncClient):
    def __init__(self, app: Litestar, servers: Servers) -> None:
        transport = httpx.ASGITransport(app=app)  # pyright: ignore[reportArgumentType]
        super().__init__(transport=transport, base_url="http://demarches.test")
        self.servers = servers

    def as_member(self, actor: Actor, **headers: str) -> dict[str, str]:
        token = token_for(actor, self.servers.keyring, audience="demarches")
        return {"authorization": f"Bearer {token}", "x-parvis-person": "Ad%C3%A8le%20Sicardot", **headers}


@pytest_asyncio.fixture(loop_scope="session")
async def console(servers: Servers) -> AsyncIterator[Console]:
    pages = ConsolePages("demarches", SECRET)

    @get("/page", needs=READER)
    async def page(request: Request[Any, Any, Any], actor: NamedDependency[Actor]) -> Response[str]:
        told = {"title": "Demandes", "detail": pages.csrf_token(actor), "reason": 200, "again": "", "trace_id": None}
        return pages.render(request, actor, "layouts/console_error.html", **told)

    @get("/nothing", needs=READER)
    async def nothing() -> None:
        raise NotFound

    @post("/act", needs=READER, status_code=200)
    async def act() -> Response[None]:
        return pages.redirect("/demarches/page", flash="C’est fait.")

    app = Litestar(
        [pages.router(page, nothing, act)],
        guards=[Authorisation(Verifier("demarches", Trust(servers.keyring.trust_file))).guard],
        dependencies={"actor": Provide(http.actor_of)},
        opt={"needs": Needs.MEMBER},
    )
    async with Console(app, servers) as client:
        yield client


async def test_a_console_page_shows_who_one_is_and_where_one_may_go(console: Console):
    page = await console.get("/console/page", headers=console.as_member(a_member(None, READER)))

    assert page.status_code == 200
    assert "Adèle Sicardot" in page.text
    assert 'href="/demarches/"' in page.text
    assert 'href="/identity/organisations"' not in page.text
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("accepted", "language"), [("en", "en"), ("fr", "fr"), ("de", "fr"), ("", "fr")])
async def test_a_console_speaks_the_language_chosen_at_the_entrance(console: Console, accepted: str, language: str):
    headers = console.as_member(a_member(None, READER), **{"accept-language": accepted})

    page = await console.get("/console/page", headers=headers)

    assert f'<html lang="{language}"' in page.text


async def test_a_refusal_is_a_page(console: Console):
    page = await console.get("/console/nothing", headers=console.as_member(a_member(None, READER)))

    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "Cet élément n’existe pas" in page.text


async def test_a_form_needs_the_token_of_its_session(console: Console):
    member, other = a_member(None, READER), a_member(None, READER)
    token = ConsolePages("demarches", SECRET).csrf_token(member)

    theirs = await console.post("/console/act", data={"csrf_token": token}, headers=console.as_member(other))
    without = await console.post("/console/act", headers=console.as_member(member))
    ours = await console.post("/console/act", data={"csrf_token": token}, headers=console.as_member(member))
    by_script = await console.post("/console/act", headers=console.as_member(member, **{"x-csrf-token": token}))

    assert [each.status_code for each in (theirs, without, ours, by_script)] == [403, 403, 303, 303]
    assert ours.headers["x-parvis-flash"]


async def test_a_form_from_before_one_signed_in_again_is_sent_once_more(console: Console):
    before = a_member(None, READER)
    after = replace(before, session=uuid4())
    sent = {"csrf_token": ConsolePages("demarches", SECRET).csrf_token(before), "note": 'Vu « sur place » <b>"ici"</b>'}

    kept = await console.post("/console/act?n=1", data=sent, headers=console.as_member(after))
    again = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', kept.text))
    done = await console.post("/console/act", data=again, headers=console.as_member(after))

    assert kept.status_code == 409
    assert "Rien de ce que vous avez saisi n’est perdu" in kept.text
    assert 'action="/demarches/act?n=1"' in kept.text
    assert html.unescape(again["note"]) == sent["note"]
    assert done.status_code == 303


async def test_what_somebody_else_typed_is_never_shown(console: Console):
    another, member = a_member(None, READER), a_member(None, READER)
    sent = {"csrf_token": ConsolePages("demarches", SECRET).csrf_token(another), "note": "À moi seul"}

    answer = await console.post("/console/act", data=sent, headers=console.as_member(member))

    assert answer.status_code == 403
    assert "À moi seul" not in answer.text


async def test_another_services_token_is_worth_nothing(console: Console):
    member = a_member(None, READER)
    token = ConsolePages("ticketing", b"un autre secret").csrf_token(member)

    answer = await console.post("/console/act", data={"csrf_token": token}, headers=console.as_member(member))

    assert answer.status_code == 403


async def test_what_the_gateway_kept_to_say_is_said(console: Console):
    member = a_member(None, READER)
    said = (
        await console.post(
            "/console/act",
            headers=console.as_member(member, **{"x-csrf-token": ConsolePages("demarches", SECRET).csrf_token(member)}),
        )
    ).headers["x-parvis-flash"]

    page = await console.get("/console/page", headers=console.as_member(member, **{"x-parvis-flash": said}))

    assert "C’est fait." in page.text

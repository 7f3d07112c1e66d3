"""A tiny identity: the organisations and people that a test says, and nothing else."""

from base64 import b64decode
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import msgspec
from litestar import Litestar, Request, Response, get, post, put
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody

from chassis.actor import Actor
from contracts.topology import STREAMS
from kit.actors import token_for
from suite.keyring import Keyring

PASSWORD = "Plassans-2026"
Told = JSONBody[dict[str, Any]]


@dataclass
class TinyIdentity:
    keyring: Keyring
    organisations: dict[str, dict[str, Any]] = field(default_factory=dict)
    people: dict[tuple[str, str], Actor] = field(default_factory=dict)
    sessions: dict[str, Actor] = field(default_factory=dict)
    # Sessions that nobody ended, and that are too old.
    aged: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    members: list[dict[str, str]] = field(default_factory=list)
    # Accounts that have connected an assistant.
    with_assistants: set[str] = field(default_factory=set)
    # The guided tours that each account took or declined.
    toured: dict[str, set[str]] = field(default_factory=dict)
    is_down: bool = False

    def town(self, **facts: Any) -> dict[str, Any]:
        """A new organisation, open unless said otherwise."""
        slug = f"ville-{uuid4().hex[:10]}"
        told = {"id": str(uuid4()), "slug": slug, "name": f"Ville de {slug[-4:]}", "guichet_active": True, **facts}
        self.organisations[slug] = told
        return told

    def open_session(self, actor: Actor) -> str:
        secret = f"{actor.tenant.hex}.{uuid4().hex}{uuid4().hex[:12]}"
        self.sessions[secret] = actor
        return secret


def tiny_identity(house: TinyIdentity) -> Litestar:
    @get("/internal/organisations")
    async def organisations() -> list[dict[str, str]]:
        return [{"slug": each["slug"], "name": each["name"]} for each in house.organisations.values()]

    @get("/internal/organisations/{slug:str}")
    async def organisation(slug: FromPath[str]) -> Response[Any]:
        house.asked.append(slug)
        return _told(house.organisations.get(slug), 404)

    @post("/internal/sign-in", status_code=200)
    async def sign_in(data: Told) -> Response[Any]:
        person = house.people.get((data["slug"], data["identifier"]))
        if person is None or data["password"] != PASSWORD:
            return _problem(401, "Identifiant ou mot de passe incorrect.")
        return _told({"secret": house.open_session(person), "session_id": str(person.session)}, 401)

    @post("/internal/exchange", status_code=200)
    async def exchange(data: Told) -> Response[Any]:
        house.asked.append("exchange")
        actor = house.sessions.get(data["secret"])
        home = next((o for o in house.organisations.values() if actor and o["id"] == str(actor.organisation)), None)
        # A customer's member acts at the support portal: the tenant is another's.
        there = next((o["slug"] for o in house.organisations.values() if actor and o["id"] == str(actor.tenant)), None)
        if actor is None or home is None or data.get("slug") not in (None, home["slug"], there):
            return _problem(401, "Votre session n’est plus valable. Reconnectez-vous.")
        return _told(_exchanged(house, actor, home), 401)

    @post("/internal/sessions/ended", status_code=200)
    async def ended(data: Told) -> dict[str, bool]:
        return {"ended": data["secret"] not in house.aged}

    @post("/internal/sign-out", status_code=204)
    async def sign_out(data: Told) -> None:
        house.sessions.pop(data["secret"], None)

    @post("/internal/step-up", status_code=200)
    async def step_up(data: Told) -> Response[Any]:
        actor = house.sessions.pop(data["secret"])
        return _told({"secret": house.open_session(actor), "session_id": str(actor.session)}, 401)

    @get("/v1/profile")
    async def profile() -> dict[str, Any]:
        reach = {"email": "camille@plassans.example", "mobile": "06 00 00 51 50", "phone": ""}
        return {"reach": reach, "address": {"line": "4 rue Canquoin", "postal_code": "13100", "city": "Plassans"}}

    @put("/v1/profile/tours/{tour:str}", status_code=204)
    async def leave_tour(request: Request[Any, Any, Any], tour: FromPath[str]) -> None:
        part = request.headers["authorization"].split(".")[1]
        claims = msgspec.json.decode(b64decode(part + "=" * (-len(part) % 4), altchars=b"-_"))
        house.toured.setdefault(claims["sub"], set()).add(tour)

    @get("/v1/members")
    async def members() -> list[dict[str, str]]:
        return house.members

    @get("/v1/dead-letters")
    async def letters() -> list[dict[str, str]]:
        return []

    async def open_for_business(request: Request[Any, Any, Any]) -> Response[Any] | None:
        return _problem(503, "En panne.") if house.is_down else None

    return Litestar(
        [
            organisations,
            organisation,
            sign_in,
            exchange,
            ended,
            sign_out,
            step_up,
            profile,
            leave_tour,
            members,
            letters,
        ],
        before_request=open_for_business,
        state=State(),
    )


def _exchanged(house: TinyIdentity, actor: Actor, home: dict[str, Any]) -> dict[str, Any]:
    return {
        "session_id": str(actor.session),
        "account_id": str(actor.subject),
        "kind": str(actor.kind),
        "tenant": str(actor.tenant),
        "organisation": home["id"],
        "organisation_slug": home["slug"],
        "organisation_name": home["name"],
        "display_name": "Camille Rougon",
        "locale": actor.locale,
        "permissions": sorted(actor.permissions),
        "authenticated_at": 0,
        "tours": sorted(house.toured.get(str(actor.subject), ())),
        "has_assistants": str(actor.subject) in house.with_assistants,
        "tokens": {name: token_for(actor, house.keyring, audience=name) for name in STREAMS},
    }


def _told(body: Any, otherwise: int) -> Response[Any]:
    return Response(body) if body is not None else _problem(otherwise, "Cet élément n’existe pas.")


def _problem(status: int, title: str) -> Response[Any]:
    body = {"type": "/problems/refused", "title": title, "status": status}
    return Response(body, status_code=status, media_type="application/problem+json")

"""Short ways to bring organisations and people about in tests."""

import base64
import hashlib
import re
from typing import Any
from uuid import UUID

import httpx
import msgspec

from chassis import timers
from chassis.actor import Actor
from chassis.ids import new_id
from contracts.demo import PASSWORD
from contracts.identity import AccountRegistered
from identity.domain.accounts import Account, AccountKind
from identity.domain.links import Purpose, token_for
from identity.domain.mandates import code_for, reference_for
from identity.domain.organisations import Guichet, Organisation
from identity.domain.passkeys import Entrance, Passkey
from identity.domain.persons import Address, Identity, Reach
from identity.events.timers import timers as timers_of
from identity.storage.work import IdentityWork
from kit.actors import a_member, a_visitor
from kit.service import ServiceUnderTest

CAMILLE: dict[str, Any] = {
    "identity": {"civility": "madame", "given_name": "Camille", "family_name": "Rougon"},
    "address": {"line": "4 rue Canquoin", "postal_code": "13999", "city": "Plassans"},
    "reach": {"email": "camille@plassans.example"},
    "terms_accepted": True,
}


async def sign_in(
    identity: ServiceUnderTest, slug: str, identifier: str, password: str = PASSWORD, **more: str
) -> httpx.Response:
    body = {"slug": slug, "identifier": identifier, "password": password, **more}
    return await identity.call_as_gateway("POST", "/internal/sign-in", json=body)


async def exchange(identity: ServiceUnderTest, secret: str, slug: str | None) -> httpx.Response:
    return await identity.call_as_gateway("POST", "/internal/exchange", json={"secret": secret, "slug": slug})


async def an_organisation(identity: ServiceUnderTest, tenant: UUID, **facts: Any) -> str:
    """A town of its own for one test; its slug."""
    slug = f"ville-{tenant.hex[:12]}"

    async def make(_: None, uow: IdentityWork) -> None:
        uow.organisations.add(Organisation(tenant, slug, "Mairie", Guichet(name=f"Ville {slug}"), **facts))

    await identity.run(make, None, actor=Actor.of_service("identity", tenant))
    return slug


async def an_account(
    identity: ServiceUnderTest,
    tenant: UUID,
    *,
    identifier: str = "camille.rougon",
    kind: AccountKind = AccountKind.CITIZEN,
    email: str | None = None,
    active: bool = True,
    function: str = "",
) -> UUID:
    """Its password is the demonstration's."""
    account = Account(
        id=new_id(),
        kind=kind,
        identifier=identifier,
        identity=Identity(given_name="Camille", family_name="Rougon"),
        address=Address(),
        reach=Reach(email=email or f"{identifier}@example.org"),
        created_at=identity.clock(),
        function=function,
    )
    if active:
        account.activate(identifier=identifier, password_hash=await _hash(), at=identity.clock())

    async def make(_: None, uow: IdentityWork) -> None:
        uow.accounts.add(account)

    await identity.run(make, None, actor=Actor.of_service("identity", tenant))
    return account.id


_hashed: list[str] = []


async def _hash() -> str:
    from identity.storage.hashing import Hasher

    if not _hashed:
        _hashed.append(await Hasher().hash(PASSWORD))
    return _hashed[0]


async def register(service: ServiceUnderTest, tenant: UUID, /, **changes: Any) -> httpx.Response:
    """As a visitor of that town; each call from another address unless `at` says one."""
    headers = {"x-parvis-address": changes.pop("at", _somewhere())}
    visitor = a_visitor(tenant)
    return await service.call(visitor, "POST", "/v1/registrations", json={**CAMILLE, **changes}, headers=headers)


async def proof(identity: ServiceUnderTest, tenant: UUID) -> str:
    """A solved robot check, as the browser's script solves it."""
    asked = (await identity.call(a_visitor(tenant), "GET", "/v1/challenge")).json()
    for number in range(asked["maxnumber"] + 1):
        if hashlib.sha256(f"{asked['salt']}{number}".encode()).hexdigest() == asked["challenge"]:
            answer = {name: asked[name] for name in ("algorithm", "challenge", "salt", "signature")}
            return base64.b64encode(msgspec.json.encode({**answer, "number": number})).decode()
    raise AssertionError("no solution")


async def link_of(identity: ServiceUnderTest, tenant: UUID, *, purpose: Purpose = Purpose.ACTIVATION) -> str:
    """The token of the newest link, as the mail would carry it."""
    kinds = {
        Purpose.ACTIVATION: AccountRegistered.type,
        Purpose.RESET: "identity.account.password_reset_requested.v1",
    }
    events = await identity.published(tenant, type=kinds[purpose])
    secret = identity.service.settings.read_secret()
    return token_for(UUID(events[-1]["data"]["link_id"]), purpose, secret)


async def ring_timers(identity: ServiceUnderTest) -> None:
    service = identity.service
    while await timers.ring(service.relay_database, service.commands, timers_of(service.commands), service="identity"):
        pass


def _somewhere() -> str:
    number = new_id().int
    return f"10.{number % 251}.{number // 251 % 251}.{number // 63001 % 251}"


def a_request(number: int = 1, **facts: str) -> dict[str, Any]:
    """What somebody fills in for an organisation that this number makes another one."""
    siren = f"{200_000_000 + number}"
    named = {"kind": "Syndicat", "name": f"Syndicat des eaux {number}", "postal_code": "13100", "siren": siren}
    return {
        "facts": {**named, **facts},
        "coordinates": {
            "phone": "04 42 00 00 00",
            "opening_hours": [{"day": "Lundi", "hours": "9 h – 12 h"}],
            "website": "https://eaux.example/",
        },
        "applicant": {
            "given_name": "Marthe",
            "family_name": "Mouret",
            "function": "Directrice",
            "email": f"marthe.mouret+{number}@eaux.example",
        },
    }


async def an_access_request(identity: ServiceUnderTest) -> UUID:
    """Submitted at a support portal of its own."""
    portal = new_id()
    await an_organisation(identity, portal, is_support_portal=True)
    body = a_request(portal.int % 90_000_000)
    return UUID((await identity.call(a_visitor(portal), "POST", "/v1/access-requests", json=body)).json()["request_id"])


async def an_administrator(identity: ServiceUnderTest, tenant: UUID, *, identifier: str = "silvere.mouret") -> UUID:
    """A member whom the legal representative has confirmed, at an organisation that exists."""
    account = await an_account(identity, tenant, identifier=identifier, kind=AccountKind.MEMBER)
    asked = await ask_to_administer(identity, tenant, account)
    answer = await decide(identity, tenant, asked)
    assert answer.status_code == 200, answer.text
    return account


async def ask_to_administer(identity: ServiceUnderTest, tenant: UUID, account: UUID) -> UUID:
    """The mandate's id."""
    body = {"representative_name": "Eugène Granoux", "representative_title": "Maire"}
    answer = await identity.call(a_member(tenant, subject=account), "POST", "/v1/mandates", json=body)
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["mandate_id"])


def codes_of(identity: ServiceUnderTest, mandate: UUID) -> dict[str, str]:
    """As the letter shows them."""
    secret = identity.service.settings.read_secret()
    return {"reference": reference_for(mandate, secret), "code": code_for(mandate, secret)}


async def decide(
    identity: ServiceUnderTest, tenant: UUID, mandate: UUID, *, confirmed: bool = True, **codes: str
) -> httpx.Response:
    body = {**codes_of(identity, mandate), **codes, "confirmed": confirmed}
    headers = {"x-parvis-address": _somewhere()}
    return await identity.call(a_visitor(tenant), "POST", "/v1/mandate-decisions", json=body, headers=headers)


async def a_passkey(identity: ServiceUnderTest, tenant: UUID, account: UUID) -> UUID:
    """One that no device keeps, where only its being there matters."""
    passkey = Passkey(
        new_id(), account, Entrance.PORTAL, "localhost", new_id().bytes, b"public", 0, "Téléphone", identity.clock()
    )

    async def make(_: None, uow: IdentityWork) -> None:
        uow.passkeys.add(passkey)

    await identity.run(make, None, actor=Actor.of_service("identity", tenant))
    return passkey.id


async def an_assistant_key(
    identity: ServiceUnderTest, tenant: UUID, member: UUID, *services: str, **wanted: Any
) -> tuple[UUID, str]:
    """A member's AI assistant: its id and its key."""
    owner = a_member(tenant, subject=member, authenticated_at=identity.clock())
    body = {"name": "Secrétaire", "services": services or ("demarches",), "proposes": True, **wanted}
    answer = await identity.call(owner, "POST", "/v1/assistants", json=body)
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["assistant_id"]), answer.json()["key"]


async def an_assistant(identity: ServiceUnderTest, tenant: UUID, member: UUID) -> UUID:
    return (await an_assistant_key(identity, tenant, member))[0]


async def token_on(identity: ServiceUnderTest, actor: Actor, path: str) -> str:
    """What a page of the console puts into its forms."""
    page = await identity.call(actor, "GET", path)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found, page.text[:500]
    return found[1]

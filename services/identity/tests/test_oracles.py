"""Nothing of one town can be learnt at another, not even that it exists (B7); and what a removed member kept opens nothing (B12)."""

import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from chassis.ids import new_id
from contracts.permissions import CATALOGUE
from identity.domain.accounts import AccountKind
from identity.domain.links import Purpose
from kit.actors import a_member, a_visitor
from kit.service import ServiceUnderTest

from .people import an_account, an_administrator, an_organisation, exchange, link_of, ring_timers, sign_in

PUBLISHED = Path(__file__).resolve().parents[3] / "contracts" / "published" / "openapi" / "identity.json"
OPERATIONS: dict[str, dict[str, object]] = json.loads(PUBLISHED.read_text())["paths"]
# Every list and page that names nothing in its address, as they are published: a new one is in here by being there.
READ = sorted(path for path, verbs in OPERATIONS.items() if "get" in verbs and "{" not in path and "/v1/" in path)
OF_A_MEMBER = [
    (verb, "/v1/members/{}" + rest)
    for verb, rest in (
        ("GET", ""),
        ("DELETE", ""),
        ("POST", "/activation-link"),
        ("POST", "/invalidation"),
        ("DELETE", "/invalidation"),
        ("PUT", "/permissions/demarches.dossiers.read"),
    )
]
OWN = tuple(permission.name for permission in CATALOGUE if not permission.platform)


@pytest.mark.requirement("ID-11")
async def test_no_list_search_or_count_says_anything_of_another_town(identity: ServiceUnderTest, tenant: UUID):
    canary, elsewhere = f"canari{uuid4().hex[:8]}", new_id()
    await an_organisation(identity, tenant)
    await an_organisation(identity, elsewhere)
    mine = await an_administrator(identity, tenant)
    stranger = a_member(tenant, *OWN, subject=mine)
    before = {path: (await identity.call(stranger, "GET", path)).content for path in ("/v1/members", "/v1/rights")}

    await an_account(identity, elsewhere, identifier=canary, kind=AccountKind.MEMBER)
    await an_account(identity, elsewhere, identifier=f"{canary}-b")

    for path in READ:
        for asked in (path, f"{path}?q={canary}&status=submitted"):
            answer = await identity.call(stranger, "GET", asked)
            assert canary not in answer.text.replace(f"q={canary}", ""), asked
            assert str(elsewhere) not in answer.text, asked
    for path, content in before.items():
        assert (await identity.call(stranger, "GET", path)).content == content, path


@pytest.mark.requirement("ID-11")
async def test_what_another_town_has_is_answered_like_what_nobody_has(identity: ServiceUnderTest, tenant: UUID):
    """Status and words alike, whatever the verb: the answer is no oracle."""
    elsewhere = new_id()
    await an_organisation(identity, tenant)
    await an_organisation(identity, elsewhere)
    stranger = a_member(tenant, *OWN, subject=await an_administrator(identity, tenant))
    theirs = await an_account(identity, elsewhere, identifier="adele", kind=AccountKind.MEMBER)

    for verb, path in OF_A_MEMBER:
        real = await identity.call(stranger, verb, path.format(theirs))
        made_up = await identity.call(stranger, verb, path.format(uuid4()))
        assert (real.status_code, real.text) == (404, made_up.text), f"{verb} {path}"


@pytest.mark.requirement("ID-05")
async def test_what_a_removed_member_kept_opens_nothing(identity: ServiceUnderTest, tenant: UUID):
    """A session and the link of a mail that was under way, from the moment of the removal on."""
    slug = await an_organisation(identity, tenant)
    member = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    session = (await sign_in(identity, slug, "adele")).json()["secret"]
    asking = {"login": "adele"}
    await identity.call(a_visitor(tenant), "POST", "/v1/password-resets", json=asking)
    await ring_timers(identity)
    link = f"/v1/password-resets/{await link_of(identity, tenant, purpose=Purpose.RESET)}"
    alive = (await identity.call(a_visitor(tenant), "GET", link)).status_code

    await identity.call(a_member(tenant, "identity.members.manage"), "DELETE", f"/v1/members/{member}")

    assert alive == 200
    assert (await exchange(identity, session, slug)).status_code == 401
    assert (await identity.call(a_visitor(tenant), "GET", link)).status_code in (404, 410)

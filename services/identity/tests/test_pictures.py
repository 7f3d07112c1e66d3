"""Logo and banner of a guichet (ID-22, B14)."""

from uuid import UUID

import httpx
import pytest

from kit.actors import a_member, a_visitor
from kit.service import ServiceUnderTest, problem

from .people import an_organisation
from .pictures import picture

pytestmark = pytest.mark.requirement("ID-22")
EDIT = "identity.guichet.edit"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


async def send(identity: ServiceUnderTest, tenant: UUID, kind: str, content: bytes) -> httpx.Response:
    return await identity.call(a_member(tenant, EDIT), "PUT", f"/v1/guichet/pictures/{kind}", content=content)


async def test_a_logo_is_seen_by_everybody_until_it_is_taken_away(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    path = "/v1/guichet/pictures/logo"

    sent = await send(identity, tenant, "logo", picture("PNG"))
    seen = await identity.call(a_visitor(tenant), "GET", path)
    gone = await identity.call(a_member(tenant, EDIT), "DELETE", path)

    assert (sent.status_code, seen.headers["content-type"], gone.json()["logo"]) == (200, "image/png", "")
    assert seen.content.startswith(b"\x89PNG")
    assert (await identity.call(a_visitor(tenant), "GET", path)).status_code == 404
    assert [event["type"] for event in await identity.published(tenant)] == ["identity.guichet.changed.v1"] * 2


@pytest.mark.parametrize(
    ("kind", "content"),
    [("logo", picture("JPEG")), ("banner", picture("PNG")), ("logo", SVG), ("banner", b""), ("logo", b"GIF89a")],
)
async def test_what_is_not_the_picture_asked_for_is_refused_in_words(
    identity: ServiceUnderTest, tenant: UUID, kind: str, content: bytes
):
    await an_organisation(identity, tenant)

    answer = await send(identity, tenant, kind, content)

    assert answer.status_code == 415
    assert problem(answer)["errors"][0]["detail"] in ("Le logo est une image PNG.", "La bannière est une image JPG.")


async def test_a_picture_too_wide_is_refused_with_the_rule(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)

    answer = await send(identity, tenant, "banner", picture("JPEG", width=1921, height=10))
    exact = await send(identity, tenant, "banner", picture("JPEG", width=1920, height=1080))

    assert (answer.status_code, exact.status_code) == (422, 200)
    assert "1920 × 1080" in problem(answer)["errors"][0]["detail"]


async def test_what_hides_behind_a_picture_is_not_kept(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)

    await send(identity, tenant, "logo", picture("PNG") + b"<script>alert(1)</script>")

    seen = await identity.call(a_visitor(tenant), "GET", "/v1/guichet/pictures/logo")
    assert b"script" not in seen.content


async def test_another_town_does_not_see_it(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    await send(identity, tenant, "logo", picture("PNG"))

    assert (await identity.call(a_visitor(), "GET", "/v1/guichet/pictures/logo")).status_code == 404

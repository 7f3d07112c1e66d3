"""What every answer carries, and what is never answered (RELIABILITY.md, B17, B19, B22, B23, D-13)."""

import pytest
from doorstep.house import House
from doorstep.raw import said_raw

from chassis.pages.translations import Catalogues
from gateway.redirects import local

POLICY = {
    "default-src": "'none'",
    "manifest-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
    "require-trusted-types-for": "'script'",
}
EVERYWHERE = [
    "/",
    "/mentions-legales",
    "/nulle-part",
    "/theme.css",
    "/assets/portal.css",
    "/api/openapi.json",
    "/langue/en",
]


@pytest.mark.requirement("GW-04")
@pytest.mark.parametrize("path", [*EVERYWHERE, "/api/demarches/v1/echo", "/api/nobody/v1/x"])
async def test_every_answer_is_dressed(house: House, path: str):
    answer = await house.visit(house.town()).get(path)

    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert POLICY.items() <= policy.items()
    assert "unsafe" not in str(policy)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]
    assert "server" not in answer.headers or answer.headers["server"] == "uvicorn"


@pytest.mark.parametrize("path", ["/", "/nulle-part", "/api/docs"])
async def test_pages_hold_nothing_inline(house: House, path: str):
    page = await house.visit(house.town()).get(path)

    assert "<script>" not in page.text
    assert "style=" not in page.text
    assert " onclick" not in page.text
    assert "//" not in page.text.replace("http://", "").replace("https://", "").split("<body")[0]


async def test_pages_are_never_kept_by_caches(house: House):
    page = await house.visit(house.town()).get("/")

    assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/.git/config", "/.env", "/schema", "/metrics", "/health/ready", "/debug", "/admin", "/v1"]
)
async def test_what_nobody_should_find_is_not_there(house: House, path: str):
    answer = await house.visit(house.town()).get(path)

    assert answer.status_code == 404


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "FOO", "PROPFIND"])
async def test_unknown_methods_are_405(house: House, method: str):
    town = house.town()
    answer = await said_raw(
        house.public, f"{method} / HTTP/1.1\r\nHost: {town['slug']}.localhost:8000\r\nConnection: close\r\n\r\n"
    )

    assert answer.split()[1] in (b"405", b"400")


async def test_a_page_asked_the_wrong_way_is_405_with_the_right_one(house: House):
    visitor = house.visit(house.town())

    answer = await visitor.delete("/", headers={"origin": visitor.origin})

    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


async def test_head_is_get_without_its_body(house: House):
    answer = await house.visit(house.town()).head("/")

    assert answer.status_code == 200
    assert answer.content == b""


async def test_probes_are_answered_by_address(house: House):
    answers = [await house.visit({"slug": "x"}).get(path, headers={"host": "127.0.0.1:8000"}) for path in PROBES]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200]


PROBES = ("/health/live", "/health/ready", "/metrics", "/.well-known/jwks.json")


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/x\r\nSet-Cookie: a=1",
        "/x\x00",
        "/é\n",
        "///evil.example",
        "\\/evil.example",
        " //evil.example",
        "/" + "a" * 2_001,
        "",
    ],
)
async def test_a_redirection_never_leaves_the_site(house: House, path: str):
    visitor = house.visit(house.town())

    answer = await visitor.get("/langue/fr", params={"vers": path})

    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    assert "a" not in answer.cookies


def test_a_local_address_with_its_query_is_kept():
    assert local("/mon-espace/demandes?page=2&q=caf%C3%A9#fin") == "/mon-espace/demandes?page=2&q=caf%C3%A9#fin"


@pytest.mark.requirement("GW-03")
async def test_the_language_switch_keeps_the_place(house: House):
    visitor = house.visit(house.town())

    answer = await visitor.get("/langue/en", params={"vers": "/rgpd"})
    page = await visitor.get(answer.headers["location"])

    assert page.url.path == "/rgpd"
    assert 'lang="en"' in page.text
    assert "Personal data" in page.text


async def test_a_long_header_is_431(house: House):
    answer = await house.visit(house.town()).get("/", headers={"x-csrf-token": "a" * 33_000})

    assert answer.status_code == 431


async def test_assets_are_packed_and_kept_for_ever_under_their_version(house: House):
    visitor = house.visit(house.town())

    packed = await visitor.get("/assets/portal.css?v=1", headers={"accept-encoding": "gzip, br"})
    again = await visitor.get("/assets/portal.css", headers={"if-none-match": packed.headers["etag"]})
    plain = await visitor.get("/assets/portal.css", headers={"accept-encoding": "identity"})

    assert packed.headers["content-encoding"] == "br"
    assert "immutable" in packed.headers["cache-control"]
    assert "content-encoding" not in plain.headers
    assert plain.headers["etag"] != packed.headers["etag"]
    assert again.status_code == 200


@pytest.mark.parametrize("name", ["..%2fassets.py", "..\\..\\assets.py", "version.txt.bak", "%00", "../public/main.py"])
async def test_nothing_but_assets_is_served_as_an_asset(house: House, name: str):
    town = house.town()
    answer = await said_raw(
        house.public,
        f"GET /assets/{name} HTTP/1.1\r\nHost: {town['slug']}.localhost:8000\r\nConnection: close\r\n\r\n",
    )

    assert answer.split()[1] in (b"404", b"400")


def test_every_text_has_its_english():
    english = Catalogues({"gateway"}).messages("en")

    assert english.gettext("Cette page n’existe pas, ou n’existe plus.") != "Cette page n’existe pas, ou n’existe plus."

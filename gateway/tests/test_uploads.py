"""Forms with files, without script: streamed, bounded, and checked before a byte is passed on."""

import hashlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from doorstep.browser import Browser
from doorstep.house import House
from doorstep.serving import served
from doorstep.upstream import PIECE, peak_memory
from litestar import Request, Response, post

from chassis.pages import Pages, Urls
from gateway.door import Door
from gateway.entrance import Entrance
from gateway.hosts import public_hosts
from gateway.portal.site import routes as site
from gateway.uploads import clean_name, receive_upload

MEGABYTE = 1024 * 1024
LIMIT = 20 * MEGABYTE
BOUNDARY = "x-limite"


@post("/pieces", streams=True, status_code=200)
async def take(request: Request[Any, Any, Any]) -> Response[Any]:
    """Passes the first file on to documents, as the pieces page does."""
    here: Any = request.scope["here"]  # pyright: ignore[reportGeneralTypeIssues]
    async with receive_upload(request, max_bytes=LIMIT) as upload:
        told = await here.api("documents").post("/v1/sink", content=upload.stream()) if upload.file else None
        return Response({"name": upload.filename, "type": upload.media_type, "fields": upload.fields, "stored": told})


@post("/plusieurs", streams=True, status_code=200)
async def take_several(request: Request[Any, Any, Any]) -> Response[Any]:
    found: dict[str, int] = {}
    async with receive_upload(request, max_bytes=LIMIT, max_files=4) as upload:
        async for file in upload.files():
            found[file.filename] = sum([len(piece) async for piece in file.stream()])
        return Response({"files": found, "fields": upload.fields})


@pytest_asyncio.fixture(loop_scope="session")
async def citizen(house: House) -> AsyncIterator[Browser]:
    """Signed in at an entrance that takes files."""
    pages = Pages("gateway.templates", "gateway.portal.site.templates")
    settings = house.settings()
    entrance = Entrance("public", settings, pages=pages, urls=Urls())
    app = entrance.app([take, take_several, *site.ROUTES])
    town = house.town()
    async with served(Door(app, entrance, public_hosts(entrance.organisations, settings.public_url))) as address:
        yield house.visit(town, house.citizen_of(town), at=address)


@pytest.mark.requirement("GW-04")
async def test_a_file_is_passed_on_without_being_held(citizen: Browser):
    token, before = await citizen.token("/"), peak_memory()
    pieces = 19 * MEGABYTE // len(PIECE)

    answer = await send(citizen, form(("csrf_token", token), ("label", "Passeport"), file=("photo.jpg", pieces)))

    told = answer.json()
    assert told["stored"]["size"] == pieces * len(PIECE)
    assert told["stored"]["sha256"] == hashlib.sha256(PIECE * pieces).hexdigest()
    assert (told["name"], told["type"], told["fields"]["label"]) == ("photo.jpg", "image/jpeg", ["Passeport"])
    assert peak_memory() - before < 16 * MEGABYTE + 2 * pieces * len(PIECE)


async def test_a_form_without_its_token_passes_nothing_on(house: House, citizen: Browser):
    answer = await send(citizen, form(("label", "Passeport"), file=("photo.jpg", 1)))

    assert answer.status_code == 403
    assert house.services["documents"].heard == []


async def test_a_token_after_the_file_is_too_late(house: House, citizen: Browser):
    token = await citizen.token("/")
    late = form(file=("photo.jpg", 1), after=("csrf_token", token))

    answer = await send(citizen, late)

    assert answer.status_code == 403
    assert house.services["documents"].heard == []


async def test_a_token_in_the_header_will_do(citizen: Browser):
    token = await citizen.token("/")

    answer = await send(citizen, form(file=("photo.jpg", 1)), headers={"x-csrf-token": token})

    assert answer.status_code == 200


async def test_a_file_beyond_the_limit_gets_a_readable_413(citizen: Browser):
    token = await citizen.token("/")
    pieces = 21 * MEGABYTE // len(PIECE)

    answer = await send(citizen, form(("csrf_token", token), file=("film.jpg", pieces)))

    assert answer.status_code == 413
    assert "20 Mo" in answer.text


async def test_a_form_sent_without_choosing_a_file_says_so(citizen: Browser):
    token = await citizen.token("/")

    answer = await send(citizen, form(("csrf_token", token), file=("", 0)))

    assert answer.json()["name"] == ""
    assert answer.json()["stored"] is None


async def test_several_files_are_taken_one_after_the_other(citizen: Browser):
    token = await citizen.token("/")
    body = [part("csrf_token", token)]
    for n in (1, 2, 3):
        body += [opening(f"page {n}.pdf"), PIECE * n, b"\r\n"]
    body += [part("label", "à la fin"), f"--{BOUNDARY}--\r\n".encode()]

    answer = await citizen.post("/plusieurs", content=b"".join(body), headers=headers_of(citizen))

    assert answer.json()["files"] == {f"page {n}.pdf": n * len(PIECE) for n in (1, 2, 3)}
    assert answer.json()["fields"]["label"] == ["à la fin"]


@pytest.mark.parametrize("body", [b"", b"--", b"--x-limite\r\n", b"--autre\r\n\r\n--autre--", b"\x00" * 100])
async def test_a_body_that_is_no_form_is_refused(citizen: Browser, body: bytes):
    token = await citizen.token("/")

    answer = await citizen.post("/pieces", content=body, headers={**headers_of(citizen), "x-csrf-token": token})

    assert answer.status_code == 400


async def test_a_form_cut_in_the_middle_of_its_file_is_refused(citizen: Browser):
    token = await citizen.token("/")
    whole = b"".join([piece async for piece in form(("csrf_token", token), file=("photo.jpg", 3))])

    answer = await citizen.post("/pieces", content=whole[: len(whole) // 2], headers=headers_of(citizen))

    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\moi\\carte.pdf", "carte.pdf"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("x\r\nSet-Cookie: a", "xSet-Cookie: a"),
        ("é" * 300 + ".pdf", "é" * 196 + ".pdf"),
        (" carte d’identité.pdf ", "carte d’identité.pdf"),
    ],
)
def test_a_file_keeps_its_own_name_and_nothing_else(sent: str, kept: str):
    assert clean_name(sent) == kept


def part(name: str, value: str) -> bytes:
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()


def opening(filename: str) -> bytes:
    head = f'Content-Disposition: form-data; name="piece"; filename="{filename}"\r\nContent-Type: image/jpeg'
    return f"--{BOUNDARY}\r\n{head}\r\n\r\n".encode()


async def form(
    *fields: tuple[str, str], file: tuple[str, int], after: tuple[str, str] | None = None
) -> AsyncIterator[bytes]:
    for name, value in fields:
        yield part(name, value)
    yield opening(file[0])
    for _ in range(file[1]):
        yield PIECE
    yield b"\r\n"
    if after is not None:
        yield part(*after)
    yield f"--{BOUNDARY}--\r\n".encode()


def headers_of(browser: Browser) -> dict[str, str]:
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return {"origin": browser.origin, "sec-fetch-site": "same-origin", "content-type": kind}


async def send(browser: Browser, body: AsyncIterator[bytes], **options: Any) -> Any:
    headers = {**headers_of(browser), **options.pop("headers", {})}
    return await browser.post("/pieces", content=body, headers=headers, **options)

"""What happens to a file while somebody else is at it."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from samples import a_jpeg, an_infected_pdf, noise
from test_integrity import a_root
from tus_client import Client
from vault import Vault

from documents.tools.rotate import rotate
from kit.actors import a_citizen, a_visitor
from kit.servers import Servers
from kit.service import problem

pytestmark = pytest.mark.requirement("DV-06")


def before_it_is_fetched(vault: Vault, monkeypatch: pytest.MonkeyPatch, happens: Callable[[], Awaitable[Any]]) -> None:
    store = vault.service.app.state.store
    get = store.get

    async def later(object_key: str, into: Any) -> None:
        monkeypatch.setattr(store, "get", get)
        await happens()
        await vault.sweep()
        await get(object_key, into)

    monkeypatch.setattr(store, "get", later)


async def alarms(vault: Vault, tenant: UUID) -> int:
    return len(await vault.service.published(tenant, type="documents.file.integrity_error.v1"))


async def test_a_file_erased_while_it_is_fetched_is_gone_and_no_alarm(
    vault: Vault, tenant: UUID, monkeypatch: pytest.MonkeyPatch
):
    owner = a_citizen(tenant)
    file = await vault.a_file(owner, a_jpeg())
    piece = await vault.a_piece(owner, file)

    async def erased() -> None:
        for _ in range(2):
            await vault.call(owner, "DELETE", f"/v1/safe/pieces/{piece['id']}")

    before_it_is_fetched(vault, monkeypatch, erased)
    answer = await vault.read(owner, file)

    assert (answer.status_code, problem(answer)["type"]) == (404, "/problems/file-not-found")
    assert await vault.row(file) is None
    assert await alarms(vault, tenant) == 0


async def test_one_found_infected_while_its_sender_fetches_it_is_told_as_such(
    vault: Vault, tenant: UUID, monkeypatch: pytest.MonkeyPatch
):
    sender, bundle = a_visitor(tenant), uuid4()
    file = await vault.a_file(sender, an_infected_pdf(), bundle=bundle)

    async def found() -> None:
        await vault.check_everything()

    before_it_is_fetched(vault, monkeypatch, found)
    answer = await vault.read(sender, file, bundle=bundle, grant=vault.upload_grant(sender, bundle))

    assert (answer.status_code, problem(answer)["type"]) == (409, "/problems/file-infected")
    assert await alarms(vault, tenant) == 0


async def test_an_upload_begun_under_one_root_ends_under_the_next(vault: Vault, tenant: UUID, servers: Servers):
    client = Client(vault, a_visitor(tenant), bundle=uuid4())
    content = noise(6_000_000)
    path = servers.keyring.master_key_file
    before, new_root = path.read_bytes().strip() + b"\n", a_root()
    await client.create(len(content))
    await client.send(0, content[:5_000_000])

    path.write_bytes(before + new_root)
    try:
        _, failed = await rotate(vault.service.service)
        path.write_bytes(new_root)
        rest = await client.send(5_000_000, content[5_000_000:])
        shown = await client.shown()
    finally:
        # Other services' tests may have wrapped with the former one.
        path.write_bytes(before + new_root)

    assert failed == []
    assert rest.status_code == 204
    assert (shown["status"], shown["file"]["size"]) == ("complete", len(content))


async def test_a_piece_of_a_file_is_not_served_and_asking_for_its_head_opens_nothing(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    content = a_jpeg()
    file = await vault.a_file(owner, content)
    await vault.a_piece(owner, file)
    path = f"/v1/safe/files/{file}/content"

    part = await vault.call(owner, "GET", path, headers={"range": "bytes=0-3"})
    head = await vault.call(owner, "HEAD", path)

    assert (part.status_code, part.content) == (200, content)
    assert head.content == b""
    lines = (await vault.call(owner, "GET", "/v1/safe/journal")).json()["items"]
    assert len(lines) == 1

"""The nightly count: a flipped byte, a missing and an orphan object; and roots that are rotated without a stop."""

import base64
import hashlib
import os
from datetime import UTC, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from samples import noise
from vault import Vault

from documents.domain.keys import new_key
from documents.domain.refusals import IntegrityBroken
from documents.scanning.integrity import Counted
from documents.storage.root_key import RootKeyFile
from documents.tools.rotate import rotate
from kit.actors import a_citizen, a_member, a_visitor
from kit.servers import Servers

pytestmark = pytest.mark.requirement("DV-06")


async def broken(vault: Vault, tenant: UUID) -> set[str]:
    events = await vault.service.published(tenant, type="documents.file.integrity_error.v1")
    return {str(event["data"]["file_id"]) for event in events}


async def test_a_flipped_byte_and_a_missing_object_are_found_without_any_key(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    whole, flipped, missing = [await vault.a_file(owner, noise(1_200_000)) for _ in range(3)]
    await vault.a_piece(owner, whole, flipped, missing)
    key = (await vault.row(flipped))["object_key"]
    content = vault.stored(key)
    vault.overwrite(key, content[:700_000] + bytes([content[700_000] ^ 1]) + content[700_001:])
    vault.service.app.state.store._client.remove_object("documents", (await vault.row(missing))["object_key"])

    counted = await vault.service.app.state.integrity.check(tenant)

    assert counted == (3, 1, 1, 0)
    assert await broken(vault, tenant) == {flipped, missing}


async def test_what_a_count_found_is_told_to_the_department_and_to_the_operator(vault: Vault, tenant: UUID):
    owner, agent = a_citizen(tenant), a_member(tenant, "documents.scans.read")
    await vault.a_piece(owner, await vault.a_file(owner, noise(4_000)))
    check = vault.service.app.state.integrity
    before = await check.broken()

    await check.note(tenant, Counted(checked=1, altered=1, missing=1, orphans=0))
    told = (await vault.call(agent, "GET", "/v1/department/storage")).json()
    broken = await check.broken()
    await check.note(tenant, Counted(checked=1, altered=0, missing=0, orphans=0))

    assert (told["altered"], told["missing"]) == (1, 1)
    assert (broken - before, await check.broken()) == (2, before)


async def test_files_sealed_before_sha_256_are_counted_as_they_were_sealed(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    whole, flipped = [await vault.a_file(owner, noise(4_000)) for _ in range(2)]
    await vault.a_piece(owner, whole, flipped)
    for file in (whole, flipped):
        lies = vault.stored((await vault.row(file))["object_key"])
        short = hashlib.blake2b(lies, digest_size=16).hexdigest()
        await vault.service.rows("update files set seal = :s where id = :i returning id", s=short, i=file)
    key = (await vault.row(flipped))["object_key"]
    *kept, last = vault.stored(key)
    vault.overwrite(key, bytes([*kept, last ^ 1]))

    counted = await vault.service.app.state.integrity.check(tenant)

    assert counted == (2, 1, 0, 0)
    assert await broken(vault, tenant) == {flipped}


async def test_an_object_without_a_row_is_swept_once_it_is_old(vault: Vault, tenant: UUID):
    await vault.a_file(a_visitor(tenant), bundle=uuid4())
    orphan = f"{tenant}/{uuid4().hex}"
    vault.overwrite(orphan, b"nobody's")

    young = await vault.service.app.state.integrity.check(tenant)
    vault.clock.move(timedelta(hours=3))
    old = await vault.service.app.state.integrity.check(tenant)
    await vault.sweep()

    assert (young.orphans, old.orphans, old.missing) == (0, 1, 0)
    assert orphan not in vault.objects(tenant)
    assert len(vault.objects(tenant)) == 1


async def test_every_organisation_is_counted_each_night(vault: Vault, tenant: UUID):
    await vault.a_file(a_visitor(tenant), bundle=uuid4())
    check = vault.service.app.state.integrity
    vault.clock.move(timedelta(minutes=1))

    while await check.check_due():
        pass

    (row,) = await vault.service.rows("select * from integrity_checks where tenant = :t", t=tenant)
    assert (row["checked"], row["altered"], row["missing"]) == (1, 0, 0)
    assert row["due_at"].astimezone(UTC).hour in (1, 2)
    assert row["due_at"] > vault.clock()


async def test_without_the_store_nothing_is_accused(vault: Vault, tenant: UUID, monkeypatch: pytest.MonkeyPatch):
    await vault.a_file(a_visitor(tenant), bundle=uuid4())

    def refused(*_: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(vault.service.app.state.store, "_get", refused)
    vault.clock.move(timedelta(minutes=1))
    assert await vault.service.app.state.integrity.check_due()

    assert await broken(vault, tenant) == set()
    (row,) = await vault.service.rows("select ended_at from integrity_checks where tenant = :t", t=tenant)
    assert row["ended_at"] is None


def a_root() -> bytes:
    return base64.urlsafe_b64encode(os.urandom(32)) + b"\n"


def test_a_file_of_several_roots_wraps_with_the_last_and_opens_with_all(tmp_path: Path):
    path = tmp_path / "root.key"
    path.write_bytes(a_root())
    roots = RootKeyFile(path)
    made, before = roots.new_key("tenant/a")
    first = path.read_bytes()

    path.write_bytes(first + a_root())
    after = roots.wrap("tenant/a", made)

    assert roots.unwrap("tenant/a", before) == roots.unwrap("tenant/a", after) == made
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[1])
    assert roots.unwrap("tenant/a", after) == made
    with pytest.raises(IntegrityBroken):
        roots.unwrap("tenant/a", before)
    assert len(new_key()) == 32


async def test_a_rotation_stops_nobody_and_the_old_root_can_go(vault: Vault, tenant: UUID, servers: Servers):
    owner = a_citizen(tenant)
    file = await vault.a_file(owner)
    await vault.a_piece(owner, file)
    path = servers.keyring.master_key_file
    before, new_root = path.read_bytes().strip() + b"\n", a_root()

    path.write_bytes(before + new_root)
    during = await vault.read(owner, file)
    done, failed = await rotate(vault.service.service)
    path.write_bytes(new_root)
    after = await vault.read(owner, file)
    new = await vault.a_file(owner)
    # Other services' tests may have wrapped with the former one.
    path.write_bytes(before + new_root)

    assert failed == []
    assert done >= 1
    assert (during.status_code, after.status_code) == (200, 200)
    assert (await vault.read(owner, new)).status_code == 200

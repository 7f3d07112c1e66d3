"""What happens by itself."""

from uuid import UUID, uuid4

import msgspec
from samples import a_pdf, an_infected_pdf
from sqlalchemy import text
from vault import Vault

from kit.actors import a_citizen, a_visitor
from kit.eventually import eventually


async def test_a_file_is_checked_and_its_bundle_told_within_seconds(alive: Vault, tenant: UUID):
    bundle = uuid4()
    clean = await alive.a_file(a_visitor(tenant), a_pdf(), bundle=bundle)
    infected = await alive.a_file(a_visitor(tenant), an_infected_pdf(), bundle=bundle)

    async def published():
        rows = [row for row in await alive.service.published(tenant) if row["published_at"]]
        return rows if len(rows) == 2 else []

    # What earlier tests left waiting is checked before.
    told = await eventually(published, within=300)

    assert {(row["type"], str(row["aggregate_id"])) for row in told} == {
        ("documents.file.clean.v1", clean),
        ("documents.file.infected.v1", infected),
    }
    assert all(msgspec.convert(row["data"], dict)["bundle_id"] == str(bundle) for row in told)


async def test_a_deleted_piece_leaves_the_store_by_itself(alive: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    file = await alive.a_file(owner)
    piece = await alive.a_piece(owner, file)
    await eventually(lambda: _is(alive, file, "clean"))
    object_key = (await alive.row(file))["object_key"]

    for _ in range(2):  # into the trash, and out of it for good
        await alive.call(owner, "DELETE", f"/v1/safe/pieces/{piece['id']}")

    await eventually(lambda: object_key not in alive.objects(tenant))


async def _is(vault: Vault, file: str, status: str) -> bool:
    return await vault.status(file) == status


async def test_nothing_leaves_the_store_while_a_backup_copies_it(vault: Vault, tenant: UUID):
    await vault.a_file(a_citizen(tenant))
    [object_key] = vault.objects(tenant)
    doomed = (
        "insert into object_deletions (object_key, tenant, due_at) values (:key, :tenant, now() - interval '1 hour')"
    )

    async with vault.service._owner.connect() as backup:
        await backup.execute(text("select pg_advisory_lock(hashtext('object-deletions'))"))
        await backup.execute(text(doomed), {"key": object_key, "tenant": tenant})
        await backup.commit()
        await vault.sweep()
        held = set(vault.objects(tenant))
        await backup.execute(text("select pg_advisory_unlock_all()"))

    assert held == {object_key}
    # Any worker takes it now, this one or the one beside it.
    await vault.sweep()
    await eventually(lambda: not vault.objects(tenant))

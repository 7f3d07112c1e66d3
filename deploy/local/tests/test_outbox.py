"""`parvis outbox` counts what the other services were not told of, as the relay's own role sees it."""

from uuid import uuid4

import asyncpg

from kit.servers import Servers
from suite.cli.outbox import FRESH, waiting
from suite.provision import as_role, at_database, provision_database
from suite.provision.migrations import migrate

ADD = """
    insert into outbox (id, type, aggregate_id, sequence, tenant, at, actor, data, published_at)
    values ($1, $2, $3, 1, $4, now() - make_interval(secs => $5), 'a test', '{}', case when $6 then now() end)
"""


async def test_what_waits_is_told_by_kind_with_its_age_and_what_was_published_is_not(servers: Servers):
    passwords, admin = servers.keyring.passwords("database"), servers.postgres.admin_url
    await provision_database(admin, "identity", passwords)
    owner, relay = (
        as_role(admin, f"identity_{role}", passwords[f"identity_{role}"], "identity") for role in ("owner", "relay")
    )
    await migrate(admin, {"identity": owner.replace("postgresql:", "postgresql+asyncpg:", 1)})
    connection = await asyncpg.connect(at_database(admin, "identity"))
    for kind, age, is_published in (
        ("identity.member.invited.v1", 5, False),
        ("identity.member.invited.v1", 3, False),
        ("identity.organisation.closed.v1", FRESH + 10, False),
        ("identity.session.ended.v1", 900, True),
    ):
        await connection.execute(ADD, uuid4(), kind, uuid4(), uuid4(), float(age), is_published)
    await connection.close()

    oldest, newest = await waiting({"identity": relay.replace("postgresql:", "postgresql+asyncpg:", 1)})

    assert (oldest.service, oldest.type, oldest.waiting) == ("identity", "identity.organisation.closed.v1", 1)
    assert oldest.oldest_seconds > FRESH
    assert (newest.type, newest.waiting) == ("identity.member.invited.v1", 2)

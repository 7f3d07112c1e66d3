"""The same sentences on a second S3 (decision 0006's objects, parts, sweeping, integrity): nothing relies on the one
that is embedded. The whole suite: `PARVIS_TEST_STORE=rclone make test T=services/documents`."""

from collections.abc import AsyncIterator
from io import BytesIO
from uuid import uuid4

import pytest
import pytest_asyncio

# Collected here, they find this module's `running`.
from test_integrity import (  # noqa: F401
    test_a_flipped_byte_and_a_missing_object_are_found_without_any_key,
    test_an_object_without_a_row_is_swept_once_it_is_old,
)
from test_joining import test_a_joined_piece_lives_on_when_the_safe_s_is_deleted  # noqa: F401
from test_reading import (  # noqa: F401
    test_an_agent_reads_with_a_grant_and_leaves_a_line,
    test_an_object_that_is_gone_is_an_alarm_and_not_an_empty_file,
)
from test_trash import test_deleted_twice_it_is_gone_with_its_files  # noqa: F401
from vault import Vault, s3_settings

from documents.main import create_app
from documents.storage.objects import ObjectMissing
from kit.servers import Servers
from kit.service import under_test


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def running(servers: Servers) -> AsyncIterator[Vault]:
    with servers.other_s3() as store:
        told = {**s3_settings(servers), "s3_url": store.url}
        async with under_test("documents", create_app, servers, **told) as service:
            yield Vault(service)


@pytest.mark.parametrize("size", [0, 1, 262_144, 5_000_001])
async def test_what_was_put_is_got_listed_and_deleted(vault: Vault, size: int):
    store, key = vault.service.app.state.store, f"{uuid4()}/object"
    content = bytes(range(251)) * (size // 251 + 1)

    await store.put(key, BytesIO(content[:size]), size)

    got = BytesIO()
    await store.get(key, got)
    assert got.getvalue() == content[:size]
    assert [(one.object_key, one.size) for one in await store.list(key.split("/")[0] + "/")] == [(key, size)]
    await store.delete(key)
    await store.delete(key)
    with pytest.raises(ObjectMissing):
        await store.get(key, BytesIO())

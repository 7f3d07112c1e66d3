"""The public entrance before the real documents service, and a browser that keeps pieces there."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import asyncpg
from litestar import Litestar
from PIL import Image

from documents.domain.sealing import sealed_size
from documents.main import create_app as create_documents
from doorstep.browser import Browser
from doorstep.house import House
from doorstep.serving import served
from kit.servers import Servers
from kit.service import settings_for

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PORTAL = {"sec-fetch-site": "same-origin"}


@dataclass
class SafePortal:
    """The public entrance before the real documents service."""

    house: House
    documents: Litestar
    address: str
    tenant: UUID | None = None
    """The last citizen's town."""

    def a_citizen(self) -> Browser:
        town = self.house.town(name="Ville de Plassans")
        self.tenant = UUID(town["id"])
        return self.house.visit(town, self.house.citizen_of(town), at=self.address)

    async def swap_bytes(self, file_id: str) -> None:
        """What the store holds of the file is replaced by something of the same length."""
        store = self.documents.state.store
        admin = self.house.servers.postgres.admin_url.rpartition("/")[0]
        connection = await asyncpg.connect(f"{admin}/documents")
        row = await connection.fetchrow("select object_key, size from files where id = $1", UUID(file_id))
        await connection.close()
        forged = bytes(sealed_size(row["size"]))
        await store.put(row["object_key"], BytesIO(forged), len(forged))

    async def let_an_agent_read(self) -> None:
        """The newest file of the last citizen's town is part of a dossier, whose examiner has leave to read it."""
        admin = self.house.servers.postgres.admin_url.rpartition("/")[0]
        connection = await asyncpg.connect(f"{admin}/documents")
        newest = "select tenant, id, uploader from files where tenant = $1 order by received_at desc limit 1"
        file = await connection.fetchrow(newest, self.tenant)
        bundle, now = uuid4(), datetime.now(UTC)
        held = (file["tenant"], bundle, file["id"], file["uploader"], "carte.jpg", b"", now)
        await connection.execute("insert into bundle_files values ($1, $2, $3, $4, $5, $6, $7)", *held)
        await connection.execute(
            "insert into reading_grants (tenant, id, bundle_id, reader, purpose, granted_at, expires_at, reads) "
            "values ($1, $2, $3, $4, 'instruction', $5, $6, 1)",
            *(file["tenant"], uuid4(), bundle, uuid4(), now, now + timedelta(days=30)),
        )
        await connection.close()

    async def check_everything(self) -> None:
        while await self.documents.state.scanner.scan_next():
            pass


def a_photo() -> bytes:
    into = BytesIO()
    Image.new("RGB", (30, 20), "teal").save(into, "JPEG")
    return into.getvalue()


async def keep(browser: Browser, *files: tuple[str, bytes], **fields: Any) -> Any:
    """Fill in the form as a browser without script does."""
    token = await browser.token("/mes-pieces/nouvelle")
    sent = {"csrf_token": token, "type": "identity_card", "label": "Ma carte", **fields}
    parts = [("files", (name, content, "application/octet-stream")) for name, content in files]
    headers = {"origin": browser.origin, **PORTAL}
    return await browser.post("/mes-pieces/nouvelle", data=sent, files=parts or {"files": ("", b"")}, headers=headers)


def piece_path(page: str) -> str:
    found = re.search(r'href="(/mes-pieces/[0-9a-f-]{36})"', page)
    assert found is not None, page
    return found[1]


@asynccontextmanager
async def a_safe_portal(shared_house: House, servers: Servers) -> AsyncIterator[SafePortal]:
    s3 = {
        "s3_url": servers.s3.url,
        "s3_access_key": "documents",
        "s3_secret_key": servers.keyring.passwords("objects")["documents"],
        "s3_bucket": "documents",
    }
    documents = create_documents(settings_for("documents", servers, await servers.database("documents"), **s3))
    async with served(documents) as address:
        urls = ",".join(f"{n}={u}" for n, u in {**shared_house.urls, "documents": address}.items())
        async with shared_house.entrance(services=urls) as entrance:
            yield SafePortal(shared_house, documents, entrance)

"""The service under test, in words of its domain."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import httpx
from samples import a_pdf

from chassis.actor import Actor
from chassis.keys import SigningKeyFile
from chassis.tokens import Signer
from contracts.tokens import HandOver, UploadGrant, ViewGrant
from kit.clock import MovableClock
from kit.servers import Servers
from kit.service import ServiceUnderTest


def s3_settings(servers: Servers) -> dict[str, str]:
    return {
        "s3_url": servers.s3.url,
        "s3_access_key": "documents",
        "s3_secret_key": servers.keyring.passwords("objects")["documents"],
        "s3_bucket": "documents",
    }


async def in_chunks(content: bytes, size: int = 65_536) -> AsyncIterator[bytes]:
    """As a network brings it."""
    for at in range(0, len(content), size):
        yield content[at : at + size]


class Vault:
    def __init__(self, service: ServiceUnderTest) -> None:
        self.service = service

    @property
    def clock(self) -> MovableClock:
        return self.service.clock

    async def call(self, actor: Actor | None, method: str, path: str, **options: Any) -> httpx.Response:
        return await self.service.call(actor, method, path, **options)

    def signer(self, issuer: str = "demarches") -> Signer:
        ring = self.service.servers.keyring
        return Signer(issuer, SigningKeyFile(ring.signing_key_file(issuer)), now=self.clock)

    def upload_grant(self, actor: Actor, bundle: UUID, *, issuer: str = "demarches", minutes: int = 10) -> str:
        lives = timedelta(minutes=minutes)
        facts = {"tenant": actor.tenant, "sub": actor.subject, "bundle": bundle}
        return self.signer(issuer).sign(UploadGrant, audience="documents", lives=lives, **facts)

    def handed_over(self, sender: Actor, bundle: UUID, *, issuer: str = "ticketing") -> str:
        facts = {"tenant": sender.tenant, "sub": sender.subject, "bundle": bundle}
        return self.signer(issuer).sign(HandOver, audience="documents", lives=timedelta(seconds=60), **facts)

    def view_grant(
        self, actor: Actor, bundle: UUID, file: str, *, issuer: str = "demarches", purpose: str = "Instruction"
    ) -> str:
        facts = {"tenant": actor.tenant, "sub": actor.subject, "bundle": bundle, "file": UUID(file), "purpose": purpose}
        return self.signer(issuer).sign(ViewGrant, audience="documents", lives=timedelta(seconds=60), **facts)

    async def send(
        self,
        actor: Actor,
        content: bytes | AsyncIterator[bytes] | None = None,
        *,
        bundle: UUID | None = None,
        name: str = "facture.pdf",
        **more: Any,
    ) -> httpx.Response:
        """A file sent into a bundle, or into the actor's safe."""
        headers = {"upload-name": quote(name), **more.pop("headers", {})}
        path = "/v1/safe/files"
        if bundle is not None:
            path = f"/v1/bundles/{bundle}/files"
            headers.setdefault("parvis-grant", self.upload_grant(actor, bundle))
        body: Any = a_pdf() if content is None else content
        if isinstance(body, bytes):
            headers["content-length"] = str(len(body))
            body = in_chunks(body)
        return await self.call(actor, "POST", path, content=body, headers=headers, **more)

    async def a_file(self, actor: Actor, content: bytes | None = None, **options: Any) -> str:
        answer = await self.send(actor, content, **options)
        assert answer.status_code == 201, answer.text
        return answer.json()["file_id"]

    async def a_piece(self, actor: Actor, *files: str, label: str = "Facture d'eau") -> dict[str, Any]:
        wanted = files or (await self.a_file(actor),)
        body = {"type": "proof_of_address", "label": label, "file_ids": list(wanted)}
        answer = await self.call(actor, "POST", "/v1/safe/pieces", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def attach(self, actor: Actor, piece: str, bundle: UUID | None = None) -> httpx.Response:
        bundle = bundle or uuid4()
        body = {"piece_id": piece, "grant": self.upload_grant(actor, bundle)}
        return await self.call(actor, "POST", f"/v1/bundles/{bundle}/pieces", json=body)

    async def read(self, actor: Actor, file: str, *, bundle: UUID | None = None, grant: str = "") -> httpx.Response:
        if bundle is None:
            return await self.call(actor, "GET", f"/v1/safe/files/{file}/content")
        params = {"grant": grant} if grant else {}
        return await self.call(actor, "GET", f"/v1/bundles/{bundle}/files/{file}/content", params=params)

    async def check_everything(self) -> None:
        """What the worker does by itself."""
        while await self.service.app.state.scanner.scan_next():
            pass

    async def sweep(self) -> None:
        while await self.service.app.state.deletions.sweep_due():
            pass

    async def row(self, file: str) -> Any:
        rows = await self.service.rows("select * from files where id = :id", id=UUID(file))
        return rows[0] if rows else None

    async def status(self, file: str) -> str:
        return (await self.row(file))["status"]

    async def restore(self, table: str, rows: list[Any]) -> None:
        """As a backup would: past every policy."""
        from sqlalchemy import text

        async with self.service._owner.begin() as connection:
            await connection.execute(text("set session_replication_role = replica"))
            await connection.execute(text(f"delete from {table} where tenant = :tenant"), {"tenant": rows[0]["tenant"]})
            for row in rows:
                names = ", ".join(row.keys())
                values = ", ".join(f":{name}" for name in row)
                await connection.execute(text(f"insert into {table} ({names}) values ({values})"), dict(row))
            await connection.execute(text("set session_replication_role = origin"))

    def objects(self, tenant: UUID | None = None) -> dict[str, int]:
        """What the store holds, of one tenant or of all: key → bytes."""
        store, prefix = self.service.app.state.store, f"{tenant}/" if tenant else None
        found = store._client.list_objects("documents", prefix=prefix, recursive=True)
        return {o.object_name: o.size for o in found}

    def stored(self, object_key: str) -> bytes:
        return self.service.app.state.store._client.get_object("documents", object_key).read()

    def overwrite(self, object_key: str, content: bytes) -> None:
        from io import BytesIO

        self.service.app.state.store._client.put_object("documents", object_key, BytesIO(content), len(content))

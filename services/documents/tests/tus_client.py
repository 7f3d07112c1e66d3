"""What a tus client does, one request at a time."""

import base64
from typing import Any
from uuid import UUID

import httpx
from vault import Vault, in_chunks

from chassis.actor import Actor

BYTES = "application/offset+octet-stream"
TUS = {"tus-resumable": "1.0.0"}


class Client:
    """What a tus client does, one request at a time."""

    def __init__(self, vault: Vault, actor: Actor, *, bundle: UUID | None = None) -> None:
        self.vault, self.actor, self.bundle = vault, actor, bundle
        self.location = ""

    async def create(self, length: object, *, name: str = "facture.pdf", body: bytes = b"", **headers: str) -> Any:
        told = {**TUS, "upload-length": str(length), "upload-metadata": f"filename {in_base64(name.encode())}"}
        if self.bundle is not None:
            grant = self.vault.upload_grant(self.actor, self.bundle)
            told |= {"parvis-bundle": str(self.bundle), "parvis-grant": grant}
        if body:
            told["content-type"] = BYTES
        answer = await self.vault.call(self.actor, "POST", "/v1/uploads", headers={**told, **headers}, content=body)
        self.location = answer.headers.get("location", "")
        return answer

    async def offset(self, *, at: Vault | None = None) -> int:
        answer = await (at or self.vault).call(self.actor, "HEAD", self.location, headers=TUS)
        return int(answer.headers["upload-offset"]) if answer.status_code == 200 else -answer.status_code

    async def send(self, offset: int, body: Any, *, at: Vault | None = None, **headers: str) -> httpx.Response:
        told = {**TUS, "upload-offset": str(offset), "content-type": BYTES, **headers}
        sent = in_chunks(body) if isinstance(body, bytes) else body
        return await (at or self.vault).call(self.actor, "PATCH", self.location, headers=told, content=sent)

    async def shown(self) -> Any:
        return (await self.vault.call(self.actor, "GET", self.location)).json()


def in_base64(content: bytes) -> str:
    return base64.b64encode(content).decode()

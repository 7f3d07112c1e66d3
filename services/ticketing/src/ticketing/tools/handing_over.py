"""Files of mails, brought to the documents service: it keeps and checks them as it does those that are sent from a page."""

from collections.abc import Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import UUID

import aiohttp

from chassis import logs
from chassis.actor import Actor
from chassis.refusals import Unavailable
from chassis.tokens import Signer, Verifier
from contracts.tokens import HandOver, UploadReceipt
from ticketing.domain.attachment import MOST_FILES
from ticketing.domain.mail.enclosed import Enclosed

BROUGHT_WITHIN = timedelta(seconds=60)
PATIENCE = aiohttp.ClientTimeout(total=BROUGHT_WITHIN.total_seconds(), sock_connect=3)
TOO_MANY = f"un message prend {MOST_FILES} fichiers au plus."
NOT_KEPT = "les fichiers ne sont pas gardés ici."


class Brought(NamedTuple):
    receipts: list[UploadReceipt]
    refused: list[str]


class HandingOver:
    """`url` of the documents service; without one, files of mails are named and not kept."""

    def __init__(self, url: str, signer: Signer, verifier: Verifier) -> None:
        self._url, self._signer, self._verifier = url, signer, verifier

    async def bring(self, files: Sequence[Enclosed], ticket_id: UUID, sender: Actor) -> Brought:
        """Raises Unavailable where documents cannot take anything now: the mail will come again."""
        brought = Brought([], [])
        if not self._url:
            brought.refused.extend(f"{file.name} — {NOT_KEPT}" for file in files)
            return brought
        async with aiohttp.ClientSession(self._url, timeout=PATIENCE) as http:
            for file in files[:MOST_FILES]:
                await self._bring(http, file, ticket_id, sender, brought)
        brought.refused.extend(f"{file.name} — {TOO_MANY}" for file in files[MOST_FILES:])
        return brought

    async def _bring(
        self, http: aiohttp.ClientSession, file: Enclosed, ticket_id: UUID, sender: Actor, brought: Brought
    ) -> None:
        facts = {"tenant": sender.tenant, "sub": sender.subject, "bundle": ticket_id}
        token = self._signer.sign(HandOver, audience="documents", lives=BROUGHT_WITHIN, **facts)
        headers = {
            "parvis-hand-over": token,
            "upload-name": quote(file.name),
            "content-type": "application/octet-stream",
        }
        try:
            async with http.post(f"/v1/bundles/{ticket_id}/mailed-files", data=file.content, headers=headers) as answer:
                said: dict[str, Any] = await answer.json(content_type=None)
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise Unavailable from error
        if status == HTTPStatus.CREATED:
            brought.receipts.append(self._verifier.read(said["receipt"], UploadReceipt, issuers=("documents",)))
        elif status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            logs.log.warning("file of a mail not taken", status=status)
            raise Unavailable
        else:
            brought.refused.append(f"{file.name} — {said.get('title') or status}")

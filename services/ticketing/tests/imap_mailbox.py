"""A mailbox on a real IMAP server (pymap, in this process), as a town's provider would have one."""

import asyncio
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from imapclient import IMAPClient
from proxyprotocol.sock import SocketInfoLocal
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer

USER, PASSWORD = "assistance", "mot-de-passe"


class ImapMailbox:
    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"imap://{USER}:{PASSWORD}@127.0.0.1:{port}/INBOX"

    async def deliver(self, raw: bytes) -> None:
        await self._talk(lambda client: client.append("INBOX", raw))

    async def holds(self, folder: str = "INBOX") -> int:
        def count(client: IMAPClient) -> int:
            if not client.folder_exists(folder):
                return 0
            client.select_folder(folder, readonly=True)
            return len(client.search("ALL"))

        return await self._talk(count)

    async def unseen(self, folder: str) -> int:
        def count(client: IMAPClient) -> int:
            client.select_folder(folder, readonly=True)
            return len(client.search("UNSEEN"))

        return await self._talk(count)

    async def empty(self) -> None:
        def forget(client: IMAPClient) -> None:
            client.select_folder("INBOX")
            client.delete_messages(client.search("ALL"))
            client.expunge()

        await self._talk(forget)

    async def _talk(self, say: Any) -> Any:
        def conversation() -> Any:
            with IMAPClient("127.0.0.1", self.port, ssl=False, timeout=60) as client:
                client.login(USER, PASSWORD)
                return say(client)

        return await asyncio.to_thread(conversation)


@asynccontextmanager
async def an_imap_mailbox() -> AsyncIterator[ImapMailbox]:
    args = Namespace(
        demo_data=False,
        demo_user=USER,
        demo_password=PASSWORD,
        host=["127.0.0.1"],
        port="0",
        cert=None,
        key=None,
        tls=False,
        proxy_protocol=None,
        inherited_sockets=None,
        debug=False,
        passlib_cfg=None,
    )
    backend, config = await DictBackend.init(args)
    config.apply_context()
    serve = IMAPServer(backend.login, config)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await serve(reader, writer, SocketInfoLocal(writer))

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    async with server:
        yield ImapMailbox(server.sockets[0].getsockname()[1])

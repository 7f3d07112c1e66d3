"""Fetches mails from a mailbox (IMAP), where no server can hand them over.

What is in the mailbox is what was not taken yet: a mail that was taken is moved away after it is kept, one that answers
nothing of ours is moved where people look. Whoever stops in between finds it there again, and it is one message still.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from chassis import logs
from chassis.refusals import Refusal, Unavailable
from chassis.settings import Settings
from ticketing.domain.mail.whose import sender_of
from ticketing.tools.receiver import LARGEST, Receiver

TAKEN, LEFT = "Parvis-pris", "Parvis-a-voir"
PATIENCE = 30.0
AT_ONCE = 50


class Mailbox(NamedTuple):
    """`imaps://user:password@host:993/INBOX`; `imap` without protection, for a server on the same machine."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    ssl: bool

    @classmethod
    def of(cls, url: str) -> "Mailbox":
        parts = urlsplit(url)
        ssl = parts.scheme == "imaps"
        folder = unquote(parts.path.strip("/")) or "INBOX"
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname or "localhost", parts.port or (993 if ssl else 143), user, password, folder, ssl)

    @contextmanager
    def opened(self) -> Iterator[IMAPClient]:
        with IMAPClient(self.host, self.port, ssl=self.ssl, timeout=PATIENCE) as client:
            client.login(self.user, self.password)
            for folder in (TAKEN, LEFT):
                if not client.folder_exists(folder):
                    client.create_folder(folder)
            client.select_folder(self.folder)
            yield client


class Poll:
    """One look at the mailbox. The conversation is the library's, in a thread; the commands are the loop's."""

    def __init__(self, mailbox: Mailbox, receiver: Receiver) -> None:
        self._mailbox, self._receiver = mailbox, receiver

    async def run(self) -> int:
        """How many mails left the mailbox. Raises what the conversation raises; nothing is lost by it."""
        connection = self._mailbox.opened()
        client = await asyncio.to_thread(connection.__enter__)
        try:
            waiting: dict[int, Any] = await asyncio.to_thread(_waiting, client)
            moved = [await self._take(client, uid, size) for uid, size in waiting.items()]
            return sum(moved)
        finally:
            await asyncio.to_thread(connection.__exit__, None, None, None)

    async def _take(self, client: IMAPClient, uid: int, size: int) -> bool:
        if size > LARGEST:
            logs.log.warning("mail refused", cause="TooLarge", size=size)
            return await asyncio.to_thread(_move, client, uid, LEFT)
        raw = await asyncio.to_thread(_fetch, client, uid)
        if raw is None:
            # Another process was quicker.
            return False
        try:
            outcome = await self._receiver.take(raw, sender=sender_of(raw))
        except Unavailable:
            return False
        except Refusal as refusal:
            logs.log.info("mail refused", cause=type(refusal).__name__)
            return await asyncio.to_thread(_move, client, uid, LEFT)
        except Exception:
            # Stays where it is and is tried again; the others are taken meanwhile.
            logs.log.exception("mail failed")
            return False
        logs.log.info("mail received", outcome=outcome)
        return await asyncio.to_thread(_move, client, uid, TAKEN)


def mailbox_poll(settings: Settings, receiver: Receiver) -> Callable[[], Coroutine[Any, Any, None]]:
    """Runs for as long as the service does."""
    poll = Poll(Mailbox.of(settings.mail_in_imap_url), receiver)

    async def fetch_mails() -> None:
        while True:
            try:
                # What came meanwhile is taken at once; one that only fails is left for the next time.
                while await poll.run() == AT_ONCE:
                    pass
            except (OSError, IMAPClientError) as error:
                logs.log.warning("mailbox not reached", cause=type(error).__name__)
            await asyncio.sleep(settings.mail_in_imap_every)

    return fetch_mails


def _waiting(client: IMAPClient) -> dict[int, int]:
    """Sizes by id, oldest first."""
    found = client.search("ALL")[:AT_ONCE]
    if not found:
        return {}
    told: Any = client.fetch(found, ["RFC822.SIZE"])
    return {uid: int(told[uid][b"RFC822.SIZE"]) for uid in found if uid in told}


def _fetch(client: IMAPClient, uid: int) -> bytes | None:
    # PEEK: whether a person has seen it is not ours to say.
    told: Any = client.fetch([uid], ["BODY.PEEK[]"])
    return told.get(uid, {}).get(b"BODY[]")


def _move(client: IMAPClient, uid: int, folder: str) -> bool:
    if client.has_capability("MOVE"):
        client.move([uid], folder)
        return True
    # A crash between the two leaves it twice: the mail in the mailbox is then recognised, and moved again.
    client.copy([uid], folder)
    client.delete_messages([uid])
    client.expunge([uid] if client.has_capability("UIDPLUS") else None)
    return True

"""What arrived in the mailbox."""

import httpx
import msgspec

from kit.eventually import eventually


class Seen(msgspec.Struct, kw_only=True):
    """A mail as the mailbox tells it."""

    id: int
    subject: str
    message_id: str
    sender: str = msgspec.field(name="from")
    recipients: list[str] = msgspec.field(name="to")
    received_at: str
    text: str = ""
    html: str = ""
    headers: list[tuple[str, str]] = []
    trace_id: str | None = None

    def header(self, name: str) -> str | None:
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        assert len(found) <= 1
        return found[0] if found else None


class Mails:
    def __init__(self, url: str) -> None:
        self._http = httpx.AsyncClient(base_url=url, timeout=60)

    async def to(self, address: str) -> list[Seen]:
        """Newest first, whole."""
        answer = await self._http.get("/api/messages", params={"to": address})
        return msgspec.json.decode(answer.content, type=list[Seen])

    async def one_to(self, address: str, *, within: float = 15.0) -> Seen:
        """The only mail to this address, as soon as it is there."""
        [mail] = await eventually(lambda: self.to(address), within=within)
        return mail

    async def raw(self, mail_id: int) -> str:
        """As it came over the wire."""
        return (await self._http.get(f"/messages/{mail_id}/source")).text

    async def close(self) -> None:
        await self._http.aclose()

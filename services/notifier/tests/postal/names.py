"""A DNS of ours: answers what it was told, over UDP, as a real one does."""

import asyncio
from typing import cast

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset


class NameServer(asyncio.DatagramProtocol):
    """`texts` are TXT records, `addresses` A and AAAA records in turn: each question takes the next, the last one stays."""

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {}
        self.addresses: dict[str, list[str]] = {}
        self._transport: asyncio.DatagramTransport | None = None

    async def up(self) -> None:
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: self, local_addr=("127.0.0.1", 0))

    def down(self) -> None:
        if self._transport is not None:
            self._transport.close()

    @property
    def address(self) -> str:
        assert self._transport is not None
        host, port = self._transport.get_extra_info("sockname")
        return f"{host}:{port}"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Not every loop's transport says that it is one.
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        query = dns.message.from_wire(data)
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        question = query.question[0]
        name = question.name.to_text().rstrip(".").lower()
        found = self._records(name, question.rdtype)
        if found:
            answer.answer.append(dns.rrset.from_text(question.name, 0, "IN", question.rdtype, *found))
        elif name not in self.texts and name not in self.addresses:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        assert self._transport is not None
        self._transport.sendto(answer.to_wire(), addr)

    def _records(self, name: str, kind: dns.rdatatype.RdataType) -> list[str]:
        if kind == dns.rdatatype.TXT:
            # A string of a record has 255 characters at most.
            return [
                " ".join(f'"{text[start : start + 250]}"' for start in range(0, len(text), 250))
                for text in self.texts.get(name, [])
            ]
        known = self.addresses.get(name, [])
        wanted = [address for address in known[:1] if (":" in address) == (kind == dns.rdatatype.AAAA)]
        if wanted and len(known) > 1:
            known.pop(0)
        return wanted if kind in (dns.rdatatype.A, dns.rdatatype.AAAA) else []

"""Which addresses a webhook may lead to: those of the open Internet, whatever its name says today."""

import ipaddress
import socket
from ipaddress import IPv4Address, IPv6Address

from aiohttp.abc import AbstractResolver, ResolveResult

from notifier.delivery.names import Names

Address = IPv4Address | IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
# Where IPv6 hides an IPv4 address in its last 32 bits: NAT64 (RFC 6052, RFC 8215) and the old compatible form.
_HIDING = tuple(ipaddress.ip_network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "::/96"))


class AddressRefused(OSError):
    """It leads inside."""


class Guard:
    """`allowed` are networks inside which calls are let through all the same: those that tests live in."""

    def __init__(self, allowed: str = "") -> None:
        self._allowed: tuple[Network, ...] = tuple(
            ipaddress.ip_network(text.strip()) for text in allowed.split(",") if text.strip()
        )

    def lets(self, text: str) -> bool:
        address = _innermost(ipaddress.ip_address(text))
        if any(address in network for network in self._allowed if network.version == address.version):
            return True
        return address.is_global and not address.is_multicast

    @property
    def is_strict(self) -> bool:
        return not self._allowed


def _innermost(address: Address) -> Address:
    if isinstance(address, IPv4Address):
        return address
    hidden = address.ipv4_mapped or address.sixtofour
    if hidden is not None:
        return hidden
    if any(address in network for network in _HIDING):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    # Teredo leads through whoever it names.
    return IPv6Address("::1") if address.teredo is not None else address


class GuardedResolver(AbstractResolver):
    """Resolves once, and what was looked at is what is connected to: a name that changes its mind in between changes nothing."""

    def __init__(self, guard: Guard, inner: AbstractResolver) -> None:
        self._guard, self._inner = guard, inner

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Raises `AddressRefused` when any of its addresses leads inside."""
        found = await self._inner.resolve(host, port, family)
        if not found or not all(self._guard.lets(result["host"]) for result in found):
            raise AddressRefused(host)
        return found

    async def close(self) -> None:
        await self._inner.close()


class ToldResolver(AbstractResolver):
    """Asks one name server, for installations that have their own and for tests."""

    def __init__(self, server: str) -> None:
        self._server = server

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [_result(host, address, port) for address in await Names(self._server).addresses(host)]

    async def close(self) -> None:
        return None


def _result(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(
        hostname=host, host=address, port=port, family=family, proto=0, flags=int(socket.AI_NUMERICHOST)
    )


def literal(host: str) -> str | None:
    """The address that a host name is, in any of the ways in which one may be written (127.1, 0x7f.1, 2130706433)."""
    bare = host.strip("[]")
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(bare))
    except OSError:
        return None

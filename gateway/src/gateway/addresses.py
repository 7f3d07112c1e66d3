"""The client's network address: the peer's, or what a proxy in front of us says of it, if we were told to trust it."""

import ipaddress
from collections.abc import Sequence

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def trusted(networks: str) -> tuple[Network, ...]:
    """`10.0.0.0/8, 192.0.2.1` as networks."""
    return tuple(ipaddress.ip_network(part.strip()) for part in networks.split(",") if part.strip())


def client_address(peer: str, forwarded: Sequence[bytes], proxies: Sequence[Network]) -> str:
    """Reads `X-Forwarded-For` from its end, past our own proxies: whatever stands before was written by the client."""
    hops = [hop.strip() for line in forwarded for hop in line.decode("latin-1").split(",")]
    address = peer
    while hops and _is_in(address, proxies):
        address = hops.pop()
    return address


def _is_in(address: str, networks: Sequence[Network]) -> bool:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(known in network for network in networks)

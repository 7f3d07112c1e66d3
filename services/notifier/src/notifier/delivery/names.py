"""What the DNS says."""

import dns.asyncresolver
import dns.exception
import dns.resolver

from chassis.refusals import Unavailable

WITHIN = 5.0


class NamesUnavailable(Unavailable):
    """L’annuaire des noms (DNS) ne répond pas. Réessayez dans un instant."""


class Names:
    """`server` (`host` or `host:port`) is asked instead of the machine's own."""

    def __init__(self, server: str = "") -> None:
        self._server = server

    async def texts(self, name: str) -> list[str]:
        """The TXT records at a name; none when there is no such name."""
        try:
            answer = await self._resolver().resolve(name, "TXT", lifetime=WITHIN)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.exception.DNSException, OSError) as error:
            raise NamesUnavailable from error
        return [b"".join(record.strings).decode("ascii", "replace") for record in answer]

    async def addresses(self, name: str) -> list[str]:
        """IPv4 and IPv6; none when there is no such name."""
        try:
            found = await self._resolver().resolve_name(name, lifetime=WITHIN)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.exception.DNSException, OSError) as error:
            raise NamesUnavailable from error
        return list(found.addresses())

    def _resolver(self) -> dns.asyncresolver.Resolver:
        if not self._server:
            return dns.asyncresolver.Resolver()
        host, _, port = self._server.partition(":")
        resolver = dns.asyncresolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = [host], int(port or 53)
        return resolver

"""The processes of a cluster, in the order of their needs."""

from suite.cluster import BUSES, TWINS, release
from suite.cluster.balancer import Balancer
from suite.cluster.bus import ClusteredNats
from suite.cluster.databases import Pair, Paired
from suite.cluster.sentinel.part import Sentinel
from suite.environment import gateway_environment, measures_environment, service_environment
from suite.installation import Installation
from suite.nursery.parts import Nursery, forking
from suite.part import HOST, Part
from suite.parts import BACKGROUND, mailbox_of, store_of, traces_of
from suite.topology import SERVICES, bus_users

# Long enough for the balancer to have looked twice.
NOTICE = "1.5"


def pair_of(installation: Installation) -> Pair:
    password = installation.keyring.passwords("database")["admin"]
    ports = installation.ports
    return Pair(installation.state.data / "cluster", (ports.postgres, ports.postgres_twin), password=password)


def cluster_parts(installation: Installation) -> list[Part]:
    servers = _servers(installation)
    names = tuple(server.name for server in servers)
    needs = tuple(name for name in names if name.startswith(("postgres", "nats")))
    program, nursery = release.maker(), Nursery() if forking() else None
    if nursery:
        needs = (nursery.name, *needs)
    programs = [
        program(
            f"{name}.{twin}",
            program=name,
            port=installation.ports.twin_of(name, twin),
            environment=_environment(installation, name, twin),
            needs=needs,
            uses=(*names, *below),
            nursery=nursery,
            niceness=BACKGROUND.get(name, 0),
        )
        for name, below in (
            *((service, ()) for service in SERVICES),
            *((entrance, _twins(SERVICES)) for entrance in ("gateway.public", "gateway.internal")),
        )
        for twin in TWINS
    ]
    balancer = Balancer(installation.state.data / "cluster", installation.ports)
    balancer.address = installation.public_url.format(organisation="plassans")
    return [*([nursery] if nursery else []), *servers, Sentinel(), *programs, balancer]


def _servers(installation: Installation) -> list[Part]:
    data, ports = installation.state.data, installation.ports
    pair = pair_of(installation)
    users = bus_users(installation.keyring.passwords("bus"))
    return [
        *(Paired(pair, number) for number in TWINS),
        *(ClusteredNats(data / "cluster", number, ports=ports, users=users) for number in BUSES),
        store_of(installation, data / "cluster" / "s3"),
        mailbox_of(installation),
        traces_of(installation),
    ]


def _twins(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{name}.{twin}" for name in names for twin in TWINS)


def _environment(installation: Installation, name: str, twin: int) -> dict[str, str]:
    ports = installation.ports
    own = {
        "PARVIS_HTTP_PORT": str(ports.twin_of(name, twin)),
        "PARVIS_DRAIN_NOTICE": NOTICE,
    }
    if name not in SERVICES:
        own["PARVIS_TRUSTED_PROXIES"] = f"{HOST}/32"
        if name == "gateway.internal":
            own |= measures_environment(installation, twin)
        return gateway_environment(installation, 0) | own
    told = service_environment(installation, name)
    # Mails come in by whichever of the two is there, as with two servers of one MX.
    for variable in ("PARVIS_MAIL_IN_PORT", "PARVIS_BOUNCE_PORT"):
        if variable in told:
            own[variable] = str(int(told[variable]) + 10 * (twin - 1))
    return told | own

"""The processes of the suite, in the order of their needs."""

from pathlib import Path

from contracts.topology import CONSUMERS, STREAMS
from suite import cluster
from suite.archive.part import chosen_archive
from suite.environment import (
    exercises_environment,
    gateway_environment,
    measures_environment,
    service_environment,
)
from suite.faults.part import Faults
from suite.installation import Installation
from suite.nursery.parts import Nursery, forking
from suite.part import HOST, Child, Part, answers, base_environment, python
from suite.servers import S3, Identity, Mailbox, Nats, Postgres, Traces
from suite.topology import SERVICES, STORING, bus_users

# Who works for people that are not waiting gives way to those who answer people that are.
BACKGROUND = {"notifier": 5}


def parts(installation: Installation) -> list[Part]:
    if cluster.is_chosen():
        from suite.cluster.parts import cluster_parts

        return cluster_parts(installation)
    servers = servers_of(installation)
    names = tuple(server.name for server in servers)
    needs = tuple(name for name in names if name in {"postgres", "nats"})
    nursery = Nursery() if forking() else None
    if nursery:
        needs = (nursery.name, *needs)
    services: list[Part] = [
        Program(
            service,
            port=installation.ports.service(service),
            environment=service_environment(installation, service),
            needs=needs,
            uses=names,
            nursery=nursery,
            niceness=BACKGROUND.get(service, 0),
        )
        for service in SERVICES
    ]
    exercises = [
        Faults(installation.ports.faults, secret=installation.keyring.secret_file("faults"), run=installation.state.run)
    ]
    entrances = _entrances(installation, needs, (*names, *SERVICES), nursery)
    return [*([nursery] if nursery else []), *servers, *services, *entrances, *exercises]


def servers_of(installation: Installation) -> list[Part]:
    data, ports, keyring, outside = (
        installation.state.data,
        installation.ports,
        installation.keyring,
        installation.outside,
    )
    servers: list[Part] = []
    if not outside.database_url:
        password = keyring.passwords("database")["admin"]
        servers.append(ProvisionedPostgres(data / "postgres", ports.postgres, password=password))
        if archive := chosen_archive(installation):
            servers.append(archive)
    if not outside.nats_url:
        users = bus_users(keyring.passwords("bus"))
        servers.append(ProvisionedNats(data / "nats", ports.nats, monitor_port=ports.nats_monitor, users=users))
    if not outside.s3_url:
        servers.append(store_of(installation, data / "s3"))
    if not outside.smtp_url:
        servers.append(mailbox_of(installation))
    if not outside.otlp_endpoint:
        servers.append(traces_of(installation))
    return servers


def store_of(installation: Installation, folder: Path) -> S3:
    keys, ports = installation.keyring.passwords("objects"), installation.ports
    identities = (
        Identity("admin", "admin", keys["admin"]),
        *(Identity(service, service, keys[service], (service,)) for service in STORING),
    )
    return S3(folder, ports.s3, inner_ports=ports.s3_inner, identities=identities, buckets=STORING)


def mailbox_of(installation: Installation) -> Mailbox:
    ports = installation.ports
    return Mailbox(installation.state.data / "mailbox", ports.mailbox, smtp_port=ports.smtp)


def traces_of(installation: Installation) -> Traces:
    return Traces(installation.state.data / "traces", installation.ports.traces, logs=installation.state.logs)


def _entrances(
    installation: Installation, needs: tuple[str, ...], uses: tuple[str, ...], nursery: Nursery | None
) -> list[Part]:
    ports = installation.ports
    return [
        Program(
            name,
            port=port,
            environment=environment,
            needs=needs,
            uses=uses,
            nursery=nursery,
            address=address,
        )
        for name, port, address, environment in (
            (
                "gateway.public",
                ports.public,
                installation.public_url.format(organisation="plassans"),
                gateway_environment(installation, ports.public),
            ),
            (
                "gateway.internal",
                ports.internal,
                installation.internal_url,
                gateway_environment(installation, ports.internal)
                | measures_environment(installation)
                | exercises_environment(installation),
            ),
        )
    ]


class Program(Part):
    """One of ours, served by the chassis."""

    # A little longer than the chassis drains.
    grace = 35.0

    def __init__(
        self,
        name: str,
        *,
        port: int,
        environment: dict[str, str],
        needs: tuple[str, ...],
        uses: tuple[str, ...],
        nursery: Nursery | None,
        niceness: int = 0,
        address: str = "",
        program: str = "",
    ) -> None:
        """`program` is what it runs, when its name says which of several it is."""
        self.name, self.needs, self.uses = name, needs, uses
        self._program = program or name
        self.address = address or f"http://{HOST}:{port}"
        self._port, self._environment, self._nursery, self._niceness = port, environment, nursery, niceness

    def ports(self) -> tuple[int, ...]:
        return (self._port,)

    def command(self) -> list[str]:
        return [python(), "-m", "chassis.serve", self._program]

    def environment(self) -> dict[str, str]:
        return self._environment

    def spawn(self, log: Path) -> Child:
        if self._nursery is None:
            return super().spawn(log)
        environment = {**base_environment(), **self.environment()}
        return self._nursery.bear(self._program, environment=environment, log=log, niceness=self._niceness)

    def ready(self) -> bool:
        return answers(self._port, "/health/ready", timeout=5)

    def alive(self) -> bool:
        return answers(self._port, "/health/live", timeout=5)


class ProvisionedPostgres(Postgres):
    def prepare(self) -> None:
        super().prepare()
        # The archive says so again once it follows (suite.archive). Left by a power cut, it would keep the first commit waiting
        # for an archive that only starts after it, or was not asked for this time.
        chosen = self.data / "postgresql.auto.conf"
        lines = chosen.read_text().splitlines(keepends=True)
        chosen.write_text("".join(line for line in lines if not line.startswith("synchronous_standby_names")))

    def once_ready(self) -> list[str]:
        return provisioning("databases")


class ProvisionedNats(Nats):
    """Its volume may have been lost while it was down: streams and consumers are made again before anyone is told. So are
    those that somebody deletes while it runs."""

    def whole(self) -> bool:
        return not self.lacks(streams=len(STREAMS), consumers=len(CONSUMERS))

    def once_ready(self) -> list[str]:
        return provisioning("bus")


def provisioning(step: str) -> list[str]:
    """A process of its own: the clients it needs are heavy, and a hung server must not hang the supervisor."""
    return [python(), "-m", "suite.provision", step]

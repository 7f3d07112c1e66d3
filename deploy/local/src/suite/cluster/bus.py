"""One of three NATS servers that keep the same streams."""

import hashlib
from pathlib import Path
from typing import Any

from suite.cluster import BUSES
from suite.part import HOST, python
from suite.ports import Ports
from suite.servers.bus import Nats, NatsUser
from suite.topology import PROVISIONER


class ClusteredNats(Nats):
    """None waits for another: at their very first start all three must be there before any of them answers.

    The last one makes streams and consumers, each kept by all of them.
    """

    def __init__(self, folder: Path, number: int, *, ports: Ports, users: tuple[NatsUser, ...]) -> None:
        super().__init__(
            folder / f"nats.{number}",
            ports.nats_of(number),
            monitor_port=ports.nats_monitor_of(number),
            users=users,
        )
        self.name, self._number, self._ports = f"nats.{number}", number, ports
        secret = next(user.password for user in users if user.name == PROVISIONER)
        self._route_password = hashlib.sha256(f"routes {secret}".encode()).hexdigest()

    def ports(self) -> tuple[int, ...]:
        return (*super().ports(), self._ports.nats_route_of(self._number))

    def settings(self, *, host: str = HOST) -> dict[str, Any]:
        known = f"parvis:{self._route_password}"
        return {
            **super().settings(host=host),
            "server_name": f"parvis-{self._number}",
            "cluster": {
                "name": "parvis",
                "host": host,
                "port": self._ports.nats_route_of(self._number),
                "no_advertise": True,
                "authorization": {"user": "parvis", "password": self._route_password},
                "routes": [f"nats://{known}@{host}:{self._ports.nats_route_of(other)}" for other in BUSES],
            },
        }

    def once_ready(self) -> list[str]:
        return [python(), "-m", "suite.provision", "bus"] if self._number == BUSES[-1] else []

"""Caddy before each pair of ours: who is not ready gets nothing, who dies is passed by."""

from pathlib import Path

from suite.cluster import TWINS
from suite.cluster.databases import listens
from suite.part import HOST, program
from suite.ports import Ports
from suite.servers.server import Server
from suite.state import CHECKOUT
from suite.topology import SERVICES

# The page that people read when both of a pair are away: the same as on one host.
AWAY = CHECKOUT / "deploy" / "compose" / "away"

DOOR = """
http://:{port} {{
	bind {host}
	reverse_proxy {upstreams} {{
		lb_policy round_robin
		# Only what has not been sent yet, or may be sent twice, is tried elsewhere.
		lb_try_duration {patience}s
		lb_try_interval 100ms
		fail_duration 1s
		health_uri /health/ready
		health_interval 300ms
		health_timeout 5s
		flush_interval -1
		transport http {{
			dial_timeout 2s
			keepalive 30s
		}}
	}}
	import {away}/errors.caddy
}}
"""


class Balancer(Server):
    name = "balancer"

    def __init__(self, folder: Path, ports: Ports, *, patience: int = 5) -> None:
        """`patience`: seconds for which a pair that is away is waited for."""
        self._patience = patience
        self.folder, self._ports = folder / "balancer", ports
        self._doors = {
            ports.public: [ports.twin_of("gateway.public", twin) for twin in TWINS],
            ports.internal: [ports.twin_of("gateway.internal", twin) for twin in TWINS],
            **{ports.service(one): [ports.twin_of(one, twin) for twin in TWINS] for one in SERVICES},
        }

    def ports(self) -> tuple[int, ...]:
        return tuple(self._doors)

    def prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "Caddyfile").write_text(self.configuration())

    def configuration(self) -> str:
        doors = [
            DOOR.format(
                port=port,
                host=HOST,
                upstreams=" ".join(f"{HOST}:{twin}" for twin in twins),
                away=AWAY,
                patience=self._patience,
            )
            for port, twins in self._doors.items()
        ]
        return (
            "{\n\tadmin off\n\tauto_https off\n\tpersist_config off\n\tgrace_period 5s\n\tlog {\n\t\tlevel WARN\n\t}\n}\n"
            + "".join(doors)
        )

    def command(self) -> list[str]:
        return [program("caddy"), "run", "--config", str(self.folder / "Caddyfile"), "--adapter", "caddyfile"]

    def environment(self) -> dict[str, str]:
        return {
            "PARVIS_AWAY": str(AWAY),
            "XDG_DATA_HOME": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder),
            "GOMEMLIMIT": "100MiB",
        }

    def ready(self) -> bool:
        # Itself only: whether there is somebody behind it is their own affair.
        return listens(self._ports.public)

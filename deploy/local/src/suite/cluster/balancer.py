"""Caddy before each pair of ours: who is not ready gets nothing, who dies is passed by."""

from pathlib import Path

from suite.cluster import TWINS
from suite.part import HOST, answers, program
from suite.ports import Ports
from suite.servers.server import Server
from suite.topology import SERVICES

# A whole page, for it is all that is left to say when both of a pair are away.
ABSENT = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>Indisponible</title>\
<h1>Le service est momentanément indisponible</h1><p>Rien n’a été perdu : réessayez dans un instant.</p>"""

DOOR = """
http://:{port} {{
	bind {host}
	reverse_proxy {upstreams} {{
		lb_policy round_robin
		# Only what has not been sent yet, or may be sent twice, is tried elsewhere.
		lb_try_duration 5s
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
	handle_errors {{
		header content-type "text/html; charset=utf-8"
		header retry-after 5
		respond `{absent}` 503
	}}
}}
"""


class Balancer(Server):
    name = "balancer"

    def __init__(self, folder: Path, ports: Ports) -> None:
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
                absent=ABSENT,
            )
            for port, twins in self._doors.items()
        ]
        return "{\n\tadmin off\n\tauto_https off\n\tpersist_config off\n\tgrace_period 5s\n}\n" + "".join(doors)

    def command(self) -> list[str]:
        return [program("caddy"), "run", "--config", str(self.folder / "Caddyfile"), "--adapter", "caddyfile"]

    def environment(self) -> dict[str, str]:
        return {"XDG_DATA_HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder), "GOMEMLIMIT": "100MiB"}

    def ready(self) -> bool:
        # Itself only: whether there is somebody behind it is their own affair.
        return answers(self._ports.public, "/health/live", expected=(200, 503))

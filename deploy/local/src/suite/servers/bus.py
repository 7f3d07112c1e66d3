"""NATS with JetStream, every user with exact permissions."""

import http.client
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from suite.part import HOST, answers, fetched, program
from suite.servers.server import Server

# Enough for a start and some events.
ROOM = 1 << 20


@dataclass(frozen=True)
class NatsUser:
    """`publish` and `subscribe` are allow lists: what is not named is refused."""

    name: str
    password: str
    publish: tuple[str, ...]
    subscribe: tuple[str, ...]
    # May answer the requests it receives on the inbox they name, once each.
    answers: bool = False


class Nats(Server):
    name = "nats"
    grace = 15.0

    def __init__(
        self,
        folder: Path,
        port: int,
        *,
        monitor_port: int,
        users: tuple[NatsUser, ...],
        durable: bool = True,
    ) -> None:
        self.folder, self.port, self.monitor_port = folder, port, monitor_port
        self.users, self.durable = users, durable
        self.url = f"nats://{HOST}:{port}"
        self.address = self.url

    def ports(self) -> tuple[int, ...]:
        return (self.port, self.monitor_port)

    @property
    def volume(self) -> Path:
        """Where the streams are; wiping it while the server is down is what chaos tests do."""
        return self.folder / "jetstream"

    def wipe(self) -> None:
        shutil.rmtree(self.volume, ignore_errors=True)

    def prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        configuration = self.folder / "nats.conf"
        configuration.touch(mode=0o600)
        configuration.write_text(self.configuration())

    def command(self) -> list[str]:
        return [program("nats-server"), "--config", str(self.folder / "nats.conf")]

    def ready(self) -> bool:
        return answers(self.monitor_port, "/healthz")

    def alive(self) -> bool:
        # A bus that looks for its leader answers otherwise than 200: it answers.
        return answers(self.monitor_port, "/healthz", expected=tuple(range(200, 600)))

    def gave_up(self) -> bool:
        # A stream whose write the volume refused once takes none any more until the next start, whatever became of the
        # volume; a start before there is room again would be in vain.
        try:
            said = json.loads(fetched(self.monitor_port, "/healthz")).get("error", "")
            return "write error" in said and shutil.disk_usage(self.folder).free > ROOM
        except (OSError, http.client.HTTPException, ValueError):
            return False

    def lacks(self, *, streams: int, consumers: int) -> bool:
        """Whether it says that it keeps fewer. What cannot be asked lacks nothing: who is down is looked at otherwise."""
        try:
            said = json.loads(fetched(self.monitor_port, "/jsz"))
            return said["streams"] < streams or said["consumers"] < consumers
        except (OSError, http.client.HTTPException, ValueError, KeyError):
            return False

    def configuration(self, *, host: str = HOST) -> str:
        """What nats-server reads. In a container of its own it listens to the others."""
        # JSON is a subset of what nats-server reads, and quotes what a password or a path may hold.
        return json.dumps(self.settings(host=host), indent=2)

    def settings(self, *, host: str = HOST) -> dict[str, Any]:
        return {
            "server_name": "parvis",
            "host": host,
            "port": self.port,
            "http": f"{host}:{self.monitor_port}",
            "max_payload": 1_048_576,
            "lame_duck_duration": "30s",
            "jetstream": {
                "store_dir": str(self.volume),
                "max_memory_store": 16_777_216,
                "max_file_store": 4_294_967_296,
                # An acknowledged event survives a power cut.
                "sync_interval": "always" if self.durable else "2m",
            },
            "accounts": {
                "PARVIS": {
                    "jetstream": "enabled",
                    "users": [_user(user) for user in self.users],
                }
            },
        }


def _user(user: NatsUser) -> dict[str, object]:
    permissions: dict[str, object] = {
        "publish": {"allow": list(user.publish)} if user.publish else {"deny": [">"]},
        "subscribe": {"allow": list(user.subscribe)} if user.subscribe else {"deny": [">"]},
    }
    if user.answers:
        permissions["allow_responses"] = {"max": 1, "expires": "1m"}
    return {"user": user.name, "password": user.password, "permissions": permissions}

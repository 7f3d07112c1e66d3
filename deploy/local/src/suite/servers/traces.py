"""Where the traces of a local suite go: an OTLP door and a page to read them."""

from pathlib import Path

from suite.part import HOST, answers, python
from suite.servers.server import Server


class Traces(Server):
    name = "traces"

    def __init__(self, folder: Path, port: int, *, logs: Path) -> None:
        self.folder, self.port, self.logs = folder, port, logs
        self.url = f"http://{HOST}:{port}"
        self.address = self.url

    def ports(self) -> tuple[int, ...]:
        return (self.port,)

    def prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    def command(self) -> list[str]:
        return [python(), "-m", "suite.traces", str(self.folder / "traces.sqlite"), str(self.port), str(self.logs)]

    def ready(self) -> bool:
        return answers(self.port, "/health/ready")

    def alive(self) -> bool:
        return self.ready()

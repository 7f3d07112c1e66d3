"""The door of the exercises as the supervisor sees it."""

from pathlib import Path

from suite.part import HOST, Part, answers, python


class Faults(Part):
    name = "faults"

    def __init__(self, port: int, *, secret: Path, run: Path) -> None:
        self._port, self._secret, self._run = port, secret, run
        self.address = f"http://{HOST}:{port}"

    def ports(self) -> tuple[int, ...]:
        return (self._port,)

    def command(self) -> list[str]:
        return [python(), "-m", "suite.faults", str(self._port), str(self._secret), str(self._run)]

    def ready(self) -> bool:
        return answers(self._port, "/health/ready")

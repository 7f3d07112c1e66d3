"""Where every mail of a local suite ends: an SMTP door and a page to read them."""

from pathlib import Path

from suite.part import HOST, answers, python
from suite.servers.server import Server


class Mailbox(Server):
    name = "mailbox"

    def __init__(self, folder: Path, port: int, *, smtp_port: int) -> None:
        self.folder, self.port, self.smtp_port = folder, port, smtp_port
        self.url = f"http://{HOST}:{port}"
        self.smtp_url = f"smtp://{HOST}:{smtp_port}"
        self.address = self.url

    def ports(self) -> tuple[int, ...]:
        return (self.port, self.smtp_port)

    def prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    def command(self) -> list[str]:
        return [python(), "-m", "suite.mailbox", str(self.folder / "mails.sqlite"), str(self.port), str(self.smtp_port)]

    def ready(self) -> bool:
        return answers(self.port, "/health/ready")

    def alive(self) -> bool:
        return self.ready()

"""The real servers the suite stands on. Tests start them alone: `Postgres(folder, port).start()`."""

from suite.servers.bus import Nats, NatsUser
from suite.servers.mailbox import Mailbox
from suite.servers.objects import S3, Identity
from suite.servers.postgres import Postgres
from suite.servers.server import Server
from suite.servers.traces import Traces

__all__ = ["S3", "Identity", "Mailbox", "Nats", "NatsUser", "Postgres", "Server", "Traces"]

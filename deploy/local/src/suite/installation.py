"""One installation: its folder, its ports, its secrets, and which servers it was told to find elsewhere."""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from suite import cluster
from suite.keyring import Keyring
from suite.part import HOST
from suite.ports import Ports
from suite.state import State
from suite.topology import PROVISIONER
from suite.urls import as_role, hosts_as_query


@dataclass(frozen=True)
class Outside:
    """Servers that are already there: what is named is used and not started."""

    database_url: str | None = None
    nats_url: str | None = None
    nats_admin_user: str | None = None
    nats_admin_password: str | None = None
    s3_url: str | None = None
    s3_access_key: str | None = None
    s3_secret_key: str | None = None
    smtp_url: str | None = None
    otlp_endpoint: str | None = None

    @classmethod
    def chosen(cls, folder: Path | None = None) -> "Outside":
        """From the environment, or from files of those names (`folder`, else PARVIS_SECRETS_DIR): addresses hold passwords."""
        found = os.environ.get("PARVIS_SECRETS_DIR")
        files = folder or (Path(found) if found else None)

        def told(name: str) -> str | None:
            if value := os.environ.get(name):
                return value
            file = files / name if files else None
            return file.read_text().strip() if file and file.exists() else None

        return cls(
            database_url=told("PARVIS_DATABASE_URL"),
            nats_url=told("PARVIS_NATS_URL"),
            nats_admin_user=told("PARVIS_NATS_ADMIN_USER"),
            nats_admin_password=told("PARVIS_NATS_ADMIN_PASSWORD"),
            s3_url=told("PARVIS_S3_URL"),
            s3_access_key=told("PARVIS_S3_ACCESS_KEY"),
            s3_secret_key=told("PARVIS_S3_SECRET_KEY"),
            smtp_url=told("PARVIS_SMTP_URL"),
            otlp_endpoint=told("OTEL_EXPORTER_OTLP_ENDPOINT"),
        )


@dataclass(frozen=True)
class Installation:
    state: State
    ports: Ports
    outside: Outside

    @classmethod
    def chosen(cls) -> "Installation":
        return cls(State.chosen(), Ports.chosen(), Outside.chosen())

    def elsewhere(self, folder: Path) -> "Installation":
        """The same one, its servers found by the files of this folder."""
        return replace(self, outside=Outside.chosen(folder))

    @property
    def keyring(self) -> Keyring:
        return Keyring(self.state.secrets)

    @property
    def admin_url(self) -> str:
        if self.outside.database_url:
            return self.outside.database_url
        password = self.keyring.passwords("database")["admin"]
        if cluster.is_chosen():
            # Whichever of the two leads.
            both = f"{HOST}:{self.ports.postgres},{HOST}:{self.ports.postgres_twin}"
            return f"postgresql://parvis_admin:{password}@{both}/postgres?target_session_attrs=read-write"
        return f"postgresql://parvis_admin:{password}@{HOST}:{self.ports.postgres}/postgres"

    def database_url(self, service: str, role: str, *, driver: str = "postgresql+asyncpg") -> str:
        name = f"{service}_{role}"
        url = as_role(self.admin_url, name, self.keyring.passwords("database")[name], service)
        return hosts_as_query(urlsplit(url)._replace(scheme=driver).geturl())

    @property
    def nats_url(self) -> str:
        """Several, separated by commas, where there are several."""
        if not self.outside.nats_url and cluster.is_chosen():
            return ",".join(f"nats://{HOST}:{self.ports.nats_of(number)}" for number in cluster.BUSES)
        return self.outside.nats_url or f"nats://{HOST}:{self.ports.nats}"

    def bus_administrator(self) -> tuple[str, str]:
        """Who may make streams and consumers: user and password."""
        if self.outside.nats_url:
            return self.outside.nats_admin_user or PROVISIONER, self.outside.nats_admin_password or ""
        return PROVISIONER, self.keyring.passwords("bus")[PROVISIONER]

    @property
    def s3_url(self) -> str:
        return self.outside.s3_url or f"http://{HOST}:{self.ports.s3}"

    @property
    def smtp_url(self) -> str:
        return self.outside.smtp_url or f"smtp://{HOST}:{self.ports.smtp}"

    @property
    def otlp_endpoint(self) -> str:
        return self.outside.otlp_endpoint or self.traces_url

    @property
    def tuning(self) -> dict[str, str]:
        """What whoever runs `make up` may say otherwise, for every process."""
        defaults = {"PARVIS_TRACE_SAMPLING": "1.0", "PARVIS_LOG_LEVEL": "info", "PARVIS_RATE_LIMITS": "1.0"}
        return {name: os.environ.get(name) or value for name, value in defaults.items()}

    @property
    def mailbox_url(self) -> str:
        return f"http://{HOST}:{self.ports.mailbox}"

    @property
    def traces_url(self) -> str:
        return f"http://{HOST}:{self.ports.traces}"

    @property
    def public_url(self) -> str:
        return f"http://{{organisation}}.localhost:{self.ports.public}"

    @property
    def internal_url(self) -> str:
        return f"http://agents.localhost:{self.ports.internal}"

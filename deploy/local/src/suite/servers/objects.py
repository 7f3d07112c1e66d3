"""An S3 store: SeaweedFS in one process, its inner doors shut."""

import json
import os
import secrets
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from suite.part import HOST, program
from suite.servers.server import Server
from suite.servers.signature import Credential, bucket_answers, reads_what_it_keeps

# What else the store listens on, beside S3 itself, in the order of its ports.
INNER_DOORS = (
    "s3.port.grpc",
    "master.port",
    "master.port.grpc",
    "volume.port",
    "volume.port.grpc",
    "filer.port",
    "filer.port.grpc",
    "admin.port",
    "admin.port.grpc",
)

# Seconds. Its volumes are told to its master with a heartbeat, every five.
FINDS_WITHIN = 20.0

CLOSED = (
    # The master deletes whole collections for whoever asks by HTTP; S3 itself needs none of these doors.
    "-disableHttp=true",
    # Each would take a fixed port, and fail the start where it is taken.
    "-s3.port.iceberg=0",
    "-s3.port.lance=0",
    "-webdav=false",
    "-admin.ui=false",
    "-master.telemetry=false",
    "-s3.iam.readOnly=true",
    "-s3.autoCreateBucket=false",
)


@dataclass(frozen=True)
class Identity:
    """A credential and the buckets it may read, write and list; no bucket means all of them."""

    name: str
    access_key: str
    secret_key: str
    buckets: tuple[str, ...] = ()

    def actions(self) -> list[str]:
        if not self.buckets:
            return ["Admin", "Read", "Write", "List", "Tagging"]
        return [f"{verb}:{bucket}" for bucket in self.buckets for verb in ("Read", "Write", "List", "Tagging")]


class S3(Server):
    name = "s3"

    def __init__(
        self,
        folder: Path,
        port: int,
        *,
        inner_ports: tuple[int, ...],
        identities: tuple[Identity, ...],
        buckets: tuple[str, ...],
    ) -> None:
        """`inner_ports`: one per INNER_DOORS, all on loopback and closed to who has no key. The first identity must
        reach every bucket: readiness is asked with it."""
        self.folder, self.port = folder, port
        self.inner = dict(zip(INNER_DOORS, inner_ports, strict=True))
        self.identities, self.buckets = identities, buckets
        self.url = f"http://{HOST}:{port}"
        self.address = self.url
        self._answers_since: float | None = None

    def ports(self) -> tuple[int, ...]:
        return (self.port, *self.inner.values())

    def prepare(self) -> None:
        self._answers_since = None
        for folder in (self.folder / "data", self._sockets()):
            folder.mkdir(parents=True, exist_ok=True)
        for stale in self._sockets().glob("*.sock"):
            stale.unlink()
        self._write(
            "identities.json",
            json.dumps({"identities": [_identity(one) for one in self.identities]}, indent=2),
        )
        security = self.folder / "security.toml"
        if not security.exists():
            # Without these keys the filer reads and writes any object for whoever asks.
            doors = (
                "jwt.signing",
                "jwt.signing.read",
                "jwt.filer_signing",
                "jwt.filer_signing.read",
            )
            self._write(
                security.name,
                "".join(f'[{door}]\nkey = "{secrets.token_urlsafe(32)}"\n' for door in doors),
            )

    def command(self) -> list[str]:
        return [
            program("weed"),
            "-logtostderr=true",
            f"-config_dir={self.folder}",
            "mini",
            f"-dir={self.folder / 'data'}",
            f"-ip={HOST}",
            f"-ip.bind={HOST}",
            f"-s3.port={self.port}",
            *(f"-{door}={port}" for door, port in self.inner.items()),
            f"-s3.config={self.folder / 'identities.json'}",
            f"-bucket={','.join(self.buckets)}",
            *CLOSED,
        ]

    def environment(self) -> dict[str, str]:
        # Without a limit the store keeps 500 MB after one large upload; under 250 MB its collector never rests and an
        # idle store burns a tenth of a core (measured: 200 MiB 11 %, 300 MiB 0.4 %).
        return {"GOMEMLIMIT": "300MiB", "TMPDIR": str(self._sockets())}

    def ready(self) -> bool:
        # The store answers before it has made its buckets, and lists what it has not found yet.
        one = Credential(self.identities[0].access_key, self.identities[0].secret_key)
        if not all(bucket_answers(self.port, bucket, one) for bucket in self.buckets):
            return False
        self._answers_since = self._answers_since or time.monotonic()
        if time.monotonic() - self._answers_since > FINDS_WITHIN:
            # One object that is lost keeps nobody from the others.
            return True
        return all(reads_what_it_keeps(self.port, bucket, one) for bucket in self.buckets)

    def _sockets(self) -> Path:
        inside = self.folder / "run"
        # The kernel refuses socket paths over 107 bytes, and the store adds some thirty of its own.
        if len(os.fsencode(inside)) <= 70:
            return inside
        return Path(tempfile.gettempdir()) / f"parvis-s3-{os.getuid()}-{self.port}"

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.touch(mode=0o600)
        path.write_text(text)


def _identity(identity: Identity) -> dict[str, object]:
    return {
        "name": identity.name,
        "credentials": [{"accessKey": identity.access_key, "secretKey": identity.secret_key}],
        "actions": identity.actions(),
    }

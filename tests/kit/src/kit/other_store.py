"""A second S3: another program, by other people, in another language of errors. What is plain S3 works on both."""

from pathlib import Path
from typing import TYPE_CHECKING

from suite.part import HOST, program
from suite.servers.server import Server
from suite.servers.signature import Credential, bucket_answers

if TYPE_CHECKING:
    from suite.servers import Identity


class RcloneS3(Server):
    """`rclone serve s3` on a folder: each bucket is a folder of it, each object a file."""

    name = "rclone"

    def __init__(self, folder: Path, port: int, *, identity: "Identity") -> None:
        self.folder, self.port, self.identity = folder, port, identity
        self.url = f"http://{HOST}:{port}"
        self.address = self.url

    def ports(self) -> tuple[int, ...]:
        return (self.port,)

    def prepare(self) -> None:
        for bucket in self.identity.buckets:
            (self.folder / "data" / bucket).mkdir(parents=True, exist_ok=True)

    def command(self) -> list[str]:
        return [
            program("rclone"),
            "serve",
            "s3",
            f"--addr={HOST}:{self.port}",
            f"--auth-key={self.identity.access_key},{self.identity.secret_key}",
            # What another process of ours wrote is seen at once.
            "--dir-cache-time=0s",
            f"--config={self.folder / 'rclone.conf'}",
            str(self.folder / "data"),
        ]

    def environment(self) -> dict[str, str]:
        return {"GOMEMLIMIT": "200MiB", "RCLONE_CACHE_DIR": str(self.folder / "cache")}

    def ready(self) -> bool:
        one = self.identity
        return all(
            bucket_answers(self.port, bucket, Credential(one.access_key, one.secret_key)) for bucket in one.buckets
        )

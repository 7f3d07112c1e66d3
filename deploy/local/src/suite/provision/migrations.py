"""Brings each database to its service's schema, as its owner, and remembers in the database itself what was applied."""

import asyncio
import hashlib
import importlib.util
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import asyncpg

from suite.part import base_environment
from suite.sentences import CannotGoOn
from suite.urls import at_database


class MigrationFailed(CannotGoOn):
    """The schema of one service could not be brought up to date."""

    def __init__(self, service: str, output: str) -> None:
        super().__init__(
            f"La migration de la base {service} a échoué ; rien n’a été démarré dessus.",
            # Said last: it is the end of a log that is shown.
            f"{output.strip()[-2000:]}\nThe migration of database {service} failed.",
        )


async def migrate(admin_url: str, owner_urls: dict[str, str]) -> list[str]:
    """`owner_urls`: service → URL of its database as owner. All at once; returns the services that had something to do."""
    done = await asyncio.gather(*(_migrate(admin_url, service, url) for service, url in owner_urls.items()))
    return [service for service, changed in zip(owner_urls, done, strict=True) if changed]


async def behind(admin_url: str, services: Iterable[str]) -> list[str]:
    """Those whose database lacks a revision of this checkout. One that is ahead of it, after a way back, lacks none."""
    return [service for service in services if await _is_behind(admin_url, service)]


async def _is_behind(admin_url: str, service: str) -> bool:
    folder = migrations_of(service)
    if folder is None:
        return False
    connection = await asyncpg.connect(at_database(admin_url, service), timeout=10)
    try:
        if await _applied(connection) == digest_of(folder, schema_of_the_chassis()):
            return False
        version = await connection.fetchval("select version_num from alembic_version")
        return any(f'"{version}"' in path.read_text() for path in (folder / "versions").glob("*.py"))
    finally:
        await connection.close()


async def _migrate(admin_url: str, service: str, owner_url: str) -> bool:
    folder = migrations_of(service)
    if folder is None:
        return False
    digest = digest_of(folder, schema_of_the_chassis())
    connection = await asyncpg.connect(at_database(admin_url, service), timeout=10)
    try:
        if await _applied(connection) == digest:
            return False
        await _run(service, owner_url)
        version = await connection.fetchval("select version_num from alembic_version")
        await connection.execute(f"comment on database \"{service}\" is 'parvis {digest} {version}'")
    finally:
        await connection.close()
    return True


async def _applied(connection: asyncpg.Connection) -> str | None:
    """The digest noted last, unless somebody has migrated by hand since."""
    note = await connection.fetchval(
        "select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()"
    )
    if not note or not await connection.fetchval("select to_regclass('alembic_version') is not null"):
        return None
    version = await connection.fetchval("select version_num from alembic_version")
    _, digest, noted = str(note).split(" ")
    return digest if noted == version else None


async def _run(service: str, owner_url: str) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "chassis.migrate", service, "upgrade", "head"),
        env={**base_environment(), "PARVIS_SERVICE": service, "PARVIS_OWNER_DATABASE_URL": owner_url},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    if process.returncode:
        raise MigrationFailed(service, output.decode(errors="replace"))


def migrations_of(service: str) -> Path | None:
    """The folder of a service's migrations, without importing the service."""
    found = importlib.util.find_spec(service)
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent / "migrations"
    return folder if (folder / "versions").is_dir() else None


def schema_of_the_chassis() -> Path:
    found = importlib.util.find_spec("chassis")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "schema"


def digest_of(*folders: Path) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".sql"}):
            digest.update(os.fsencode(path.relative_to(folder)) + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]

"""`python -m chassis.migrate <service> upgrade head` (or `downgrade base`, `current`): move a service's schema.

Two chains in each database: the service's own, then the chassis' (decision 0015). They move together.
"""

import asyncio
import importlib.util
import os
import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from chassis import logs, schema


def config_for(service: str, url: str) -> Config:
    """Alembic's configuration: the chassis' environment, the service's versions."""
    spec = importlib.util.find_spec(service)
    if spec is None or spec.origin is None:
        raise SystemExit(f"unknown service: {service}")
    return _config(Path(spec.origin).parent / "migrations" / "versions", url)


def chassis_config_for(url: str) -> Config:
    made = _config(schema.VERSIONS, url)
    made.attributes["version_table"] = schema.VERSION_TABLE
    return made


def _config(versions: Path, url: str) -> Config:
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "alembic"))
    made.set_main_option("version_locations", str(versions))
    made.set_main_option("path_separator", "newline")
    made.attributes["url"] = url
    return made


def upgrade(service: str, url: str, *, to: str = "head") -> None:
    if to not in ("head", "heads"):
        command.upgrade(config_for(service, url), to)
        return
    for made in (config_for(service, url), chassis_config_for(url)):
        if ahead := revisions_ahead(made):
            # Code that goes back: schemas only widen, so that it runs on what newer code made of them.
            logs.log.warning("schema is ahead of this code and stays as it is", service=service, revisions=ahead)
        else:
            command.upgrade(made, "head")


def revisions_ahead(made: Config) -> list[str]:
    """Where the database stands, if only newer code than this knows it."""
    known = {script.revision for script in ScriptDirectory.from_config(made).walk_revisions()}
    table = made.attributes.get("version_table", "alembic_version")
    return sorted(set(asyncio.run(_standing(made.attributes["url"], table))) - known)


async def _standing(url: str, table: str) -> tuple[str, ...]:
    def heads(connection: Connection) -> tuple[str, ...]:
        return MigrationContext.configure(connection, opts={"version_table": table}).get_current_heads()

    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(heads)
    finally:
        await engine.dispose()


def downgrade(service: str, url: str, *, to: str) -> None:
    if to == "base":
        command.downgrade(chassis_config_for(url), "base")
    command.downgrade(config_for(service, url), to)


def main() -> None:
    service, direction, *target = sys.argv[1:]
    url = os.environ["PARVIS_OWNER_DATABASE_URL"]
    if direction == "upgrade":
        upgrade(service, url, to=target[0] if target else "head")
    elif direction == "downgrade":
        downgrade(service, url, to=target[0])
    else:
        command.current(config_for(service, url), verbose=True)


if __name__ == "__main__":
    main()

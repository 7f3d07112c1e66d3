"""Migrations of the chassis' own tables, after those that each service's first migration makes (decision 0015)."""

from pathlib import Path

from alembic import context
from sqlalchemy.engine import make_url

VERSIONS = Path(__file__).parent / "versions"
VERSION_TABLE = "chassis_version"


def roles() -> tuple[str, str]:
    """The application's and the relay's role, from that of the owner who migrates (`identity_owner`)."""
    owner = make_url(context.config.attributes["url"]).username or ""
    service = owner.removesuffix("_owner")
    return f"{service}_app", f"{service}_relay"

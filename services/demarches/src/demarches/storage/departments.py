"""A department, as it was given."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.storage.tables import departments


class Department(NamedTuple):
    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


async def find(connection: AsyncConnection, department_id: UUID) -> Department:
    """Empty for one that is not there any more."""
    c = departments.c
    statement = select(c.name, c.address, c.phone, c.email).where(c.id == department_id)
    row = (await connection.execute(statement)).one_or_none()
    return Department(*row) if row else Department()

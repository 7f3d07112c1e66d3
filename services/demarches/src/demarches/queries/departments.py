"""Who is in charge, and how to reach them."""

from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.storage.tables import departments


class DepartmentView(Struct, kw_only=True):
    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    hours: str = ""


async def department_view(connection: AsyncConnection, department_id: UUID) -> DepartmentView:
    row = (await connection.execute(select(departments).where(departments.c.id == department_id))).one_or_none()
    if row is None:
        return DepartmentView()
    return DepartmentView(name=row.name, email=row.email, phone=row.phone, address=row.address, hours=row.hours)

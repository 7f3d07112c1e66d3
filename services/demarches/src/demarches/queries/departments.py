"""Who is in charge, and how to reach them."""

from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import Row, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.storage.tables import departments


class DepartmentView(Struct, kw_only=True):
    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    hours: str = ""


DEPARTMENT = select(departments).where(departments.c.id == bindparam("department_id"))


async def department_view(connection: AsyncConnection, department_id: UUID) -> DepartmentView:
    return department_in((await connection.execute(DEPARTMENT, {"department_id": department_id})).one_or_none())


def department_in(row: Row[Any] | None) -> DepartmentView:
    if row is None:
        return DepartmentView()
    return DepartmentView(name=row.name, email=row.email, phone=row.phone, address=row.address, hours=row.hours)

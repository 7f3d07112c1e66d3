"""The one way to look: ask a query."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.database import Database

Q = TypeVar("Q")
R = TypeVar("R")


class Queries:
    """Answers each question in a read-only transaction of the actor's tenant."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ask(self, query: Callable[[Q, Actor, AsyncConnection], Awaitable[R]], question: Q, *, actor: Actor) -> R:
        async with self._database.transaction(actor, read_only=True) as connection:
            return await query(question, actor, connection)

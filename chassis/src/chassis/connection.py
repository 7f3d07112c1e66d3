"""A connection whose statements, once compiled, go straight to the driver, and whose writes may travel together.

SQLAlchemy writes the SQL and knows the types; between the two it also keeps cursors, changes greenlets and fires events,
which costs more than what the database does. See docs/decisions/0011, and 0038 for writes.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, cast

import asyncpg  # pyright: ignore[reportMissingTypeStubs]
from sqlalchemy import Dialect, SelectBase, TextClause, UpdateBase
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import Numeric

from chassis import telemetry
from chassis.gathering import Written, gathered

PLANS_KEPT = 1000
MOST_TOGETHER = 16
"""Writes in one statement: each combination is prepared once on each connection, and its values are counted (32,767)."""

# The server's detail tells the whole row that it refuses, where no policy guards the table (« Failing row contains … »). Logs and
# dead letters quote errors, and hold nobody's data; who needs it still has `error.detail`.
asyncpg.PostgresError.__str__ = Exception.__str__


class Rows(IteratorResult[Any]):
    """What a statement gave. `rowcount` is how many rows it returned or changed."""

    def __init__(self, shape: Any, rows: Iterable[Any], rowcount: int) -> None:
        super().__init__(shape, iter(rows))
        self.rowcount = rowcount


class _Waiting(NamedTuple):
    plan: "_Plan"
    arguments: list[Any]
    unless: type[Exception] | None


class Connection(AsyncConnection):
    """To its user, SQLAlchemy's own: the same statements, rows and errors. What is rare is left to SQLAlchemy."""

    # Writes that nobody has sent yet. A tuple: the class attribute is every connection's beginning.
    _waiting: tuple[_Waiting, ...] = ()

    async def execute(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Any:
        await self.settle()
        plan, arguments = self._planned(statement, _single(parameters))
        if plan is None or execution_options:
            return await super().execute(statement, parameters, execution_options=execution_options)
        records, status = await self._send(plan.sql, arguments)
        return Rows(plan.shape_of(records), records if plan.gives_rows else (), _count_in(status))

    async def later(self, statement: Any, parameters: Any, *, unless: type[Exception] | None = None) -> None:
        """Write this before anything else is asked, and before the commit, in one trip with the writes that wait as well.

        They are one statement: none sees what another does, and no two may touch the same row. `unless` is raised, when
        they are sent, where it changed no row.
        """
        plan, arguments = self._planned(statement, _single(parameters))
        if plan is None:
            # Only SQLAlchemy's cursor knows what to make of it (several rows at once, say).
            changed = (await self.execute(statement, parameters)).rowcount
            if unless is not None and changed == 0:
                raise unless
            return
        if len(self._waiting) == MOST_TOGETHER or (plan.has_parts and any(one.plan.has_parts for one in self._waiting)):
            await self.settle()
        self._waiting = (*self._waiting, _Waiting(plan, arguments, unless))

    async def settle(self) -> None:
        """Send the writes that wait."""
        if not self._waiting:
            return
        waiting, self._waiting = sorted(self._waiting, key=lambda one: one.plan.has_parts), ()
        if len(waiting) == 1:
            _, status = await self._send(waiting[0].plan.sql, waiting[0].arguments)
            counts: Iterable[int] = (_count_in(status),)
        else:
            whole = gathered(tuple(Written(one.plan.sql, one.plan.returns, one.plan.has_parts) for one in waiting))
            values = [value for one in waiting for value in one.arguments]
            records, _ = await self._send(whole, values, first=waiting[0].plan.sql)
            counts = records[0]
        for one, changed in zip(waiting, counts, strict=False):
            if one.unless is not None and changed == 0:
                raise one.unless

    async def _send(self, sql: str, arguments: list[Any], *, first: str = "") -> Any:
        driver = self.driver
        with telemetry.statement(sql, first=first):
            try:
                # What its public `fetch` and `execute` both call: the one gives no count, the other no rows.
                records, status, _ = await driver._execute(sql, arguments, 0, None, return_status=True)
            except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError) as error:
                raise _as_sqlalchemy(error, sql, self.sync_engine.dialect) from error
        return records, status

    @property
    def driver(self) -> Any:
        """The driver's own connection."""
        assert self.sync_connection is not None
        return self.sync_connection.connection.driver_connection

    def _planned(self, statement: Any, given: dict[str, Any] | None) -> "tuple[_Plan | None, list[Any]]":
        if given is None or not isinstance(statement, SelectBase | UpdateBase | TextClause):
            return None, []
        engine: Any = self.sync_engine
        known: Any = statement
        compiled, extracted, collected, _ = known._compile_w_cache(
            engine.dialect, compiled_cache=engine._compiled_cache, column_keys=sorted(given)
        )
        plan = _plan_of(compiled)
        if plan is None:
            return None, []
        values = compiled.construct_params(
            given, extracted_parameters=extracted, escape_names=False, _collected_params=collected
        )
        return plan, plan.arguments(values)


class _Plan:
    """How to send a compiled statement, and what its rows look like."""

    def __init__(self, compiled: Any) -> None:
        dialect = compiled.dialect
        self.sql: str = compiled.string
        binds: Mapping[str, Callable[[Any], Any]] = compiled._bind_processors
        self._binds = [(name, binds.get(name)) for name in compiled.positiontup or ()]
        self._shape: Any = None
        if not compiled.isplaintext:
            columns = compiled._result_columns
            read = [column.type._cached_result_processor(dialect, None) for column in columns]
            names = [column.keyname for column in columns]
            twice = frozenset(name for name in names if names.count(name) > 1)
            self._shape = SimpleResultMetaData(
                names, [tuple(column.objects) for column in columns], _processors=read, _ambiguous_keys=twice
            )
        changes = compiled.isinsert or compiled.isupdate or compiled.isdelete
        self.returns = bool(compiled.effective_returning) or " returning " in self.sql.lower()
        # Words of ours that are several statements already.
        self.has_parts = self.sql.lstrip()[:5].lower() == "with "
        # An insert also returns its defaulted key, which nobody asked for.
        self.gives_rows = not changes or bool(compiled.effective_returning and not compiled.implicit_returning)

    def arguments(self, values: Mapping[str, Any]) -> list[Any]:
        return [values[name] if convert is None else convert(values[name]) for name, convert in self._binds]

    def shape_of(self, records: Any) -> Any:
        """Words given as they are (`text`) name their columns with their first row."""
        if self._shape is None and records:
            self._shape = SimpleResultMetaData(list(records[0].keys()))
        return self._shape or _NOTHING


# One column, so that « the first of each row » may be asked of no rows.
_NOTHING = SimpleResultMetaData(["nothing"])


@lru_cache(maxsize=PLANS_KEPT)
def _plan_of(compiled: Any) -> _Plan | None:
    """None where the text depends on the values, or only SQLAlchemy's cursor knows what to make of them."""
    if not isinstance(compiled, SQLCompiler):
        return None
    its: Any = compiled
    is_special = (
        its.post_compile_params
        or its.literal_execute_params
        or its.insert_prefetch
        or its.update_prefetch
        or its._textual_ordered_columns
        or (its._result_columns and not its._ordered_columns)
        or any(isinstance(column.type, Numeric) for column in its._result_columns)
    )
    return None if is_special else _Plan(its)


def _single(parameters: Any) -> dict[str, Any] | None:
    """The values of one execution; None for several, or for none of ours."""
    if parameters is None:
        return {}
    if isinstance(parameters, list):
        rows = cast(list[Any], parameters)
        return rows[0] if len(rows) == 1 else None
    return parameters


def _count_in(status: bytes | None) -> int:
    """`INSERT 0 1`, `UPDATE 1`, `SELECT 3`."""
    last = (status or b"").rpartition(b" ")[2]
    return int(last) if last.isdigit() else -1


def _as_sqlalchemy(error: Exception, sql: str, dialect: Dialect) -> Exception:
    driver: Any = dialect.dbapi
    known: Mapping[type, Any] = driver._asyncpg_error_translate
    kind = next(known[base] for base in type(error).__mro__ if base in known)
    original: Any = kind(error.args[0] if error.args else "", error)
    original.__cause__ = error
    made: Any = DBAPIError
    return made.instance(sql, None, original, driver.Error, hide_parameters=True, dialect=dialect)

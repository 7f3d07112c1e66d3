"""Spans and a line per trace, in one SQLite file that does not grow past its bound."""

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from suite.traces.otlp import Span

KEPT_SPANS = 200_000
SCHEMA = """
create table if not exists spans (
    trace_id text not null,
    span_id text not null,
    parent_span_id text not null,
    service text not null,
    name text not null,
    kind text not null,
    start_ns integer not null,
    end_ns integer not null,
    status text not null,
    message text not null,
    attributes text not null,
    events text not null,
    links text not null,
    primary key (trace_id, span_id)
) without rowid;
create table if not exists traces (
    trace_id text primary key,
    name text not null,
    service text not null,
    services text not null,
    start_ns integer not null,
    end_ns integer not null,
    spans integer not null,
    errors integer not null
) without rowid;
create index if not exists traces_by_start on traces (start_ns desc);
"""
# A trace is called after its first span without a known parent; spans arrive in any order, so it is told anew each time.
SUMMARY = """
insert or replace into traces
select trace_id,
    (select name from spans r where r.trace_id = s.trace_id order by parent_span_id <> '', start_ns limit 1),
    (select service from spans r where r.trace_id = s.trace_id order by parent_span_id <> '', start_ns limit 1),
    (select json_group_array(service) from (
        select service from spans r where r.trace_id = s.trace_id group by service order by min(start_ns)
    )),
    min(start_ns), max(end_ns), count(*), sum(status = 'error')
from spans s where trace_id = ? group by trace_id
"""
CALLS = """
select caller, callee, count(*), sum(status = 'error'), avg(end_ns - start_ns) / 1e6, max(end_ns - start_ns) / 1e6
from (
    select p.service as caller, c.service as callee, c.status, c.start_ns, c.end_ns
    from spans c join spans p on p.trace_id = c.trace_id and p.span_id = c.parent_span_id
    where p.service <> c.service
    union all
    select service, coalesce(json_extract(attributes, '$."db.system.name"'), json_extract(attributes, '$."db.system"')),
        status, start_ns, end_ns
    from spans where kind = 'client' and attributes like '%"db.system%'
)
group by caller, callee order by count(*) desc
"""


@dataclass(frozen=True)
class Line:
    trace_id: str
    name: str
    service: str
    services: list[str]
    start_ns: int
    end_ns: int
    spans: int
    errors: int

    @property
    def duration_ms(self) -> float:
        return (self.end_ns - self.start_ns) / 1e6


@dataclass(frozen=True)
class Call:
    caller: str
    callee: str
    calls: int
    errors: int
    mean_ms: float
    longest_ms: float


@dataclass(frozen=True)
class Wanted:
    """What a list of traces is narrowed to."""

    service: str = ""
    text: str = ""
    errors: bool = False
    min_ms: float = 0.0
    limit: int = 100


class Traces:
    def __init__(self, path: Path, *, kept: int = KEPT_SPANS) -> None:
        self._kept = kept
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        # Losing the last traces in a power cut is fine; slowing every service down is not.
        self._database.executescript("pragma journal_mode = wal; pragma synchronous = normal;")
        self._database.executescript(SCHEMA)
        self._count = self._database.execute("select count(*) from spans").fetchone()[0]

    def keep(self, spans: list[Span]) -> None:
        self._database.execute("begin immediate")
        with self._database:
            added = self._database.executemany(
                "insert or ignore into spans values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [_row(span) for span in spans],
            )
            self._count += max(0, added.rowcount)
            self._database.executemany(SUMMARY, [(trace_id,) for trace_id in {span.trace_id for span in spans}])
            if self._count > self._kept:
                self._forget()

    def _forget(self) -> None:
        """The oldest traces whole, a tenth at a time so that it is not done at every request."""
        surplus = self._count - self._kept * 9 // 10
        old: list[str] = []
        for trace_id, spans in self._database.execute("select trace_id, spans from traces order by start_ns"):
            old.append(trace_id)
            surplus -= spans
            if surplus <= 0:
                break
        for table in ("spans", "traces"):
            self._database.executemany(f"delete from {table} where trace_id = ?", [(one,) for one in old])
        self._count = self._database.execute("select count(*) from spans").fetchone()[0]

    def lines(self, wanted: Wanted) -> list[Line]:
        """Newest first."""
        rows = self._database.execute(
            "select trace_id, name, service, services, start_ns, end_ns, spans, errors from traces t "
            "where (:service = '' or exists (select 1 from json_each(services) where value = :service)) "
            "and (not :errors or errors > 0) and end_ns - start_ns >= :min_ns "
            "and (:text = '' or trace_id = :text or exists (select 1 from spans s where s.trace_id = t.trace_id "
            "and (instr(lower(s.name), :text) or instr(lower(s.attributes), :text) or instr(lower(s.events), :text)))) "
            "order by start_ns desc limit :limit",
            {
                "service": wanted.service,
                "errors": wanted.errors,
                "min_ns": int(wanted.min_ms * 1e6),
                "text": wanted.text.strip().lower(),
                "limit": wanted.limit,
            },
        )
        return [Line(row[0], row[1], row[2], json.loads(row[3]), *row[4:]) for row in rows]

    def spans(self, trace_id: str) -> list[Span]:
        rows = self._database.execute("select * from spans where trace_id = ? order by start_ns, span_id", (trace_id,))
        return [_span(row) for row in rows]

    def services(self) -> list[str]:
        return [
            row[0]
            for row in self._database.execute("select distinct value from traces, json_each(services) order by value")
        ]

    def calls(self) -> list[Call]:
        return [Call(*row) for row in self._database.execute(CALLS) if row[1]]

    def close(self) -> None:
        self._database.close()


def _row(span: Span) -> tuple[Any, ...]:
    plain = (span.trace_id, span.span_id, span.parent_span_id, span.service, span.name, span.kind)
    times = (span.start_ns, span.end_ns, span.status, span.message)
    rich = tuple(json.dumps(value, ensure_ascii=False) for value in (span.attributes, span.events, span.links))
    return (*plain, *times, *rich)


def _span(row: tuple[Any, ...]) -> Span:
    return Span(*row[:10], *(json.loads(value) for value in row[10:]))

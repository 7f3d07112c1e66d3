"""Mails in one SQLite file."""

import json
import sqlite3
import time
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

KEPT = 20_000
SCHEMA = """
create table if not exists mails (
    id integer primary key autoincrement,
    received_at real not null,
    sender text not null,
    recipients text not null,
    subject text not null,
    message_id text not null,
    raw blob not null
);
create table if not exists recipients (
    address text not null,
    mail_id integer not null references mails on delete cascade,
    primary key (address, mail_id)
) without rowid;
"""


@dataclass(frozen=True)
class Line:
    """One mail as a list shows it. `recipients` are those of the envelope, so blind copies are seen too."""

    id: int
    received_at: float
    sender: str
    recipients: list[str]
    subject: str
    message_id: str
    size: int


class Mails:
    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        # « 250 OK » is a promise: the mail is on the disk.
        self._database.executescript("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;")
        self._database.executescript(SCHEMA)

    def keep(self, *, sender: str, recipients: list[str], raw: bytes) -> int:
        message = parse(raw)
        self._database.execute("begin immediate")
        with self._database:
            identifier = self._database.execute(
                "insert into mails (received_at, sender, recipients, subject, message_id, raw) "
                "values (?, ?, ?, ?, ?, ?) returning id",
                (
                    time.time(),
                    sender,
                    json.dumps(recipients),
                    str(message.get("subject", "")),
                    str(message.get("message-id", "")).strip(),
                    raw,
                ),
            ).fetchone()[0]
            self._database.executemany(
                "insert or ignore into recipients values (?, ?)",
                [(recipient.casefold(), identifier) for recipient in recipients],
            )
            self._database.execute("delete from mails where id <= ?", (identifier - KEPT,))
        return identifier

    def lines(self, *, to: str = "", limit: int = 100, before: int | None = None) -> list[Line]:
        """Newest first. `to` is a whole address, or a part of one or of a subject."""
        rows = self._database.execute(
            "select id, received_at, sender, recipients, subject, message_id, length(raw) from mails "
            "where (:to = '' or id in (select mail_id from recipients where instr(address, :to)) "
            "or instr(lower(subject), :to)) and (:before is null or id < :before) order by id desc limit :limit",
            {"to": to.strip().casefold(), "before": before, "limit": limit},
        ).fetchall()
        return [_line(row) for row in rows]

    def to(self, address: str, *, limit: int = 100) -> list[Line]:
        """Newest first, for exactly this address."""
        rows = self._database.execute(
            "select id, received_at, sender, recipients, subject, message_id, length(raw) from mails "
            "join recipients on mail_id = id where address = ? order by id desc limit ?",
            (address.strip().casefold(), limit),
        ).fetchall()
        return [_line(row) for row in rows]

    def get(self, identifier: int) -> tuple[Line, bytes] | None:
        row = self._database.execute(
            "select id, received_at, sender, recipients, subject, message_id, length(raw), raw from mails where id = ?",
            (identifier,),
        ).fetchone()
        return (_line(row[:-1]), row[-1]) if row else None

    def count(self) -> int:
        return self._database.execute("select count(*) from mails").fetchone()[0]

    def clear(self) -> None:
        self._database.execute("delete from mails")

    def close(self) -> None:
        self._database.close()


def _line(row: tuple[int, float, str, str, str, str, int]) -> Line:
    return Line(row[0], row[1], row[2], json.loads(row[3]), row[4], row[5], row[6])


def parse(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)

"""A machine burns: the suite comes back with all that was accepted, and without what was erased.

Everything is seen as a citizen sees it, through the public API. One suite for the whole file; its tests are the chapters of
one story, and each stands on those before it.
"""

import hashlib
import json
import os
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
import pytest_asyncio
from applicants import Record, Visit

from chassis.actor import Actor, Kind
from chassis.erasures import Ledger
from contracts.demo import PLASSANS
from kit.actors import token_for
from kit.eventually import eventually
from kit.suite import RunningSuite, running_suite
from suite.keyring import Keyring
from suite.supervisor.records import Board, find

pytestmark = pytest.mark.requirement("SR-03")


@dataclass
class Story:
    suite: RunningSuite
    before: Record = field(default_factory=Record)
    after: Record = field(default_factory=Record)
    keeper: UUID = field(default_factory=uuid4)
    erased: UUID = field(default_factory=uuid4)
    kept: str = ""
    content: str = ""
    backup: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def keyring(self) -> Keyring:
        assert self.suite.state is not None
        return Keyring(self.suite.state.secrets)

    async def asks(self, owner: UUID, method: str, path: str, **options: Any) -> httpx.Response:
        """As the owner of a safe who has just signed in."""
        actor = Actor(
            tenant=PLASSANS.id,
            kind=Kind.CITIZEN,
            subject=owner,
            organisation=PLASSANS.id,
            authenticated_at=datetime.now(UTC),
        )
        token = token_for(actor, self.keyring, audience="documents")
        headers = {"authorization": f"Bearer {token}", **options.pop("headers", {})}
        async with httpx.AsyncClient(timeout=60) as http:
            address = f"http://127.0.0.1:{self.suite.ports.service('documents')}{path}"
            return await http.request(method, address, headers=headers, **options)

    async def keeps(self, owner: UUID, picture: bytes) -> str:
        headers = {"content-type": "image/png", "upload-name": "papier.png"}
        sent = await self.asks(owner, "POST", "/v1/safe/files", content=picture, headers=headers)
        assert sent.status_code == 201, sent.text
        file = sent.json()["file_id"]
        body = {"type": "family_record_book", "label": "Papier", "file_ids": [file], "valid_until": None}
        made = await self.asks(owner, "POST", "/v1/safe/pieces", json=body)
        assert made.status_code == 201, made.text

        async def checked() -> bool:
            return (await self.asks(owner, "GET", f"/v1/safe/files/{file}/content")).status_code == 200

        await eventually(checked, within=90, every=0.3)
        return file

    async def digest(self) -> str:
        answer = await self.asks(self.keeper, "GET", f"/v1/safe/files/{self.kept}/content")
        assert answer.status_code == 200, answer.text
        return hashlib.sha256(answer.content).hexdigest()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def story(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Story]:
    if os.environ.get("PARVIS_E2E_URL_BASE"):
        pytest.skip("nobody's suite is burnt down but our own")
    folder = tmp_path_factory.mktemp("burnt")
    with running_suite(folder, PARVIS_ARCHIVE="1", PARVIS_RATE_LIMITS="0") as suite:
        story = Story(suite)
        await files(story, story.before)
        story.kept = await story.keeps(story.keeper, a_picture())
        _ = await story.keeps(story.erased, a_picture())
        story.content = await story.digest()
        yield story


def a_picture() -> bytes:
    from io import BytesIO

    from PIL import Image

    made = BytesIO()
    Image.effect_noise((64, 64), 50).save(made, "PNG")
    return made.getvalue()


async def files(story: Story, record: Record, count: int = 2) -> None:
    for _ in range(count):
        await Visit(story.suite, record).file()


async def all_there(record: Record) -> None:
    for visit in record.visits:
        dossier = await visit.read_back()
        assert (dossier["reference"], dossier["status"]) == (visit.reference, "submitted")


def burns(suite: RunningSuite) -> None:
    """Every process at once, then the disk of the data. What was saved is on other disks."""
    assert suite.state is not None
    board = Board.read(suite.state.run / "status.json")
    assert board is not None
    # The supervisor first: it would bring the others back.
    for pid, started in [(board.pid, board.started), *((one.pid, one.started) for one in board.records)]:
        if process := find(pid, started):
            with suppress(ProcessLookupError):
                os.killpg(os.getpgid(process.pid), signal.SIGKILL)
    shutil.rmtree(suite.state.data)


def told(done: Any) -> dict[str, Any]:
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


async def test_a_backup_is_read_back_before_it_counts(story: Story):
    story.backup = told(story.suite.parvis("backup", "--json"))
    verified = told(story.suite.parvis("backup", "verify", "--json"))

    assert story.backup["rows"]["demarches.dossiers"] >= 2
    assert story.backup["objects"] >= 2
    assert (verified["name"], verified["whole"]) == (story.backup["name"], True)
    assert not list(story.suite.state.root.glob("backups/**/*.master")), "no key lies beside the data"  # type: ignore[union-attr]


async def test_who_finds_the_disk_of_the_backups_reads_nobody_s_name(story: Story):
    """The last piece of the log, still being written, is the only one that lies open (docs/runbooks)."""
    assert story.suite.state is not None
    folder = story.suite.state.root / "backups"
    written = story.before.visits[0].email.encode()
    await value(story.suite, "postgres", "select pg_switch_wal()::text")

    def sealed() -> bool:
        pieces = [path.name for path in (folder / "wal").iterdir() if len(path.stem) == 24]
        return len(pieces) > 1 and all(name.endswith((".age", ".partial")) for name in pieces)

    await eventually(sealed, every=0.3)

    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".partial"]
    assert len(files) > 3
    assert not [path for path in files if written in path.read_bytes()]


async def test_a_damaged_backup_stops_nothing(story: Story):
    """Whoever tries a set that is of no use keeps the suite that runs."""
    assert story.suite.state is not None
    sealed = story.suite.state.root / "backups" / "sets" / story.backup["name"] / "databases.tar.age"
    whole = sealed.read_bytes()
    sealed.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))

    refused = story.suite.parvis("restore", "--yes")
    sealed.write_bytes(whole)

    board = Board.read(story.suite.state.run / "status.json")
    assert (refused.returncode, "Rien n’a été touché" in refused.stderr) == (1, True)
    assert board is not None
    assert board.supervised()
    assert board.all_running()


async def test_after_the_fire_all_that_was_accepted_is_there(story: Story):
    """Even what came after the backup: the archive had it before the citizen was answered."""
    await files(story, story.after)
    await an_account_is_erased(story)

    burns(story.suite)
    restored = told(story.suite.parvis("restore", "--yes", "--json"))

    assert restored["rows"]["demarches.dossiers"] >= story.backup["rows"]["demarches.dossiers"] + 2
    await all_there(story.before)
    await all_there(story.after)
    assert await story.digest() == story.content
    # It goes on as it was: a new dossier gets its acknowledgement by mail.
    await files(story, story.after, 1)
    await eventually(lambda: story.suite.mails(story.after.visits[-1].email), within=90, every=0.3)


async def test_as_it_was_an_hour_ago_what_was_erased_since_stays_erased(story: Story):
    """The safe and the account were there at that moment: the ledgers beside the keys say that they are no more."""
    moment = story.backup["ended"]
    restored = told(story.suite.parvis("restore", story.backup["name"], "--at", moment, "--yes", "--json"))

    assert (restored["accounts_erased"], restored["safes_erased"]) == (1, 1)
    await all_there(story.before)
    assert await story.digest() == story.content
    assert (await story.asks(story.erased, "GET", "/v1/safe")).json()["count"] == 0

    async def told_again() -> Any:
        looked = "select published_at from outbox where aggregate_id = $1 and type = 'identity.account.erased.v1'"
        return await value(story.suite, "identity", looked, story.erased)

    assert await eventually(told_again, within=60, every=0.3)


async def test_a_damaged_backup_is_refused_and_nothing_is_touched(story: Story):
    assert story.suite.state is not None
    [victim, *_] = [path for path in (story.suite.state.root / "backups" / "objects").rglob("*") if path.is_file()]
    whole = victim.read_bytes()
    victim.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))

    data = story.suite.state.data
    burns(story.suite)
    data.mkdir()
    (data / "what-was-there").touch()
    refused = story.suite.parvis("restore", "--yes")
    victim.write_bytes(whole)

    assert (refused.returncode, "abîmée" in refused.stderr) == (1, True)
    assert [path.name for path in data.iterdir()] == ["what-was-there"]


async def an_account_is_erased(story: Story) -> None:
    """What identity says when an account goes, and what documents does of it."""
    statement = """
    insert into outbox (id, type, aggregate_id, sequence, tenant, at, actor, data)
    values ($1, 'identity.account.erased.v1', $2, 1, $3, now(), 'test', $4::jsonb) returning id
    """
    data = json.dumps({"account_id": str(story.erased), "kind": "citizen"})
    _ = await value(story.suite, "identity", statement, uuid4(), story.erased, PLASSANS.id, data)

    async def gone() -> bool:
        count = (await story.asks(story.erased, "GET", "/v1/safe")).json()["count"]
        return count == 0

    await eventually(gone, within=60, every=0.3)
    noted = Ledger(story.keyring.erasure_ledger).read()
    assert [one.subject for one in noted] == [story.erased]


async def value(suite: RunningSuite, database: str, statement: str, *values: Any) -> Any:
    connection = await asyncpg.connect(suite.admin_url(database))
    try:
        return await connection.fetchval(statement, *values)
    finally:
        await connection.close()

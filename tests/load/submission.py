"""Submitting a dossier and reading the queue, each beside pgbench running the same statements."""

import re
import subprocess
import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import aiohttp
import asyncpg
from figures import Measure, Run, beside, drive

from chassis.actor import Actor, Kind
from contracts.demo import AGENT, PLASSANS
from kit.actors import a_member, a_visitor, token_for
from kit.suite import RunningSuite
from suite.keyring import Keyring
from suite.servers.postgres import binary

CLIENTS = 8
DOSSIERS = 800
LISTS = 600
DEMARCHE = "signaler-un-probleme"
ANSWERS = {
    "demande": {"problem": "light", "place": "Rue de la Banne", "description": "Éteint depuis lundi.", "danger": False},
    "informations": {"email": "banc@plassans.example"},
    "pieces": {},
}

SUBMIT = """
select nextval('bench_next') as n \\gset
select id as dossier from bench_drafts where n = :n \\gset
begin \\; select set_config('app.tenant', '{tenant}', true), set_config('app.subject', '', true);
select * from dossiers where id = ':dossier' for update;
select content from definitions where demarche_id = '{demarche}' and number = 1;
select type, files from pieces where dossier_id = ':dossier';
insert into reference_counters (year, last) values (2026, 1)
    on conflict (tenant, year) do update set last = reference_counters.last + 1 returning last \\gset
update dossiers set status = 'submitted', reference = 'BANC-:last', submitted_at = now(), changed_at = now(),
    contact_email = 'banc@plassans.example', version = version + 1 where id = ':dossier' and version = 1;
insert into dossier_words (word, dossier_id)
    select word, ':dossier' from unnest('{{banc,rue,banne,eteint,depuis,lundi,plassans,example,probleme}}'::text[]) as word
    on conflict do nothing;
insert into history (id, dossier_id, type, at, side, facts)
    values (gen_random_uuid(), ':dossier', 'demarches.dossier.submitted.v1', now(), 'applicant', '{{}}');
with counted as (
    insert into event_sequences as known (aggregate_id, last) values (':dossier', 1)
    on conflict (tenant, aggregate_id) do update set last = known.last + 1 returning aggregate_id, last
), written as (
    insert into outbox (id, type, aggregate_id, sequence, tenant, at, actor, data)
    select gen_random_uuid(), 'bench.dossier.submitted.v1', aggregate_id, last, '{tenant}', now(), 'bench', '{{}}'
    from counted
)
insert into journal (id, at, actor, action, subject)
    values (gen_random_uuid(), now(), 'bench', 'demarches.dossier.submitted.v1', ':dossier');
commit;
"""

LIST = """
begin \\; select set_config('app.tenant', '{tenant}', true), set_config('app.subject', '', true);
select id, reference, status, submitted_at, demarche_id, contact_name from dossiers
    where status <> 'draft' and not archived order by submitted_at desc, id desc limit 51;
commit;
"""


async def rates(suite: RunningSuite) -> list[Measure]:
    assert suite.state is not None
    keyring = Keyring(suite.state.secrets)
    admin = await asyncpg.connect(suite.admin_url("demarches"))
    base = f"http://127.0.0.1:{suite.ports.service('demarches')}"
    async with aiohttp.ClientSession(base, connector=aiohttp.TCPConnector(limit=0)) as http:
        drafts = await drafts_for(admin, http, keyring)
        submitted = await drive([partial(submit, http, draft) for draft in drafts[:DOSSIERS]], clients=CLIENTS)
        agent = a_member(PLASSANS.id, *AGENT.permissions)
        token = {"authorization": f"Bearer {token_for(agent, keyring, audience='demarches')}"}
        listed = await drive([partial(_list, http, token)] * LISTS, clients=CLIENTS)
    demarche = await admin.fetchval("select demarche_id from dossiers where id = $1", drafts[0].dossier)
    await _bench_tables(admin, [draft.dossier for draft in drafts[DOSSIERS:]])
    app = suite.app_url("demarches")
    told = {"tenant": PLASSANS.id, "demarche": demarche}
    # Rows of the reference must not wake the relay: they were never anybody's event.
    await admin.execute(
        "create function bench_silent() returns trigger language plpgsql as $$ begin new.published_at = now(); return new; end $$"
    )
    await admin.execute(
        "create trigger bench_silent before insert on outbox for each row when (new.actor = 'bench') execute function bench_silent()"
    )
    same = pgbench(SUBMIT.format(**told), app, each=DOSSIERS // CLIENTS)
    same_list = pgbench(LIST.format(**told), app, each=LISTS // CLIENTS)
    await admin.close()
    return [
        _beside("submit a dossier, through the service", submitted, same, at_least=0.35),
        _beside("list the agents' queue (50 lines), through the service", listed, same_list),
    ]


def _beside(what: str, run: Run, reference: float, *, at_least: float | None = None) -> Measure:
    told = f"pgbench, the same statements, {CLIENTS} clients: {reference:,.0f}/s"
    return beside(what, str(run), told, run.rate / reference, at_least=at_least)


class Draft(NamedTuple):
    """`headers` are its applicant's, signed beforehand: that is the gateway's work, not the service's."""

    dossier: UUID
    headers: dict[str, str]


async def drafts_for(admin: Any, http: aiohttp.ClientSession, keyring: Keyring) -> list[Draft]:
    """One complete draft made through the service, and copies of it, each with an applicant of its own."""
    visitor = a_visitor(PLASSANS.id)
    headers = {"authorization": f"Bearer {token_for(visitor, keyring, audience='demarches')}"}
    async with http.post("/v1/dossiers", json={"demarche": DEMARCHE}, headers=headers) as answer:
        first = UUID((await answer.json())["id"])
    for step, answers in ANSWERS.items():
        async with http.put(f"/v1/dossiers/{first}/steps/{step}", json={"answers": answers}, headers=headers) as saved:
            assert saved.status == 200, await saved.text()
    columns = [
        row["column_name"]
        for row in await admin.fetch("select column_name from information_schema.columns where table_name = 'dossiers'")
    ]
    new = {"id": "uuidv7()", "applicant": "gen_random_uuid()", "version": "1"}
    chosen = ", ".join(new.get(column, column) for column in columns)
    rows = await admin.fetch(
        f"insert into dossiers ({', '.join(columns)}) select {chosen} from dossiers, generate_series(1, $2) "
        "where id = $1 returning id, applicant",
        first,
        2 * DOSSIERS,
    )
    return [Draft(row["id"], _headers_of(row["applicant"], keyring)) for row in rows]


def _headers_of(applicant: UUID, keyring: Keyring) -> dict[str, str]:
    visitor = Actor(tenant=PLASSANS.id, kind=Kind.VISITOR, subject=applicant, organisation=PLASSANS.id)
    token = token_for(visitor, keyring, audience="demarches", lives=timedelta(minutes=10))
    return {"authorization": f"Bearer {token}"}


async def submit(http: aiohttp.ClientSession, draft: Draft) -> None:
    async with http.post(f"/v1/dossiers/{draft.dossier}/submission", headers=draft.headers) as answer:
        assert answer.status == 201, await answer.text()


async def _list(http: aiohttp.ClientSession, headers: dict[str, str]) -> None:
    async with http.get("/v1/dossiers", params={"limit": "50"}, headers=headers) as answer:
        assert answer.status == 200, await answer.text()


async def _bench_tables(admin: Any, drafts: list[UUID]) -> None:
    await admin.execute("create table bench_drafts (n int primary key, id uuid not null)")
    await admin.copy_records_to_table("bench_drafts", records=list(enumerate(drafts, start=1)))
    await admin.execute("create sequence bench_next")
    await admin.execute("grant select on bench_drafts to demarches_app")
    await admin.execute("grant usage on bench_next to demarches_app")


def pgbench(script: str, url: str, *, each: int) -> float:
    """Transactions per second."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        Path(file.name).write_text(script)
        command = [binary("pgbench"), "-n", "-c", str(CLIENTS), "-j", "2", "-t", str(each), "-f", file.name, url]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    assert found, done.stdout + done.stderr
    assert "number of failed transactions: 0" in done.stdout, done.stdout + done.stderr
    return float(found[1])

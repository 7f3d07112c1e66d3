"""The consoles' work for identity by command line: the same API, the same permissions, the same journal."""

import asyncio
import io
import json
import re
import signal
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import asyncpg
import pytest
from pyotp.totp import TOTP

from contracts.demo import (
    ADMINISTRATOR,
    AGENT,
    AGENT_AT_CCAS,
    CCAS,
    PASSWORD,
    PLATFORM_OPERATOR,
    TULETTES,
    DemoAccount,
)
from kit.eventually import eventually
from kit.suite import RunningSuite
from suite.cli import main
from suite.cli.identity.member import Member
from suite.installation import Installation

pytestmark = pytest.mark.requirement("SR-02")
A_LIST = "Nom;Prénom;Adresse électronique;Fonction\n{0};Noël;{0}@mairie.example;Archiviste\nSans;Adresse;;Agent\n"


class Done(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def told(self) -> Any:
        assert self.code in (0, 3), self.err
        return json.loads(self.out)


Parvis = Callable[..., Done]


@pytest.fixture
def parvis(
    suite: RunningSuite, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Parvis]:
    """The command line within this process: what it prints, and what it ends with."""
    if suite.state is None:
        pytest.skip("this suite was not started by the tests")
    monkeypatch.setenv("PARVIS_STATE", str(suite.state.root))
    monkeypatch.setenv("PARVIS_PORT_BASE", str(suite.ports.base))
    monkeypatch.setattr("sys.stdin", io.StringIO())
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}

    def run(*words: str, account: DemoAccount | None = None, password: str = PASSWORD, code: str = "") -> Done:
        """`account` signs in at its organisation, its password in the environment."""
        capsys.readouterr()
        for name, value in (("PARVIS_PASSWORD", password if account else ""), ("PARVIS_CODE", code)):
            monkeypatch.setenv(name, value)
        who = ("--at", account.organisation.slug, "--as", account.identifier) if account else ()
        ended = main.main([*words, *who])
        printed = capsys.readouterr()
        return Done(ended, printed.out, printed.err)

    yield run
    for number, handler in handlers.items():
        signal.signal(number, handler)


def journal(suite: RunningSuite, action: str) -> list[Any]:
    async def read() -> list[Any]:
        connection = await asyncpg.connect(suite.admin_url("identity"))
        try:
            noted = "select tenant, actor from journal where action = $1 order by at desc"
            return [tuple(row) for row in await connection.fetch(noted, action)]
        finally:
            await connection.close()

    return asyncio.run(read())


def test_the_operator_finds_an_organisation_and_grants_it_a_plan_under_their_name(suite: RunningSuite, parvis: Parvis):
    [line] = parvis("organisations", "list", "tulettes", "--json").told
    granted = parvis("entitlements", "grant", "tulettes", "essentielle")
    shown = parvis("entitlements", "show", "tulettes", "--json").told
    again = parvis("entitlements", "grant", "tulettes", "complete", account=PLATFORM_OPERATOR)

    assert (line["slug"], line["plan"]) == ("tulettes", "complete")
    assert (granted.code, "Félicité" in granted.out or PLATFORM_OPERATOR.identifier in granted.out) == (0, True)
    assert shown["plan"] == "essentielle"
    assert again.code == 0
    [by_password, by_keyring, *_] = journal(suite, "identity.organisation.subscription_changed.v1")
    assert by_password == by_keyring == (TULETTES.id, f"member:{PLATFORM_OPERATOR.id}")


def test_a_guichet_is_closed_and_opened(suite: RunningSuite, parvis: Parvis):
    unasked = parvis("guichets", "disable", "tulettes")
    closed = parvis("guichets", "disable", "tulettes", "--yes", "--json").told
    listed = parvis("guichets", "list", "--closed", "--json").told
    opened = parvis("guichets", "enable", "tulettes")

    assert (unasked.code, closed["guichet_active"], opened.code) == (1, False, 0)
    assert "tulettes" in [line["slug"] for line in listed]
    assert "ouvert au public" in opened.out


def ask_for_access(name: str, email: str) -> None:
    """As a visitor of the support portal fills it in."""
    visitor = Member(Installation.chosen(), "assistance")
    visitor.visit()
    visitor.call(
        "identity",
        "POST",
        "/v1/access-requests",
        json={
            "facts": {"kind": "Partenaire", "name": name, "postal_code": "13100", "siren": f"{uuid4().int % 10**9:09}"},
            "applicant": {
                "family_name": "Macquart",
                "given_name": "Ursule",
                "function": "Directrice",
                "email": email,
            },
        },
    )


def test_an_access_request_is_read_and_refused_with_its_reason(parvis: Parvis):
    name = f"Régie des eaux {uuid4().hex[:8]}"
    ask_for_access(name, f"{uuid4().hex[:8]}@eaux.example")

    [request] = [one for one in parvis("organisations", "requests", "--json").told if one["name"] == name]
    taken = parvis("organisations", "accept", request["id"], "--slug", "plassans")
    refused = parvis("organisations", "refuse", request["id"], "--reason", "Hors du département.")
    twice = parvis("organisations", "refuse", request["id"], "--reason", "Hors du département.")

    assert (taken.code, "slug" in taken.err, "Traceback" in taken.err) == (1, True, False)
    assert (refused.code, twice.code) == (0, 1)
    assert parvis("organisations", "request", request["id"], "--json").told["reason"] == "Hors du département."


@pytest.mark.requirement("ID-03")
def test_an_accepted_organisation_exists_and_its_first_member_is_written_to(suite: RunningSuite, parvis: Parvis):
    word = uuid4().hex[:8]
    name, email = f"Régie du gaz {word}", f"{word}@gaz.example"
    ask_for_access(name, email)

    [request] = [one for one in parvis("organisations", "requests", "--json").told if one["name"] == name]
    accepted = parvis("organisations", "accept", request["id"])

    async def invited() -> list[str]:
        mails = await asyncio.to_thread(suite.mails, email)
        return [mail["text"] for mail in mails if "/activation/" in mail["text"]]

    assert (accepted.code, name in accepted.out) == (0, True), accepted.err
    [text] = asyncio.run(eventually(invited, every=0.5))
    [line] = parvis("organisations", "list", word, "--json").told
    assert (line["name"], line["status"], line["guichet_active"]) == (name, "active", False)
    assert f"{line['slug']}.localhost" in text
    may_be_suspended_and_closed(parvis, line["slug"])


def may_be_suspended_and_closed(parvis: Parvis, slug: str) -> None:
    early = parvis("organisations", "close", slug, "--reason", "Fusion.", "--confirm", slug)
    unasked = parvis("organisations", "suspend", slug, "--reason", "Fusion.")
    suspended = parvis("organisations", "suspend", slug, "--reason", "Fusion.", "--yes", "--json").told
    resumed = parvis("organisations", "resume", slug, "--json").told
    parvis("organisations", "suspend", slug, "--reason", "Fusion.", "--yes")
    other = parvis("organisations", "close", slug, "--reason", "Fusion.", "--confirm", "autre")
    closed = parvis("organisations", "close", slug, "--reason", "Fusion au 1er janvier.", "--confirm", slug)

    assert (early.code, unasked.code, other.code, closed.code) == (1, 1, 1, 0)
    assert (suspended["status"], resumed["status"]) == ("suspended", "active")
    assert "fermé définitivement" in closed.out
    assert parvis("organisations", "show", slug, "--json").told["standing"]["reason"] == "Fusion au 1er janvier."
    assert slug not in [one["slug"] for one in parvis("organisations", "list", slug, "--json").told]


def test_letters_leave_in_one_file_that_its_owner_alone_reads(suite: RunningSuite, parvis: Parvis, tmp_path: Path):
    file = tmp_path / "courriers.pdf"
    asked = parvis(
        "mandates", "ask", "--representative", "Ursule Macquart", "--title", "Présidente", account=AGENT_AT_CCAS
    )
    waiting = parvis("letters", "list", "--json").told

    printed = parvis("letters", "print", str(file), "--json").told
    nothing = parvis("letters", "print", str(tmp_path / "rien.pdf"))
    over = parvis("letters", "again", printed["batch_id"], str(file))
    again = parvis("letters", "again", printed["batch_id"], str(tmp_path / "encore.pdf"))

    assert asked.code == 0, asked.err
    assert CCAS.name in [one["organisation"] for one in waiting]
    assert file.read_bytes().startswith(b"%PDF")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (nothing.code, "Aucun courrier n’attend" in nothing.err) == (1, True)
    assert (over.code, again.code) == (1, 0)
    assert printed["batch_id"] in [one["batch_id"] for one in parvis("letters", "batches", "--json").told]
    assert parvis("mandates", "show", "--json", account=AGENT_AT_CCAS).told["mine"]["name"] == "Adèle Sicardot"


@pytest.mark.requirement("ID-07")
def test_the_operator_sees_no_town_s_members_and_a_member_without_the_right_neither(parvis: Parvis):
    by_keyring = parvis("members", "list", "--as", PLATFORM_OPERATOR.identifier)
    at_the_town = parvis("members", "list", "--at", "plassans", "--as", PLATFORM_OPERATOR.identifier)
    unsigned = parvis("members", "list", account=PLATFORM_OPERATOR, password="Faux-2026")
    unentitled = parvis("members", "list", account=AGENT)
    rights = parvis("mandates", "rights", account=AGENT)

    assert [each.code for each in (by_keyring, at_the_town, unsigned, unentitled, rights)] == [1] * 5
    assert "--at" in by_keyring.err
    assert "PARVIS_PASSWORD" in at_the_town.err
    assert "Identifiant ou mot de passe incorrect" in unsigned.err
    assert "identity.members.manage" in unentitled.err
    assert "identity.permissions.grant" in rights.err


@pytest.mark.requirement("ID-05", "ID-10", "ID-25")
def test_an_administrator_brings_a_member_in_who_signs_in_in_two_steps(
    suite: RunningSuite, parvis: Parvis, tmp_path: Path
):
    word, secret = f"m{uuid4().hex[:8]}", f"Archives-{uuid4().hex[:8]}"
    file = tmp_path / "membres.csv"
    file.write_text(A_LIST.format(word))

    rehearsed = parvis("members", "import", str(file), account=ADMINISTRATOR)
    brought = parvis("members", "import", str(file), "--confirm", "--json", account=ADMINISTRATOR)
    [line] = [
        one for one in parvis("members", "list", "--json", account=ADMINISTRATOR).told if one["email"].startswith(word)
    ]
    whom = line["identifier"]
    granted = parvis("members", "grant", whom, "documents.scans.read", account=ADMINISTRATOR)
    noel = DemoAccount(ADMINISTRATOR.organisation, whom, "Noël", word, "member", "Archiviste")
    recovery = activated_with_a_second_step(suite, f"{word}@mairie.example", noel, secret)
    wrong = parvis("mandates", "show", account=noel, password=secret, code="000000")
    right = parvis("mandates", "show", "--json", account=noel, password=secret, code=recovery)
    rights = parvis("mandates", "rights", "--json", account=ADMINISTRATOR).told
    removed = parvis("members", "remove", whom, "--yes", account=ADMINISTRATOR)

    assert (rehearsed.code, "1 à ajouter" in rehearsed.out, "1 à corriger" in rehearsed.out) == (3, True, True)
    assert [one["outcome"] for one in brought.told["lines"]] == ["added", "wrong"]
    assert (granted.code, removed.code) == (0, 0)
    [held] = [one["rights"] for one in rights["holders"] if one["account_id"] == line["account_id"]]
    assert [right["permission"] for right in held] == ["documents.scans.read"]
    assert (wrong.code, "Connexion refusée" in wrong.err) == (1, True)
    assert (right.code, right.told["present"]["name"]) == (0, "Silvère Mouret")
    assert suite.state is not None
    logs = b"".join(log.read_bytes() for log in (suite.state.root / "logs").glob("*.log"))
    assert secret.encode() not in logs


@pytest.mark.requirement("DV-06")
def test_whoever_answers_for_the_files_watches_them_by_command(parvis: Parvis):
    rules = parvis("files", "retention", "--json", account=ADMINISTRATOR).told["rules"]
    [days] = [rule["days"] for rule in rules if rule["issuer"] == "ticketing"]
    set_again = parvis("files", "term", "ticketing", str(days), "Tableau de gestion", "--yes", account=ADMINISTRATOR)
    use = parvis("files", "storage", "--json", account=ADMINISTRATOR).told
    checks = parvis("files", "checks", "--json", account=ADMINISTRATOR)
    nowhere = parvis("files", "hold", str(uuid4()), "Recours n° 2026-14", account=ADMINISTRATOR)
    unentitled = parvis("files", "retention", account=AGENT)

    assert (set_again.code, checks.code, isinstance(checks.told, list)) == (0, 0, True)
    assert use["files"] == sum(share["files"] for share in use["by_holder"])
    assert (nowhere.code, unentitled.code) == (1, 1)
    assert "documents.retention.manage" in unentitled.err


def activated_with_a_second_step(suite: RunningSuite, email: str, account: DemoAccount, password: str) -> str:
    """By the link of the mail; a recovery code, since the application's own code of this half minute was just used."""

    async def arrived() -> list[dict[str, Any]]:
        return await asyncio.to_thread(suite.mails, email)

    [mail, *_] = asyncio.run(eventually(arrived, every=0.5))
    found = re.search(r"/activation/([\w.-]+)", mail["text"])
    assert found, mail["text"]
    member = Member(Installation.chosen(), account.organisation.slug)
    member.visit()
    chosen = {"identifier": account.identifier, "password": password, "password_again": password}
    member.call("identity", "POST", "/v1/activations", json={"token": found[1], **chosen})
    member.sign_in(account.identifier, password)
    key = member.call("identity", "POST", "/v1/profile/second-factor")["key"]
    proof = {"code": TOTP(key).now()}
    codes = member.call("identity", "POST", "/v1/profile/second-factor/confirmation", json=proof)["codes"]
    member.sign_out()
    return codes[0]


def test_a_session_kept_serves_without_a_password_until_it_is_ended(suite: RunningSuite, parvis: Parvis):
    begun = parvis("sign-in", account=ADMINISTRATOR)
    served = parvis("members", "list", "--at", "plassans", "--json")
    assert suite.state is not None
    kept = suite.state.run / "sign-ins" / "plassans.json"
    mode, content = stat.S_IMODE(kept.stat().st_mode), kept.read_text()
    ended = parvis("sign-out")
    after = parvis("members", "list", "--at", "plassans", "--as", ADMINISTRATOR.identifier)

    assert [each.code for each in (begun, served, ended, after)] == [0, 0, 0, 1]
    assert (mode, PASSWORD in content, kept.exists()) == (0o600, False, False)


@pytest.mark.requirement("ID-16")
def test_keys_for_families_are_issued_posted_and_withdrawn(parvis: Parvis, tmp_path: Path):
    families, letters = tmp_path / "familles.csv", tmp_path / "cles.pdf"
    families.write_text(
        "Dossier;Destinataire;Adresse;Code postal;Commune;Nom de l'enfant;Prénom de l'enfant;Date de naissance\n"
        f"{uuid4().hex[:8]};Mme Maffre;4 rue Canquoin;13100;Plassans;Maffre;Jeanne;27/03/2018\n"
    )

    issued = parvis("citizens", "issue", str(families), "--confirm", "--json", account=ADMINISTRATOR).told
    posted = parvis("citizens", "letters", issued["batch_id"], str(letters), account=ADMINISTRATOR)
    [key] = parvis("citizens", "keys", issued["batch_id"], "--json", account=ADMINISTRATOR).told
    withdrawn = parvis("citizens", "withdraw", key["id"], "--yes", account=ADMINISTRATOR)
    [after] = parvis("citizens", "keys", issued["batch_id"], "--json", account=ADMINISTRATOR).told

    assert (posted.code, withdrawn.code, letters.read_bytes()[:4]) == (0, 0, b"%PDF")
    assert (key["status"], after["status"]) == ("waiting", "withdrawn")
    assert parvis("citizens", "erasures").code == 0

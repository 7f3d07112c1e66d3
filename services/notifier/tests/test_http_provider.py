"""A provider over HTTP behind the same interface: it takes its part, fails, is replaced, and tells afterwards."""

from datetime import UTC, datetime

import pytest
import pytest_asyncio
from postal.line import UnrulyLine
from postal.mailgun import Mailgun, a_report
from postal.owners import Owners, a_submission, facts_of

from kit.actors import a_visitor
from kit.eventually import eventually
from notifier.delivery.mailgun import MailgunProvider
from notifier.delivery.providers import Providers
from notifier.delivery.traces import Traces
from notifier.domain.attempts import Outcome
from notifier.mails.mail import Mail

KEY, REPORTS = "clé+secrète", "whk-secret"
MAIL = Mail("retour@plassans.example", "camille@plassans.example", b"Subject: x\r\n\r\nbonjour\r\n", False, "le-mot")


@pytest_asyncio.fixture(loop_scope="session")
async def mailgun():
    server = Mailgun(key=KEY, domain="mg.plassans.example")
    await server.up()
    yield server
    await server.down()


def url_of(server: Mailgun) -> str:
    return f"mailgun+http://api:cl%C3%A9%2Bsecr%C3%A8te@127.0.0.1:{server.port}/mg.plassans.example"


async def handed_over(providers: Providers) -> tuple[str, Outcome, str]:
    async with providers.line() as line:
        answer = await providers.hand_over(line, MAIL, message_id="<m@x>")
        return line.name, answer.outcome, answer.reason


@pytest.mark.requirement("NT-06")
async def test_the_mail_arrives_whole_with_the_word_by_which_it_is_known(mailgun):
    providers = Providers(url_of(mailgun), lines=2)

    _, outcome, reason = await handed_over(providers)
    providers.close()

    assert (outcome, reason) == (Outcome.ACCEPTED, "http-200")
    [taken] = mailgun.taken
    assert (taken.to, taken.word, taken.tracking) == (MAIL.recipient, "le-mot", "no")
    assert taken.mail == MAIL.body


@pytest.mark.requirement("NT-06")
@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (400, Outcome.PERMANENT_FAILURE),
        (413, Outcome.PERMANENT_FAILURE),
        (401, Outcome.TEMPORARY_FAILURE),
        (429, Outcome.TEMPORARY_FAILURE),
        (302, Outcome.TEMPORARY_FAILURE),
        (503, Outcome.TEMPORARY_FAILURE),
        (0, Outcome.UNKNOWN),
    ],
)
async def test_each_answer_is_what_it_means(mailgun, status: int, outcome: Outcome):
    providers = Providers(url_of(mailgun), lines=2)
    mailgun.answers = [status]

    _, told, reason = await handed_over(providers)
    providers.close()

    assert told is outcome
    assert "plassans" not in reason


@pytest.mark.requirement("NT-06")
async def test_when_it_fails_the_mail_server_takes_its_part_and_the_other_way_round(mailgun, line: UnrulyLine):
    providers = Providers(f"{url_of(mailgun)},{line.url}?weight=0", lines=2)
    mailgun.answers = [503]
    http = await handed_over(providers)
    async with providers.line() as spare:
        smtp = spare.provider
    other = Providers(f"{line.url},{url_of(mailgun)}?weight=0", lines=2)

    await line.down()
    instead = await handed_over(other)
    await line.up()
    providers.close()
    other.close()

    assert http[1] is Outcome.TEMPORARY_FAILURE
    assert not isinstance(smtp, MailgunProvider)
    assert instead == ("127.0.0.1", Outcome.ACCEPTED, "http-200")
    assert len(mailgun.taken) == 1


@pytest.mark.requirement("NT-06")
async def test_a_provider_that_is_gone_costs_an_attempt_and_is_left_alone(mailgun):
    providers = Providers(url_of(mailgun), lines=2)
    await mailgun.down()

    _, outcome, _ = await handed_over(providers)
    is_open = providers.breaker.is_open
    providers.close()

    assert (outcome, is_open) == (Outcome.TEMPORARY_FAILURE, True)


async def the_word(notifier, owners: Owners, mails, tenant, person) -> tuple[str, str]:
    await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))
    mail = await mails.one_to(person.email)

    async def accepted():
        return await notifier.rows(
            "select id from notifications where tenant = :tenant and message_id = :id and status = 'accepted'",
            tenant=tenant,
            id=mail.message_id,
        )

    [row] = await eventually(accepted)
    return Traces(notifier.service.settings.read_secret()).word(tenant, row["id"]), str(row["id"])


@pytest.mark.requirement("NT-06")
async def test_what_it_tells_afterwards_is_heard_when_it_is_signed(notifier, owners, mails, tenant, monkeypatch):
    monkeypatch.setattr(notifier.service.settings, "mail_reports_key", REPORTS)
    person, now = owners.somebody(), int(datetime.now(UTC).timestamp())
    word, message = await the_word(notifier, owners, mails, tenant, person)

    async def tell(**report) -> int:
        said = a_report(**{"word": word, "key": REPORTS, "timestamp": now, **report})
        return (await notifier.call(a_visitor(), "POST", "/v1/reports/mailgun", json=said)).status_code

    async def status() -> str:
        [row] = await notifier.rows("select status from notifications where id = :id", id=message)
        return row["status"]

    forged = await tell(event="failed", severity="permanent", key="another")
    stale = await tell(event="failed", severity="permanent", timestamp=now - 13 * 3600)
    nobodys = await tell(event="failed", severity="permanent", word="a" * 60)
    opened = await tell(event="opened")
    untouched = await status()
    delivered = await tell(event="delivered"), await status()
    bounced = await tell(event="failed", severity="permanent", enhanced="5.1.1"), await status()

    assert (forged, stale, nobodys, opened, untouched) == (403, 403, 204, 204, "accepted")
    assert (delivered, bounced) == ((204, "delivered"), (204, "bounced"))
    [known] = await notifier.rows("select reason from suppressions where account_id = :id", id=person.account_id)
    assert known["reason"] == "unknown-mailbox"


@pytest.mark.requirement("NT-06")
async def test_without_a_key_no_report_is_believed(notifier):
    said = a_report("delivered", "x", key="", timestamp=int(datetime.now(UTC).timestamp()))

    answer = await notifier.call(a_visitor(), "POST", "/v1/reports/mailgun", json=said)

    assert answer.status_code == 403

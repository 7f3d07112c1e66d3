"""What comes back: bounces and complaints, over a real SMTP door; whom it silences, and the way back."""

from datetime import timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID, uuid4

import aiosmtplib
import pytest
from postal.owners import Owners, a_submission, an_activation, facts_of
from postal.returns import BOUNCES, a_bounce, a_complaint, hand_back

from kit.actors import a_member
from kit.eventually import eventually
from notifier.delivery.traces import Traces
from notifier.domain.addresses.reports import Verdict
from notifier.reports.reading import read

MEND, READ = "notifier.addresses.mend", "notifier.messages.read"


async def sent(notifier, owners: Owners, mails, tenant, person, event=None, template="dossier_received"):
    """A mail that has arrived, and its notification."""
    cause = await owners.says(event or a_submission(), tenant=tenant, facts=facts_of(template, person))
    row = await stands(notifier, cause, "accepted")
    mail = next(mail for mail in await mails.to(person.email) if mail.message_id == row["message_id"])
    return mail, row


async def stands(notifier, cause: UUID, *statuses: str) -> Any:
    async def look():
        rows = await notifier.rows("select * from notifications where cause_id = :cause", cause=cause)
        return [row for row in rows if row["status"] in statuses]

    [found] = await eventually(look)
    return found


def return_address(notifier, tenant: UUID, message_id: UUID) -> str:
    traces = Traces(notifier.service.settings.read_secret(), BOUNCES)
    return traces.return_address(tenant, message_id, sender="")


async def suppression(notifier, account: UUID) -> Any:
    rows = await notifier.rows("select * from suppressions where account_id = :account", account=account)
    return rows[0] if rows else None


@pytest.mark.requirement("NT-06")
async def test_a_bounce_is_written_at_its_attempt_and_silences_the_address(notifier, owners, mails, tenant):
    person = owners.somebody()
    mail, row = await sent(notifier, owners, mails, tenant, person)
    back = return_address(notifier, tenant, row["id"])

    await hand_back(notifier, a_bounce("5.1.1"), to=back)

    after = await stands(notifier, row["cause_id"], "bounced")
    assert (after["attempts"][-1]["reported"], after["attempts"][-1]["reported_status"]) == ("bounced", "5.1.1")
    silenced = await suppression(notifier, person.account_id)
    assert silenced["reason"] == "unknown-mailbox"
    assert person.email not in str(dict(silenced)) + str(dict(after))
    said = [event["type"] for event in await notifier.published(tenant)]
    assert "notifier.notification.permanent_failure.v1" in said
    assert "notifier.address.suppressed.v1" in said
    assert mail.header("Parvis-Message") in back


@pytest.mark.requirement("NT-06")
async def test_what_follows_is_told_in_the_centre_and_a_link_asked_for_is_still_tried(notifier, owners, mails, tenant):
    person = owners.somebody()
    _, row = await sent(notifier, owners, mails, tenant, person)
    await hand_back(notifier, a_bounce("5.1.1"), to=return_address(notifier, tenant, row["id"]))
    await stands(notifier, row["cause_id"], "bounced")

    quiet = await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_decided", person))
    await stands(notifier, quiet, "suppressed")
    event = an_activation(person.account_id)
    asked = await owners.says(event, tenant=tenant, facts=facts_of("account_activation", person))
    await stands(notifier, asked, "accepted")

    assert len(await mails.to(person.email)) == 2
    kinds = await notifier.rows("select kind from notices where account_id = :account", account=person.account_id)
    assert {"address_suppressed", "dossier_decided"} <= {row["kind"] for row in kinds}


@pytest.mark.requirement("NT-06")
async def test_a_full_mailbox_is_forgiven_twice_and_counted_once_per_report(notifier, owners, mails, tenant):
    person = owners.somebody()
    for _ in range(2):
        _, row = await sent(notifier, owners, mails, tenant, person)
        back = return_address(notifier, tenant, row["id"])
        await hand_back(notifier, a_bounce("5.2.2"), to=back)
        await hand_back(notifier, a_bounce("5.2.2"), to=back)
        await stands(notifier, row["cause_id"], "bounced")
    twice = await suppression(notifier, person.account_id)

    _, row = await sent(notifier, owners, mails, tenant, person)
    await hand_back(notifier, a_bounce("5.2.2"), to=return_address(notifier, tenant, row["id"]))
    await stands(notifier, row["cause_id"], "bounced")

    assert (twice["strikes"], twice["until"]) == (2, None)
    assert (await suppression(notifier, person.account_id))["reason"] == "repeated-failures"


@pytest.mark.requirement("NT-06")
async def test_our_own_servers_faults_silence_nobody(notifier, owners, mails, tenant):
    person = owners.somebody()
    _, row = await sent(notifier, owners, mails, tenant, person)

    await hand_back(notifier, a_bounce("5.7.1"), to=return_address(notifier, tenant, row["id"]))

    await stands(notifier, row["cause_id"], "bounced")
    assert await suppression(notifier, person.account_id) is None


@pytest.mark.requirement("NT-06")
async def test_refused_at_the_door_is_the_same_as_come_back(notifier, owners, line, tenant):
    person = owners.somebody()
    line.rules[person.email].refuse = ["550 5.1.1 no such user"]

    cause = await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))

    await stands(notifier, cause, "permanent-failure")
    assert (await suppression(notifier, person.account_id))["reason"] == "unknown-mailbox"


@pytest.mark.requirement("NT-06")
async def test_a_complaint_is_known_by_the_returned_header_and_what_is_owed_still_leaves(
    notifier, owners, mails, tenant
):
    person = owners.somebody()
    mail, row = await sent(notifier, owners, mails, tenant, person)

    await hand_back(notifier, a_complaint(mail.header("Parvis-Message")), to=f"plaintes@{BOUNCES}")

    await stands(notifier, row["cause_id"], "complained")
    assert (await suppression(notifier, person.account_id))["reason"] == "complaint"
    owed = await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_decided", person))
    await stands(notifier, owed, "accepted")
    wished = await owners.says(a_submission(), tenant=tenant, facts=facts_of("message_from_town", person))
    await stands(notifier, wished, "suppressed")


@pytest.mark.requirement("NT-06")
async def test_a_delivery_and_a_delay_are_told_and_harm_nobody(notifier, owners, mails, tenant):
    person = owners.somebody()
    _, row = await sent(notifier, owners, mails, tenant, person)
    back = return_address(notifier, tenant, row["id"])

    await hand_back(notifier, a_bounce("4.4.1", action="delayed"), to=back)
    [waiting] = await notifier.rows("select attempts, status from notifications where id = :id", id=row["id"])
    await hand_back(notifier, a_bounce("2.1.5", action="delivered"), to=back)

    assert (waiting["status"], waiting["attempts"][-1]["reported"]) == ("accepted", "delayed")
    await stands(notifier, row["cause_id"], "delivered")
    assert "notifier.notification.delivered.v1" in [one["type"] for one in await notifier.published(tenant)]
    assert await suppression(notifier, person.account_id) is None


@pytest.mark.requirement("NT-06")
@pytest.mark.parametrize("address", ["quelqu.un", "r-" + "a" * 60, "r-"])
async def test_an_address_that_we_did_not_make_is_refused(notifier, address):
    with pytest.raises((aiosmtplib.SMTPRecipientsRefused, aiosmtplib.SMTPResponseException)):
        await hand_back(notifier, a_bounce("5.1.1"), to=f"{address}@{BOUNCES}")


@pytest.mark.requirement("NT-06")
async def test_absences_and_answers_by_hand_change_nothing(notifier, owners, mails, tenant):
    person = owners.somebody()
    _, row = await sent(notifier, owners, mails, tenant, person)
    absence = EmailMessage()
    absence["Subject"] = "Absente jusqu'à lundi"
    absence.set_content("550 5.1.1 dit le texte, mais ce n’est pas un rapport.")

    await hand_back(notifier, absence.as_bytes(), to=return_address(notifier, tenant, row["id"]))

    [after] = await notifier.rows("select status from notifications where id = :id", id=row["id"])
    assert after["status"] == "accepted"
    assert await suppression(notifier, person.account_id) is None


@pytest.mark.requirement("NT-06")
async def test_the_manager_is_told_whom_to_call_and_restores_the_address(notifier, owners, mails, tenant):
    person = owners.somebody(given_name="Pascale", family_name="Gavaudan")
    manager = a_member(tenant, MEND, READ)
    _, row = await sent(notifier, owners, mails, tenant, person)
    await hand_back(notifier, a_bounce("5.1.1"), to=return_address(notifier, tenant, row["id"]))
    await stands(notifier, row["cause_id"], "bounced")
    known = await suppression(notifier, person.account_id)
    path = f"/console/adresses/{known['id']}/retablissement"

    listed = await notifier.call(manager, "GET", "/console/adresses")
    asked = await notifier.call(manager, "GET", path)
    unread = await notifier.call(manager, "GET", f"/console/messages/{row['id']}")
    forged = await notifier.call(manager, "POST", path, data={})
    token = asked.text.split('name="csrf_token" value="')[1].split('"')[0]
    done = await notifier.call(manager, "POST", path, data={"csrf_token": token})
    empty = await notifier.call(manager, "GET", "/console/adresses")

    assert "Pascale Gavaudan" in listed.text
    assert f"/notifier/messages/{row['id']}" in listed.text
    assert "Prévenez-la autrement" in unread.text
    assert (forged.status_code, done.status_code) == (403, 303)
    assert "Pascale" not in empty.text
    again = await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_decided", person))
    await stands(notifier, again, "accepted")
    repeated = await notifier.call(manager, "POST", f"/v1/suppressions/{known['id']}/restoration")
    assert repeated.status_code == 409


@pytest.mark.requirement("NT-06")
async def test_an_address_is_tried_again_after_half_a_year(notifier, owners, mails, tenant):
    person, manager = owners.somebody(), a_member(tenant, MEND)
    _, row = await sent(notifier, owners, mails, tenant, person)
    await hand_back(notifier, a_bounce("5.1.1"), to=return_address(notifier, tenant, row["id"]))
    await stands(notifier, row["cause_id"], "bounced")
    listed = await notifier.call(manager, "GET", "/v1/suppressions", params={"account_id": str(person.account_id)})

    notifier.clock.move(timedelta(days=181))
    later = await notifier.call(manager, "GET", "/v1/suppressions", params={"account_id": str(person.account_id)})
    cause = await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_decided", person))
    await stands(notifier, cause, "accepted")
    notifier.clock.reset()

    assert (len(listed.json()["items"]), len(later.json()["items"])) == (1, 0)


def test_a_report_without_a_status_of_its_own_is_read_in_what_the_server_said():
    found = read(a_bounce("5.0.0", diagnostic="smtp; 550 5.1.1 <x@y.example>: user unknown"))

    assert found is not None
    assert (found.report.verdict, found.report.status) == (Verdict.BOUNCED, "5.1.1")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff" * 200,
        b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\nno boundary",
        (
            b'Content-Type: multipart/report; report-type="delivery-status"; boundary=b\r\n\r\n--b\r\n'
            b"Content-Type: message/delivery-status\r\n\r\nAction: failed-ish\r\n\r\n--b--"
        ),
        b"Content-Type: multipart/report; report-type*=utf-8''feedback-report; boundary=b\r\n\r\n--b--",
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" * 3000,
    ],
)
def test_whatever_is_no_report_is_read_as_none(raw: bytes):
    assert read(raw) is None


def test_a_word_is_read_in_either_case_and_holds_for_its_message_alone():
    traces, other = Traces(b"secret", "retours.example"), Traces(b"another", "retours.example")
    tenant, message = uuid4(), uuid4()
    word = traces.word(tenant, message)

    assert len(f"r-{word}") <= 64
    assert traces.read(word.upper()) == (tenant, message)
    assert other.read(word) is None
    assert traces.read(("b" if word[0] == "a" else "a") + word[1:]) is None
    assert traces.addressed(f"R-{word.upper()}@RETOURS.example") == (tenant, message)
    assert traces.addressed(f"r-{word}@ailleurs.example") is None

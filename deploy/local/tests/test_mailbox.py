"""Every mail sent on this machine is kept and can be read."""

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from suite.part import free_port
from suite.servers import Mailbox


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    started = Mailbox(tmp_path, free_port(), smtp_port=free_port()).start()
    yield started
    started.stop()


def a_mail(*, to: str = "elodie@example.org", html: str = "<p>Élodie, c’est reçu</p>") -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = "Votre demande est arrivée – Mairie de Plassans"
    mail["From"], mail["To"], mail["Message-ID"] = "mairie@plassans.localhost", to, "<1@plassans>"
    mail["traceparent"] = f"00-{'ab' * 16}-{'cd' * 8}-01"
    mail.set_content("Bonjour Élodie,\nvotre demande d'acte est arrivée.\n")
    mail.add_alternative(html, subtype="html")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="accusé.pdf")
    return mail


def send(mailbox: Mailbox, mail: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", mailbox.smtp_port) as smtp:
        smtp.send_message(mail)


def test_a_mail_with_accents_is_kept_and_shown(mailbox: Mailbox) -> None:
    send(mailbox, a_mail())

    (found,) = httpx.get(f"{mailbox.url}/api/messages", params={"to": "Elodie@example.org"}, timeout=60).json()
    page = httpx.get(f"{mailbox.url}/messages/{found['id']}?show=text", timeout=60).text
    assert found["subject"] == "Votre demande est arrivée – Mairie de Plassans"
    assert "Bonjour Élodie" in found["text"]
    assert found["message_id"] == "<1@plassans>"
    assert found["trace_id"] == "ab" * 16
    assert "votre demande d&#39;acte est arrivée" in page
    assert "accusé.pdf" in page


def test_mails_are_found_by_their_recipient(mailbox: Mailbox) -> None:
    send(mailbox, a_mail(to="elodie@example.org"))
    send(mailbox, a_mail(to="pascal@example.org"))

    found = httpx.get(f"{mailbox.url}/api/messages", params={"to": "pascal@example.org"}, timeout=60).json()

    assert [mail["to"] for mail in found] == [["pascal@example.org"]]
    assert len(httpx.get(f"{mailbox.url}/api/messages", timeout=60).json()) == 2


def test_mails_survive_a_power_cut(mailbox: Mailbox) -> None:
    send(mailbox, a_mail())

    mailbox.kill()
    mailbox.start()

    assert len(httpx.get(f"{mailbox.url}/api/messages", timeout=60).json()) == 1


def test_a_hostile_mail_is_shown_in_a_cage(mailbox: Mailbox) -> None:
    send(mailbox, a_mail(html="<script>alert(1)</script><img src='https://evil.example/pixel'>"))

    answer = httpx.get(f"{mailbox.url}/messages/1/html", timeout=60)
    page = httpx.get(f"{mailbox.url}/messages/1", timeout=60).text

    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox ")
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert "img-src 'self' data:;" in policy
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page


def test_a_page_of_the_internet_cannot_read_it_by_another_name(mailbox: Mailbox) -> None:
    answer = httpx.get(f"{mailbox.url}/api/messages", headers={"host": "evil.example"}, timeout=60)

    assert answer.status_code == 421


def test_everything_can_be_wiped(mailbox: Mailbox) -> None:
    send(mailbox, a_mail())

    httpx.delete(f"{mailbox.url}/api/messages")

    assert httpx.get(f"{mailbox.url}/api/messages", timeout=60).json() == []
    assert "Aucun mail" in httpx.get(mailbox.url, timeout=60).text


def test_open_pages_are_told_of_a_new_mail(mailbox: Mailbox) -> None:
    with httpx.stream("GET", f"{mailbox.url}/live", timeout=60) as live:
        lines = live.iter_lines()
        next(lines)

        send(mailbox, a_mail())

        assert "event: changed" in (next(lines), next(lines), next(lines))


@pytest.mark.parametrize(
    ("typed", "first", "how_many"),
    [
        ("rue", "Rue de la Banne", 6),
        ("3 rue hotel", "", 0),
        ("3 place marche", "3 Place du Marché", 1),
        ("12 bd", "", 0),
        ("cours sauv", "Cours Sauvaire", 1),
        ("%", "", 0),
        ("", "", 0),
    ],
)
def test_streets_of_the_demonstration_are_found_as_the_national_base_finds_them(
    mailbox: Mailbox, typed: str, first: str, how_many: int
) -> None:
    asked = {"q": typed, "limit": "6", "autocomplete": "1"}
    found = httpx.get(f"{mailbox.url}/geocodage/search/", params=asked, timeout=60).json()["features"]

    assert len(found) == how_many
    assert [one["properties"]["name"] for one in found[:1]] == ([first] if first else [])
    assert {one["properties"]["postcode"] for one in found} <= {"13100"}


def test_the_mailbox_speaks_the_language_of_who_reads(mailbox: Mailbox) -> None:
    send(mailbox, a_mail())
    english = {"accept-language": "en"}

    found = httpx.get(mailbox.url, headers=english, timeout=60).text
    one = httpx.get(f"{mailbox.url}/messages/1", headers=english, timeout=60).text

    assert "All that Parvis sends on this machine comes here" in found
    assert "Ways to read this mail" in one
    assert "Façons de lire ce mail" in httpx.get(f"{mailbox.url}/messages/1", timeout=60).text

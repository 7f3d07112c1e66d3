"""A mail's bytes, read back by the library's strictest reader."""

from email import message_from_bytes, policy
from typing import Any

import pytest

from notifier.mails import mime

pytestmark = pytest.mark.requirement("NT-01")
LONG = (
    "Votre demande « Inscription à l’accueil périscolaire et à la restauration » est bien reçue, merci. " * 3
    + "À bientôt"
)


def read(*headers: tuple[str, str], text: str = "Bonjour", html: str = "<p>Bonjour</p>", utf8: bool = False) -> Any:
    made = mime.written(list(headers), text, html, utf8=utf8)
    lines = made.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert all(len(line) <= 998 for line in lines)
    assert utf8 or made.isascii()
    return message_from_bytes(made, policy=policy.default.clone(utf8=utf8))


@pytest.mark.parametrize(
    "subject", ["Plain", "Déjà", LONG, LONG.encode("ascii", "ignore").decode(), "x" * 300, "x" * 3000, ""]
)
def test_a_subject_is_read_as_it_was_written(subject: str):
    assert read(mime.words("Subject", subject))["Subject"] == subject


@pytest.mark.parametrize(
    "name", ["Plassans", "Ville de Plassans, état civil", 'Mairie "du" Bourg, <x>', "a\\b", "Éé" * 60, ""]
)
def test_a_name_never_becomes_an_address(name: str):
    mail = read(mime.person("From", name, "ne-pas-repondre@plassans.example"))

    [sender] = mail["From"].addresses
    assert sender.addr_spec == "ne-pas-repondre@plassans.example"
    # This reader puts a space between two encoded words of a name, which RFC 2047 6.2 leaves out.
    assert sender.display_name.replace(" ", "") == name.replace(" ", "")


def test_an_address_keeps_its_letters_where_the_mail_is_sent_so():
    made = mime.written([("To", "andré@plassans.example")], "", "", utf8=True)

    assert made.startswith("To: andré@plassans.example\r\n".encode())


@pytest.mark.parametrize("broken", ["a\r\nBcc: all@victims.example", "a\nb", "a\rb", "é\nb", "a\0b"])
def test_a_value_that_would_end_its_header_is_not_written(broken: str):
    with pytest.raises(mime.HeaderBroken):
        mime.written([mime.words("Subject", broken)], "", "", utf8=False)
    with pytest.raises(mime.HeaderBroken):
        mime.written([mime.person("From", broken, "a@b.example")], "", "", utf8=False)
    with pytest.raises(mime.HeaderBroken):
        mime.written([("Message-ID", broken)], "", "", utf8=True)


@pytest.mark.parametrize("content", ["", "une ligne", "à\n\n.\nFrom moi\n= " + "é" * 400, "fin d’espace \nx\n"])
def test_both_versions_come_out_as_they_went_in(content: str):
    mail = read(text=content, html=f"<p>{content}</p>")

    assert mail.get_content_type() == "multipart/alternative"
    assert content_of(mail, "plain").rstrip("\n") == content.rstrip("\n")
    assert content_of(mail, "html") == f"<p>{content}</p>\n"


def content_of(mail: Any, kind: str) -> str:
    return mail.get_body((kind,)).get_content().replace("\r\n", "\n")

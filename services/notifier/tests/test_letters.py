"""Every message, in every language: complete, the same in text and HTML, harmless."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from html import unescape

import pytest
from lxml import html as parser
from postal.owners import an_organisation

from chassis.pages.theme import contrast
from contracts.messages import BY_KEY, KINDS, Placeholder, ValueKind
from notifier.domain.languages import LOCALES
from notifier.mails.faults import CannotBeWritten, NotAnAddress
from notifier.mails.html import html_of, palettes
from notifier.mails.letter import written
from notifier.mails.mail import mail_of
from notifier.mails.text import text_of
from notifier.mails.wordings import FOLDER, Wordings, WordingsNotUsable

WORDINGS = Wordings()
KEYS = [kind.key for kind in KINDS]
HOSTILE = "Eve\r\nBcc: all@victims.example\u202e\x00 <script>alert(1)</script> {{ link }}"


def a_letter(key="dossier_received", locale="fr", *, values=None, name="Camille Rougon", organisation=None):
    kind = BY_KEY[key]
    return written(
        kind,
        WORDINGS.of(key, locale),
        {**kind.sample, **(values or {})},
        name=name,
        organisation=organisation or an_organisation(),
        locale=locale,
        frame=WORDINGS.frame(locale),
    )


def a_mail(letter, *, to="camille@plassans.example", organisation=None, sender="ne-pas-repondre@plassans.example"):
    made = mail_of(
        letter,
        to=to,
        organisation=organisation or an_organisation(),
        sender=sender,
        message_id="<0190@plassans.example>",
        at=datetime(2026, 3, 27, 13, 2, tzinfo=UTC),
        traceparent=None,
    )
    return message_from_bytes(made.body, policy=policy.default)


def words_of_html(source: str) -> list[str]:
    """What a reader of the HTML sees, without the hidden preview."""
    tree = parser.fromstring(source)
    [hidden] = tree.xpath("//div[contains(@style, 'display:none')]")
    hidden.drop_tree()
    return " ".join(tree.xpath("//body//text()")).split()


@pytest.mark.requirement("NT-01")
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("key", KEYS)
def test_the_text_of_a_message_says_what_its_html_says(key, locale):
    letter = a_letter(key, locale)

    text, html = text_of(letter), html_of(letter, colour="#1d5c63")

    assert [word for word in text.split() if word != "--"] == words_of_html(html)
    assert "{{" not in text + letter.subject
    assert f'lang="{locale}"' in html
    assert letter.preheader in unescape(html)
    assert html.count(">" + letter.button.replace("'", "&#39;") + "<") == 1
    assert "prefers-color-scheme: dark" in html
    assert "max-width:600px" in html


LOOSE = re.compile(r" [:;!?»](?:\s|$)|« ")


@pytest.mark.requirement("NT-01")
@pytest.mark.parametrize("key", KEYS)
def test_french_punctuation_keeps_to_its_word_and_english_has_none_of_it(key):
    french, english = a_letter(key, "fr"), a_letter(key, "en")

    said = (french.subject, text_of(french), " ".join(parser.fromstring(html_of(french, colour="")).itertext()))
    assert [found[0] for text in said for found in LOOSE.finditer(text)] == []
    assert "\u00a0" not in text_of(english) + english.subject + html_of(english, colour="")


@pytest.mark.requirement("NT-01")
def test_what_somebody_typed_is_set_as_well_and_the_link_is_left_alone():
    letter = a_letter(values={"title": "Voirie : « trou » ?", "link": "https://x.example/a?b=c"})
    mail = a_mail(letter)

    assert "Voirie\u00a0: «\u00a0trou\u00a0»\u00a0?" in text_of(letter)
    assert "https://x.example/a?b=c" in text_of(letter)
    assert "Bonjour Camille Rougon," in mail.get_body(("plain",)).get_content()


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("key", KEYS)
def test_a_message_can_be_written_with_the_needed_values_alone(key, locale):
    optional = {placeholder.name: "" for placeholder in BY_KEY[key].placeholders if placeholder.optional}

    letter = a_letter(key, locale, values=optional, name="")

    assert letter.paragraphs[0] in ("Bonjour,", "Hello,")
    assert letter.subject


def test_a_needed_value_that_is_missing_is_named():
    with pytest.raises(CannotBeWritten) as refused:
        a_letter(values={"reference": ""})

    assert refused.value.reason == "missing-value:reference"


def test_a_placeholder_that_nobody_declared_is_named_at_start(tmp_path):
    a_copy_with(tmp_path, "fr/password_reset.toml", "{{ expires_at }}", "{{ echeance }} {{ expires_at }}")

    with pytest.raises(WordingsNotUsable, match=r"fr/password_reset.toml, body: « echeance »"):
        Wordings(tmp_path)


def test_a_template_that_leaves_out_what_must_be_said_is_named_at_start(tmp_path):
    a_copy_with(tmp_path, "en/identifier_reminder.toml", "{{ identifier }}", "secret")

    with pytest.raises(WordingsNotUsable, match=r"en/identifier_reminder.toml, body: « identifier »"):
        Wordings(tmp_path)


def test_a_template_that_is_not_there_is_named_at_start(tmp_path):
    a_copy_with(tmp_path, "fr/ticket_opened.toml", "", "")
    (tmp_path / "en" / "ticket_opened.toml").unlink()

    with pytest.raises(WordingsNotUsable, match=r"en/ticket_opened.toml"):
        Wordings(tmp_path)


def a_copy_with(folder, file, before, after):
    for locale in LOCALES:
        (folder / locale).mkdir()
        for source in (FOLDER / locale).iterdir():
            (folder / locale / source.name).write_text(source.read_text())
    path = folder / file
    path.write_text(path.read_text().replace(before, after))


@pytest.mark.parametrize("key", KEYS)
def test_what_people_wrote_cannot_leave_its_place(key):
    hostile = {p.name: HOSTILE for p in BY_KEY[key].placeholders if p.kind in (ValueKind.TEXT, ValueKind.LINES)}
    organisation = an_organisation(
        name=HOSTILE, address=HOSTILE, phone=HOSTILE, email="a@b.example\r\nBcc: c@d.example"
    )

    mail = a_mail(a_letter(key, values=hostile, name=HOSTILE, organisation=organisation), organisation=organisation)

    assert mail["Bcc"] is None
    assert mail["Reply-To"] is None
    assert [mail[name] is not None for name in ("From", "To", "Subject", "Date", "Message-ID")] == [True] * 5
    assert not re.search("[\r\n\x00\u202e]", str(mail["Subject"]) + str(mail["From"]))
    html = mail.get_body(("html",)).get_content()
    assert "<script" not in html
    assert "\u202e" not in html + mail.get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    "name", ["Gagnez sur http://evil.example", "www.evil.example", "evil.example/win", "a@b.example", "x" * 90]
)
def test_an_advertisement_is_not_a_name_to_greet_by(name):
    assert a_letter(name=name).paragraphs[0] == "Bonjour,"


@pytest.mark.parametrize("name", ["Jean-François d'Hôte", "Đặng Thị Hà", "محمد علي", "Anne-Sophie M."])
def test_names_of_all_sorts_are_kept_as_they_are(name):
    assert a_letter(name=name).paragraphs[0] == f"Bonjour {name},"


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "http://plassans@evil.example/",
        "http://a b",
        'http://a"onclick="x',
        "//evil.example",
        "http://",
        "data:text/html,x",
        "http://a\r\nBcc: x",
    ],
)
def test_a_link_that_leads_elsewhere_than_to_a_page_is_refused(link):
    with pytest.raises(CannotBeWritten, match="unusable-value:link"):
        a_letter(values={"link": link})


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example, c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example;c@d.example",
        "<a@b.example>",
        '"a b"@c.example',
        "nobody",
        "a@",
        "a..b@c.example",
        "",
    ],
)
def test_only_one_address_is_an_address(address):
    with pytest.raises(NotAnAddress):
        a_mail(a_letter(), to=address)


def test_a_domain_with_accents_is_written_as_dns_knows_it():
    assert a_mail(a_letter(), to="marie@mairie-évreux.example")["To"] == "marie@xn--mairie-vreux-heb.example"


@pytest.mark.parametrize("colour", ["#ffff00", "#ffffff", "#000000", "#1d5c63", "not a colour", "#fff;}"])
def test_the_button_can_be_read_in_every_colour(colour):
    day, night = palettes(colour)

    assert contrast(day.accent, day.on_accent) >= 4.5
    assert contrast(night.accent, night.on_accent) >= 4.5
    assert day.accent in html_of(a_letter(), colour=colour)


def test_several_paragraphs_of_legal_mentions_stay_paragraphs():
    letter = a_letter(values={"legal": "Un.\r\n\r\nDeux,\nsuite."})

    assert letter.paragraphs[-2:] == ("Un.", "Deux,\nsuite.")


@pytest.mark.parametrize("given", ["le 28 mars 2026 à 14 h 02", "2026-03-28T13:02:00Z"])
def test_a_moment_may_come_in_words_or_as_a_date(given):
    letter = a_letter("account_activation", values={"expires_at": given})

    assert "expire le 28 mars 2026 à 14\u00a0h\u00a002" in " ".join(letter.paragraphs).replace(
        "14 h 02", "14\u00a0h\u00a002"
    )


def test_every_placeholder_has_a_sample_of_its_kind():
    declared = [placeholder for kind in KINDS for placeholder in kind.placeholders]

    assert all(placeholder.sample for placeholder in declared)
    assert all(isinstance(placeholder, Placeholder) for placeholder in declared)


@pytest.mark.requirement("NT-01")
def test_an_address_of_our_documentation_in_an_answer_is_a_link_in_the_mail_and_no_other_is():
    page = "https://assistance.exemple.fr/documentation/sauvegarder"
    said = f'Lisez {page}. <b>javascript:alert(1)</b> "https://ailleurs.exemple.fr/documentation/x"'
    values = {
        "reference": "T-2026-000001",
        "title": "Un compte",
        "link": "https://assistance.exemple.fr/",
        "answer": said,
    }
    organisation = an_organisation(public_url="https://assistance.exemple.fr")

    html = html_of(a_letter("guest_ticket_answered", values=values, organisation=organisation), colour="#1d5c63")

    assert re.search(rf'Lisez <a href="{re.escape(page)}"[^>]*>{re.escape(page)}</a>\. &lt;b&gt;javascript', html)
    assert 'href="https://ailleurs' not in html

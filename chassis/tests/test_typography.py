"""French pages and texts, as printers would set them."""

from uuid import uuid4

import pytest
from litestar.testing import RequestFactory

from chassis.console import ConsolePages
from chassis.pages.typography import articles_whole, set_in_french, text_in_french
from kit.actors import a_member


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<p>Où ?</p>", "<p>Où\u00a0?</p>"),
        ("<h2><b>DP2</b> : plan</h2>", "<h2><b>DP2</b>\u00a0: plan</h2>"),
        ("<p>« oui » de 8 h à 16 h 30</p>", "<p>«\u00a0oui\u00a0» de 8\u00a0h à 16\u00a0h\u00a030</p>"),
        ('<a title="Où ?" href="/x">ici</a>', '<a title="Où ?" href="/x">ici</a>'),
        ("<textarea>Où ?</textarea><p>Là !</p>", "<textarea>Où ?</textarea><p>Là\u00a0!</p>"),
        ('<script type="application/json">{"a" : 1}</script>', '<script type="application/json">{"a" : 1}</script>'),
        ("<code>a ? b : c</code>", "<code>a ? b : c</code>"),
    ],
)
def test_no_line_begins_with_its_punctuation_and_what_is_sent_back_stays(written: str, shown: str):
    assert set_in_french(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<p>(CGCT, L541-21-1)</p>", '<p>(CGCT, <span class="reference">L541-21-1</span>)</p>'),
        ("<p>article R*423-19</p>", '<p>article <span class="reference">R*423-19</span></p>'),
        ("<title>CRPA L231-1</title>", "<title>CRPA L231-1</title>"),
        ('<a href="/x/L231-1">ici</a>', '<a href="/x/L231-1">ici</a>'),
        ("<option>CRPA L231-1</option>", "<option>CRPA L231-1</option>"),
        ("<p>PLA-2026-000017, 06-12, XL2-3</p>", "<p>PLA-2026-000017, 06-12, XL2-3</p>"),
    ],
)
def test_the_number_of_an_article_stays_on_one_line(written: str, shown: str):
    assert articles_whole(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Rappel : rendez-vous à 9 h 30", "Rappel\u00a0: rendez-vous à 9\u00a0h\u00a030"),
        ("Copiez cette adresse :\nhttps://x.example/?a=b", "Copiez cette adresse\u00a0:\nhttps://x.example/?a=b"),
        ("« Germinal » est à rendre !", "«\u00a0Germinal\u00a0» est à rendre\u00a0!"),
        ("deux  espaces, a:b, 10:30, :-)", "deux  espaces, a:b, 10:30, :-)"),
    ],
)
def test_a_text_has_no_markup_to_spare(written: str, shown: str):
    assert text_in_french(written) == shown


@pytest.mark.parametrize(("language", "shown"), [("fr", "Vraiment\u00a0?"), ("en", "Vraiment ?")])
def test_pages_of_consoles_are_set_in_the_language_they_are_read_in(language: str, shown: str):
    request = RequestFactory().get("/console/", headers={"accept-language": language})
    said = {"title": "Vraiment ?", "detail": None, "trace_id": None}

    page = ConsolePages("notebook", b"secret").render(request, a_member(uuid4()), "layouts/console_error.html", **said)

    assert shown in page.content

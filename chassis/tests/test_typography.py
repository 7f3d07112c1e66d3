"""French pages and texts, as printers would set them."""

import pytest

from chassis.pages.typography import set_in_french, text_in_french


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
        ("Rappel : rendez-vous à 9 h 30", "Rappel\u00a0: rendez-vous à 9\u00a0h\u00a030"),
        ("Copiez cette adresse :\nhttps://x.example/?a=b", "Copiez cette adresse\u00a0:\nhttps://x.example/?a=b"),
        ("« Germinal » est à rendre !", "«\u00a0Germinal\u00a0» est à rendre\u00a0!"),
        ("deux  espaces, a:b, 10:30, :-)", "deux  espaces, a:b, 10:30, :-)"),
    ],
)
def test_a_text_has_no_markup_to_spare(written: str, shown: str):
    assert text_in_french(written) == shown

"""An information page of the catalogue: the town's words, in paragraphs and lists."""

from gateway.portal.demarches.catalogue import PROSE


def test_lines_that_are_numbered_are_a_list():
    shown = PROSE.render("Bienvenue.\n\n1. Déclarez votre adresse.\n2. Inscrivez-vous.")

    assert shown.startswith("<p>Bienvenue.</p>\n<ol>\n<li>Déclarez votre adresse.</li>")


def test_whatever_else_was_typed_is_shown_as_it_stands():
    shown = PROSE.render("<b>Gratuit</b> [ici](javascript:alert)\nsans rendez-vous")

    assert shown == "<p>&lt;b&gt;Gratuit&lt;/b&gt; [ici](javascript:alert)<br>\nsans rendez-vous</p>\n"

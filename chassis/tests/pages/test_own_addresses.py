"""Addresses of our own documentation are links; whatever else people write is text."""

import pytest

from chassis.pages.own_addresses import own_addresses

HOST = "aide.exemple.fr:8443"
PAGE = f"https://{HOST}/documentation/sauvegarder"


def link(address: str) -> str:
    return f'<a href="{address}" rel="noopener noreferrer">{address}</a>'


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"Lisez {PAGE}.", f"Lisez {link(PAGE)}."),
        (f"({PAGE})", f"({link(PAGE)})"),
        (f"{PAGE}\n{PAGE}", f"{link(PAGE)}\n{link(PAGE)}"),
        (f"http://{HOST}/documentation", link(f"http://{HOST}/documentation")),
        (f"{PAGE}?question=oui", link(f"{PAGE}?question=oui")),
        (f"<b>{PAGE}</b>", f"&lt;b&gt;{link(PAGE)}&lt;/b&gt;"),
        (f'"{PAGE}"', f"&#34;{link(PAGE)}&#34;"),
    ],
)
def test_an_address_of_the_documentation_is_a_link(written: str, shown: str):
    assert own_addresses(written, HOST) == shown


@pytest.mark.parametrize(
    "hostile",
    [
        "javascript:alert(1)",
        f"javascript://{HOST}/documentation/sauvegarder",
        "https://ailleurs.exemple.fr/documentation/sauvegarder",
        f"https://{HOST}.ailleurs.exemple.fr/documentation/sauvegarder",
        f"https://{HOST}@ailleurs.exemple.fr/documentation/sauvegarder",
        f"https://ailleurs.exemple.fr/{PAGE}",
        f"https://{HOST}/deconnexion",
        f"{PAGE}/../../deconnexion",
        f"{PAGE}?question=oui&suite=https://ailleurs.exemple.fr",
        f"{PAGE}#x",
        f"HTTPS://{HOST}/documentation-pirate",
        "https://aideXexemple.fr:8443/documentation/sauvegarder",
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
    ],
)
def test_nothing_else_is(hostile: str):
    shown = own_addresses(hostile, HOST)

    assert "<" not in shown
    assert '"' not in shown


def test_a_quote_after_an_address_does_not_get_into_the_link():
    shown = own_addresses(f'{PAGE}" onmouseover="alert(1)', HOST)

    assert shown == f"{link(PAGE)}&#34; onmouseover=&#34;alert(1)"


def test_without_a_known_host_nothing_is_a_link():
    assert own_addresses(PAGE, "") == PAGE

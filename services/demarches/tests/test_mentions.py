"""What a receipt owes about silence (CRPA R112-5), also where the author of a démarche wrote no words for it."""

from datetime import date, datetime

import pytest

from chassis.clock import PARIS
from demarches.domain.clock import legal_clock
from demarches.domain.rules import ClockRule, Silence
from demarches.queries.words import legal_mentions

pytestmark = pytest.mark.requirement("DM-18")


def mentions(silence: Silence, locale: str, then: str = "") -> str:
    rule = ClockRule(silence=silence, months=2, articles=("CRPA L231-1",), then=then)
    received = datetime(2026, 12, 31, 10, tzinfo=PARIS)
    clock = legal_clock(rule, received_at=received, waits=[], today=date(2027, 1, 4))
    return legal_mentions(rule, clock, locale)


@pytest.mark.parametrize(
    ("silence", "locale", "owed"),
    [
        (Silence.ACCEPTANCE, "fr", ("28 février 2027", "réputée acceptée", "attestation", "L232-3")),
        (Silence.ACCEPTANCE, "en", ("28 February 2027", "deemed accepted", "certificate", "L232-3")),
        (Silence.REJECTION, "fr", ("réputée rejetée", "dans les deux mois", "tribunal administratif", "R421-1")),
        (Silence.REJECTION, "en", ("deemed rejected", "within two months", "administrative court", "R421-1")),
    ],
)
def test_the_receipt_says_what_silence_means_and_what_may_then_be_done(
    silence: Silence, locale: str, owed: tuple[str, ...]
):
    said = mentions(silence, locale).replace("\u00a0", " ")

    assert [words for words in owed if words not in said] == []


def test_the_author_s_own_words_come_first():
    said = mentions(Silence.REJECTION, "fr", then="Écrivez au maire.")

    assert said.endswith("Écrivez au maire.")
    assert "R421-1" not in said

"""What a receipt owes about silence (CRPA R112-5), also where the author of a démarche wrote no words for it."""

from datetime import date, datetime

import pytest

from chassis.clock import PARIS
from demarches.domain.clock import legal_clock
from demarches.domain.exchanges import Side
from demarches.domain.rules import ClockRule, Silence
from demarches.queries.clock_words import clock_lines, legal_mentions

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


NEVER_SAID = ("à compter du", "le délai s’achève", "Sans décision", "from tomorrow", "Without an express")


@pytest.mark.parametrize(
    ("silence", "to", "today", "locale", "said"),
    [
        (
            Silence.ACCEPTANCE,
            Side.APPLICANT,
            date(2027, 2, 27),
            "fr",
            "votre demande est réputée acceptée à compter du",
        ),
        (Silence.ACCEPTANCE, Side.AGENT, date(2027, 2, 27), "fr", "la demande est réputée acceptée à compter du"),
        (Silence.REJECTION, Side.APPLICANT, date(2027, 2, 28), "fr", "s’achève aujourd’hui, 28 février 2027"),
        (Silence.REJECTION, Side.AGENT, date(2027, 2, 28), "fr", "Dernier jour pour décider, 28 février 2027"),
        (
            Silence.ACCEPTANCE,
            Side.APPLICANT,
            date(2027, 3, 1),
            "fr",
            "votre demande est réputée acceptée depuis le 1er mars",
        ),
        (
            Silence.REJECTION,
            Side.AGENT,
            date(2027, 3, 1),
            "fr",
            "la demande est réputée rejetée depuis le 1er mars 2027",
        ),
        (Silence.ACCEPTANCE, Side.AGENT, date(2027, 2, 28), "en", "Last day to decide, 28 February 2027"),
        (Silence.REJECTION, Side.APPLICANT, date(2027, 3, 1), "en", "has been deemed rejected since 1 March 2027"),
    ],
)
def test_each_reader_is_told_before_on_and_after_the_last_day(
    silence: Silence, to: Side, today: date, locale: str, said: str
):
    rule = ClockRule(silence=silence, months=2, articles=("CRPA L231-1",))
    clock = legal_clock(rule, received_at=datetime(2026, 12, 31, 10, tzinfo=PARIS), today=today)

    words = legal_mentions(rule, clock, locale, to=to).replace("\u00a0", " ")

    assert said in words
    assert to is Side.APPLICANT or not {"votre", "vous", "your", "you"} & set(words.lower().split())
    assert today <= date(2027, 2, 28) or not any(future in words for future in NEVER_SAID)


@pytest.mark.parametrize(
    ("decided", "lines"),
    [
        (date(2027, 2, 10), ("Le délai courait jusqu’au soir du 28 février 2027.", "le délai est arrêté.")),
        (date(2027, 3, 5), ("la demande a été réputée acceptée le 1er mars 2027.", "après le terme du délai.")),
    ],
)
def test_a_decision_in_time_and_one_that_comes_late_are_not_told_alike(decided: date, lines: tuple[str, str]):
    rule = ClockRule(silence=Silence.ACCEPTANCE, months=2, articles=("CRPA L231-1",))
    clock = legal_clock(
        rule,
        received_at=datetime(2026, 12, 31, 10, tzinfo=PARIS),
        decided_at=datetime.combine(decided, datetime.min.time(), PARIS),
        today=date(2027, 4, 1),
    )

    _, due, ended = clock_lines(clock, "fr")

    assert due.endswith(lines[0])
    assert ended.endswith(lines[1])
